"""What has become of a plan since it was made: which facts differ, and which waves that have not begun still hold.

A wave is broken by a violation that the plan did not have when it was made, by a machine it has lost, and by a window
that passed without it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from azlift.azure_quotas import under_azure
from azlift.estate import read_inventory
from azlift.model import (
    MIB_PER_GIB,
    Calendar,
    CoreQuota,
    Drift,
    Estate,
    Finding,
    Link,
    Placement,
    Roster,
    Severity,
    Wave,
    WaveDrift,
    WavePlan,
    Workload,
    WorkloadId,
)
from azlift.on_record import ESTATE, current_plan, landed_machines, routed, under_way, when_planned
from azlift.placing import place_anew
from azlift.planning import Desk, lay_down, lay_out, refuse_lost_calendar
from azlift.venue import Venue
from azlift.waves import Proposal, moves, origin_of, proposal_of, replan

NAMED = 20
"""Changes of one kind that are named before the rest is counted."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What a plan is made from. `calendar` as it is written; None where there is none."""

    estate: Estate
    roster: Roster
    calendar: Calendar | None = None


def plan_drift(venue: Venue, sources: Sequence[Path] = (), quotas: Sequence[CoreQuota] = ()) -> Drift:
    """What has become of the last plan, under the inventories read anew where `sources` are given, else the last
    survey; today's catalogue, calendar and settings; and what Azure gives of its `quotas`. Nothing is recorded."""
    base = current_plan(venue)
    then = Facts(when_planned(Estate, venue), when_planned(Roster, venue), base.calendar)
    if sources:
        inventory = read_inventory(sources)
        estate = inventory.estate
        roster = place_anew(estate, "", then.roster, venue, inventory.traces)
    else:
        estate = venue.ledger.latest(ESTATE, Estate)
        roster = place_anew(estate, "", then.roster, venue)
    desk = lay_out(routed(estate, roster.unplaceable), roster, *under_way(venue), venue)
    refuse_lost_calendar(desk)
    if desk.conditions is None:
        return drift(base, then, Facts(estate, roster), desk)
    written, vcpu = desk.conditions.calendar, desk.conditions.vcpu
    given, told = under_azure(written, quotas, vcpu, landed_machines(base, venue), venue.today)
    under = replace(desk, conditions=replace(desk.conditions, calendar=given))
    found = drift(base, then, Facts(estate, roster, written), under)
    return found.model_copy(update={"changed": (*told, *found.changed)})


def drift(base: WavePlan, then: Facts, now: Facts, desk: Desk) -> Drift:
    """The plan `base`, made from the facts `then`, under those of `now`, which are the desk's too."""
    gone = [w for group in base.groups for w in group.workloads if not _still_moves(w, desk.estate)]
    planned = {workload for group in base.groups for workload in group.workloads}
    unplanned = [w.id for w in desk.estate.workloads if moves(w) and w.id not in planned]
    violations = _violations(_without(proposal_of(base), set(gone)), base, desk)
    open_waves = [wave for wave in base.waves if wave.id not in desk.under_way]
    return Drift(
        changed=(
            *calendar_changes(then.calendar, now.calendar),
            *_named(machine_changes(then.estate, now.estate, planned)),
            *_named(placement_changes(then.roster, now.roster, now.estate)),
            *_named(link_changes(then.estate, now.estate, planned)),
            *_named(f"{desk.estate.by_id[w].name} moves and is in no wave" for w in unplanned),
        ),
        waves=tuple(_judged(wave, base, violations, set(gone), then, now, desk) for wave in open_waves),
        unplanned=tuple(unplanned),
        gone=tuple(gone),
    )


def _still_moves(workload: WorkloadId, estate: Estate) -> bool:
    return workload in estate.by_id and moves(estate.by_id[workload])


def _without(proposal: Proposal, gone: set[WorkloadId]) -> Proposal:
    """The proposal without these machines, and without groups that have no others."""
    members = {g: [w for w in workloads if w not in gone] for g, workloads in proposal.members.items()}
    left = {group: workloads for group, workloads in members.items() if workloads}
    return replace(proposal, members=left, numbers={g: n for g, n in proposal.numbers.items() if g in left})


def _violations(proposal: Proposal, base: WavePlan, desk: Desk) -> list[Finding]:
    """What the plan breaks today and did not break, wave by wave, when it was made."""
    if not proposal.members:
        return []
    if desk.conditions is None:
        found = replan(proposal, base, desk.estate).violations
    else:
        found = lay_down(proposal, base, desk, desk.conditions).described().violations
    known = {(finding.code, finding.wave) for finding in base.violations}
    return [one for one in found if one.severity is not Severity.NOTE and (one.code, one.wave) not in known]


def _judged(
    wave: Wave,
    base: WavePlan,
    violations: Iterable[Finding],
    gone: set[WorkloadId],
    then: Facts,
    now: Facts,
    desk: Desk,
) -> WaveDrift:
    missed = _missed(wave, desk)
    told = [one for one in violations if one.wave == wave.id and not (missed and one.code == "no-window")]
    lost = [w for group in wave.groups for w in base.by_group[group].workloads if w in gone]
    return WaveDrift(
        wave=wave.id, opens=wave.opens, broken_by=(*missed, *told, *(_gone(w, wave, then, now) for w in lost))
    )


