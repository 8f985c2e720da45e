"""What the ledger holds of the estate as a whole: read, never made."""

from collections.abc import Iterable
from typing import TypeVar

from azlift.model import Estate, GroupId, Roster, Unplaceable, WaveId, WavePlan, WorkloadId
from azlift.stages import STANDING, Stage
from azlift.venue import Venue

N = TypeVar("N", Estate, Roster)

ESTATE = "estate:all"
"""The subject of what concerns the whole estate; the colon keeps it apart from any group's slug."""


def zone_of(wave: WaveId) -> str:
    """The subject of a wave's landing zone."""
    return f"zone:{wave}"


def wave_subject(wave: WaveId) -> str:
    """The subject of a wave's own stages."""
    return f"wave:{wave}"


def hold_of(wave: WaveId) -> str:
    """The subject that says whether a wave is paused."""
    return f"hold:{wave}"


def said_of(wave: WaveId) -> str:
    """The subject of what people say of a wave: approvals and waivers."""
    return f"said:{wave}"


def step_of(group: GroupId, step: str) -> str:
    """The subject of one step of a group's cutover."""
    return f"step:{group}/{step}"


def watch_of(wave: WaveId) -> str:
    """The subject of the looks at a wave in hypercare."""
    return f"watch:{wave}"


def answer_of(group: GroupId, step: str) -> str:
    """The subject of what a step asks people, and what they answer."""
    return f"answer:{group}/{step}"


def told_of(channel: str) -> str:
    """The subject of what a channel was told."""
    return f"told:{channel}"


def ticket_of(wave: WaveId) -> str:
    """The subject of what the system for changes was told of a wave."""
    return f"ticket:{wave}"


def copy_of(group: GroupId) -> str:
    """The subject of a group's isolated copy."""
    return f"test:{group}"


def copy_zone_of(group: GroupId) -> str:
    """The subject of the network in which a group's isolated copy stands."""
    return f"test-zone:{group}"


def group_of_copy(subject: str) -> GroupId | None:
    """The group whose isolated copy this subject is, or the copy's network; None for any other subject."""
    kind, colon, group = subject.partition(":")
    return group if colon and kind in ("test", "test-zone") else None


def current_plan(venue: Venue) -> WavePlan:
    """The plan as it was last made or edited. Raises NotFound."""
    return venue.ledger.latest(ESTATE, WavePlan)


def under_way(venue: Venue) -> tuple[WavePlan | None, frozenset[WaveId]]:
    """The last plan, and those of its waves that have begun."""
    known = venue.ledger.find_latest(ESTATE, WavePlan)
    waves = known.by_wave if known else ()
    return known, frozenset(wave for wave in waves if venue.ledger.attempts(zone_of(wave), Stage.LANDED))


def landed_machines(plan: WavePlan, venue: Venue) -> frozenset[WorkloadId]:
    """The machines of groups that stand in Azure, as far as the ledger knows."""
    stand = {s.subject for s in venue.ledger.standings().values() if s.stage in STANDING | {Stage.LANDED}}
    return frozenset(workload for group in plan.groups if group.id in stand for workload in group.workloads)


def when_planned(noun: type[N], venue: Venue) -> N:
    """The fact that stood when the last plan was made. Raises NotFound."""
    return venue.ledger.find_latest(ESTATE, noun, made=WavePlan) or venue.ledger.latest(ESTATE, noun)


def routed_estate(venue: Venue) -> Estate:
    """The estate with the routes that placing decided: what has no place in Azure is retained."""
    return routed(venue.ledger.latest(ESTATE, Estate), venue.ledger.latest(ESTATE, Roster).unplaceable)


def routed(estate: Estate, unplaceable: Iterable[Unplaceable]) -> Estate:
    """The estate with the routes of what has no place in Azure."""
    stays = {one.workload: one for one in unplaceable}
    workloads = (
        w.model_copy(update={"route": stays[w.id].route, "route_reason": stays[w.id].findings[0].message})
        if w.id in stays
        else w
        for w in estate.workloads
    )
    return estate.model_copy(update={"workloads": tuple(workloads)})
