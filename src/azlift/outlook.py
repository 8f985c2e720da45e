"""The plan and its forecast, each made from the other: what the links can carry bounds the waves, and the waves say
what the links must carry.

Plan, play the copies through, tighten what the links supply by the share that goes into changes, and plan again, three
times at most: a planner that counts full copies alone misses the changes that are sent until the cutover.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from azlift.forecast import (
    Convoy,
    Cutover,
    Load,
    Seeding,
    cutover,
    delta_share,
    hours_of,
    line_rows,
    lines_of,
    load_of,
    seeding,
)
from azlift.model import Calendar, Finding, GroupId, Line, Severity, Slot, Wave, WaveForecast, WavePlan
from azlift.waves import Draft, StockRow, describe_plan, lower_bound, pilot_first, problem_of, solved
from azlift.waves.problem import NOWHERE, Ints, Problem

ROUNDS = 3
HOURS_A_WEEK = 24 * 7
Departures = Mapping[str, Sequence[GroupId]]
"""By slot, the groups that move in it."""


@dataclass(frozen=True, eq=False)
class Outlook:
    """What a draft's machines must copy, and over which lines."""

    calendar: Calendar
    slots: Mapping[str, Slot]
    loads: Mapping[str, tuple[Load, ...]]
    """By group."""
    lines: Mapping[str, Line]
    origin: datetime


def make_outlook(draft: Draft, origin: datetime) -> Outlook:
    frame = draft.frame
    hours = (frame.slots[-1].week + 1) * HOURS_A_WEEK if frame.slots else 0.0
    loads = {
        group.id: tuple(load_of(machine, frame.calendar) for machine in members)
        for group, members in zip(frame.groups, frame.members, strict=True)
    }
    lines = lines_of(frame.calendar, origin, hours)
    return Outlook(frame.calendar, {slot.id: slot for slot in frame.slots}, loads, lines, origin)


def plan_and_forecast(draft: Draft, origin: datetime, anchors: Mapping[GroupId, str]) -> WavePlan:
    """The plan whose copies fit their links as far as they can, with each wave's forecast. Raises PlanError.

    The bound is of the problem before it was tightened: that much every plan of these groups obeys.
    """
    outlook = make_outlook(draft, origin)
    loose = problem = pilot_first(lined_problem(draft, outlook, anchors), draft)
    for round_ in range(ROUNDS):
        slots = solved(draft, problem)
        leaving = departures(draft, slots)
        seeded = seed(leaving, outlook)
        if round_ == ROUNDS - 1 or all(done.fits for line in seeded.values() for done in line):
            break
        shares = {name: delta_share(_convoys(leaving, outlook, name), done) for name, done in seeded.items()}
        problem = pilot_first(lined_problem(draft, outlook, anchors, shares), draft)
    return describe_and_forecast(draft, outlook, loose, slots, bound=lower_bound(loose).value)


def describe_and_forecast(
    draft: Draft,
    outlook: Outlook,
    problem: Problem,
    slots: Ints,
    numbers: Mapping[GroupId, int] | None = None,
    bound: float | None = None,
) -> WavePlan:
    """The plan in which the draft's groups move in these slots, whoever chose them, judged from scratch."""
    seeded = seed(departures(draft, slots), outlook)
    return with_forecast(describe_plan(draft, problem, slots, numbers, bound), outlook, seeded)


def lined_problem(
    draft: Draft, outlook: Outlook, anchors: Mapping[GroupId, str], shares: Mapping[str, float] | None = None
) -> Problem:
    """The draft as numbers, with what the lines carry; `shares` of it go into changes."""
    return problem_of(draft, line_stocks(draft, outlook, shares), anchors)


def line_stocks(draft: Draft, outlook: Outlook, shares: Mapping[str, float] | None = None) -> list[StockRow]:
    """What each group copies over each line and what the line carries, less its share for changes."""
    loads = [outlook.loads[group.id] for group in draft.frame.groups]
    rows = line_rows(loads, hours_of(draft.frame.slots), outlook.lines, outlook.calendar.replication, shares)
    return [StockRow(f"GiB over {row.line}", row.stock, row.supply) for row in rows]


