"""A wave as a change form: gathered from plan, estate and ledger, and nothing in it is made up."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from azlift import journey
from azlift.errors import NotFound
from azlift.escaping import plain
from azlift.model import (
    ApprovedBy,
    ChangeForm,
    Checklist,
    Cutover,
    Estate,
    GroupId,
    Milestone,
    Outcome,
    Removal,
    Rendering,
    Retirement,
    Roster,
    TestVerdict,
    TicketEvent,
    Waiver,
    Wave,
    WavePlan,
    Workload,
)
from azlift.on_record import ESTATE, copy_of, current_plan, said_of, step_of, wave_subject, zone_of
from azlift.stages import Kind, Stage
from azlift.venue import Venue

ACCEPT = "accept"
"""A runbook's point of no return where every step can be taken back."""
ROLLBACK = (
    "azlift roll-back {wave}: every step of the cutover is taken back, the last first; what was created is deleted, "
    "what was changed is restored as it was recorded"
)


def change_form(wave: Wave, event: TicketEvent, number: str, correlation_id: str, venue: Venue) -> ChangeForm:
    """The form as of now. Raises NotFound where the estate was never surveyed."""
    plan = current_plan(venue)
    standing = journey.wave_standing(wave.id, venue)
    last = venue.ledger.find_latest(wave_subject(wave.id), Milestone)
    ended = _ended(standing.stage, venue.ledger.facts(wave_subject(wave.id), Milestone))
    machines = _machines(wave, plan, venue)
    head = venue.ledger.outline()[-1]
    return ChangeForm(
        correlation_id=correlation_id,
        event=event,
        number=number,
        title=f"Migrate {wave.id} of {venue.settings.estate} to Azure ({len(machines)} machines)",
        description=plain(f"{wave.why}. Groups: {', '.join(wave.groups)}."),
        ledger_events=head.seq,
        ledger_head=head.hash,
        outcome=ended,
        close_notes=last.reason if last and ended else "",
        closed_by=_name(last.by) if last and last.by and ended else "",
        **_scope(wave, plan, machines, venue),
        **_times(wave),
        **_against(wave, plan),
        **_tried(wave, venue),
        **_way_back(wave, venue),
        **_people(wave, venue),
        **_requests(wave, venue),
        **_results(wave, venue),
    )


def _ended(stage: str, milestones: Iterable[Milestone]) -> Outcome | None:
    if stage == Stage.ABANDONED:
        return "abandoned"
    if stage == Stage.ROLLED_BACK:
        return "rolled back"
    if stage not in (Stage.HANDED_OVER, Stage.PARTLY_CLOSED, Stage.CLOSED):
        return None
    return "successful, with groups left behind" if any(one.left_behind for one in milestones) else "successful"


def _machines(wave: Wave, plan: WavePlan, venue: Venue) -> list[Workload]:
    by_id = venue.ledger.latest(ESTATE, Estate).by_id
    return [by_id[one] for group in wave.groups for one in plan.by_group[group].workloads if one in by_id]


def _scope(wave: Wave, plan: WavePlan, machines: list[Workload], venue: Venue) -> dict[str, Any]:
    roster = venue.ledger.find_latest(ESTATE, Roster)
    placed = roster.by_workload if roster else {}
    renderings = (venue.ledger.find_latest(subject, Rendering) for subject in (zone_of(wave.id), *wave.groups))
    subjects = [one.resource_group for one in renderings if one and one.resource_group]
    return {
        "estate": venue.settings.estate,
        "wave": wave.id,
        "pilot": wave.pilot,
        "groups": wave.groups,
        "machines": _texts(one.name for one in machines),
        "machine_count": len(machines),
        "disk_gib": sum(plan.by_group[group].disk_gib for group in wave.groups),
        "applications": _texts(one.application for one in machines),
        "environments": _texts(one.environment for one in machines),
        "criticalities": _texts(one.criticality for one in machines),
        "owners": _texts(one.owner for one in machines),
        "operating_systems": _texts(one.os_name for one in machines),
        "source_sites": _texts(one.datacenter for one in machines),
        "target_subscription": venue.settings.subscription_id,
        "target_region": venue.settings.region,
        "target_sizes": _texts(placed[one.id].size for one in machines if one.id in placed),
        "resource_groups": _texts(subjects),
        "cost_per_month": wave.cost_per_month,
        "saving_per_month": wave.saving_per_month,
    }


def _times(wave: Wave) -> dict[str, Any]:
    forecast = wave.forecast
    by = wave.opens + timedelta(hours=forecast.decide_by_hours) if wave.opens and forecast else None
    copied = forecast.copied_by if forecast else None
    return {
        "window_opens": wave.opens,
        "window_closes": wave.closes,
        "copying_from": forecast.copy_from if forecast else None,
        "copied_by": copied,
        "decide_by": by,
        "cutover_hours": forecast.cutover_hours if forecast else None,
        "rollback_hours": forecast.rollback_hours if forecast else None,
        "remediation_allowance_minutes": forecast.spare_hours * 60 if forecast else None,
        "bandwidth_validated": copied <= wave.opens if copied and wave.opens else None,
    }


def _against(wave: Wave, plan: WavePlan) -> dict[str, Any]:
    own = set(wave.groups)
    before = {g for group in wave.groups for g in plan.by_group[group].after} - own
    after = {group.id for group in plan.groups if own & set(group.after)} - own
    return {
        "depends_on": tuple(sorted(before)),
        "needed_by": tuple(sorted(after)),
        "risk_points": wave.risk,
        "risks": wave.risks,
        "plan_warnings": _texts(one.message for one in plan.violations if one.wave == wave.id),
    }


