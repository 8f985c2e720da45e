"""What a scenario changes in the world behind the caller's back: a quota shrinks, a place runs out of room, somebody
else edits or deletes a resource."""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.faults.scenario import Moment, Occurrence, Rule, Scenario, fits, globs
from azlift.rehearsal.records import Event, Resource
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import merged, remove, touch


def change_world(world: World, occurrence: Occurrence) -> None:
    """Let everything happen that a scenario puts just before this request."""
    for rule in world.faults.every(Moment.WORLD, occurrence, world.instant):
        world.faults.record(world.instant, rule, occurrence, _change(world, rule, occurrence))


def take_scenario(world: World, scenario: Scenario) -> None:
    """Put a scenario in force from this instant on; what the one before had planned for later does not happen."""
    world.faults.take(scenario, world.instant)
    taken = world.count("scenario")
    for number, when in world.faults.timed():
        world.schedule(max(when - world.instant, 0.0), "fault_due", str(number), taken=taken)


def fault_due(world: World, event: Event) -> None:
    """The event of a change whose instant has come."""
    if event.data["taken"] == world.counted("scenario"):
        rule = world.faults.strike_timed(int(event.key))
        world.faults.record(world.instant, rule, None, _change(world, rule, None))


def _change(world: World, rule: Rule, occurrence: Occurrence | None) -> str:
    """Do what a rule says; answers what was done, in words."""
    told = rule.details
    if rule.kind == "quota":
        location = normal_location(told["location"])
        world.keep_quota(location, told["quota"], told["limit"])
        return f"{told['quota']} in {location} is {told['limit']}"
    if rule.kind == "capacity":
        zone, size, machines = told.get("zone", ""), told.get("size", ""), told.get("machines", 0)
        world.supply.set_room(told["location"], zone, size, machines)
        place = " ".join(filter(None, (normal_location(told["location"]), zone and f"zone {zone}")))
        return f"room for {machines} of {size or 'every size'} in {place}"
    targets = _targets(world, rule, occurrence)
    done = [_edit(world, rule, resource) for resource in targets]
    return "; ".join(done) or "nothing there to edit"


def _targets(world: World, rule: Rule, occurrence: Occurrence | None) -> list[Resource]:
    given = rule.details.get("target")
    if given is not None:
        patterns = globs(given)
        return [each for key, each in sorted(world.resources.items()) if any(fits(glob, key) for glob in patterns)]
    found = world.find(occurrence.resource) if occurrence else None
    return [found] if found else []


def _edit(world: World, rule: Rule, resource: Resource) -> str:
    """Somebody else's hand on one resource; what Azure would refuse them, it refuses."""
    if "delete" in rule.details:
        try:
            world.kind(resource.id.type).forbid_delete(world, resource)
        except AzureError as error:
            return f"{resource.id} was not deleted: {error.code}"
        remove(world, resource)
        return f"{resource.id} was deleted"
    if "tags" in rule.details:
        resource.tags = {name: str(value) for name, value in merged(resource.tags, rule.details["tags"]).items()}
    else:
        patch = rule.details["properties"]
        resource.properties, resource.wanted = merged(resource.properties, patch), merged(resource.wanted, patch)
    touch(world, resource)
    return f"{resource.id} was edited"
