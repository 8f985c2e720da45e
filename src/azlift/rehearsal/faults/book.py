"""The book of faults: the scenario in force, how often each rule met its match, and every strike, written down.

Which occurrence a rate strikes is drawn from the seed, the rule, the request and how often that request came: so it
does not depend on how requests interleave, nor on the subscription's id, which is another in every new world.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from azlift.rehearsal.chance import uniform
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.faults.scenario import KINDS, Moment, Occurrence, Rule, Scenario, instant_of

Json = dict[str, Any]
_SUBSCRIPTION = re.compile("^/subscriptions/[^/]+", re.IGNORECASE)
MOST_STRIKES = 10_000  # kept one by one; older ones only in the rules' counts


class Keeper(Protocol):
    """Where the book is kept: the world's store."""

    def stage(self, kind: str, key: str, document: Any) -> None: ...

    def read(self, kind: str, key: str) -> Json | None: ...

    def read_all(self, kind: str) -> Iterator[tuple[str, Json]]: ...


@dataclass(slots=True)
class Tally:
    """How often a rule met its match, and how often it struck."""

    met: int = 0
    fired: int = 0

    def document(self) -> Json:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Strike:
    """One injected fault: when (simulated), which rule, at what, and what it did."""

    at: float
    rule: str
    kind: str
    method: str
    resource: str
    principal: str
    correlation_id: str
    effect: str

    def document(self) -> Json:
        return asdict(self)

    def shown(self) -> Json:
        kept = {name: value for name, value in asdict(self).items() if value}
        kept["correlationId"] = kept.pop("correlation_id", "")
        return {**kept, "at": iso_time(self.at)}


class FaultBook:
    """The scenario in force and what came of it; `seed` is the world's, used where the scenario has none."""

    def __init__(self, seed: str, store: Keeper) -> None:
        self._seed, self._store = seed, store
        self.scenario = Scenario()
        self.start = 0.0
        self.tallies: list[Tally] = []
        self.strikes: deque[Strike] = deque()
        self._seen: Counter[str] = Counter()  # how often each request came, where a rate is drawn
        self._struck = 0
        self._load()

    def _load(self) -> None:
        kept = self._store.read("world", "scenario")
        if kept is None:
            return
        self.scenario, self.start = Scenario.of(kept["document"]), kept["start"]
        self.tallies = [Tally(**each) for _, each in self._store.read_all("tally")]
        self._seen = Counter({key: each["times"] for key, each in self._store.read_all("seen")})
        strikes = list(self._store.read_all("strike"))
        self.strikes = deque(Strike(**each) for _, each in strikes)
        self._struck = int(strikes[-1][0]) if strikes else 0

    def take(self, scenario: Scenario, now: float) -> None:
        """Put a scenario in force in place of the one before; nothing has struck yet."""
        for number in range(len(self.tallies)):
            self._store.stage("tally", f"{number:04d}", None)
        for number in range(len(self.strikes)):
            self._store.stage("strike", f"{self._struck - number:09d}", None)
        for request in self._seen:
            self._store.stage("seen", request, None)
        self.scenario, self.start, self.strikes, self._struck = scenario, now, deque(), 0
        self._seen = Counter()
        self.tallies = [Tally() for _ in scenario.rules]
        self._store.stage("world", "scenario", {"document": dict(scenario.document), "start": now})
        for number, tally in enumerate(self.tallies):
            self._store.stage("tally", f"{number:04d}", tally)

    @property
    def seed(self) -> str:
        given = self.scenario.seed
        return self._seed if given is None else str(given)

    def first(
        self, moment: Moment, occurrence: Occurrence, now: float, *, kinds: frozenset[str] = KINDS
    ) -> Rule | None:
        """The first rule of a moment, and of these kinds, that strikes; counted as having done so."""
        return next(self.every(moment, occurrence, now, kinds=kinds), None)

    def every(
        self, moment: Moment, occurrence: Occurrence, now: float, *, kinds: frozenset[str] = KINDS
    ) -> Iterator[Rule]:
        """Every rule of a moment, and of these kinds, that strikes; counted as it is yielded."""
        for number, rule in enumerate(self.scenario.rules):
            if rule.moment is moment and rule.kind in kinds and self._strikes(number, rule, occurrence, now):
                yield rule

    def _strikes(self, number: int, rule: Rule, occurrence: Occurrence, now: float) -> bool:
        if rule.match is None or not rule.is_open(now, self.start) or not rule.match.covers(occurrence):
            return False
        tally = self.tallies[number]
        if rule.times is not None and tally.fired >= rule.times:
            return False
        tally.met += 1
        strikes = tally.met > rule.skip and self._drawn(rule, occurrence)
        tally.fired += strikes
        self._store.stage("tally", f"{number:04d}", tally)
        return strikes

    def _drawn(self, rule: Rule, occurrence: Occurrence) -> bool:
        if rule.rate is None:
            return True
        request = f"{rule.name}: {occurrence.method} {_SUBSCRIPTION.sub('', occurrence.resource)}".lower()
        self._seen[request] += 1
        self._store.stage("seen", request, {"times": self._seen[request]})
        return uniform(self.seed, request, self._seen[request]) < rule.rate

    def timed(self) -> list[tuple[int, float]]:
        """The rules that wait for an instant and not for a request: their numbers and their instants."""
        return [
            (number, instant_of(rule.opens, self.start))
            for number, rule in enumerate(self.scenario.rules)
            if rule.match is None and rule.opens is not None
        ]

    def strike_timed(self, number: int) -> Rule:
        """Count a rule whose instant has come."""
        tally = self.tallies[number]
        tally.met, tally.fired = tally.met + 1, tally.fired + 1
        self._store.stage("tally", f"{number:04d}", tally)
        return self.scenario.rules[number]

    def record(self, now: float, rule: Rule, occurrence: Occurrence | None, effect: str) -> None:
        """Write a strike down."""
        self._struck += 1
        strike = Strike(
            at=now,
            rule=rule.name,
            kind=rule.kind,
            method=occurrence.method if occurrence else "",
            resource=occurrence.resource if occurrence else "",
            principal=occurrence.principal if occurrence else "",
            correlation_id=occurrence.correlation_id if occurrence else "",
            effect=effect,
        )
        self.strikes.append(strike)
        self._store.stage("strike", f"{self._struck:09d}", strike)
        if len(self.strikes) > MOST_STRIKES:
            self.strikes.popleft()
            self._store.stage("strike", f"{self._struck - MOST_STRIKES:09d}", None)

    def shown(self) -> Json:
        """Rules with their counts, and the strikes, as GET /rehearsal/faults answers them."""
        counted = zip(self.scenario.rules, self.scenario.document["faults"], self.tallies, strict=True)
        rules = [{"name": rule.name, **given, "met": t.met, "fired": t.fired} for rule, given, t in counted]
        return {"seed": self.seed, "faults": rules, "fired": [strike.shown() for strike in self.strikes]}