def _tried(wave: Wave, venue: Venue) -> dict[str, Any]:
    looked = venue.ledger.find_latest(wave_subject(wave.id), Checklist)
    waivers = [one for one in venue.ledger.facts(said_of(wave.id), Waiver) if one.expires_at > venue.now]
    return {
        "test_outcome": {group: _test(group, venue) for group in wave.groups},
        "test_copies_cleaned": not journey.test_leftovers(wave.id, venue),
        "readiness": {item.title: item.state for item in looked.items} if looked else {},
        "readiness_seen_at": looked.at if looked else None,
        "waivers": tuple(f"{one.code}: {plain(one.reason)} ({_name(one.person)})" for one in waivers),
    }


def _test(group: GroupId, venue: Venue) -> str:
    verdict = venue.ledger.find_latest(group, TestVerdict) or venue.ledger.find_latest(copy_of(group), TestVerdict)
    if verdict is None:
        return "not tested"
    failed = verdict.checks.failed
    said = f"{len(failed)} of {len(verdict.checks.results)} checks failed" if failed else "passed"
    return f"{said}, accepted by {_name(verdict.accepted_by)}" if verdict.accepted_by else said


def _way_back(wave: Wave, venue: Venue) -> dict[str, Any]:
    rehearsed, returns = dict[GroupId, str](), dict[GroupId, str]()
    for group in wave.groups:
        try:
            rehearsed[group] = journey.rehearsed_rollback(group, venue) or "no"
            night = journey.runbook_of(group, venue)
            point = night.point_of_no_return
            returns[group] = "none until it is accepted" if point == ACCEPT else point
        except NotFound:
            rehearsed[group] = rehearsed.get(group, "no: it was never rendered")
    return {
        "rollback_plan": ROLLBACK.format(wave=wave.id),
        "rollback_plan_exists": len(returns) == len(wave.groups),
        "rollback_rehearsed": rehearsed,
        "point_of_no_return": returns,
    }


def _people(wave: Wave, venue: Venue) -> dict[str, Any]:
    milestones = venue.ledger.facts(wave_subject(wave.id), Milestone)
    counted = () if journey.gates_open(venue) else journey.gate_standing("go", wave.id, venue).counted
    drivers = [one.driver for one in milestones if one.driver]
    decided = _when(wave, venue, Stage.GO, Stage.NO_GO)
    deciders = [one.by for one in milestones if one.by] if decided else []
    return {
        "driver": _name(drivers[-1]) if drivers else "",
        "approvals": tuple(
            ApprovedBy(
                role=one.role,
                name=plain(one.person.name),
                object_id=one.person.object_id,
                reason=plain(one.reason),
                at=one.at,
                until=one.expires_at,
            )
            for one in counted
        ),
        "approved_digest": next((one.digest for one in reversed(milestones) if one.digest), ""),
        "decided_by": _name(deciders[-1]) if deciders else "",
    }


def _requests(wave: Wave, venue: Venue) -> dict[str, Any]:
    """Requests to retire the old asset, from what was recorded when its source was retired; those to take up the new
    one, from steps of one's own in runbook.yaml that are called so: onboard-cmdb, onboard-monitoring, …"""
    retired = [one for group in wave.groups if (one := venue.ledger.find_latest(group, Retirement))]
    kinds = ("cmdb", "monitoring", "backup", "siem", "disaster_recovery")
    standings = venue.ledger.standings()

    def done(kind: str) -> int:
        steps = (standings.get(step_of(group, f"onboard-{kind.replace('_', '-')}")) for group in wave.groups)
        return sum(one is not None and one.stage is Stage.DONE for one in steps)

    total = len(wave.groups)
    old = {f"retire_{kind}": sum(bool(one.records.get(kind)) for one in retired) for kind in ("asset_register", *kinds)}
    new = {f"onboard_{kind}": done(kind) for kind in kinds}
    return {name: f"{count} of {total} groups" for name, count in {**old, **new}.items()}


def _results(wave: Wave, venue: Venue) -> dict[str, Any]:
    cutovers = {group: venue.ledger.find_latest(group, Cutover) for group in wave.groups}
    downtimes = {group: one.downtime_minutes for group, one in cutovers.items() if one}
    milestones = venue.ledger.facts(wave_subject(wave.id), Milestone)
    removals = [venue.ledger.find_latest(subject, Removal) for subject in (zone_of(wave.id), *wave.groups)]
    ends = (Stage.HANDED_OVER, Stage.CLOSED, Stage.PARTLY_CLOSED, Stage.ROLLED_BACK, Stage.ABANDONED)
    return {
        "actual_opened": _when(wave, venue, Stage.WINDOW_OPEN),
        "actual_ended": _when(wave, venue, *ends),
        "downtime_minutes": {group: minutes for group, minutes in downtimes.items() if minutes is not None},
        "left_behind": {group: plain(why) for one in milestones for group, why in one.left_behind.items()},
        "resources_deleted": sum(len(one.deleted) for one in removals if one),
    }


def _when(wave: Wave, venue: Venue, *stages: Stage) -> datetime | None:
    """When the wave last reached one of these stages."""
    reached = [
        event.at
        for event in venue.ledger.outline(wave_subject(wave.id))
        if event.kind is Kind.OUTCOME and event.stage in stages
    ]
    return datetime.fromisoformat(reached[-1]) if reached else None


def _name(person: object) -> str:
    name, object_id = getattr(person, "name", ""), getattr(person, "object_id", "")
    return plain(name or object_id)


def _texts(found: Iterable[str]) -> tuple[str, ...]:
    """Each once, in order, without controls; empty ones left out."""
    return tuple(dict.fromkeys(plain(one) for one in found if one))
