"""How an operation will go: how long it takes, and whether the scenario has something against it.

What the operation is about is the request that begins it, or the resource a deployment is putting: `world.request`.
"""

from dataclasses import dataclass
from math import inf

from azlift.rehearsal.faults.scenario import Moment
from azlift.rehearsal.records import Json
from azlift.rehearsal.supply import NO_ROOM
from azlift.rehearsal.world import World

PLANNED = "The operation failed, as the scenario of this rehearsal planned it."


@dataclass(frozen=True)
class Course:
    """Simulated seconds until the end (endless: never), and the error it ends with."""

    seconds: float
    error: Json | None = None


def course_of(world: World, target: str, usual: float, *, drawn: bool = True) -> Course:
    """The course of an operation on `target` that usually takes so long; not `drawn`, exactly so long."""
    request = world.request
    rule = world.faults.first(Moment.OPERATION, request, world.instant) if request else None
    if rule is not None and rule.kind == "stuck":
        world.faults.record(world.instant, rule, request, "never ends")
        return Course(inf)
    seconds = _drawn(world, target, usual) if drawn else usual
    if rule is None:
        return Course(seconds)
    code = rule.details["code"]
    world.faults.record(world.instant, rule, request, f"ends with {code}")
    return Course(seconds, {"code": code, "message": rule.details.get("message") or NO_ROOM.get(code, PLANNED)})


def _drawn(world: World, target: str, usual: float) -> float:
    action = world.request.action if world.request else ""
    resource_type, _, operation = action.removesuffix("/action").rpartition("/")
    turn = world.turn(f"{operation or 'write'} {target}".lower())
    return world.durations.seconds(resource_type, operation or "write", f"{target} {turn}".lower(), usual)
