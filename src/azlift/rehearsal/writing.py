"""Writing to the world: PUT, PATCH of tags, DELETE of one resource, whether a request or a deployment asks for it."""

from dataclasses import dataclass

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.faults import WRITE_KINDS, Fault
from azlift.rehearsal.identifiers import ResourceId
from azlift.rehearsal.intake import read_tags
from azlift.rehearsal.kinds import Kind, Surroundings, Wanted
from azlift.rehearsal.operations import finish_operation, start_operation
from azlift.rehearsal.providers import check_registered
from azlift.rehearsal.records import DONE, SUCCEEDED, Event, Group, Operation, Resource
from azlift.rehearsal.strict import Voice
from azlift.rehearsal.world import World, canonical_json

ALLOCATION_ADVICE = "Read more about improving likelihood of allocation success at http://aka.ms/allocation-guidance"


@dataclass(frozen=True)
class Written:
    """What a write left behind: the resource, the operation that finishes it, whether it is new."""

    resource: Resource
    operation: Operation
    created: bool


def judge_write(world: World, kind: Kind, wanted: Wanted, around: Surroundings) -> None:
    """Refuse what Azure refuses before anything happens: provider, group, parent, location, the type's own rules."""
    check_registered(world, wanted.id.namespace)
    standing = world.find(str(wanted.id))
    if standing is not None and standing.location != wanted.location:
        message = (
            f"The resource '{wanted.id.name}' already exists in location '{standing.location}' in resource group "
            f"'{wanted.id.group}'. A resource with the same name cannot be created in location '{wanted.location}'. "
            "Please select a new resource name."
        )
        raise AzureError(409, "InvalidResourceLocation", message)
    parent = wanted.id.parent
    if parent is not None and around.find(str(parent)) is None:
        message = f"Can not perform requested operation on nested resource. Parent resource '{parent.name}' not found."
        raise AzureError(404, "ParentResourceNotFound", message)
    kind.check(wanted, around)


def write_resource(world: World, kind: Kind, wanted: Wanted) -> Written:
    """Put one resource: judged, composed, in place at once in state Creating or Updating, finished by an event."""
    standing_group(world, wanted.id)
    standing = world.find(str(wanted.id))
    _forbid_overlap(kind, standing)
    judge_write(world, kind, wanted, Surroundings(world))
    fault = world.strike("PUT", str(wanted.id), WRITE_KINDS)
    error = _planned_error(fault, wanted)
    properties = kind.compose(world, wanted, standing)
    if standing is not None and error is None and _is_unchanged(standing, wanted, properties):
        operation = _operate(world, kind, standing, durations.UNCHANGED, "resource_due")
        return Written(standing, operation, created=False)
    resource = _place(world, kind, wanted, properties, standing)
    operation = _operate(world, kind, resource, kind.seconds, "resource_due", error)
    return Written(resource, operation, created=standing is None)


def standing_group(world: World, resource_id: ResourceId) -> Group:
    """The group a resource is to be put into: there, and not being removed."""
    group = world.group(resource_id.subscription, resource_id.group or "")
    if group.state != SUCCEEDED:
        message = f"The resource group '{group.name}' is in deprovisioning state and cannot perform this operation."
        raise AzureError(409, "ResourceGroupBeingDeleted", message)
    return group


def _place(world: World, kind: Kind, wanted: Wanted, properties: Json, standing: Resource | None) -> Resource:
    resource = standing or Resource(
        id=wanted.id,
        location=wanted.location,
        tags={},
        top={},
        properties={},
        wanted={},
        state="Creating",
        etag="",
        created=world.instant,
        changed=world.instant,
    )
    resource.state = "Updating" if standing else "Creating"
    resource.tags, resource.top = wanted.tags, wanted.top
    resource.properties, resource.wanted = properties, wanted.properties
    resource.api_version = wanted.api_version
    resource.references = tuple(kind.references(resource))
    touch(world, resource)
    kind.landed(world, resource)
    return resource


