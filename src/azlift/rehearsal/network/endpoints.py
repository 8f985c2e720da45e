"""Private endpoints: an interface in a subnet for a resource elsewhere, and the zone groups that name it in DNS."""

from collections.abc import Sequence

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import ResourceId, key_of
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.network.allocation import assigned, ready_subnet
from azlift.rehearsal.network.interfaces import INTERFACE
from azlift.rehearsal.network.models import network_kind
from azlift.rehearsal.network.naming import invalid_reference, referenced
from azlift.rehearsal.network.record_sets import PRIVATE, place_record
from azlift.rehearsal.network.subnets import find_subnet
from azlift.rehearsal.records import SUCCEEDED, Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

ENDPOINT_TYPE = "Microsoft.Network/privateEndpoints"
GROUP_TYPE = f"{ENDPOINT_TYPE}/privateDnsZoneGroups"
AUTOMATIC, MANUAL = "privateLinkServiceConnections", "manualPrivateLinkServiceConnections"
APPROVED = {"status": "Approved", "description": "Auto-Approved", "actionsRequired": "None"}
PENDING = {"status": "Pending", "description": "Awaiting Approval", "actionsRequired": "None"}
# What a resource is called in DNS, by its type; `{group}` is the group id. Source: Azure private DNS zone values.
NAMES = {
    "microsoft.storage/storageaccounts": "{name}.{group}.core.windows.net",
    "microsoft.keyvault/vaults": "{name}.vault.azure.net",
    "microsoft.sql/servers": "{name}.database.windows.net",
    "microsoft.web/sites": "{name}.azurewebsites.net",
    "microsoft.documentdb/databaseaccounts": "{name}.documents.azure.com",
    "microsoft.containerregistry/registries": "{name}.azurecr.io",
    "microsoft.servicebus/namespaces": "{name}.servicebus.windows.net",
    "microsoft.eventhub/namespaces": "{name}.servicebus.windows.net",
    "microsoft.cache/redis": "{name}.redis.cache.windows.net",
    "microsoft.appconfiguration/configurationstores": "{name}.azconfig.io",
}
RECORD_TTL = 10  # of the records a zone group keeps, as Azure's answers show


def _connections(properties: Json) -> list[Json]:
    return [*properties.get(AUTOMATIC, []), *properties.get(MANUAL, [])]


def _judge(wanted: Wanted, around: Surroundings) -> None:
    if "subnet" not in wanted.properties:
        raise missing(Voice.NETWORK, "properties.subnet")
    subnet = wanted.properties["subnet"]["id"]
    found = find_subnet(around, subnet)
    if found is None or found[0].location != wanted.location:
        raise invalid_reference(subnet, wanted.id)
    connections = _connections(wanted.properties)
    if len(connections) != 1:
        message = f"Private endpoint {wanted.id} must have exactly one private link service connection."
        raise AzureError(400, "PrivateEndpointMustHaveOnePrivateLinkServiceConnection", message)
    given = connections[0].get("properties", {})
    if "privateLinkServiceId" not in given:
        raise missing(Voice.NETWORK, "properties.privateLinkServiceConnections.properties.privateLinkServiceId")
    target = given["privateLinkServiceId"]
    if around.find(target) is None and _is_ours(target, around.world):
        raise invalid_reference(target, wanted.id)


def _is_ours(target: str, world: World) -> bool:
    """Whether the target would stand in this world."""
    subscription = target.strip("/").split("/")[1].lower() if target.lower().startswith("/subscriptions/") else ""
    return subscription in world.subscriptions


def _interface_id(endpoint: ResourceId, properties: Json, world: World) -> ResourceId:
    name = properties.get("customNetworkInterfaceName") or f"{endpoint.name}.nic.{world.guid_of(key_of(str(endpoint)))}"
    return ResourceId(endpoint.scope, "Microsoft.Network", (("networkInterfaces", name),))


