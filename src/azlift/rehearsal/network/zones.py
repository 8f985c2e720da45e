"""DNS zones, private and public, and the networks a private zone is linked to; they belong to no region."""

import re
from collections.abc import Sequence

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.durations import usual
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Kind, Surroundings, Wanted
from azlift.rehearsal.network import record_sets
from azlift.rehearsal.network.naming import name_rule, name_words, referenced
from azlift.rehearsal.network.record_sets import PRIVATE, PUBLIC, SERVERS, begin_zone
from azlift.rehearsal.network.subnets import NETWORK_TYPE
from azlift.rehearsal.operations import GENERIC
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Reader, Shape, Voice, flag, list_of, missing, one_of, reference_to
from azlift.rehearsal.world import World

LINKS = f"{PRIVATE}/virtualNetworkLinks"
ZONE_NAME = re.compile(r"(?=.{1,253}$)([A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)+[A-Za-z0-9_-]{1,63}")
# Source: answers recorded from Azure.
PRIVATE_LIMITS = {
    "maxNumberOfRecordSets": 25000,
    "maxNumberOfVirtualNetworkLinks": 1000,
    "maxNumberOfVirtualNetworkLinksWithRegistration": 100,
}
PUBLIC_LIMITS = {"maxNumberOfRecordSets": 10000}
COUNTS = ("numberOfRecordSets", "numberOfVirtualNetworkLinks", "numberOfVirtualNetworkLinksWithRegistration")


def _judge_place(wanted: Wanted, around: Surroundings) -> None:
    if wanted.location != "global":
        message = (
            f"The provided location '{wanted.location}' is not available for resource type '{wanted.id.type}'. "
            "List of available regions for the resource type is 'global'."
        )
        raise AzureError(400, "LocationNotAvailableForResourceType", message)


def _inside(world: World, zone: Resource) -> list[Resource]:
    return [world.resources[key] for key in sorted(world.index.inside(zone.key))]


def _present_zone(world: World, zone: Resource) -> Json:
    body, inside = zone.body(), _inside(world, zone)
    links = [each for each in inside if each.id.type == LINKS]
    counts: Json = {"numberOfRecordSets": len(inside) - len(links)}
    if zone.id.type == PRIVATE:
        registering = [each for each in links if each.properties["registrationEnabled"]]
        counts |= {
            "numberOfVirtualNetworkLinks": len(links),
            "numberOfVirtualNetworkLinksWithRegistration": len(registering),
        }
        body["properties"] |= {**PRIVATE_LIMITS, **counts}
        return body
    body["properties"] |= {**PUBLIC_LIMITS, **counts, "nameServers": SERVERS}
    return body


def _forbid_zone_delete(world: World, zone: Resource) -> None:
    links = [str(each.id) for each in _inside(world, zone) if each.id.type == LINKS]
    if links:
        message = (
            "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: "
            f"'{links[0]}'. Please delete all nested resources before deleting this resource."
        )
        raise AzureError(409, "CannotDeleteResource", message)


def _judge_link(wanted: Wanted, around: Surroundings) -> None:
    _judge_place(wanted, around)
    if "virtualNetwork" not in wanted.properties:
        raise missing(Voice.ARM, "properties.virtualNetwork")
    network = wanted.properties["virtualNetwork"]["id"]
    referenced(network, wanted, around, NETWORK_TYPE, anywhere=True)
    others = [each for each in around.of_type(LINKS) if key_of(str(each.id)) != wanted.key]
    same = [each for each in others if key_of(each.properties["virtualNetwork"]["id"]) == key_of(network)]
    here = [each for each in same if key_of(str(each.id.parent)) == key_of(str(wanted.id.parent))]
    registers = [each for each in same if each.properties.get("registrationEnabled")]
    if here or (registers and wanted.properties.get("registrationEnabled")):
        message = (
            f"A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link "
            f"virtual network with '{wanted.id.parent and wanted.id.parent.name}' and "
            f"'{(here or registers)[0].id.name}' zones."
        )
        raise AzureError(400, "BadRequest", message)


def _compose_link(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    given = {"registrationEnabled": False, "resolutionPolicy": "Default", **wanted.properties}
    return {**given, "virtualNetworkLinkState": "Completed"}


def _link_references(link: Resource) -> Sequence[str]:
    return [link.properties["virtualNetwork"]["id"]]


def _zone_kind(
    zone: str, properties: Shape | Reader, seconds: float, statuses: tuple[int, int], defaults: Json
) -> Kind:
    return Kind(
        type=zone,
        voice=Voice.ARM,
        family=GENERIC,
        properties=properties,
        seconds=seconds,
        name_rule=ZONE_NAME,
        name_words="2 to 34 labels of letters, digits, '-' and '_', joined by dots",
        statuses=statuses,
        pseudo_locations=frozenset({"global"}),
        shows_state=zone == PRIVATE,
        check=_judge_place,
        compose=lambda world, wanted, standing: {**defaults, **wanted.properties},
        landed=begin_zone,
        forbid_delete=_forbid_zone_delete,
        present=_present_zone,
    )


# A private zone has nothing to say, and published templates say it with an empty text, too.
PRIVATE_PROPERTIES = Shape(
    "PrivateZoneProperties", {}, read_only=(*PRIVATE_LIMITS, *COUNTS, "provisioningState", "internalId")
)
PRIVATE_ZONE = _zone_kind(
    PRIVATE,
    lambda value, path, voice: {} if value == "" else PRIVATE_PROPERTIES.read(value, path, voice),
    usual(PRIVATE),
    (202, 202),
    {},
)
PUBLIC_ZONE = _zone_kind(
    PUBLIC,
    Shape(
        "ZoneProperties",
        {
            "zoneType": one_of("Public", "Private"),
            "registrationVirtualNetworks": list_of(reference_to()),
            "resolutionVirtualNetworks": list_of(reference_to()),
        },
        read_only=(*PUBLIC_LIMITS, COUNTS[0], "maxNumberOfRecordsPerRecordSet", "nameServers", "signingKeys"),
    ),
    0,
    (201, 200),
    {"zoneType": "Public"},
)
LINK = Kind(
    type=LINKS,
    voice=Voice.ARM,
    family=GENERIC,
    properties=Shape(
        "VirtualNetworkLinkProperties",
        {
            "virtualNetwork": reference_to(),
            "registrationEnabled": flag,
            "resolutionPolicy": one_of("Default", "NxDomainRedirect"),
        },
        read_only=("virtualNetworkLinkState", "provisioningState"),
    ),
    seconds=usual(LINKS),
    name_rule=name_rule(80),
    name_words=name_words(80),
    statuses=(202, 202),
    pseudo_locations=frozenset({"global"}),
    check=_judge_link,
    compose=_compose_link,
    references=_link_references,
)
KINDS = (PRIVATE_ZONE, LINK, PUBLIC_ZONE, *record_sets.KINDS)
