"""The plan and its forecast, each made from the other: what the links can carry bounds the waves, and the waves say
what the links must carry.

Plan, play copies and nights through, tighten what the links supply by the share that goes into changes and each night
by what it overran, and plan again, three times at most: a planner that counts full copies alone misses the changes that
are sent until the cutover. What then still does not fit is told.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from azlift.forecast import (
    Convoy,
    Cutover,
    Load,
    Seeding,
    Stay,
    at_most,
    chosen,
    cutover,
    delta_share,
    hours_alone,
    hours_of,
    last_deltas,
    line_rows,
    lines_of,
    load_of,
    most_at_once,
    night_hours,
    night_rows,
    reading_rows,
    replicating_rows,
    seeding,
)
from azlift.model import Calendar, Finding, GroupId, Line, Severity, Slot, Wave, WaveForecast, WavePlan
from azlift.waves import (
    CapacityRow,
    Draft,
    Effort,
    StockRow,
    at_night,
    describe_plan,
    lower_bound,
    pilot_first,
    problem_of,
    slots_in,
    solved,
)
from azlift.waves.problem import NOWHERE, Ints, Problem

ROUNDS = 3
FIRST_STEPS = 20
"""Of the bound that progress is told by: a fifth of the fewest that the plan's own takes."""
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


def plan_and_forecast(
    draft: Draft, origin: datetime, anchors: Mapping[GroupId, str], effort: Effort | None = None
) -> WavePlan:
    """The plan whose copies and nights fit as far as they can, with each wave's forecast. Raises PlanError.

    The bound is of the problem before it was tightened: that much every plan of these groups obeys.
    """
    outlook = make_outlook(draft, origin)
    draft = at_nights(draft, outlook)
    loose = problem = pilot_first(lined_problem(draft, outlook, anchors), draft)
    effort = effort or Effort()
    known = slots_in(draft, effort.start) if effort.start else None
    proven = lower_bound(loose, steps=FIRST_STEPS).value if effort.report else 0.0
    short: dict[int, float] = {}
    for round_ in range(ROUNDS):
        found = solved(draft, problem, known, effort, proven)
        leaving = departures(draft, found.plan)
        seeded, over = seed(leaving, outlook), _overrun(draft, leaving, outlook)
        fits = not over and all(done.fits for line in seeded.values() for done in line)
        if fits or found.cut_short or round_ == ROUNDS - 1:
            break
        shares = {name: delta_share(_convoys(leaving, outlook, name), done) for name, done in seeded.items()}
        short = {slot: short.get(slot, 0.0) + over.get(slot, 0.0) for slot in short.keys() | over.keys()}
        problem = pilot_first(lined_problem(at_nights(draft, outlook, short), outlook, anchors, shares), draft)
    plan = describe_and_forecast(draft, outlook, loose, found.plan, bound=lower_bound(loose).value)
    return plan.model_copy(update={"cut_short": found.cut_short})


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
    stocks = [StockRow(f"GiB over {row.line}", row.stock, row.supply) for row in rows]
    read = reading_rows(loads, hours_of(draft.frame.slots), outlook.calendar.replication)
    stocks += [StockRow(f"GiB read from {row.place}", row.stock, row.supply) for row in read]
    return stocks


def at_nights(draft: Draft, outlook: Outlook, short: Mapping[int, float] | None = None) -> Draft:
    """The draft with what nights take and hold; waves under way keep their window whatever it takes. Where nobody gave
    a pace, nights are held to nothing but what may replicate at once.

    `short`: by slot, the hours by which a night overran it.
    """
    calendar, frame = outlook.calendar, draft.frame
    rules, pace = calendar.replication, calendar.pace
    loads = [outlook.loads[group.id] for group in frame.groups]
    deltas, counts = last_deltas(loads, outlook.lines, rules, pace), [len(own) for own in loads]
    hours = {
        group.id: hours_alone(count, (own[place] for own in deltas.values()), pace)
        for place, (group, count) in enumerate(zip(frame.groups, counts, strict=True))
        if calendar.is_paced and group.id not in draft.settled
    }
    rows = replicating_rows(loads, len(frame.slots), rules)
    if calendar.is_paced:
        rows += night_rows(counts, deltas, [slot.hours for slot in frame.slots], pace, short)
    return replace(draft, frame=at_night(frame, hours, [CapacityRow(row.name, row.size, row.cap) for row in rows]))


def _overrun(draft: Draft, leaving: Departures, outlook: Outlook) -> dict[int, float]:
    """By slot, the hours by which its night is too long, where it is so for being shared."""
    calendar = outlook.calendar
    if not calendar.is_paced:
        return {}
    place = {slot.id: number for number, slot in enumerate(draft.frame.slots)}
    found = {}
    for name, groups in leaving.items():
        loads = [load for group in groups for load in outlook.loads[group]]
        over = night_hours(loads, outlook.lines, calendar.replication, calendar.pace) - outlook.slots[name].hours
        if over > 0 and len(groups) > 1:
            found[place[name]] = over
    return found


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
    at_once = most_at_once(list(_stays(plan, outlook, by_slot)))
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
        told += _misfits(wave, night, by_slot[wave.slot], outlook.calendar)
        told += _too_many(wave, at_once.get(wave.slot, 0), at_most(outlook.calendar.replication))
    return plan.model_copy(update={"waves": tuple(waves), "violations": (*plan.violations, *told)})


def _stays(plan: WavePlan, outlook: Outlook, by_slot: Mapping[str, Sequence[tuple[str, Seeding]]]) -> Iterator[Stay]:
    for wave in plan.waves:
        for line, done in by_slot.get(wave.slot, ()):
            machines = sum(1 for load in _loads(wave, outlook) if load.link == line and load.gib)
            yield Stay(wave.slot, done.start, outlook.slots[wave.slot].week * HOURS_A_WEEK, machines)


def _too_many(wave: Wave, at_once: int, most: int) -> Iterator[Finding]:
    if at_once > most:
        yield Finding(
            code="too-many-replicating",
            severity=Severity.WARNING,
            message=f"{at_once:,} machines replicate at once while those of {wave.id} do, and {most:,} may",
            evidence="from the start of each copy to its cutover, over all lines",
            remedy="Set up more appliances, move fewer machines close together, or shorten test_lead_days.",
            wave=wave.id,
        )


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


def _misfits(wave: Wave, night: Cutover, copies: Sequence[tuple[str, Seeding]], calendar: Calendar) -> list[Finding]:
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
        if not done.copied_in_time
    ]
    if not night.fits:
        taken = chosen(night.total, calendar.pace) + chosen(night.rollback, calendar.pace)
        impossible = calendar.is_paced and taken > night.window_hours
        told.append(
            Finding(
                code="window-too-short",
                severity=Severity.BLOCKING if impossible else Severity.WARNING,
                message=f"cutover and rollback of {wave.id} do not both fit into its window"
                + (f": they take {taken:.1f} h" if taken > night.window_hours else " when they take longest"),
                evidence=f"cutover up to {night.total.high:.1f} h and rollback up to {night.rollback.high:.1f} h in "
                f"{night.window_hours:.1f} h",
                remedy="Give it a longer window or fewer machines."
                + ("" if calendar.is_paced else " How long machines take is assumed: say it in calendar.yaml (pace)."),
                wave=wave.id,
            )
        )
    return told
