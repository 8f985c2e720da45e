"""Steering the rehearsal itself, under /rehearsal: the clock, faults, quotas, and what was received. No part of
Azure."""

from dataclasses import dataclass, field

from azlift.rehearsal.azure_errors import AzureError, Json, invalid_content
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.clock import SteeredClock, iso_time
from azlift.rehearsal.faults import read_fault
from azlift.rehearsal.routes.call import Answer, Call, answer_json
from azlift.rehearsal.routes.tenancy import TENANCY
from azlift.rehearsal.strict import Shape, Voice, text, whole_number
from azlift.rehearsal.world import World

FASTEST = 1_000_000.0
FARTHEST = 10 * 365 * 86_400.0  # ten years: beyond it dates lose their meaning


@dataclass
class Received:
    """What the server received since it started: calls per route, deployment PUTs per id (as sent, lower case)."""

    routes: dict[str, int] = field(default_factory=dict)
    deployment_puts: dict[str, int] = field(default_factory=dict)

    def count(self, route: str, path: str) -> None:
        self.routes[route] = self.routes.get(route, 0) + 1
        if route.startswith("PUT deployment"):
            self.deployment_puts[path.lower()] = self.deployment_puts.get(path.lower(), 0) + 1


def show_requests(received: Received) -> Answer:
    puts = [{"id": key, "count": count} for key, count in received.deployment_puts.items()]
    return answer_json({"requests": received.routes, "deployments": puts})


def steer(world: World, call: Call, what: str) -> Answer:
    """GET or POST of /rehearsal/{clock,faults,quotas}, and of what TENANCY has."""
    if what == "clock":
        return _clock(world, call)
    if what == "faults":
        return _faults(world, call)
    if what == "quotas" and call.method == "POST":
        return _quotas(world, call)
    if what in TENANCY:
        return TENANCY[what](world, call)
    raise AzureError(404, "NotFound", f"The rehearsal has nothing to steer at '{call.path}'.")


def _clock(world: World, call: Call) -> Answer:
    clock = world.clock
    if call.method == "POST":
        body = call.json()
        if not isinstance(clock, SteeredClock):
            raise invalid_content("The clock of this world is steered by its simulation")
        if not isinstance(body, dict) or not body or set(body) - {"speed", "advance"}:
            raise invalid_content("The clock takes 'speed' and 'advance'")
        if "speed" in body:
            clock.steer(_number(body["speed"], "speed", FASTEST))
        if "advance" in body:
            clock.advance(_number(body["advance"], "advance", FARTHEST))
        world.settle()
    now = clock.now()
    return answer_json({"now": iso_time(now), "seconds": now, "speed": clock.speed})


def _number(value: object, name: str, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise invalid_content(f"'{name}' is a number of 0 to {most:.0f}")
    return float(value)


def _faults(world: World, call: Call) -> Answer:
    if call.method == "POST":
        body = call.json()
        given = body.get("faults") if isinstance(body, dict) else None
        if not isinstance(given, list) or set(body) - {"faults"}:
            raise invalid_content("Faults come as an object with a list 'faults'")
        world.faults.faults = [read_fault(each) for each in given]
        world.keep_faults()
    return answer_json({"faults": [fault.document() for fault in world.faults.faults]})


QUOTA = Shape("Quota", {"location": text, "name": text, "limit": whole_number}, ("location", "name", "limit"))


def _quotas(world: World, call: Call) -> Answer:
    clean: Json = QUOTA.read(call.json(), "", Voice.ARM)
    world.keep_quota(normal_location(clean["location"]), clean["name"], clean["limit"])
    return answer_json({"quotas": world.quotas})
