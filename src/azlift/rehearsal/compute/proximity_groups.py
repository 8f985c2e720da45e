"""Proximity placement groups: what stands close together in one data centre."""

from azlift.rehearsal.compute.answers import status
from azlift.rehearsal.compute.members import members_of, remove_nothing_used
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.quota import MACHINE_TYPE
from azlift.rehearsal.compute.refusals import change_not_allowed, invalid, referenced
from azlift.rehearsal.compute.sizes import check_zones
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

PROXIMITY_GROUP_TYPE = "Microsoft.Compute/proximityPlacementGroups"
LISTED = {
    "virtualMachines": MACHINE_TYPE,
    "virtualMachineScaleSets": "Microsoft.Compute/virtualMachineScaleSets",
    "availabilitySets": "Microsoft.Compute/availabilitySets",
}


def referenced_group(wanted: Wanted, around: Surroundings) -> None:
    """The proximity placement group a request names stands in its region."""
    given = wanted.properties.get("proximityPlacementGroup")
    if given is not None:
        path = "proximityPlacementGroup.id"
        words = "Proximity Placement Group"
        referenced(around, given.get("id"), words, PROXIMITY_GROUP_TYPE, path=path, location=wanted.location)


def _judge_group(wanted: Wanted, around: Surroundings) -> None:
    check_zones(around.world, wanted)
    sizes = wanted.properties.get("intent", {}).get("vmSizes", [])
    for size in sizes:
        if around.world.catalogue.find(size) is None:
            raise invalid(f"The value '{size}' of parameter 'intent.vmSizes' is not a known size.", "intent.vmSizes")
    if wanted.top.get("zones") and not sizes:
        raise invalid("A zone can be given with intent.vmSizes only.", "zones")
    standing = around.world.find(str(wanted.id))
    if standing is not None and standing.top.get("zones", []) != wanted.top.get("zones", []):
        raise change_not_allowed("zones")


def _compose_group(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    asked = {name: value for name, value in wanted.properties.items() if name != "colocationStatus"}
    return {"proximityPlacementGroupType": "Standard", **asked}


def _present(world: World, group: Resource) -> Json:
    body = group.body()
    lists = {name: [{"id": each} for each in members_of(world, group, kind)] for name, kind in LISTED.items()}
    return {**body, "properties": {**body["properties"], **{name: found for name, found in lists.items() if found}}}


def colocation(world: World, group: Resource) -> Json:
    """What `includeColocationStatus` adds: the pretend Azure's racks are always close enough."""
    return {"colocationStatus": status("ColocationStatus/Aligned", "Aligned", message="All members are aligned.")}


PROXIMITY_GROUP = compute_kind(
    "proximityPlacementGroups",
    "ProximityPlacementGroup",
    seconds=0,
    shows_state=False,
    check=_judge_group,
    compose=_compose_group,
    present=_present,
    expands={"colocationstatus": colocation},
    forbid_delete=remove_nothing_used(
        "Proximity Placement Group '{0}' cannot be deleted. Before deleting it please ensure that it does not contain "
        "any resource: {1}."
    ),
)
