"""Scale sets, uniform and flexible: a model, a capacity, and what is done to many instances at once."""

from collections import Counter

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.allocation import crowding_error
from azlift.rehearsal.compute.answers import provisioned, remember
from azlift.rehearsal.compute.identities import show_identity
from azlift.rehearsal.compute.models import compute_kind, shape
from azlift.rehearsal.compute.operating import begin
from azlift.rehearsal.compute.power import POWERS, forbid_overlap, settle_disks
from azlift.rehearsal.compute.profile_rules import SECRET
from azlift.rehearsal.compute.quota import INSTANCE_TYPE
from azlift.rehearsal.compute.scale_set_instances import fill, instances_of, remove_instance
from azlift.rehearsal.compute.scale_set_rules import MOST_INSTANCES, capacity_of, judge_set, mode_of, whole
from azlift.rehearsal.kinds import Action, Json, Wanted, by_action
from azlift.rehearsal.operations import finish_operation
from azlift.rehearsal.records import SUCCEEDED, Event, Operation, Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.supply import NO_ROOM
from azlift.rehearsal.world import World

UNIFORM = {"overprovision": True, "singlePlacementGroup": True, "platformFaultDomainCount": 5}
FLEXIBLE = {"singlePlacementGroup": False}
SET_POWERS = ("start", "restart", "powerOff", "deallocate", "redeploy", "reimage")
# Instance actions of a set that leave every instance as it is.
WITHOUT_EFFECT = {
    "manualupgrade": "manualUpgrade",
    "reimageall": "reimageAll",
    "performmaintenance": "performMaintenance",
}


