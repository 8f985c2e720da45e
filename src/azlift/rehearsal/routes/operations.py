"""Asynchronous operations over HTTP: where a client asks how far something is."""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.operations import STYLES, operation_body, waiting_headers
from azlift.rehearsal.records import DONE, FAILED, Operation, Resource
from azlift.rehearsal.routes.call import Answer, Call, answer_bytes, answer_json
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.world import World


def show_operation(world: World, call: Call, *place: str) -> Answer:
    """An asynchronous operation: its status, or with monitor=true (and for ARM's own) its outcome."""
    operation = world.operations.get(place[-1])
    if operation is None:
        message = f"The operation '{place[-1]}' could not be found."
        raise AzureError(404, "NotFound", message)
    style = STYLES[operation.family]
    monitor = call.query.get("monitor") == "true" or not style.async_url
    over = operation.status in DONE
    waiting = [] if over else waiting_headers(world, operation.due - world.instant)
    if not monitor:
        return answer_json(operation_body(operation), 200, waiting)
    if not over:
        url = f"{call.endpoint}{call.path}?" + "&".join(f"{name}={value}" for name, value in call.query.items())
        return Answer(202, b"", (("location", url), *waiting))
    if operation.status == FAILED and operation.error:
        return answer_json({"status": FAILED, "error": operation.error})
    if operation.result is not None:
        return answer_json(operation.result, operation.answer)
    written = _written(world, operation)
    if written is None:
        return Answer(operation.answer)
    present = world.kind(written.id.type).present
    return answer_json(present(world, written)) if present else answer_bytes(written.serial())


def _written(world: World, operation: Operation) -> Resource | None:
    """What a PUT wrote, where the provider answers it on the Location (azure-cli takes a disk from there).

    None for a removal; what came later under the same name is not its outcome.
    """
    found = world.resources.get(operation.target) if STYLES[operation.family].result_is_resource else None
    return found if found is not None and found.created <= operation.started else None


SUBSCRIPTION = "subscriptions/{}"
PLACES = sorted(
    {
        style.place.replace("{namespace}", "{}").replace("{location}", "{}").replace("{id}", "{}")
        for style in STYLES.values()
    }
)
ROUTES = [
    route("GET", path.lower(), show_operation, "operation", scope=0)
    for place in PLACES
    for path in (f"{SUBSCRIPTION}/{place}", place)
]