def _missed(wave: Wave, desk: Desk) -> list[Finding]:
    if not desk.conditions or not wave.opens or wave.opens >= origin_of(desk.conditions.today):
        return []
    return [
        Finding(
            code="window-missed",
            severity=Severity.BLOCKING,
            message=f"the window of {wave.id}, {wave.slot}, is past and the wave has not begun",
            remedy="Plan again: azlift plan.",
            wave=wave.id,
        )
    ]


def _gone(workload: WorkloadId, wave: Wave, then: Facts, now: Facts) -> Finding:
    known = now.estate.by_id.get(workload)
    stays = next((one for one in now.roster.unplaceable if one.workload == workload), None)
    name = (known or then.estate.by_id[workload]).name if known or workload in then.estate.by_id else workload
    why = "it is in no inventory any more"
    if known:
        why = stays.findings[0].message if stays and stays.findings else f"its route is {known.route}"
    return Finding(
        code="machine-gone",
        severity=Severity.WARNING,
        message=f"{name} of {wave.id} no longer moves: {why}",
        remedy="Plan again: azlift plan.",
        workload=workload,
        wave=wave.id,
    )


def _named(changes: Iterable[str]) -> list[str]:
    found = list(changes)
    more = len(found) - NAMED
    return [*found[:NAMED], f"… and {more:,} more changes of this kind"] if more > 0 else found


# -- what differs -------------------------------------------------------------------------------------------------


def calendar_changes(then: Calendar | None, now: Calendar | None) -> list[str]:
    """Key by key, entry by entry; an entry that has a name, or a quota of the same family, region and day, is the
    same entry."""
    if then is None or now is None:
        return [] if then is now else [f"calendar.yaml is {'new' if then is None else 'no longer there'}"]
    return list(_differences("calendar.yaml", then.model_dump(mode="json"), now.model_dump(mode="json")))


def _differences(where: str, then: Any, now: Any) -> Iterator[str]:
    if then == now:
        return
    if isinstance(then, dict) and isinstance(now, dict):
        for key in now:
            yield from _differences(f"{where}, {key}", then.get(key), now[key])
    elif isinstance(then, list) and isinstance(now, list):
        before, after = ({_identity(entry): entry for entry in entries} for entries in (then, now))
        yield from (f"{where}: {name} is gone" for name in before if name not in after)
        yield from (f"{where}: {name} is new" for name in after if name not in before)
        for name in (name for name in before if name in after):
            yield from _differences(f"{where} {name}", before[name], after[name])
    else:
        yield f"{where}: {_shown(then)} → {_shown(now)}"


def _identity(entry: Any) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    if "family" in entry:
        return " ".join(str(entry[key]) for key in ("family", "region", "since") if entry.get(key))
    return str(entry.get("name") or ", ".join(f"{key} {_shown(value)}" for key, value in entry.items() if value))


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)


TOLD: Mapping[str, Callable[[Workload], Any]] = {
    "site": lambda machine: machine.datacenter,
    "owner": lambda machine: machine.owner,
    "application": lambda machine: machine.application,
    "environment": lambda machine: machine.environment,
    "vCPU": lambda machine: machine.vcpu,
    "MiB of memory": lambda machine: machine.memory_mib,
    "GiB of disks": lambda machine: -(-machine.disk_capacity_mib // MIB_PER_GIB),
    "GiB in use": lambda machine: -(-(machine.in_use_mib or 0) // MIB_PER_GIB),
    "maintenance windows": lambda machine: ", ".join(machine.maintenance_windows),
    "freezes": lambda machine: ", ".join(machine.freeze_windows),
}
"""What of a machine a plan hangs on."""


def machine_changes(then: Estate, now: Estate, planned: set[WorkloadId]) -> Iterator[str]:
    """Machine by machine, by name."""
    both = sorted((now.by_id[w].name, w) for w in planned if w in then.by_id and w in now.by_id)
    for name, workload in both:
        had, has = then.by_id[workload], now.by_id[workload]
        if had is not has:
            told = [(what, of(had), of(has)) for what, of in TOLD.items()]
            yield from (f"{name}, {what}: {_shown(a or None)} → {_shown(b or None)}" for what, a, b in told if a != b)


def placement_changes(then: Roster, now: Roster, estate: Estate) -> Iterator[str]:
    """Sizes and prices that the catalogue, or the machine, no longer gives."""
    for workload, has in now.by_workload.items():
        had = then.by_workload.get(workload)
        if had and (had.size, had.cost_per_month) != (has.size, has.cost_per_month):
            yield f"{estate.by_id[workload].name}: {_placed(had)} → {_placed(has)}"


def _placed(placement: Placement) -> str:
    return f"{placement.size} at {placement.cost_per_month:,.2f} USD a month"


def link_changes(then: Estate, now: Estate, planned: set[WorkloadId]) -> Iterator[str]:
    """Dependencies between planned machines that are new, or gone."""
    before, after = _links(then.links, planned), _links(now.links, planned)
    for word, found in (("new", after - before), ("gone", before - after)):
        for source, target, port in sorted(found):
            names = [(now if word == "new" else then).by_id[end].name for end in (source, target)]
            yield f"the dependency {names[0]} → {names[1]}{f' port {port}' if port else ''} is {word}"


def _links(links: Sequence[Link], planned: set[WorkloadId]) -> set[tuple[WorkloadId, WorkloadId, int]]:
    return {(one.source, one.target, one.port or 0) for one in links if {one.source, one.target} <= planned}
