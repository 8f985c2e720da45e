"""Public IP addresses: allocated as their method says, named in DNS once per region, in use by one thing.

Addresses come from 198.18.0.0/15, which is never routed (RFC 2544): nothing pretended is anybody's address.
"""

import re
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.sizes import check_region_zones
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.network.models import network_kind
from azlift.rehearsal.network.naming import referenced
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

ADDRESS_TYPE, PREFIX_TYPE = "Microsoft.Network/publicIPAddresses", "Microsoft.Network/publicIPPrefixes"
FIRST_IPV4, FIRST_IPV6 = IPv4Address("198.18.0.1"), IPv6Address("2001:db8::1")
LABEL = re.compile(r"^[a-z][a-z0-9-]{1,61}[a-z0-9]$")
LEAST_IDLE, MOST_IDLE = 4, 30  # minutes. Source: network API, publicIPAddresses.idleTimeoutInMinutes


def _sku(top: Json) -> str:
    sku: str = top.get("sku", {}).get("name", "Basic")
    return sku


def _judge(wanted: Wanted, around: Surroundings) -> None:
    properties, sku = wanted.properties, _sku(wanted.top)
    check_region_zones(around.world, wanted)
    if sku != "Basic" and properties.get("publicIPAllocationMethod", "Dynamic") != "Static":
        message = f"{sku} sku publicIp {wanted.id} must have AllocationMethod set to Static."
        raise AzureError(400, "StandardAndStandardV2SkuPublicIPAddressesMustBeStatic", message)
    idle = properties.get("idleTimeoutInMinutes", LEAST_IDLE)
    if not LEAST_IDLE <= idle <= MOST_IDLE:
        message = (
            f"The specified IdleTimeoutInMinutes value {idle} for {wanted.id} is invalid. It must be between "
            f"{LEAST_IDLE} and {MOST_IDLE}."
        )
        raise AzureError(400, "InvalidIdleTimeoutInMinutes", message)
    _judge_label(wanted, around)
    if "publicIPPrefix" in properties:
        referenced(properties["publicIPPrefix"]["id"], wanted, around, PREFIX_TYPE)
    standing = around.world.find(str(wanted.id))
    if standing is not None and _sku(standing.top) != sku:
        message = (
            f"Sku property is set at creation time and cannot be changed from {_sku(standing.top)} to {sku} on "
            f"resource update for resource {wanted.id}."
        )
        raise AzureError(400, "SkuCannotBeChangedOnUpdate", message)


def _judge_label(wanted: Wanted, around: Surroundings) -> None:
    label = wanted.properties.get("dnsSettings", {}).get("domainNameLabel")
    if label is None:
        return
    if not LABEL.fullmatch(label):
        message = (
            f"The domain name label {label} is invalid. It must conform to the following regular expression: "
            f"{LABEL.pattern}."
        )
        raise AzureError(400, "InvalidDomainNameLabel", message)
    for other in around.of_type(ADDRESS_TYPE):
        taken = other.properties.get("dnsSettings", {}).get("domainNameLabel")
        if taken == label and other.location == wanted.location and key_of(str(other.id)) != wanted.key:
            message = f"DNS record {_fqdn(label, wanted.location)} is already used by another public IP."
            raise AzureError(400, "DnsRecordInUse", message)


def is_label_free(world: World, label: str, location: str) -> bool:
    """Whether a label can be had in a region."""
    found = [world.resources[key] for key in world.index.of_type(ADDRESS_TYPE)]
    held = [
        each.properties.get("dnsSettings", {}).get("domainNameLabel") for each in found if each.location == location
    ]
    return LABEL.fullmatch(label) is not None and label not in held


def _fqdn(label: str, location: str | None) -> str:
    return f"{label}.{location}.cloudapp.azure.com"


def _compose(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    held = standing.properties if standing else {}
    defaults = {"publicIPAddressVersion": "IPv4", "publicIPAllocationMethod": "Dynamic", "idleTimeoutInMinutes": 4}
    made: Json = {
        "resourceGuid": held.get("resourceGuid") or world.new_guid(),
        **defaults,
        "ipTags": [],
        **wanted.properties,
    }
    dns = wanted.properties.get("dnsSettings")
    if dns is not None and "domainNameLabel" in dns:
        made["dnsSettings"] = {**dns, "fqdn": _fqdn(dns["domainNameLabel"], wanted.location)}
    address = held.get("ipAddress")
    if address is None and made["publicIPAllocationMethod"] == "Static":
        address = next_address(world, made["publicIPAddressVersion"])
    return {**made, **({"ipAddress": address} if address else {})}


def _references(address: Resource) -> Sequence[str]:
    prefix = address.properties.get("publicIPPrefix")
    return [prefix["id"]] if prefix else []


def next_address(world: World, version: str) -> str:
    """The next address of the pretend internet."""
    number = world.count(f"public {version}") - 1
    return str((FIRST_IPV4 if version == "IPv4" else FIRST_IPV6) + number)


def allocate(world: World, address: Resource) -> None:
    """Give a dynamic address that is put to use its number."""
    if "ipAddress" not in address.properties:
        number = next_address(world, address.properties["publicIPAddressVersion"])
        address.properties = {**address.properties, "ipAddress": number}
        world.keep(address)


def users_of(world: World, address_id: str) -> Iterator[str]:
    """The ids of the configurations an address stands in."""
    for key in sorted(world.index.users_of(address_id)):
        yield from _places(world.resources[key], key_of(address_id))


def _places(user: Resource, key: str) -> Iterator[str]:
    for member in ("ipConfigurations", "frontendIPConfigurations"):
        for each in user.properties.get(member, []):
            found = each.get("properties", {}).get("publicIPAddress")
            if found and key_of(found["id"]) == key:
                yield f"{user.id}/{member}/{each['name']}"


def _forbid_delete(world: World, address: Resource) -> None:
    users = list(users_of(world, str(address.id))) or [
        str(world.resources[key].id) for key in sorted(world.index.users_of(str(address.id)))
    ]
    if users:
        message = (
            f"Public IP address {address.id} can not be deleted since it is still allocated to resource {users[0]}. In "
            "order to delete the public IP, disassociate/detach the Public IP address from the resource.  To learn how "
            "to do this, see aka.ms/deletepublicip."
        )
        raise AzureError(400, "PublicIPAddressCannotBeDeleted", message)


def _present(world: World, address: Resource) -> Json:
    body = address.body()
    body["sku"] = {"name": "Basic", "tier": "Regional", **body.get("sku", {})}
    user = next(users_of(world, str(address.id)), None)
    if user is not None:
        body["properties"]["ipConfiguration"] = {"id": user}
    return body


PUBLIC_ADDRESS = network_kind(
    "publicIPAddresses",
    "PublicIPAddress",
    check=_judge,
    compose=_compose,
    references=_references,
    forbid_delete=_forbid_delete,
    present=_present,
)
