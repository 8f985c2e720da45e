"""What `plan` decides from what a workspace holds: waves by a calendar or by limits, made anew or as a file asks."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from azlift.errors import PlanError
from azlift.model import (
    Estate,
    Finding,
    GroupId,
    Limits,
    Roster,
    Severity,
    Wave,
    WaveId,
    WavePlan,
    WorkloadId,
)
from azlift.money import double_running, read_figures, todays_shares
from azlift.on_record import ESTATE, current_plan, routed_estate, under_way
from azlift.outlook import Outlook, at_nights, describe_and_forecast, lined_problem, make_outlook
from azlift.scarcity import Shop, conditions_of, landed_under, open_shop, plan_with_relief
from azlift.venue import Venue
from azlift.waves import (
    Conditions,
    Draft,
    Effort,
    Proposal,
    asks_for_nothing_new,
    carry_over,
    draft_plan,
    has_calendar,
    lower_bound,
    marked,
    origin_of,
    pilot_kept,
    plan_waves,
    read_calendar,
    read_plan_edits,
    read_proposal,
    redraft,
    settled_in,
    slots_asked,
    wave_id,
    windows_of,
)
from azlift.waves.problem import NOWHERE, Ints, Problem

SHOWN = 20
"""Things that cannot be done, of more the first."""
MONTHS, WEEKS = 12, 52
"""Of a year."""


@dataclass(frozen=True, eq=False)
class Desk:
    """What a plan is made from. `conditions` is None where the workspace has no calendar; `known` is the last plan,
    `under_way` are its waves that have begun."""

    estate: Estate
    limits: Limits
    conditions: Conditions | None
    shop: Shop
    known: WavePlan | None
    under_way: frozenset[WaveId]

    @property
    def settled(self) -> dict[GroupId, Wave]:
        return settled_in(self.known.by_wave, self.under_way) if self.known else {}


def lay_out(estate: Estate, roster: Roster, known: WavePlan | None, under_way: frozenset[WaveId], venue: Venue) -> Desk:
    """The desk of this estate, placed as the roster says. Machines cost what `money` says of today."""
    shop = open_shop(roster, venue.ledger.latest(ESTATE, Estate), venue)
    conditions = _conditions(estate, roster, shop, venue) if has_calendar(venue.workspace) else None
    if conditions and known:
        conditions = replace(conditions, counted_from=known.counted_from)
    return Desk(estate, venue.settings.limits, conditions, shop, known, under_way)


def desk_and_plan(venue: Venue) -> tuple[Desk, WavePlan]:
    """The desk of what is on record, and the last plan. Raises NotFound."""
    roster, base = venue.ledger.latest(ESTATE, Roster), current_plan(venue)
    return lay_out(routed_estate(venue), roster, *under_way(venue), venue), base


def _conditions(estate: Estate, roster: Roster, shop: Shop, venue: Venue) -> Conditions:
    figures = read_figures(venue.workspace)
    rate = float(figures.usd_rate) * MONTHS / WEEKS
    costs, twice = todays_shares(estate.workloads, figures), double_running(estate.workloads, figures)
    said = read_calendar(venue.workspace)
    return Conditions(
        limits=venue.settings.limits,
        today=venue.today,
        calendar=said.content,
        costs={workload: float(cost) * MONTHS / WEEKS for workload, cost in costs.items()},
        prices={p.workload: float(p.cost_per_month) * rate for p in roster.placements},
        vcpu=shop.taken(),
        double_running={workload: float(cost) for workload, cost in twice.items()},
        placements=roster.by_workload,
        rows=said.rows,
    )


def plan_anew(desk: Desk, effort: Effort | None = None) -> WavePlan:
    """A plan of an estate that is new or has changed; what is under way stays as it is. Raises PlanError.

    The last plan is where the search begins, and what it costs to leave, unless its own search was cut short.
    """
    if desk.conditions is None:
        made = plan_waves(desk.estate, desk.limits)
        return carry_over(desk.known, made, desk.estate) if desk.known and desk.under_way else made
    begun = {workload for wave in desk.settled.values() for workload in _machines(wave, desk.known)}
    kept = tuple(one for one in desk.known.fallbacks if one.workload in begun) if desk.known else ()
    under = landed_under(desk.conditions, kept)
    draft = draft_plan(desk.estate, under, desk.known, desk.settled)
    shop = replace(desk.shop, placements={**desk.shop.placements, **{one.workload: one.placement for one in kept}})
    known = slots_by_group(desk.known)
    anchors = {} if desk.known and desk.known.cut_short else known
    begin = replace(effort or Effort(), start=known)
    made = plan_with_relief(draft, shop, origin_of(under.today), anchors, begin)
    return made.model_copy(update={"fallbacks": (*kept, *made.fallbacks)})


def _machines(wave: Wave, plan: WavePlan | None) -> Iterable[WorkloadId]:
    return (w for group in wave.groups for w in plan.by_group[group].workloads) if plan else ()


def take_up(file: Path, base: WavePlan, desk: Desk) -> WavePlan:
    """The plan that a person's file asks for; `base` is the plan it was written for. Raises PlanError."""
    refuse_lost_calendar(desk)
    if desk.conditions is None:
        return read_plan_edits(file, base, desk.estate)
    proposal = read_proposal(file, base, desk.estate)
    if asks_for_nothing_new(proposal, base):
        return base
    asked = lay_down(proposal, base, desk, desk.conditions)
    plan = asked.described(bound=lower_bound(asked.problem).value)
    _refuse_impossible(plan, base, file)
    return plan.model_copy(update={"waves": tuple(marked(wave, base) for wave in plan.waves)})


