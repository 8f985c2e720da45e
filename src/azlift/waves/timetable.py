"""Which slots a group may move in, and what refuses it the others.

Every fact about a slot is a set of closed times: outside a maintenance window, frozen days, what comes after an end.
A group may move in a slot where all its machines are open together for as long as it needs. Facts that close it by
themselves are named; where none does, all that shorten it. So a longer window never refuses more.

How long a slot is open is wanted for every group and slot, why it is refused for few: `opened` reckons in arrays, once
for all groups with the same rules, and `allowed` finds the words. Both say the same of every slot.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from azlift.model import Allowance, Calendar, Placement, Refusal, Scope, Slot, Workload, WorkloadId
from azlift.model.openings import longest_hours, without
from azlift.waves.closures import Closed, Facts, Rule, facts_of, rules_of, rules_of_landing
from azlift.waves.problem import Flags, Floats

NO_TIME_HOURS = 1e-9
Rules = frozenset[Rule]
Kind = tuple[str | tuple[str, ...], ...]
"""What the calendar looks at of a machine: the same for machines of which it says the same."""


@dataclass(frozen=True)
class Timetable:
    """The slots and what is known of them so far; the same calendar and slots always have the same answers."""

    calendar: Calendar
    slots: tuple[Slot, ...]
    placements: Mapping[WorkloadId, Placement] = field(default_factory=dict)
    _rules: dict[Kind, Rules] = field(default_factory=dict)
    _facts: dict[Rule, list[Facts]] = field(default_factory=dict)
    _open: dict[Rules, Floats] = field(default_factory=dict)
    _inside: dict[tuple[int, Kind], bool] = field(default_factory=dict)

    @cached_property
    def scopes(self) -> tuple[tuple[Scope, Flags], ...]:
        """The different scopes of the slots that are not for everybody, and which slots are theirs."""
        found = {str(slot.scope): slot.scope for slot in self.slots if slot.scope != Scope()}
        return tuple((scope, np.array([slot.scope == scope for slot in self.slots])) for scope in found.values())

    @cached_property
    def names_machines(self) -> bool:
        """Whether an entry is about machines by their names, so that no two are of one kind."""
        said = self.calendar
        scopes: Iterable[Scope] = (
            *said.windows,
            *said.freezes,
            *said.holidays,
            *said.ends,
            *said.pins,
            *said.exclusions,
        )
        return any(scope.machines for scope in scopes)

    def opened(self, workloads: Sequence[Workload]) -> Floats:
        """Per slot, the longest time for which it is open to all of these machines, in hours."""
        kinds = self._kinds(workloads)
        hours = self.open_hours(self._together(kinds, workloads))
        for number, (_, theirs) in enumerate(self.scopes):
            if not all(self._covered(number, kind, workload) for kind, workload in kinds.items()):
                hours = np.where(theirs, 0.0, hours)
        return hours

    def allowed(self, workloads: Sequence[Workload], hours_needed: float = 0.0) -> Allowance:
        """The slots in which these machines may move together, and for each other slot the facts that refuse it."""
        rules = self._together(self._kinds(workloads), workloads)
        granted: list[str] = []
        refused: dict[str, tuple[Refusal, ...]] = {}
        for number, slot in enumerate(self.slots):
            facts = {fact: closed for rule in rules for fact, closed in self.facts(rule)[number].items()}
            facts |= dict.fromkeys(_outside_scope(slot, workloads), (slot.stretch,))
            if against := _refusals(slot, facts, max(hours_needed, NO_TIME_HOURS)):
                refused[slot.id] = against
            else:
                granted.append(slot.id)
        return Allowance(slots=tuple(granted), refused=refused)

    def open_hours(self, rules: Rules) -> Floats:
        """Per slot, the longest time that all of these rules leave open, in hours."""
        if rules not in self._open:
            self._open[rules] = self._left_by(rules)
        return self._open[rules]

    def facts(self, rule: Rule) -> list[Facts]:
        if rule not in self._facts:
            self._facts[rule] = facts_of(rule, self.calendar, self.slots)
        return self._facts[rule]

    def _left_by(self, rules: Rules) -> Floats:
        """Of several rules the least that one leaves; only where two or more close a part is the time gone through."""
        if len(rules) <= 1:
            closed = [self.facts(rule) for rule in rules] or [[{} for _ in self.slots]]
            return np.array([_open_hours(slot, facts) for slot, facts in zip(self.slots, closed[0], strict=True)])
        alone = np.array([self.open_hours(frozenset([rule])) for rule in rules])
        left: Floats = alone.min(axis=0)
        shortened = (alone < self.open_hours(frozenset())).sum(axis=0)
        for number in np.flatnonzero((shortened > 1) & (left > 0)).tolist():
            facts = {fact: closed for rule in rules for fact, closed in self.facts(rule)[number].items()}
            left[number] = _open_hours(self.slots[number], facts)
        return left

    def _kinds(self, workloads: Iterable[Workload]) -> dict[Kind, Workload]:
        return {self._kind(workload): workload for workload in workloads}

    def _kind(self, workload: Workload) -> Kind:
        return (
            *(workload.datacenter, workload.owner, workload.application, workload.environment, workload.wave),
            *(workload.freeze_windows, workload.maintenance_windows, workload.name if self.names_machines else ""),
        )

    def _together(self, kinds: Mapping[Kind, Workload], workloads: Sequence[Workload]) -> Rules:
        landing = [self.placements[workload.id] for workload in workloads if workload.id in self.placements]
        for kind, workload in kinds.items():
            if kind not in self._rules:
                self._rules[kind] = frozenset(rules_of(workload, self.calendar))
        return frozenset(rules_of_landing(self.calendar, self.slots, landing)).union(
            *(self._rules[kind] for kind in kinds)
        )

    def _covered(self, number: int, kind: Kind, workload: Workload) -> bool:
        known = self._inside.get((number, kind))
        if known is None:
            known = self._inside[number, kind] = self.scopes[number][0].covers(workload)
        return known


def _open_hours(slot: Slot, facts: Facts) -> float:
    return longest_hours(without((slot.stretch,), (shut for closed in facts.values() for shut in closed)))


# -- in words -----------------------------------------------------------------------------------------------------


def _refusals(slot: Slot, facts: Mapping[Refusal, Closed], hours_needed: float) -> tuple[Refusal, ...]:
    whole = (slot.stretch,)
    ordered = sorted(facts)
    alone = tuple(fact for fact in ordered if longest_hours(without(whole, facts[fact])) < hours_needed)
    if alone:
        return alone
    if longest_hours(without(whole, (shut for closed in facts.values() for shut in closed))) >= hours_needed:
        return ()
    return tuple(ordered) or (Refusal(kind="window", fact=f"{slot.hours:g} hours of {hours_needed:g} needed"),)


def _outside_scope(slot: Slot, workloads: Iterable[Workload]) -> Iterator[Refusal]:
    """The first by name of those the window is not for."""
    outside = sorted(workload.name for workload in workloads if not slot.scope.covers(workload))
    if outside:
        yield Refusal(kind="window", fact=f"the window is for {slot.scope}, and {outside[0]} is not of them")
