"""Record sets of DNS zones: names, one kind of record each, and the two every zone comes with. No name is ever
resolved. Source: the models of azure-mgmt-privatedns 1 and azure-mgmt-dns 8, and answers recorded by their users."""

import re
from functools import partial

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.kinds import Json, Kind, Surroundings, Wanted
from azlift.rehearsal.models import map_of
from azlift.rehearsal.operations import GENERIC
from azlift.rehearsal.records import SUCCEEDED, Resource
from azlift.rehearsal.strict import Reader, Shape, Voice, list_of, reference_to, text, whole_number
from azlift.rehearsal.world import World

PRIVATE, PUBLIC = "Microsoft.Network/privateDnsZones", "Microsoft.Network/dnsZones"
RECORD_NAME = re.compile(r"@|\*|(\*\.)?[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?")
TTL = 3600  # of the record sets a zone comes with
SERVERS = [f"ns{number}-01.azure-dns.{suffix}." for number, suffix in enumerate(("com", "net", "org", "info"), 1)]
ROOT, SINGLE, KEPT = "@", ("CNAME", "SOA"), ("SOA", "NS")


def _record(**members: Reader | Shape) -> Shape:
    return Shape("Record", members)


def _authority(least: str) -> Shape:
    times = dict.fromkeys(("serialNumber", "refreshTime", "retryTime", "expireTime", least), whole_number)
    return _record(host=text, email=text, **times)


# Type of a record set: the member its records stand in, and one record; CNAME and SOA have one, the others a list.
# The two providers write the members differently.
RECORDS: dict[str, dict[str, tuple[str, Shape]]] = {
    PRIVATE: {
        "A": ("aRecords", _record(ipv4Address=text)),
        "AAAA": ("aaaaRecords", _record(ipv6Address=text)),
        "CNAME": ("cnameRecord", _record(cname=text)),
        "MX": ("mxRecords", _record(preference=whole_number, exchange=text)),
        "PTR": ("ptrRecords", _record(ptrdname=text)),
        "SOA": ("soaRecord", _authority("minimumTtl")),
        "SRV": ("srvRecords", _record(priority=whole_number, weight=whole_number, port=whole_number, target=text)),
        "TXT": ("txtRecords", _record(value=list_of(text))),
    }
}
RECORDS[PUBLIC] = {
    **{kind: (kind + member[len(kind) :], record) for kind, (member, record) in RECORDS[PRIVATE].items()},
    "SOA": ("SOARecord", _authority("minimumTTL")),
    "NS": ("NSRecords", _record(nsdname=text)),
    "CAA": ("caaRecords", _record(flags=whole_number, tag=text, value=text)),
}
LIFE = {PRIVATE: "ttl", PUBLIC: "TTL"}
BEGINNING: dict[tuple[str, str], Json] = {
    (PRIVATE, "SOA"): {
        "soaRecord": {
            "email": "azureprivatedns-host.microsoft.com",
            "expireTime": 2419200,
            "host": "azureprivatedns.net",
            "minimumTtl": 10,
            "refreshTime": 3600,
            "retryTime": 300,
            "serialNumber": 1,
        }
    },
    (PUBLIC, "SOA"): {
        "SOARecord": {
            "email": "azuredns-hostmaster.microsoft.com",
            "expireTime": 2419200,
            "host": SERVERS[0],
            "minimumTTL": 300,
            "refreshTime": 3600,
            "retryTime": 300,
            "serialNumber": 1,
        }
    },
    (PUBLIC, "NS"): {"NSRecords": [{"nsdname": server} for server in SERVERS]},
}


def zone_of(record: Wanted | Resource) -> str:
    return PRIVATE if record.id.type.startswith(PRIVATE) else PUBLIC


def begin_zone(world: World, zone: Resource) -> None:
    """The record sets every zone comes with."""
    for kind in KEPT:
        set_id = zone.id.child(kind, ROOT)
        if (zone.id.type, kind) in BEGINNING and world.find(str(set_id)) is None:
            wanted = Wanted(set_id, "", None, {}, {}, BEGINNING[zone.id.type, kind])
            place_record(world, wanted, _compose(kind, world, wanted, None))


def place_record(world: World, wanted: Wanted, properties: Json) -> None:
    """A record set nobody asked for by itself."""
    made = Resource(
        id=wanted.id,
        location=None,
        tags={},
        top={},
        properties=properties,
        wanted=wanted.properties,
        state=SUCCEEDED,
        etag=world.new_guid(),
        created=world.instant,
        changed=world.instant,
        shows_state=False,
    )
    world.keep(made)


def _judge(kind: str, wanted: Wanted, around: Surroundings) -> None:
    zone, name = str(wanted.id.parent), wanted.id.segments[-1][1]
    if kind == "SOA" and name != ROOT:
        raise AzureError(400, "BadRequest", f"The SOA record set is of the name '{ROOT}', not '{name}'.")
    alone = kind == "CNAME"
    others = [each for each in RECORDS[zone_of(wanted)] if each != "CNAME"] if alone else ["CNAME"]
    rival = next((each for each in others if around.find(f"{zone}/{each}/{name}")), None)
    if rival:
        message = (
            f"The record could not be created because a {rival} record with the same name already exists in this zone."
        )
        raise AzureError(400, "BadRequest", message)


def _compose(kind: str, world: World, wanted: Wanted, standing: Resource | None) -> Json:
    zone, name = wanted.id.segments[0][1], wanted.id.segments[-1][1]
    home = zone_of(wanted)
    member = RECORDS[home][kind][0]
    given = dict(wanted.properties)
    if kind == "SOA":  # host and serial number stay when only the times are given
        held = standing.properties if standing else BEGINNING[home, kind]
        given[member] = {**held[member], **given.get(member, {})}
    made: Json = {LIFE[home]: TTL, **({} if kind in SINGLE else {member: []}), **given}
    made["fqdn"] = f"{zone}." if name == ROOT else f"{name}.{zone}."
    return made | ({"isAutoRegistered": False} if home == PRIVATE else {"provisioningState": SUCCEEDED})


def _forbid_delete(kind: str, world: World, record: Resource) -> None:
    if kind in KEPT and record.id.segments[-1][1] == ROOT:
        raise AzureError(400, "BadRequest", f"Record sets of type '{kind}' with name '{ROOT}' cannot be deleted.")


def _kind(zone: str, kind: str, member: str, record: Shape) -> Kind:
    members: dict[str, Reader | Shape] = {
        LIFE[zone]: whole_number,
        "metadata": map_of(text),
        member: record if kind in SINGLE else list_of(record),
    }
    if zone == PUBLIC:
        members["targetResource"] = reference_to()
    return Kind(
        type=f"{zone}/{kind}",
        voice=Voice.ARM,
        family=GENERIC,
        properties=Shape("RecordSetProperties", members, (), ("fqdn", "isAutoRegistered", "provisioningState")),
        seconds=0,
        name_rule=RECORD_NAME,
        name_words="'@', '*' or labels of letters, digits, '-' and '_', joined by dots",
        top={"location": text, "tags": map_of(text)},
        pseudo_locations=frozenset({"global"}),
        tracked=False,
        listed=False,
        shows_state=False,
        check=partial(_judge, kind),
        compose=partial(_compose, kind),
        forbid_delete=partial(_forbid_delete, kind),
    )


KINDS = tuple(_kind(zone, kind, *row) for zone, rows in RECORDS.items() for kind, row in rows.items())