def refuse_lost_calendar(desk: Desk) -> None:
    """A plan with windows says nothing without its calendar. Raises PlanError."""
    if desk.conditions is None and desk.known and desk.known.calendar:
        raise PlanError(
            "the plan was made on a calendar, and the workspace has none any more",
            file="calendar.yaml",
            advice="Put it back; or run azlift plan, which then plans without windows.",
        )


def _refuse_impossible(plan: WavePlan, base: WavePlan, file: Path) -> None:
    """What cannot be done on the night is not taken up, unless the plan before has it too. Raises PlanError."""
    had = {(one.code, one.message) for one in base.violations}
    new = [one for one in plan.violations if one.severity is Severity.BLOCKING and (one.code, one.message) not in had]
    if new:
        lines = "".join(f"\n  {one.message}" + (f" ({one.evidence})" if one.evidence else "") for one in new[:SHOWN])
        raise PlanError(
            f"{len(new):,} things in it cannot be done:{lines}",
            file=file.name,
            advice=f"See what mends it: azlift plan repair {file}",
        )


@dataclass(frozen=True, eq=False)
class Asked:
    """A proposal as numbers: the draft of its groups, their problem, their slots and their waves."""

    draft: Draft
    outlook: Outlook
    problem: Problem
    slots: Ints
    numbers: Mapping[GroupId, int]
    windows: Mapping[int, str]
    base: WavePlan

    def group(self, place: int) -> GroupId:
        return self.draft.frame.groups[place].id

    def slot(self, place: int) -> str:
        """The slot's id; empty for NOWHERE."""
        return "" if place == NOWHERE else self.draft.frame.slots[place].id

    @cached_property
    def slot_by_group(self) -> dict[GroupId, str]:
        """The id of the slot each group asks for; empty where the calendar has none."""
        return {g.id: self.slot(int(s)) for g, s in zip(self.draft.frame.groups, self.slots, strict=True)}

    def _with_window(self, finding: Finding) -> Finding:
        """The window that was asked for, where the calendar has none of that id, and those nearest to it."""
        asked = {wave_id(number): window for number, window in self.windows.items()}.get(finding.wave or "", "")
        if finding.code != "no-window" or not asked:
            return finding
        ids = [slot.id for slot in self.draft.frame.slots]
        near = ids[max(0, bisect_left(ids, asked) - 1) :][:2]
        said = f"{asked} is asked for; the calendar's nearest are {' and '.join(near)}"
        return finding.model_copy(update={"evidence": said})

    def described(self, bound: float | None = None) -> WavePlan:
        """As planned now, with what stands in, and is asked for, in the plan before."""
        plan = describe_and_forecast(self.draft, self.outlook, self.problem, self.slots, self.numbers, bound)
        told = tuple(self._with_window(finding) for finding in plan.violations)
        return plan.model_copy(update={"violations": told, "fallbacks": self.base.fallbacks, "asks": self.base.asks})


def lay_down(proposal: Proposal, base: WavePlan, desk: Desk, conditions: Conditions) -> Asked:
    """What the proposal asks for, under these conditions; what it moves costs what leaving the `base` plan costs."""
    limited = replace(conditions_of(base, conditions), limits=proposal.limits)
    draft = redraft(proposal, base, desk.estate, limited, desk.settled)
    outlook = make_outlook(draft, origin_of(conditions.today))
    draft = at_nights(draft, outlook)
    slots = slots_asked(proposal, base, draft)
    problem = pilot_kept(lined_problem(draft, outlook, slots_by_group(base)), draft, slots)
    return Asked(draft, outlook, problem, slots, proposal.numbers, windows_of(proposal, base), base)


def slots_by_group(plan: WavePlan | None) -> dict[GroupId, str]:
    """The id of the slot of each group that has one."""
    return {group: wave.slot for wave in plan.waves for group in wave.groups if wave.slot} if plan else {}