def _compose_set(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    held = standing.properties if standing else {"uniqueId": world.new_guid(), "timeCreated": iso_time(world.instant)}
    asked = wanted.properties
    mode = mode_of(asked)
    own = {"uniqueId": held["uniqueId"], "timeCreated": held["timeCreated"], "orchestrationMode": mode}
    composed = {**(FLEXIBLE if mode == "Flexible" else UNIFORM), **asked, **own}
    profile = composed.get("virtualMachineProfile")
    if profile is not None:
        composed["virtualMachineProfile"] = _shown(profile)
    return composed


def _shown(profile: Json) -> Json:
    """A model as it is answered: no secrets."""
    hidden = {name: value for name, value in profile.items() if name != "userData"}
    if "osProfile" in profile:
        kept = {name: value for name, value in profile["osProfile"].items() if name not in SECRET}
        hidden["osProfile"] = {"secrets": [], "allowExtensionOperations": True, **kept}
    extensions = profile.get("extensionProfile", {}).get("extensions")
    if extensions:
        bare = [
            {**each, "properties": {n: v for n, v in each.get("properties", {}).items() if n != "protectedSettings"}}
            for each in extensions
        ]
        hidden["extensionProfile"] = {**profile["extensionProfile"], "extensions": bare}
    return hidden


def _landed(world: World, scale_set: Resource) -> None:
    show_identity(world, scale_set)
    fill(world, scale_set)


def _foresee(world: World, wanted: Wanted, standing: Resource | None) -> Json | None:
    """No room for what the set grows by, in its region or in one of its zones."""
    before = capacity_of(standing.top) if standing is not None else 0
    more, size, zones = (
        capacity_of(wanted.top) - before,
        wanted.top.get("sku", {}).get("name", ""),
        wanted.top.get("zones", []),
    )
    if more <= 0:
        return None
    errors = [crowding_error(world, wanted, [zone], size, more=-(-more // len(zones))) for zone in zones]
    return next(filter(None, errors), None) if zones else crowding_error(world, wanted, [], size, more=more)


def _ended(world: World, scale_set: Resource, error: Json | None) -> None:
    """A set that found no room has none of the instances it was to get."""
    if error is not None and error["code"] in NO_ROOM:
        for key in scale_set.inside.get("made", []):
            if key in world.resources and world.resources[key].id.type == INSTANCE_TYPE:
                world.drop(key)


def _references(scale_set: Resource) -> list[str]:
    group = scale_set.properties.get("proximityPlacementGroup", {})
    return [group["id"]] if "id" in group else []


def _deleted(world: World, scale_set: Resource) -> None:
    """The machines of a flexible set go with it."""
    for each in instances_of(world, scale_set):
        remove_instance(world, each)


def _chosen(world: World, scale_set: Resource, body: Json) -> list[Resource]:
    """The instances a request names; all of them where it names none."""
    asked = shape("VirtualMachineScaleSetVMInstanceIDs").read(body, "", Voice.COMPUTE).get("instanceIds", ["*"])
    instances = {each.id.segments[-1][1]: each for each in instances_of(world, scale_set)}
    if asked == ["*"]:
        return list(instances.values())
    unknown = [each for each in asked if each not in instances]
    if unknown:
        message = f"The provided instanceId {unknown[0]} is not an active Virtual Machine Scale Set VM instanceId."
        raise AzureError(400, "InvalidParameter", message, target="instanceIds")
    return [instances[each] for each in asked]


def _begin(world: World, scale_set: Resource, effect: str, instances: list[Resource]) -> Operation:
    forbid_overlap(scale_set)
    scale_set.state = "Updating"
    remember(world, scale_set, chosen=[each.key for each in instances])
    return begin(world, scale_set, effect.removeprefix("scale_set_"), effect=effect)


def _end(world: World, event: Event) -> list[Resource]:
    """Finish an operation on a set; answers the instances it was about that still stand."""
    operation = finish_operation(world, event)
    scale_set = world.resources.get(operation.target) if operation else None
    if operation is None or scale_set is None or scale_set.state == "Deleting":
        return []
    scale_set.state = SUCCEEDED
    chosen = [world.resources[key] for key in scale_set.inside.get("chosen", []) if key in world.resources]
    remember(world, scale_set, chosen=[])
    return [] if operation.error else chosen


def set_power_due(world: World, event: Event) -> None:
    """The event at the end of a power action on instances."""
    power = next(POWERS[name] for name in SET_POWERS if f"scale_set_{name.lower()}" == event.kind)
    for instance in _end(world, event):
        remember(world, instance, power=power.leaves)
        settle_disks(world, instance)


def set_delete_due(world: World, event: Event) -> None:
    """The event at the end of a removal of instances."""
    for instance in _end(world, event):
        remove_instance(world, instance)


def set_action_due(world: World, event: Event) -> None:
    """The event at the end of what leaves every instance as it is."""
    _end(world, event)


def _delete_instances(world: World, scale_set: Resource, body: Json) -> Operation:
    if not body.get("instanceIds"):
        raise missing(Voice.COMPUTE, "instanceIds")
    return _begin(world, scale_set, "scale_set_delete", _chosen(world, scale_set, body))


def set_view(world: World, scale_set: Resource) -> Json:
    """How many instances are in which state."""
    counts: Counter[str] = Counter()
    for each in instances_of(world, scale_set):
        counts[f"ProvisioningState/{each.state.lower()}"] += 1
        counts[f"PowerState/{each.inside.get('power', 'running')}"] += 1
    summary = [{"code": code, "count": count} for code, count in sorted(counts.items())]
    return {"virtualMachine": {"statusesSummary": summary}, "statuses": [provisioned(scale_set)]}


def _skus(world: World, scale_set: Resource, body: Json) -> Json:
    current = world.catalogue.find(scale_set.top.get("sku", {}).get("name", ""))
    capacity = {"minimum": 0, "maximum": MOST_INSTANCES, "defaultCapacity": 1, "scaleType": "Automatic"}
    rows = [
        {
            "resourceType": scale_set.id.type,
            "sku": {"name": size.name, "tier": "Standard"},
            "capacity": capacity,
        }
        for size in world.catalogue.in_region(scale_set.location or "")
        if current is None or size.family == current.family
    ]
    return {"value": rows}


def _power(name: str) -> Action:
    def run(world: World, scale_set: Resource, body: Json) -> Operation:
        ids = {"instanceIds": body["instanceIds"]} if "instanceIds" in body else {}
        return _begin(world, scale_set, f"scale_set_{name.lower()}", _chosen(world, scale_set, ids))

    query = {"powerOff": ("skipShutdown",), "deallocate": ("hibernate",)}.get(name, ())
    return Action(name, run, query=query)


def _plain(name: str) -> Action:
    return Action(
        name,
        lambda world, scale_set, body: _begin(world, scale_set, "scale_set_action", _chosen(world, scale_set, body)),
    )


def _into_one_group(world: World, scale_set: Resource, body: Json) -> None:
    """Keep the set in a single placement group from now on (compute REST documentation)."""
    scale_set.properties = {**scale_set.properties, "singlePlacementGroup": True}
    world.keep(scale_set)


def _os_upgrades(world: World, scale_set: Resource, body: Json) -> Json:
    """No image of an operating system is ever replaced here."""
    return {"value": []}


SCALE_SET = compute_kind(
    "virtualMachineScaleSets",
    "VirtualMachineScaleSet",
    whole=whole,
    check=judge_set,
    compose=_compose_set,
    references=_references,
    foresee=_foresee,
    landed=_landed,
    ended=_ended,
    deleted=_deleted,
    actions=by_action(
        *map(_power, SET_POWERS),
        *map(_plain, WITHOUT_EFFECT.values()),
        Action("delete", _delete_instances),
        Action("instanceView", lambda world, scale_set, body: set_view(world, scale_set), "GET"),
        Action("skus", _skus, "GET"),
        Action("convertToSinglePlacementGroup", _into_one_group),
        Action("osUpgradeHistory", _os_upgrades, "GET"),
    ),
)
EFFECTS = {
    **{f"scale_set_{name.lower()}": set_power_due for name in SET_POWERS},
    "scale_set_delete": set_delete_due,
    "scale_set_action": set_action_due,
}
