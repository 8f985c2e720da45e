"""Writing to the world: PUT, PATCH, DELETE of one resource, whether a request or a deployment asks for it."""

from dataclasses import dataclass

from azlift.rehearsal import durations
from azlift.rehearsal.authorization import links
from azlift.rehearsal.azure_errors import AzureError, Json, invalid_content
from azlift.rehearsal.governance import govern_resource, note_resource
from azlift.rehearsal.identifiers import TENANT, ResourceId, management_group_of
from azlift.rehearsal.intake import read_tags, read_wanted
from azlift.rehearsal.kinds import Home, Kind, Surroundings, Wanted
from azlift.rehearsal.operations import STYLES, finish_operation, start_operation
from azlift.rehearsal.providers import check_registered
from azlift.rehearsal.records import DONE, SUCCEEDED, Event, Group, Operation, Resource
from azlift.rehearsal.strict import Voice, refuse
from azlift.rehearsal.world import World, canonical_json


@dataclass(frozen=True)
class Written:
    """What a write left behind: the resource, the operation that finishes it (None: it is finished), whether it is
    new."""

    resource: Resource
    operation: Operation | None
    created: bool


def judge_write(world: World, kind: Kind, wanted: Wanted, around: Surroundings) -> None:
    """Refuse what Azure refuses before anything happens: home, links, provider, parent, location, the type's rules."""
    check_home(kind, wanted.id)
    links.check(world, wanted)
    if wanted.id.subscription is not None:
        check_registered(world, wanted.id.namespace)
    standing = world.find(str(wanted.id))
    if standing is not None and standing.location != wanted.location and wanted.location is not None:
        message = (
            f"The resource '{wanted.id.name}' already exists in location '{standing.location}' in resource group "
            f"'{wanted.id.group}'. A resource with the same name cannot be created in location '{wanted.location}'. "
            "Please select a new resource name."
        )
        raise AzureError(409, "InvalidResourceLocation", message)
    parent = wanted.id.root if kind.root_only else wanted.id.parent
    if parent is not None and around.find(str(parent)) is None:
        message = f"Can not perform requested operation on nested resource. Parent resource '{parent.name}' not found."
        raise AzureError(404, "ParentResourceNotFound", message)
    kind.check(wanted, around)


def home_of(resource_id: ResourceId) -> Home:
    """What the scope of an id is."""
    scope = resource_id.scope
    if scope == TENANT:
        return Home.TENANT
    if management_group_of(scope) is not None:
        return Home.MANAGEMENT_GROUP
    if "/providers/" in scope:
        return Home.EXTENSION
    return Home.SUBSCRIPTION if resource_id.group is None else Home.GROUP


def check_home(kind: Kind, resource_id: ResourceId) -> None:
    """Refuse a type in a scope where it does not live."""
    home = home_of(resource_id)
    if home not in kind.homes:
        message = (
            f"The resource type '{kind.type}' does not live in a {home.value} but in: "
            f"{', '.join(sorted(each.value for each in kind.homes))}. The request names '{resource_id}'."
        )
        raise AzureError(404, "InvalidResourceType", message)


def write_resource(world: World, kind: Kind, wanted: Wanted) -> Written:
    """Put one resource: judged, composed, in place at once in state Creating or Updating, finished by an event."""
    check_standing_scope(world, wanted.id)
    wanted, noted = govern_resource(world, kind, wanted)
    standing = world.find(str(wanted.id))
    _forbid_overlap(kind, standing)
    judge_write(world, kind, wanted, Surroundings(world))
    error = kind.foresee(world, wanted, standing)
    note_resource(world, kind, wanted, noted)
    properties = kind.compose(world, wanted, standing)
    unchanged = standing is not None and error is None and _is_unchanged(kind, standing, wanted, properties)
    if standing is not None and unchanged:
        operation = _operate(world, kind, standing, durations.UNCHANGED, "resource_due") if kind.seconds else None
        return Written(standing, operation, created=False)
    heals = standing is not None and standing.state != SUCCEEDED  # what failed is made anew
    resource = _place(world, kind, wanted, properties, standing)
    if not kind.seconds:
        return Written(resource, None, created=standing is None)
    seconds = kind.seconds if standing is None or heals else durations.usual(kind.type, "update")
    operation = _operate(world, kind, resource, seconds, "resource_due", error)
    return Written(resource, operation, created=standing is None)


def check_standing_scope(world: World, resource_id: ResourceId) -> None:
    """Refuse a scope that does not stand, or whose group is being removed."""
    world.check_scope(resource_id.scope)
    if resource_id.subscription is not None and resource_id.group is not None:
        standing_group(world, resource_id.subscription, resource_id.group)


def standing_group(world: World, subscription: str, name: str) -> Group:
    """The group something is to be put into: there, and not being removed."""
    group = world.group(subscription, name)
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
    resource.state = _begun(kind, standing)
    resource.shows_state = kind.shows_state
    resource.tags, resource.tagged, resource.top = wanted.tags, wanted.tagged, wanted.top
    resource.properties, resource.wanted = properties, wanted.properties
    resource.api_version = wanted.api_version
    resource.references = tuple(kind.references(resource))
    touch(world, resource)
    kind.landed(world, resource)
    return resource


