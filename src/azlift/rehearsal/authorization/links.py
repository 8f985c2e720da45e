"""What a resource takes into use needs rights at the other end: a NIC joins a subnet, a machine assigns an identity.

Source: Azure's role definitions and the LinkedAuthorizationFailed that users report. The list is not complete.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Wanted

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

_NETWORK, _COMPUTE = "Microsoft.Network", "Microsoft.Compute"
_SUBNET_JOIN = f"{_NETWORK}/virtualNetworks/subnets/join/action"
_GROUP_JOIN = f"{_NETWORK}/networkSecurityGroups/join/action"
_PUBLIC_JOIN = f"{_NETWORK}/publicIPAddresses/join/action"
_POOL_JOIN = f"{_NETWORK}/loadBalancers/backendAddressPools/join/action"
_SUBNET = {
    "networkSecurityGroup.id": _GROUP_JOIN,
    "routeTable.id": f"{_NETWORK}/routeTables/join/action",
    "natGateway.id": f"{_NETWORK}/natGateways/join/action",
}
# By type: where in its properties an id stands (`*` any item of a list), and the action needed there.
LINKS: Mapping[str, Mapping[str, str]] = {
    "microsoft.network/networkinterfaces": {
        "networkSecurityGroup.id": _GROUP_JOIN,
        "ipConfigurations.*.properties.subnet.id": _SUBNET_JOIN,
        "ipConfigurations.*.properties.publicIPAddress.id": _PUBLIC_JOIN,
        "ipConfigurations.*.properties.loadBalancerBackendAddressPools.*.id": _POOL_JOIN,
        "ipConfigurations.*.properties.applicationSecurityGroups.*.id": (
            f"{_NETWORK}/applicationSecurityGroups/joinIpConfiguration/action"
        ),
    },
    "microsoft.network/virtualnetworks": {
        "ddosProtectionPlan.id": f"{_NETWORK}/ddosProtectionPlans/join/action",
        **{f"subnets.*.properties.{path}": action for path, action in _SUBNET.items()},
    },
    "microsoft.network/virtualnetworks/subnets": _SUBNET,
    "microsoft.network/virtualnetworks/virtualnetworkpeerings": {
        "remoteVirtualNetwork.id": f"{_NETWORK}/virtualNetworks/peer/action",
    },
    "microsoft.network/loadbalancers": {
        "frontendIPConfigurations.*.properties.subnet.id": _SUBNET_JOIN,
        "frontendIPConfigurations.*.properties.publicIPAddress.id": _PUBLIC_JOIN,
    },
    "microsoft.network/privateendpoints": {"subnet.id": _SUBNET_JOIN},
    "microsoft.network/privatednszones/virtualnetworklinks": {
        "virtualNetwork.id": f"{_NETWORK}/virtualNetworks/join/action",
    },
    "microsoft.compute/virtualmachines": {
        "networkProfile.networkInterfaces.*.id": f"{_NETWORK}/networkInterfaces/join/action",
        "storageProfile.osDisk.managedDisk.id": f"{_COMPUTE}/disks/write",
        "storageProfile.dataDisks.*.managedDisk.id": f"{_COMPUTE}/disks/write",
    },
    "microsoft.authorization/roledefinitions": {
        "assignableScopes.*": "Microsoft.Authorization/roleDefinitions/write",
    },
}
ASSIGN_IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action"


def check(world: "World", wanted: Wanted) -> None:
    """Refuse a resource that takes into use what the one who acts has no right to; a new link only is asked about."""
    actor = world.actor
    if actor is None:
        return
    standing = world.find(str(wanted.id))
    known = set(linked(wanted.id.type, standing.wanted, standing.top)) if standing else set()
    for action, target in linked(wanted.id.type, wanted.properties, wanted.top):
        if (action, target) in known or world.access.allows(actor.object_id, action, target):
            continue
        message = (
            f"The client '{actor.client}' with object id '{actor.object_id}' has permission to perform action "
            f"'{wanted.id.type}/write' on scope '{wanted.id}'; however, it does not have permission to perform action "
            f"'{action}' on the linked scope(s) '{target}' or the linked scope(s) are invalid."
        )
        raise AzureError(403, "LinkedAuthorizationFailed", message)


def linked(resource_type: str, properties: Any, top: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The actions and ids a body links to; what it links to inside itself needs no further right."""
    for path, action in LINKS.get(resource_type.lower(), {}).items():
        for target in _at(properties, path.split(".")):
            yield action, target
    for target in (top.get("identity") or {}).get("userAssignedIdentities") or {}:
        yield ASSIGN_IDENTITY, target


def _at(value: Any, path: list[str]) -> Iterator[str]:
    if not path:
        if isinstance(value, str) and key_of(value):
            yield value
    elif path[0] == "*":
        for each in value if isinstance(value, list) else ():
            yield from _at(each, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from _at(value[path[0]], path[1:])
