"""Peerings: two halves of one connection, each in its own network; Connected when both stand.

Source of codes and words: reports of users and the troubleshooting pages of virtual network peering.
"""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import ResourceId, key_of
from azlift.rehearsal.kinds import Json, Seen, Surroundings, Wanted
from azlift.rehearsal.network.children import Children, child_deleted, child_kind, forbid_busy_family, land_child
from azlift.rehearsal.network.naming import invalid_reference, retryable
from azlift.rehearsal.network.prefixes import Network, spaces_of
from azlift.rehearsal.records import DONE, Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

PEERING_TYPE = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"
DEFAULTS = {
    "peerCompleteVnets": True,
    "allowVirtualNetworkAccess": True,
    "allowForwardedTraffic": False,
    "allowGatewayTransit": False,
    "useRemoteGateways": False,
    "doNotVerifyRemoteGateways": False,
}
OWN = ("peeringState", "peeringSyncLevel", "remoteAddressSpace", "remoteVirtualNetworkAddressSpace")
PEERINGS = Children("virtualNetworkPeerings", PEERING_TYPE)


def judge_peering(peering: ResourceId, properties: Json, around: Surroundings) -> None:
    """Refuse a peering with what is not there, overlaps, is peered already or has no gateway to lend."""
    if "remoteVirtualNetwork" not in properties:
        raise missing(Voice.NETWORK, "properties.remoteVirtualNetwork")
    local, remote_id = around.find(str(peering.parent)), properties["remoteVirtualNetwork"]["id"]
    remote = around.find(remote_id)
    if remote is None or remote.id.type != "Microsoft.Network/virtualNetworks":
        raise invalid_reference(remote_id, peering)
    if local is None:
        return
    _forbid_second(peering, key_of(remote_id), around)
    _forbid_overlap(peering, local, remote)
    other = _counterpart(around.world, peering, remote_id)
    if other is not None and other.properties["peeringState"] == "Disconnected":
        message = (
            f"Cannot create or update peering {peering} because remote peering {other.id} referencing parent virtual "
            f"network {local.id} is in Disconnected state. Update or re-create the remote peering to get it back to "
            "Initiated state. Peering gets Disconnected when remote vnet or remote peering is deleted and re-created."
        )
        raise AzureError(400, "RemotePeeringIsDisconnected", message)
    lent = around.world.index.users_of(f"{remote.id}/subnets/GatewaySubnet")
    if properties.get("useRemoteGateways") and not lent:
        message = (
            f"Peering {peering} cannot have UseRemoteGateways flag set to true because remote virtual network "
            f"{remote.id} referenced by the peering does not have any gateways."
        )
        raise AzureError(400, "RemoteVnetHasNoGateways", message)


def _forbid_second(peering: ResourceId, remote: str, around: Surroundings) -> None:
    for other in around.of_type(PEERING_TYPE):
        same = key_of(str(other.id.parent)) == key_of(str(peering.parent)) and key_of(str(other.id)) != key_of(
            str(peering)
        )
        if same and key_of(other.properties["remoteVirtualNetwork"]["id"]) == remote:
            message = (
                f"Peering {other.id} already references remote virtual network {remote}. Cannot add another peering "
                f"{peering} referencing the same remote virtual network."
            )
            raise AzureError(400, "AnotherPeeringAlreadyReferencesRemoteVnet", message)


def _forbid_overlap(peering: ResourceId, local: Seen, remote: Seen) -> None:
    pairs = [(one, other) for one in spaces_of(local.properties) for other in spaces_of(remote.properties)]
    overlapping: list[Network] = [one for one, other in pairs if one.overlaps(other)]
    if overlapping:
        prefixes = ", ".join(dict.fromkeys(str(each) for each in overlapping))
        message = (
            f"Cannot create or update peering {peering}. Virtual networks {local.id} and {remote.id} cannot be peered "
            f"because their address spaces overlap. Overlapping address prefixes: {prefixes}."
        )
        raise AzureError(400, "VnetAddressSpacesOverlap", message)


def _counterpart(world: World, peering: ResourceId, remote_id: str) -> Resource | None:
    """The other half, where it stands."""
    local = key_of(str(peering.parent))
    for key in world.index.of_type(PEERING_TYPE):
        other = world.resources[key]
        here = key_of(str(other.id.parent)) == key_of(remote_id)
        if here and key_of(other.properties["remoteVirtualNetwork"]["id"]) == local:
            return other
    return None


def compose_peering(world: World, peering: ResourceId, given: Json) -> Json:
    """What a peering answers: Azure's defaults, the remote's address space, the state its counterpart gives it."""
    remote = world.resources.get(key_of(given["remoteVirtualNetwork"]["id"]))
    if remote is None:
        raise invalid_reference(given["remoteVirtualNetwork"]["id"], peering)
    space = {"addressPrefixes": remote.properties["addressSpace"]["addressPrefixes"]}
    standing = _counterpart(world, peering, str(remote.id))
    return {
        **DEFAULTS,
        **{name: value for name, value in given.items() if name not in OWN},
        "remoteVirtualNetwork": {"id": str(remote.id)},
        "remoteAddressSpace": space,
        "remoteVirtualNetworkAddressSpace": space,
        "peeringState": "Connected" if standing else "Initiated",
        "peeringSyncLevel": "FullyInSync" if standing else "RemoteNotInSync",
        "resourceGuid": world.guid_of(f"peering {key_of(str(peering))}"),
    }


def tell_remote(world: World, peering: ResourceId, properties: Json, state: str) -> None:
    """The other half is told that this one stands, or does no longer."""
    other = _counterpart(world, peering, properties["remoteVirtualNetwork"]["id"])
    if other is not None:
        level = "FullyInSync" if state == "Connected" else "RemoteNotInSync"
        other.properties = {**other.properties, "peeringState": state, "peeringSyncLevel": level}
        world.keep(other)
        land_child(world, other, PEERINGS)


def _compose(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    forbid_busy_family(world, world.resources[key_of(str(wanted.id.parent))], PEERINGS)
    remote = world.find(wanted.properties["remoteVirtualNetwork"]["id"])
    if remote is not None and remote.state not in DONE:
        raise retryable(remote.id, remote.state)
    return compose_peering(world, wanted.id, wanted.properties)


def _land(world: World, peering: Resource) -> None:
    land_child(world, peering, PEERINGS)
    tell_remote(world, peering.id, peering.properties, "Connected")


def _deleted(world: World, peering: Resource) -> None:
    child_deleted(world, peering, PEERINGS)
    tell_remote(world, peering.id, peering.properties, "Disconnected")


PEERING = child_kind(
    PEERINGS,
    "VirtualNetworkPeering",
    check=lambda wanted, around: judge_peering(wanted.id, wanted.properties, around),
    compose=_compose,
    landed=_land,
    deleted=_deleted,
)