def departures(draft: Draft, slots: Ints) -> Departures:
    """Who moves in each slot."""
    found: dict[str, list[GroupId]] = defaultdict(list)
    for group, place in zip(draft.frame.groups, slots, strict=True):
        if place != NOWHERE:
            found[draft.frame.slots[place].id].append(group.id)
    return found


def seed(leaving: Departures, outlook: Outlook) -> dict[str, tuple[Seeding, ...]]:
    """By line, when the copy of each slot's groups must start and whether it fits."""
    rules = outlook.calendar.replication
    return {name: seeding(_convoys(leaving, outlook, name), line, rules) for name, line in outlook.lines.items()}


def _convoys(leaving: Departures, outlook: Outlook, line: str) -> list[Convoy]:
    found = []
    for slot, groups in leaving.items():
        loads = tuple(load for group in groups for load in outlook.loads[group] if load.link == line)
        if loads:
            found.append(Convoy(slot, outlook.slots[slot].week * HOURS_A_WEEK, loads))
    return found


def _loads(wave: Wave, outlook: Outlook) -> list[Load]:
    return [load for group in wave.groups for load in outlook.loads.get(group, ())]


def with_forecast(plan: WavePlan, outlook: Outlook, seeded: Mapping[str, Sequence[Seeding]]) -> WavePlan:
    """The plan with each wave's forecast, and what does not fit as violations."""
    by_slot: dict[str, list[tuple[str, Seeding]]] = defaultdict(list)
    for line, done in seeded.items():
        for seeding_ in done:
            by_slot[seeding_.name].append((line, seeding_))
    waves, told = [], list[Finding]()
    for wave in plan.waves:
        slot = outlook.slots.get(wave.slot)
        if slot is None:
            waves.append(wave)
            continue
        night = cutover(
            _loads(wave, outlook),
            outlook.lines,
            outlook.calendar.replication,
            outlook.calendar.pace,
            slot.week * HOURS_A_WEEK,
            slot.hours,
        )
        waves.append(wave.model_copy(update={"forecast": _forecast(night, by_slot[wave.slot], outlook)}))
        told += _misfits(wave, night, by_slot[wave.slot])
    return plan.model_copy(update={"waves": tuple(waves), "violations": (*plan.violations, *told)})


def _forecast(night: Cutover, copies: Sequence[tuple[str, Seeding]], outlook: Outlook) -> WaveForecast:
    start = min((done.start for _, done in copies), default=None)
    finish = max((done.finish for _, done in copies), default=None)
    return WaveForecast(
        copy_from=_at(outlook, start),
        copied_by=_at(outlook, finish),
        cutover_hours=night.total,
        rollback_hours=night.rollback,
        decide_by_hours=night.decide_by_hours,
        spare_hours=night.spare_hours,
    )


def _at(outlook: Outlook, hours: float | None) -> datetime | None:
    return None if hours is None else outlook.origin + timedelta(hours=hours)


def _misfits(wave: Wave, night: Cutover, copies: Sequence[tuple[str, Seeding]]) -> list[Finding]:
    told = [
        Finding(
            code="copy-does-not-fit",
            severity=Severity.WARNING,
            message=f"what {wave.id} copies over {line} is not there before its window",
            evidence=f"{-done.spare_gib:,.0f} GiB too many, ready {max(0.0, done.finish - done.due):,.1f} hours late",
            remedy="Give the wave fewer GiB or a later window, or the line more Mbit/s.",
            wave=wave.id,
        )
        for line, done in copies
        if not done.fits
    ]
    if not night.fits:
        told.append(
            Finding(
                code="window-too-short",
                severity=Severity.WARNING,
                message=f"cutover and rollback of {wave.id} do not both fit into its window when they take longest",
                evidence=f"cutover up to {night.total.high:.1f} h and rollback up to {night.rollback.high:.1f} h in "
                f"{night.window_hours:.1f} h",
                remedy="Give it a longer window or fewer machines.",
                wave=wave.id,
            )
        )
    return told
