"""Moving resources to another resource group of the same subscription: they get new ids, and who names them follows.

Source: Azure documentation, "Move Azure resources to a new resource group or subscription" (what a move checks, that a
resource keeps its location, that role assignments do not come along).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError, not_modelled, resource_not_found
from azlift.rehearsal.governance import admit
from azlift.rehearsal.identifiers import invalid_id, key_of, read_id, read_scope
from azlift.rehearsal.operations import ARM, start_operation
from azlift.rehearsal.records import DONE, Event, Operation, Resource
from azlift.rehearsal.strict import Shape, Voice, list_of, text
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import standing_group

MOVE = Shape(
    "ResourcesMoveInfo",
    {"resources": list_of(text, least=1), "targetResourceGroup": text},
    required=("resources", "targetResourceGroup"),
)
STAY = frozenset({"microsoft.authorization/roleassignments"})  # they have to be made anew where the resource is now


def judge_move(world: World, subscription: str, group: str, body: Any) -> tuple[list[Resource], str]:
    """The resources to move and the scope they go to, or the refusal of it."""
    asked = MOVE.read(body, "", Voice.ARM)
    source = world.group(subscription, group)
    target_subscription, target_group = read_scope(asked["targetResourceGroup"])
    if target_subscription is None or target_group is None:
        raise invalid_id(asked["targetResourceGroup"])
    if target_subscription.lower() != subscription.lower():
        raise not_modelled("a move of resources to another subscription")
    target = standing_group(world, target_subscription, target_group)
    admit(world, "Microsoft.Resources/subscriptions/resourceGroups/write", target.id)
    moved = [_movable(world, source.key, each) for each in asked["resources"]]
    for each in moved:
        if world.find(str(replace(each.id, scope=target.id))) is not None:
            raise _cannot_move(each, f"a resource of that type and name already exists in '{target.id}'")
    return moved, target.id


def _movable(world: World, source: str, given: str) -> Resource:
    """A top-level resource of the source group that nothing is being done to."""
    resource_id = read_id(given)
    resource = world.find(given)
    if resource is None:
        raise resource_not_found(resource_id.type, resource_id.name, resource_id.group)
    if resource.id.parent is not None or "/providers/" in resource.id.scope:
        raise AzureError(400, "ResourceNotTopLevel", f"Identifier '{resource.id}' is not a top level resource.")
    if key_of(resource.id.scope) != source:
        raise _cannot_move(resource, "it does not belong to the source resource group")
    if resource.state not in DONE:
        raise _cannot_move(resource, f"its provisioning state is '{resource.state}'")
    return resource


def _cannot_move(resource: Resource, reason: str) -> AzureError:
    """Azure's refusal of a move, which names the provider that does not want it, and the reason in our words."""
    inner = {"code": "CannotMoveResource", "message": f"Cannot move resource '{resource.id}': {reason}."}
    message = (
        "Cannot move one or more resources in the request. Please check details for information about each resource."
    )
    detail = {"code": "CannotMoveResource", "target": resource.id.type, "message": message, "details": [inner]}
    words = "Resource move validation failed. Please see details."
    return AzureError(409, "ResourceMoveProviderValidationFailed", words, details=[detail])


def start_move(world: World, subscription: str, group: str, body: Any, *, only_judge: bool) -> Operation:
    """Begin a move, or only the judging of one; the end answers 204."""
    moved, target = judge_move(world, subscription, group, body)
    source = world.group(subscription, group)
    seconds = durations.WHAT_IF if only_judge else durations.MOVE
    if not only_judge:
        world.schedule(seconds, "move_due", target, moved=[each.key for each in moved])
    operation = start_operation(world, ARM, source.location, source.id, seconds, "operation_due")
    operation.answer = 204
    return operation


def move_due(world: World, event: Event) -> None:
    """The event at the end of a move: what still stands of what was to go is elsewhere now."""
    names: dict[str, str] = {}
    for key in event.data["moved"]:
        if key in world.resources:
            _move(world, world.resources[key], event.key, names)
    for resource in [each for each in world.resources.values() if _names_any(each, names)]:
        _rename_in(world, resource, names)


def _move(world: World, resource: Resource, scope: str, names: dict[str, str]) -> None:
    """Give a resource, and what lives inside it, ids in another scope; `names` learns old key and new id."""
    inside = [world.resources[key] for key in world.index.inside(resource.key)]
    old = resource.id
    world.drop(resource.key)
    resource.id = replace(old, scope=scope)
    names[key_of(str(old))] = str(resource.id)
    world.keep(resource)
    for each in inside:
        if each.id.type.lower() in STAY:
            continue
        is_child = each.id.parent is not None
        _move(world, each, scope if is_child else str(resource.id), names)


def _names_any(resource: Resource, names: Mapping[str, str]) -> bool:
    return any(key in str(resource.document()).lower() for key in names)


def _rename_in(world: World, resource: Resource, names: Mapping[str, str]) -> None:
    """New ids wherever a resource names a moved one, in what it answers and in what it stands on."""
    for member in ("top", "properties", "wanted", "inside"):
        setattr(resource, member, renamed(getattr(resource, member), names))
    resource.references = tuple(renamed(list(resource.references), names))
    world.keep(resource)


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """A JSON value with every id in it that is, or is below, one of `names` replaced."""
    if isinstance(value, dict):
        return {name: renamed(each, names) for name, each in value.items()}
    if isinstance(value, list):
        return [renamed(each, names) for each in value]
    return _renamed_id(value, names) if isinstance(value, str) and value.startswith("/") else value


def _renamed_id(given: str, names: Mapping[str, str]) -> str:
    parts = given.split("/")
    for length in range(len(parts), 4, -1):
        new = names.get(key_of("/".join(parts[:length])))
        if new is not None:
            return "/".join([new, *parts[length:]])
    return given
