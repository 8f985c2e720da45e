"""Asynchronous operations: started, finished by an event, and the headers and bodies by which a client follows them.

Each provider has its style: compute and disks answer Azure-AsyncOperation (and Location where the body is the result),
the network provider a shorter body, ARM itself only Location.
"""

import math
from dataclasses import dataclass
from urllib.parse import quote

from azlift.rehearsal import durations
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.courses import course_of
from azlift.rehearsal.identifiers import read_scope
from azlift.rehearsal.records import FAILED, SUCCEEDED, Event, Json, Operation
from azlift.rehearsal.world import World

Headers = list[tuple[str, str]]
COMPUTE, DISK, NETWORK, ARM, GENERIC, STORAGE = "compute", "disk", "network", "arm", "generic", "storage"
KEY_VAULT = "key vault"


@dataclass(frozen=True)
class Style:
    """How a provider lets a client follow: the place of the operation, which headers name it, what it answers.

    `async_url`: Azure-AsyncOperation names it; `location`: Location too, always ("always"), or only where the body of
    the result is wanted ("asked"); `result_is_resource`: a finished Location answers the resource that was written;
    `deletes_at_once`: a DELETE is over when it is answered.
    """

    place: str
    async_url: bool = True
    location: str = "asked"
    notifies: bool = False
    times: bool = True
    result_is_resource: bool = False
    deletes_at_once: bool = False


STYLES = {
    COMPUTE: Style("providers/Microsoft.Compute/locations/{location}/operations/{id}"),
    DISK: Style("providers/Microsoft.Compute/locations/{location}/DiskOperations/{id}", result_is_resource=True),
    NETWORK: Style("providers/Microsoft.Network/locations/{location}/operations/{id}", notifies=True, times=False),
    ARM: Style("operationresults/{id}", async_url=False, location="always"),
    STORAGE: Style(
        "providers/Microsoft.Storage/locations/{location}/asyncoperations/{id}",
        async_url=False,
        location="always",
        result_is_resource=True,
        deletes_at_once=True,
    ),
    KEY_VAULT: Style(
        "providers/Microsoft.KeyVault/locations/{location}/operationResults/{id}", async_url=False, location="always"
    ),
    GENERIC: Style("providers/{namespace}/locations/{location}/operationStatuses/{id}"),
}
LEAST_POLL_MS, MOST_POLL_MS = 50, 1000


def start_operation(
    world: World, family: str, location: str, target: str, seconds: float, effect: str, error: Json | None = None
) -> Operation:
    """Begin something that usually takes `seconds` and ends with the event `effect`; `error` makes that end a failure.

    How long it takes this time, and whether it ends as it should, is a matter of its course.
    """
    course = course_of(world, target, seconds, drawn=family != ARM)
    error = course.error or error
    operation_id = world.new_guid()
    subscription = read_scope(target)[0] or ""
    due = world.instant + course.seconds
    operation = Operation(operation_id, family, subscription, location, target, world.instant, due)
    world.keep_operation(operation)
    world.schedule(course.seconds, effect, operation_id, **({"error": error} if error else {}))
    return operation


def finish_operation(world: World, event: Event) -> Operation | None:
    """End the operation of an event, Succeeded or with the error the event carries."""
    operation = world.operations.get(event.key)
    if operation is None:
        return None
    operation.ended = world.instant
    operation.error = event.data.get("error")
    operation.status = FAILED if operation.error else SUCCEEDED
    world.keep_operation(operation)
    return operation


def operation_due(world: World, event: Event) -> None:
    """The event at the end of an operation that has no further effect."""
    finish_operation(world, event)


def operation_url(endpoint: str, operation: Operation, api_version: str) -> str:
    """Where an operation is asked for; what lives above the subscriptions has its operations at the tenant."""
    namespace = operation.target.rpartition("/providers/")[2].partition("/")[0]
    place = STYLES[operation.family].place.format(
        location=operation.location or "global", id=operation.id, namespace=namespace
    )
    base = f"{endpoint}/subscriptions/{operation.subscription}" if operation.subscription else endpoint
    return f"{base}/{place}?api-version={quote(api_version)}"


def follow_headers(world: World, endpoint: str, operation: Operation, api_version: str, *, location: bool) -> Headers:
    """The headers of an accepted request; `location` adds the URL whose body will be the result."""
    url, style = operation_url(endpoint, operation, api_version), STYLES[operation.family]
    headers: Headers = [("azure-asyncoperation", url)] if style.async_url else []
    if style.notifies:
        headers.append(("azure-asyncnotification", "Enabled"))
    if location or style.location == "always":
        headers.append(("location", url + ("&monitor=true" if style.async_url else "")))
    return headers + waiting_headers(world, operation.due - world.instant)


def waiting_headers(world: World, remaining: float) -> Headers:
    """When to ask again: Azure's suggestion or what remains, in the client's real time.

    azure-core looks at Retry-After before retry-after-ms and reads only whole seconds as HTTP means them, so a wait
    under a
    second is given in milliseconds alone; Retry-After: 0 would mean its default of 30 s.
    """
    speed = world.clock.speed
    seconds = min(max(remaining, 0.0), durations.SUGGESTED_POLL) / speed if speed > 0 else MOST_POLL_MS / 1000
    if seconds > MOST_POLL_MS / 1000:
        return [("retry-after", str(math.ceil(seconds)))]
    return [("retry-after-ms", str(max(LEAST_POLL_MS, math.ceil(seconds * 1000))))]


def operation_body(operation: Operation) -> Json:
    """What the asynchronous URL answers."""
    if not STYLES[operation.family].times:
        body: Json = {"status": operation.status}
    else:
        body = {"startTime": iso_time(operation.started), "status": operation.status, "name": operation.id}
        if operation.ended is not None:
            body["endTime"] = iso_time(operation.ended)
    if operation.error:
        body["error"] = operation.error
    if operation.result is not None and operation.ended is not None:
        body["properties"] = {"output": operation.result}
    return body
