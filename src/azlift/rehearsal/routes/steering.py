"""Steering the rehearsal itself, under /rehearsal: the clock, the scenario, limits, quotas, what the regions have to
offer, how times vary, and what was received. No part of Azure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from azlift.rehearsal.azure_errors import AzureError, Json, invalid_content
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.clock import SteeredClock, iso_time
from azlift.rehearsal.faults import ScenarioError, scenario_of
from azlift.rehearsal.faults.changes import take_scenario
from azlift.rehearsal.limits import Rate
from azlift.rehearsal.routes.call import Answer, Call, answer_json
from azlift.rehearsal.routes.tenancy import show_delay, show_subscriptions, turn_delay, turn_subscriptions
from azlift.rehearsal.strict import Shape, Voice, flag, list_of, text, whole_number
from azlift.rehearsal.supply import Restriction
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
    """GET shows one of the things that can be steered, POST changes it first; nothing here is ever throttled."""
    knob = KNOBS.get(what)
    if knob is None or call.method not in ("GET", "POST"):
        raise AzureError(404, "NotFound", f"The rehearsal has nothing to steer at '{call.path}'.")
    if call.method == "POST":
        knob.turn(world, call.json())
    return answer_json(knob.show(world))


def _turn_clock(world: World, body: Any) -> None:
    clock = world.clock
    if not isinstance(clock, SteeredClock):
        raise invalid_content("The clock of this world is steered by its simulation")
    if not isinstance(body, dict) or not body or set(body) - {"speed", "advance"}:
        raise invalid_content("The clock takes 'speed' and 'advance'")
    if "speed" in body:
        clock.steer(_number(body["speed"], "speed", FASTEST))
    if "advance" in body:
        clock.advance(_number(body["advance"], "advance", FARTHEST))
    world.settle()


def _show_clock(world: World) -> Json:
    now = world.clock.now()
    return {"now": iso_time(now), "seconds": now, "speed": world.clock.speed}


def _number(value: object, name: str, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise invalid_content(f"'{name}' is a number of 0 to {most:.0f}")
    return float(value)


def _turn_faults(world: World, body: Any) -> None:
    """Take a scenario in place of the one in force."""
    try:
        take_scenario(world, scenario_of(body))
    except ScenarioError as error:
        raise invalid_content(str(error)) from error


QUOTA = Shape("Quota", {"location": text, "name": text, "limit": whole_number}, ("location", "name", "limit"))
ROOM = Shape("Room", {"location": text, "zone": text, "size": text, "machines": whole_number}, ("location", "machines"))
RESTRICTION = Shape("Restriction", {"location": text, "size": text, "zones": list_of(text)}, ("location", "size"))
RESTRICTIONS = Shape("Restrictions", {"restrictions": list_of(RESTRICTION)}, ("restrictions",))
RATE = Shape("Rate", {"burst": whole_number, "refill": whole_number, "every": whole_number}, ("burst", "refill"))
SPREAD = Shape("Durations", {"spread": flag}, ("spread",))


def _turn_quota(world: World, body: Any) -> None:
    clean: Json = QUOTA.read(body, "", Voice.ARM)
    world.keep_quota(normal_location(clean["location"]), clean["name"], clean["limit"])


def _turn_room(world: World, body: Any) -> None:
    clean: Json = ROOM.read(body, "", Voice.ARM)
    world.supply.set_room(clean["location"], clean.get("zone", ""), clean.get("size", ""), clean["machines"])


def _turn_restrictions(world: World, body: Any) -> None:
    clean: Json = RESTRICTIONS.read(body, "", Voice.ARM)
    world.supply.restrict(
        [
            Restriction(normal_location(each["location"]), each["size"], tuple(each.get("zones", ())))
            for each in clean["restrictions"]
        ]
    )


def _turn_limits(world: World, body: Any) -> None:
    """`on` switches all limits; `rates` sets buckets by name, those not named stay as they are."""
    limits = world.limits
    shape = Shape("Limits", {"on": flag, "rates": Shape("Rates", dict.fromkeys(limits.rates, RATE))})
    clean: Json = shape.read(body, "", Voice.ARM)
    limits.on = clean.get("on", limits.on)
    limits.rates |= {name: _rate(name, given) for name, given in clean.get("rates", {}).items()}
    world.store.stage("world", "limits", limits.document())


def _rate(name: str, given: Json) -> Rate:
    rate = Rate(**given)
    if min(rate.burst, rate.refill, rate.every) < 1:
        raise invalid_content(f"The rate of '{name}' has burst, refill and every of at least 1")
    return rate


def _show_limits(world: World) -> Json:
    rates = {name: {"burst": r.burst, "refill": r.refill, "every": r.every} for name, r in world.limits.rates.items()}
    return {"on": world.limits.on, "rates": rates}


def _turn_durations(world: World, body: Any) -> None:
    """Without `spread` everything takes its usual time, to the second."""
    world.durations.spread = SPREAD.read(body, "", Voice.ARM)["spread"]
    world.store.stage("world", "durations", {"spread": world.durations.spread})


@dataclass(frozen=True)
class Knob:
    """Something that can be steered: how a body changes it, and how it is shown."""

    turn: Callable[[World, Any], None]
    show: Callable[[World], Json]


KNOBS = {
    "clock": Knob(_turn_clock, _show_clock),
    "faults": Knob(_turn_faults, lambda world: world.faults.shown()),
    "quotas": Knob(_turn_quota, lambda world: {"quotas": world.quotas}),
    "capacity": Knob(_turn_room, lambda world: {"rooms": world.supply.document()["rooms"]}),
    "restrictions": Knob(_turn_restrictions, lambda world: {"restrictions": world.supply.document()["restrictions"]}),
    "limits": Knob(_turn_limits, _show_limits),
    "subscriptions": Knob(turn_subscriptions, show_subscriptions),
    "access": Knob(turn_delay, show_delay),
    "durations": Knob(_turn_durations, lambda world: {"spread": world.durations.spread}),
}
