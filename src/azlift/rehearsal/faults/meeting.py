"""A request meets the scenario: before anything is done, and when its answer is ready to go.

A client's request can be refused, lost, challenged, answered late or wrongly; what a deployment sends to a provider can
be refused.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.faults.changes import change_world
from azlift.rehearsal.faults.scenario import KINDS, Moment, Occurrence, Rule
from azlift.rehearsal.limits.refusals import real_wait
from azlift.rehearsal.routes.call import Answer, Delivery
from azlift.rehearsal.world import World

# What an answer says where the scenario gives the status alone. 504 is ARM's own wording; the others are ours.
USUAL = {
    408: ("RequestTimeout", "The request was not received in time."),
    429: ("TooManyRequests", "Too many requests were received."),
    500: ("InternalServerError", "Encountered internal server error."),
    502: ("BadGateway", "The gateway received an invalid response."),
    503: ("ServiceUnavailable", "The service is temporarily unavailable."),
    504: ("GatewayTimeout", "The gateway did not receive a response within the specified time period."),
}
OTHER = ("Conflict", "The request was refused, as the scenario of this rehearsal planned it.")
WAIT_OF_429 = 5.0  # simulated seconds
WAITS = ("retry-after", "retry-after-ms")
AHEAD = timedelta(seconds=10)  # how far a Retry-After date lies ahead of the machine's clock


class Lost(Exception):
    """The line is cut before the request is taken."""


def meet_request(world: World, occurrence: Occurrence, revoke: Callable[[], None] | None = None) -> None:
    """What a scenario does to a client's request; `revoke` takes the caller's tokens back and raises the 401 (None:
    the request carries no token)."""
    if not world.faults.scenario.rules:
        return
    change_world(world, occurrence)
    kinds = KINDS if revoke is not None else KINDS - {"token"}
    rule = world.faults.first(Moment.REQUEST, occurrence, world.instant, kinds=kinds)
    if rule is None:
        return
    if rule.kind == "cut":
        world.faults.record(world.instant, rule, occurrence, "the line was cut before the request was taken")
        raise Lost
    if rule.kind == "token" and revoke is not None:
        world.faults.record(world.instant, rule, occurrence, "the caller's tokens were revoked")
        revoke()
        return
    raise _refusal(world, rule, occurrence)


def meet_resource(world: World, occurrence: Occurrence) -> None:
    """What a scenario does to a resource a deployment is about to put."""
    if not world.faults.scenario.rules:
        return
    change_world(world, occurrence)
    rule = world.faults.first(Moment.REQUEST, occurrence, world.instant, kinds=frozenset({"status"}))
    if rule is not None:
        raise _refusal(world, rule, occurrence)


def _refusal(world: World, rule: Rule, occurrence: Occurrence) -> AzureError:
    status = rule.details["status"]
    code, message = USUAL.get(status, OTHER)
    wait = rule.details.get("retryAfter", WAIT_OF_429 if status == 429 else None)
    headers = [] if wait is None else [("retry-after", str(real_wait(wait, world.clock.speed)))]
    world.faults.record(world.instant, rule, occurrence, f"answered {status}")
    return AzureError(status, rule.details.get("code", code), rule.details.get("message", message), headers=headers)


def meet_answer(world: World, occurrence: Occurrence, answer: Answer) -> Answer:
    """What a scenario does to an answer on its way out; every rule that matches has its turn."""
    if not world.faults.scenario.rules:
        return answer
    says_wait = any(name in WAITS for name, _ in answer.headers)
    kinds = frozenset({"slow", "cut", *(("retryAfter",) if says_wait else ())})
    for rule in world.faults.every(Moment.ANSWER, occurrence, world.instant, kinds=kinds):
        answer, effect = _CHANGES[rule.kind](world, rule, answer)
        world.faults.record(world.instant, rule, occurrence, effect)
    return answer


def _slow(world: World, rule: Rule, answer: Answer) -> tuple[Answer, str]:
    seconds = rule.details["seconds"]
    delay = seconds / world.clock.speed if world.clock.speed > 0 else 0.0
    late = Delivery(answer.delivery.delay + delay, answer.delivery.cut)
    return replace(answer, delivery=late), f"answered {seconds:g} s late"


def _cut(world: World, rule: Rule, answer: Answer) -> tuple[Answer, str]:
    lost = Delivery(answer.delivery.delay, cut=True)
    return replace(answer, delivery=lost), "done, and the line was cut before the answer"


def _wrong_wait(world: World, rule: Rule, answer: Answer) -> tuple[Answer, str]:
    value = rule.details["value"]
    kept = tuple(header for header in answer.headers if header[0] not in WAITS)
    if value == "absent":
        return replace(answer, headers=kept), "said nothing of when to ask again"
    told = "soon" if value == "garbage" else str(value)
    if value == "date":
        told = format_datetime(datetime.now(UTC) + AHEAD, usegmt=True)
    return replace(answer, headers=(*kept, ("retry-after", told))), f"said Retry-After: {told}"


_CHANGES: dict[str, Callable[[World, Rule, Answer], tuple[Answer, str]]] = {
    "slow": _slow,
    "cut": _cut,
    "retryAfter": _wrong_wait,
}