def touch(world: World, resource: Resource) -> None:
    """Enter a changed resource with a new etag."""
    resource.etag = world.new_guid()
    resource.changed = world.instant
    world.keep(resource)


def _operate(
    world: World, kind: Kind, resource: Resource, seconds: float, effect: str, error: Json | None = None
) -> Operation:
    location = resource.location or world.group(resource.id.subscription, resource.id.group or "").location
    return start_operation(world, kind.family, location, resource.key, seconds, effect, error)


def _is_unchanged(standing: Resource, wanted: Wanted, properties: Json) -> bool:
    before = (standing.tags, standing.top, standing.properties)
    return standing.state == SUCCEEDED and canonical_json(before) == canonical_json(
        (wanted.tags, wanted.top, properties)
    )


def _forbid_overlap(kind: Kind, standing: Resource | None) -> None:
    """One write at a time on one resource, as the providers insist."""
    if standing is None or standing.state in DONE:
        return
    if kind.voice is Voice.NETWORK:
        message = (
            "Another operation on this or dependent resource is in progress. "
            f"The resource {standing.id} is in state {standing.state}."
        )
        raise AzureError(409, "AnotherOperationInProgress", message)
    message = (
        "The request failed due to conflict with a concurrent request. To resolve it, please refer to "
        "https://aka.ms/activitylog to get more details on the conflicting requests."
    )
    raise AzureError(409, "Conflict", message)


def _planned_error(fault: Fault | None, wanted: Wanted) -> Json | None:
    """The error a planned mishap puts at the end of the operation; a quota mishap refuses at once."""
    if fault is None:
        return None
    if fault.kind == "quota":
        message = "Operation could not be completed as it results in exceeding approved quota (a planned fault)."
        raise AzureError(409, "OperationNotAllowed", message)
    if fault.kind == "operation_failed":
        return {"code": fault.code, "message": fault.message}
    zonal = bool(wanted.top.get("zones"))
    place = "zone" if zonal else "region"
    message = (
        f"Allocation failed. We do not have sufficient capacity for the requested VM size in this {place}. "
        f"{ALLOCATION_ADVICE}"
    )
    return {"code": "ZonalAllocationFailed" if zonal else "AllocationFailed", "message": message}


def resource_due(world: World, event: Event) -> None:
    """The event at the end of a PUT."""
    operation = finish_operation(world, event)
    resource = world.resources.get(operation.target) if operation else None
    if operation is None or resource is None or resource.state in DONE or resource.state == "Deleting":
        return
    resource.state = operation.status
    world.keep(resource)


def patch_tags(world: World, resource: Resource, body: object) -> None:
    """PATCH as far as the pretend Azure goes: tags, replaced as a whole."""
    if not isinstance(body, dict) or set(body) - {"tags"}:
        unknown = ", ".join(sorted(set(body) - {"tags"})) if isinstance(body, dict) else type(body).__name__
        message = f"The pretend Azure patches tags only; found '{unknown}'."
        raise AzureError(400, "NotModelledInRehearsal", message)
    if body.get("tags") is not None:
        resource.tags = read_tags(body["tags"])
    touch(world, resource)


def delete_resource(world: World, kind: Kind, resource: Resource) -> Operation:
    """Begin the removal of a resource that nothing stands on."""
    kind.forbid_delete(world, resource)
    if resource.state not in DONE and resource.state != "Deleting":
        _forbid_overlap(kind, resource)
    resource.state = "Deleting"
    world.keep(resource)
    return _operate(world, kind, resource, durations.DELETE, "delete_due")


def delete_due(world: World, event: Event) -> None:
    """The event at the end of a DELETE."""
    operation = finish_operation(world, event)
    resource = world.resources.get(operation.target) if operation else None
    if resource is not None and resource.state == "Deleting":
        remove(world, resource)


def remove(world: World, resource: Resource) -> None:
    """Take a resource out of the world, with what its type takes along."""
    kind = world.kinds[resource.id.type.lower()]
    world.drop(resource.key)
    kind.deleted(world, resource)
