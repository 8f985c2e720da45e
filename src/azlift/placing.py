"""What `place` decides: each workload's assessment and where it goes, and what only all of them together show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from azlift.assessment import assess, read_rule_book, staying, surroundings
from azlift.catalog import judge_age
from azlift.estate import surveyed_traces
from azlift.model import (
    MOVING_ROUTES,
    Assessment,
    Catalogue,
    Estate,
    Finding,
    GroupId,
    Placement,
    Readiness,
    Roster,
    Severity,
    Trace,
    Unplaceable,
    Workload,
    WorkloadId,
    shared_zones,
)
from azlift.on_record import routed
from azlift.rendering import resource_names
from azlift.sizing import choose_placement, judge_licences
from azlift.venue import Venue
from azlift.waves import gather_groups

Placed = Placement | Unplaceable
Traces = Mapping[WorkloadId, Trace]


@dataclass(frozen=True)
class Decided:
    """Every workload is assessed, and is among the placements or the unplaceable, in the order of the estate."""

    assessments: tuple[Assessment, ...]
    placements: tuple[Placement, ...]
    unplaceable: tuple[Unplaceable, ...]


def place_anew(estate: Estate, basis: str, known: Roster | None, venue: Venue, traces: Traces | None = None) -> Roster:
    """The roster of an estate; machines keep the names that the `known` one gave them.

    `traces` are its series; without them those of the last survey, whose estate it then is.
    """
    series = surveyed_traces(venue.workspace, estate) if traces is None else traces
    decided = decide_placements(estate, series, venue)
    return Roster(
        basis=basis,
        placements=decided.placements,
        unplaceable=decided.unplaceable,
        assessments=decided.assessments,
        findings=(*staleness(venue), *judge_licences(estate, decided.placements)),
        names=resource_names(estate.workloads, known.names if known else {}),
    )


def staleness(venue: Venue) -> Iterator[Finding]:
    """What is to be said of prices that are old."""
    finding = judge_age(venue.catalogue.region, venue.catalogue.seen_on, venue.today)
    if finding:
        yield finding


def decide_placements(estate: Estate, traces: Traces, venue: Venue) -> Decided:
    """Where each workload goes; its disks need no zone that its move group does not share.

    Which group that is, is what the estate says. A group of a plan that a person edited is checked when it is rendered.
    """
    decided = dict(_decide(estate, estate.workloads, venue.catalogue, traces, venue))
    while apart := _without_zone(estate, decided):
        zoneless = venue.catalogue.model_copy(update={"per_unit_disks": ()})
        for id_, (assessment, placed) in _decide(estate, [estate.by_id[id_] for id_ in apart], zoneless, traces, venue):
            findings = (*placed.findings, apart[id_])
            decided[id_] = assessment, placed.model_copy(update={"findings": findings})
    return Decided(
        assessments=tuple(assessment for assessment, _ in decided.values()),
        placements=tuple(placed for _, placed in decided.values() if isinstance(placed, Placement)),
        unplaceable=tuple(placed for _, placed in decided.values() if isinstance(placed, Unplaceable)),
    )


def _decide(
    estate: Estate, workloads: Iterable[Workload], catalogue: Catalogue, traces: Traces, venue: Venue
) -> Iterator[tuple[WorkloadId, tuple[Assessment, Placed]]]:
    """These workloads' assessments and where they go. What no size holds is not ready."""
    settings = venue.settings
    book = read_rule_book(venue.workspace)
    around = surroundings(estate, catalogue, venue.as_of)
    for workload in workloads:
        assessment = assess(workload, book, around)
        if assessment.route not in MOVING_ROUTES:
            yield workload.id, (assessment, staying(assessment))
            continue
        placed = choose_placement(workload, catalogue, settings.disk_sku, settings.sizing, traces.get(workload.id))
        findings = (*placed.findings, *assessment.findings)
        if isinstance(placed, Unplaceable):
            first = placed.findings[0]
            changed = {"verdict": Readiness.NOT_READY, "route": placed.route, "route_code": first.code}
            assessment = assessment.model_copy(update={**changed, "route_reason": first.message, "findings": findings})
        yield workload.id, (assessment, placed.model_copy(update={"findings": findings}))


def _without_zone(estate: Estate, decided: dict[WorkloadId, tuple[Assessment, Placed]]) -> dict[WorkloadId, Finding]:
    """Machines whose disks need a zone, in groups whose sizes share none, with what is to be said of each."""
    placed = {id_: one for id_, (_, one) in decided.items() if isinstance(one, Placement)}
    if not any(one.needs_zone for one in placed.values()):
        return {}
    stays = [one for _, one in decided.values() if isinstance(one, Unplaceable)]
    found: dict[WorkloadId, Finding] = {}
    for group, gathered in gather_groups(routed(estate, stays)).items():
        members = [placed[id_] for id_ in gathered.members]
        if not shared_zones(members):
            found |= {one.workload: _no_shared_zone(one, group, members) for one in members if one.needs_zone}
    return found


def _no_shared_zone(placement: Placement, group: GroupId, members: Iterable[Placement]) -> Finding:
    sold = {one.size: ", ".join(one.zones) or "none" for one in members}
    return Finding(
        code="no-shared-zone",
        severity=Severity.WARNING,
        message=f"The sizes of its move group {group} share no availability zone, which its Premium SSD v2 disks would "
        "need, so it is placed without them.",
        evidence="; ".join(f"{size}: zones {zones}" for size, zones in sorted(sold.items())),
        remedy="Allow only sizes that are sold in zones (sizing.zonal), or make it an application of its own.",
        workload=placement.workload,
    )