def _begun(kind: Kind, standing: Resource | None) -> str:
    """The state a write leaves behind at first. The network provider says Updating of a new resource too (recorded)."""
    if not kind.seconds:
        return SUCCEEDED
    return "Updating" if standing or kind.namespace == "Microsoft.Network" else "Creating"


def touch(world: World, resource: Resource) -> None:
    """Enter a changed resource with a new etag."""
    resource.etag = world.new_guid()
    resource.changed = world.instant
    world.keep(resource)


def home_location(world: World, resource: Resource) -> str:
    """The region a resource's operations are asked for in: its own, else its group's, else none in particular."""
    if resource.location is None and resource.id.subscription is not None and resource.id.group is not None:
        return world.group(resource.id.subscription, resource.id.group).location
    return resource.location or "global"


def _operate(
    world: World, kind: Kind, resource: Resource, seconds: float, effect: str, error: Json | None = None
) -> Operation:
    return start_operation(world, kind.family, home_location(world, resource), resource.key, seconds, effect, error)


def _is_unchanged(kind: Kind, standing: Resource, wanted: Wanted, properties: Json) -> bool:
    told = [name for name in kind.unseen if name in wanted.properties]
    if any(standing.wanted.get(name) != wanted.properties[name] for name in told):
        return False
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


def resource_due(world: World, event: Event) -> None:
    """The event at the end of a PUT."""
    operation = finish_operation(world, event)
    resource = world.resources.get(operation.target) if operation else None
    if operation is None or resource is None or resource.state in DONE or resource.state == "Deleting":
        return
    resource.state = operation.status
    world.kind(resource.id.type).ended(world, resource, operation.error)
    world.keep(resource)


def patch_resource(world: World, kind: Kind, resource: Resource, body: object, api_version: str) -> Written:
    """PATCH: what is given is laid over what was last asked for, and the whole is put; the network takes tags only."""
    if not isinstance(body, dict):
        raise invalid_content(f"Error converting value to type '{kind.type}'. Path ''")
    beyond = sorted(set(body) - {"tags"})
    if kind.tags_only and beyond:
        raise refuse(kind.voice, beyond[0], f"Could not find member '{beyond[0]}' on object of type 'TagsObject'.")
    if not beyond:
        if body.get("tags") is not None:
            retag(world, kind, resource, read_tags(body["tags"]))
        return Written(resource, None, created=False)
    standing: Json = {**resource.top, "properties": resource.wanted}
    if kind.tracked:
        standing |= {"tags": resource.tags} if resource.tags or resource.tagged else {}
        standing |= {"location": resource.location} if resource.location is not None else {}
    wanted = read_wanted(world, kind, resource.id, merged(standing, body), api_version)
    return write_resource(world, kind, wanted)


def retag(world: World, kind: Kind, resource: Resource, tags: dict[str, str]) -> None:
    """Give a resource other tags, as far as policies let it."""
    wanted = Wanted(resource.id, resource.api_version, resource.location, tags, resource.top, resource.wanted)
    wanted, noted = govern_resource(world, kind, wanted)
    note_resource(world, kind, wanted, noted)
    resource.tags, resource.tagged = wanted.tags, True
    touch(world, resource)


def merged(standing: Json, patch: Json) -> Json:
    """A JSON merge patch (RFC 7396): objects member by member, null takes away, everything else replaces."""
    result = dict(standing)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict) and isinstance(result.get(name), dict):
            result[name] = merged(result[name], value)
        else:
            result[name] = value
    return result


def delete_resource(world: World, kind: Kind, resource: Resource) -> Operation | None:
    """Begin the removal of a resource that nothing stands on; None when it is gone at once."""
    kind.forbid_delete(world, resource)
    if resource.state not in DONE and resource.state != "Deleting":
        _forbid_overlap(kind, resource)
    if not kind.seconds or STYLES[kind.family].deletes_at_once:
        remove(world, resource)
        return None
    resource.state = "Deleting"
    world.keep(resource)
    return _operate(world, kind, resource, durations.usual(kind.type, "delete"), "delete_due")


def delete_due(world: World, event: Event) -> None:
    """The event at the end of a DELETE."""
    operation = finish_operation(world, event)
    resource = world.resources.get(operation.target) if operation else None
    if resource is not None and resource.state == "Deleting":
        remove(world, resource)


def is_listed(world: World, resource: Resource) -> bool:
    """Whether the lists over all resources name it: not extensions of others, not what has no place of its own."""
    kind = world.kind(resource.id.type)
    if kind.stored and resource.location is None:
        return False
    return kind.listed and home_of(resource.id) is Home.GROUP


def remove(world: World, resource: Resource) -> None:
    """Take a resource out of the world, with what lives in it and what its type takes along."""
    world.drop(resource.key)
    for key in world.index.inside(resource.key):
        inner = world.resources.get(key)
        if inner is not None:
            remove(world, inner)
    world.kind(resource.id.type).deleted(world, resource)
