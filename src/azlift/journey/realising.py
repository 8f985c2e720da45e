"""What came of it: each wave's savings as promised and as realised."""

from collections.abc import Mapping
from datetime import date, datetime

from azlift.model import Estate, GroupId, Roster, WavePlan, WaveSavings, WorkloadId
from azlift.money import Happened, make_business_case, price_workloads, read_figures, savings_of
from azlift.on_record import current_plan, when_planned
from azlift.scarcity import landing_roster
from azlift.stages import Kind, Stage
from azlift.venue import Venue


def realised(venue: Venue) -> tuple[WaveSavings, ...]:
    """Each wave's savings up to today, in the plan's order, at the prices and figures of today. Raises NotFound."""
    plan, figures = current_plan(venue), read_figures(venue.workspace)
    estate = when_planned(Estate, venue)
    roster = landing_roster(when_planned(Roster, venue), plan)
    lines = {line.workload: line for line in price_workloads(estate, roster, figures)}
    months = {one.wave: one.month for one in make_business_case(estate, roster, plan, figures, venue.today).by_wave}
    made = []
    for wave in plan.waves:
        members = [w for group in wave.groups for w in plan.by_group[group].workloads if w in lines]
        if members:
            window = wave.opens.date() if wave.opens else months[wave.id]
            own = [lines[workload] for workload in members]
            happened = _happened(plan, wave.groups, venue)
            made.append(savings_of(wave.id, window, figures.double_running_days, own, happened, venue.today))
    return tuple(made)


def _happened(plan: WavePlan, groups: tuple[GroupId, ...], venue: Venue) -> Mapping[WorkloadId, Happened]:
    """Of each workload: when its group landed in its present life, and when its source was retired."""
    found: dict[WorkloadId, Happened] = {}
    for group in groups:
        when = _since(group, venue)
        found |= dict.fromkeys(plan.by_group[group].workloads, when)
    return found


def _since(group: GroupId, venue: Venue) -> Happened:
    days: dict[Stage, date] = {}
    for event in venue.ledger.outline(group):
        if event.kind is not Kind.OUTCOME:
            continue
        if event.stage is Stage.ROLLED_BACK:
            days = {}
        days.setdefault(event.stage, datetime.fromisoformat(event.at).date())
    return Happened(days.get(Stage.LANDED), days.get(Stage.SOURCE_RETIRED))