def _compose(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    ready_subnet(world, wanted.properties["subnet"]["id"], wanted.id)
    made: Json = {
        "ipVersionType": "IPv4",
        "ipConfigurations": [],
        "customNetworkInterfaceName": "",
        **wanted.properties,
        "networkInterfaces": [{"id": str(_interface_id(wanted.id, wanted.properties, world))}],
    }
    for member, state in ((AUTOMATIC, APPROVED), (MANUAL, PENDING)):
        made[member] = [
            {**each, "properties": {"privateLinkServiceConnectionState": state, **each["properties"]}}
            for each in wanted.properties.get(member, [])
        ]
    return made


def _land(world: World, endpoint: Resource) -> None:
    """The interface of an endpoint, in its subnet, is there with it."""
    interface_id = _interface_id(endpoint.id, endpoint.properties, world)
    if world.find(str(interface_id)) is None:
        static: Json = next((each["properties"] for each in endpoint.properties["ipConfigurations"]), {})
        configuration = {"subnet": endpoint.properties["subnet"], "privateIPAllocationMethod": "Dynamic"}
        address = static.get("privateIPAddress") or assigned(world, interface_id, configuration, None, set())
        inside = {"name": "privateEndpointIpConfig", "properties": {**configuration, "privateIPAddress": address}}
        properties = {"ipConfigurations": [inside]}
        wanted = Wanted(interface_id, endpoint.api_version, endpoint.location, {}, {}, properties)
        interface = Resource(
            id=interface_id,
            location=endpoint.location,
            tags={},
            top={},
            properties={**INTERFACE.compose(world, wanted, None), "privateEndpoint": {"id": str(endpoint.id)}},
            wanted=properties,
            state=SUCCEEDED,
            etag=world.new_guid(),
            created=world.instant,
            changed=world.instant,
        )
        interface.properties["ipConfigurations"][0]["properties"]["privateIPAddress"] = address
        interface.references = tuple(INTERFACE.references(interface))
        world.keep(interface)


def _address(world: World, endpoint: Resource) -> str:
    interface = world.resources[key_of(endpoint.properties["networkInterfaces"][0]["id"])]
    found: str = interface.properties["ipConfigurations"][0]["properties"]["privateIPAddress"]
    return found


def _fqdn(endpoint: Resource) -> str | None:
    """What the connected resource is called in DNS, where we know."""
    given = _connections(endpoint.properties)[0]["properties"]
    kind, _, name = key_of(given["privateLinkServiceId"]).rpartition("/providers/")[2].rpartition("/")
    group = next(iter(given.get("groupIds", [])), "").split("_")[0].lower()
    known = NAMES.get(kind)
    return known.format(name=name, group=group) if known else None


def _present(world: World, endpoint: Resource) -> Json:
    body, name = endpoint.body(), _fqdn(endpoint)
    address = {"ipAddresses": [_address(world, endpoint)]}
    named = [{"fqdn": name, **address}] if name and not _groups(world, endpoint) else []
    body["properties"] = {"customDnsConfigs": named, **body["properties"]}
    return body


def _groups(world: World, endpoint: Resource) -> list[Resource]:
    inside = world.index.inside(endpoint.key) & world.index.of_type(GROUP_TYPE)
    return [world.resources[key] for key in sorted(inside)]


def _references(endpoint: Resource) -> Sequence[str]:
    named = [endpoint.properties["subnet"]["id"], endpoint.properties["networkInterfaces"][0]["id"]]
    return [*named, *(each["id"] for each in endpoint.properties.get("applicationSecurityGroups", []))]


def _deleted(world: World, endpoint: Resource) -> None:
    world.drop(key_of(endpoint.properties["networkInterfaces"][0]["id"]))


def _zones(properties: Json) -> list[str]:
    configs = properties.get("privateDnsZoneConfigs", [])
    return [each.get("properties", {}).get("privateDnsZoneId", "") for each in configs]


def _judge_group(wanted: Wanted, around: Surroundings) -> None:
    for zone in _zones(wanted.properties):
        referenced(zone, wanted, around, PRIVATE, anywhere=True)


def _land_group(world: World, group: Resource) -> None:
    """The address of the endpoint is written into each zone under the name of the connected resource."""
    endpoint = world.resources[key_of(str(group.id.parent))]
    name = _fqdn(endpoint)
    for zone_id in _zones(group.properties):
        zone = world.find(zone_id)
        if zone is not None and name is not None:
            record = zone.id.child("A", name.split(".")[0])
            given: Json = {"ttl": RECORD_TTL, "aRecords": [{"ipv4Address": _address(world, endpoint)}]}
            given["metadata"] = {"creator": f"created by private endpoint {endpoint.id.name}"}
            kept = Wanted(record, group.api_version, None, {}, {}, given)
            fqdn = f"{record.segments[-1][1]}.{zone.id.name}."
            place_record(world, kept, {**given, "fqdn": fqdn, "isAutoRegistered": False})


def _group_deleted(world: World, group: Resource) -> None:
    endpoint = world.find(str(group.id.parent))
    name = _fqdn(endpoint) if endpoint else None
    for zone in _zones(group.properties):
        if name is not None and world.find(f"{zone}/A/{name.split('.')[0]}"):
            world.drop(key_of(f"{zone}/A/{name.split('.')[0]}"))


ENDPOINT = network_kind(
    "privateEndpoints",
    "PrivateEndpoint",
    longest=64,
    check=_judge,
    compose=_compose,
    references=_references,
    landed=_land,
    deleted=_deleted,
    present=_present,
)
GROUP = network_kind(
    "privateEndpoints/privateDnsZoneGroups",
    "PrivateDnsZoneGroup",
    check=_judge_group,
    landed=_land_group,
    deleted=_group_deleted,
)
KINDS = (ENDPOINT, GROUP)
