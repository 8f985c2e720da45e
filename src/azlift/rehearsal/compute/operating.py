"""The provider's operations: begun with the time they usually take, ended with nothing but their result."""

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import Json
from azlift.rehearsal.operations import COMPUTE, finish_operation, start_operation
from azlift.rehearsal.records import Event, Operation, Resource
from azlift.rehearsal.world import World

PLAIN = "compute_due"  # the event at the end of what leaves nothing behind but its result


def begin(
    world: World,
    resource: Resource,
    action: str,
    *,
    effect: str = PLAIN,
    family: str = COMPUTE,
    error: Json | None = None,
    result: Json | None = None,
) -> Operation:
    """Begin an action of a resource; `error` is what it will end with, `result` what its Location will answer."""
    seconds = durations.usual(resource.id.type, action)
    operation = start_operation(world, family, resource.location or "", resource.key, seconds, effect, error)
    if result is not None:
        operation.result = result
        world.keep_operation(operation)
    return operation


def compute_due(world: World, event: Event) -> None:
    """The event at the end of an action that leaves nothing behind but its result."""
    finish_operation(world, event)
