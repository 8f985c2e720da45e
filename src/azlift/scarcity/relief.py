"""A draft whose quotas fall short -> the draft with what stands in, and what is to be asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np

from azlift.model import Fallback, FallbackKind, Finding, GroupId, MoveGroup, Placement, Workload, WorkloadId
from azlift.scarcity.landing import landed_under
from azlift.scarcity.names import judge_names
from azlift.scarcity.regions import find_aways
from azlift.scarcity.scene import Scene, is_ample, rows_of
from azlift.scarcity.shop import Shop
from azlift.scarcity.ways import Away, State, Way, find_ways
from azlift.scarcity.zones import Seat, seats
from azlift.sizing import extra_of
from azlift.waves import Draft, StockRow, Timetable, wanted_slots
from azlift.waves.problem import Flags, Floats
from azlift.waves.timetable import NO_TIME_HOURS

PROVEN = {
    FallbackKind.SIZE: "what stands in is equal or better in all that was relied on",
    FallbackKind.ZONE: "the size is the same",
    FallbackKind.REGION: "the region is allowed and near enough; the size is equal or better in all that was relied on",
}


@dataclass(frozen=True, eq=False)
class Relief:
    """`scene` is None where nothing falls short. `unmet` are machines that wait for quota, or for what is asked for."""

    draft: Draft
    findings: tuple[Finding, ...] = ()
    scene: Scene | None = None
    seats: Mapping[GroupId, Seat] = field(default_factory=dict)
    fallbacks: tuple[Fallback, ...] = ()
    unmet: Mapping[WorkloadId, State] = field(default_factory=dict)


def relieve(
    draft: Draft, shop: Shop, stocks: Callable[[], Sequence[StockRow]], anchors: Mapping[GroupId, str]
) -> Relief:
    """Choose what stands in so that no group waits for quota that anything else can spare it; `stocks` as planned with.

    Measured against the slots the groups would have were there vCPU enough. Where that is no plan either, nothing is
    chosen: the planner says why there is none.
    """
    rows, findings = rows_of(draft), judge_names(draft.frame.calendar, shop)
    open_machines = (machine.id for members in draft.frame.members for machine in members)
    taken = [draft.conditions.vcpu[id_] for id_ in open_machines if id_ in draft.conditions.vcpu]
    if is_ample(rows, taken) and not draft.frame.calendar.scarcity.closed_zones:
        return Relief(draft, findings)
    wanted = wanted_slots(draft, stocks(), anchors)
    if wanted is None:
        return Relief(draft, findings)
    scene = Scene(draft, shop, rows, wanted)
    seated = seats(scene)
    chosen, away = find_ways(scene, seated, find_aways(scene, seated)).choose(scene.supply)
    return replace(_relief(scene, seated, _whole_groups(chosen, seated, scene), away), findings=findings)


def _whole_groups(
    chosen: Mapping[WorkloadId, Way], seated: Mapping[GroupId, Seat], scene: Scene
) -> dict[WorkloadId, Way]:
    """A group of which one machine needs its old zone reserved stays in it as a whole."""
    found = dict(chosen)
    for group, _ in scene.groups:
        stuck = [id_ for id_ in seated[group.id].stuck if id_ in found]
        if any(found[id_].state in (State.RESERVED, State.GRANTED) for id_ in stuck):
            for id_ in stuck:
                if found[id_].state is State.STANDS_IN:
                    found[id_] = Way(State.GRANTED, found[id_].option)
    return found


def _relief(
    scene: Scene, seated: Mapping[GroupId, Seat], chosen: Mapping[WorkloadId, Way], away: Sequence[Away]
) -> Relief:
    gone = {id_: placement for one in away for id_, placement in zip(one.machines, one.placements, strict=True)}
    fallbacks = tuple(
        fallback
        for group, members in scene.groups
        for machine in members
        if (fallback := _fallback(machine, group, seated[group.id], chosen, gone, scene))
    )
    unmet = {id_: way.state for id_, way in chosen.items() if way.state not in (State.AS_PLACED, State.STANDS_IN)}
    regions = {id_: placement.region for id_, placement in gone.items()}
    granted = [id_ for id_, state in unmet.items() if state is State.GRANTED]
    conditions = replace(landed_under(scene.draft.conditions, fallbacks, granted), away=regions)
    frame = scene.draft.frame
    timetable = Timetable(frame.calendar, frame.slots, conditions.placements)
    opened = np.array([timetable.opened(members) for members in frame.members]).reshape(frame.granted.shape)
    frame = replace(frame, timetable=timetable, opened=opened, granted=_in_time(unmet, opened, scene))
    relieved = replace(scene.draft, conditions=conditions, frame=frame)
    return Relief(relieved, scene=scene, seats=seated, fallbacks=fallbacks, unmet=unmet)


def _in_time(unmet: Mapping[WorkloadId, State], opened: Floats, scene: Scene) -> Flags:
    """The slots each group may move in: those its placements can be had in, and not before what must be granted first
    can be there. A group of which nothing would be left keeps what it had."""
    earliest = scene.draft.conditions.today + timedelta(days=scene.rules.lead_days)
    early = np.array([slot.start.date() < earliest for slot in scene.slots])
    granted: Flags = scene.draft.frame.granted.copy()
    for place, (_, members) in enumerate(scene.groups):
        asked = any(unmet.get(machine.id) in (State.GRANTED, State.RESERVED) for machine in members)
        for may in (opened[place] >= NO_TIME_HOURS, ~early | (not asked)):
            if (granted[place] & may).any():
                granted[place] &= may
    return granted


def _fallback(
    machine: Workload,
    group: MoveGroup,
    seat: Seat,
    chosen: Mapping[WorkloadId, Way],
    gone: Mapping[WorkloadId, Placement],
    scene: Scene,
) -> Fallback | None:
    """What the machine lands by instead of its placement; None where that stands."""
    first = scene.shop.placements[machine.id]
    if machine.id in gone:
        return _made(machine, FallbackKind.REGION, gone[machine.id], seat, _because(first, group, seat, scene), scene)
    way = chosen[machine.id]
    if way.placement is not None:
        stuck = machine.id in seat.stuck
        why = _closed(first, seat) if stuck else _because(first, group, seat, scene)
        return _made(machine, FallbackKind.SIZE, way.placement, seat, why, scene)
    if machine.id in seat.moved:
        moved = first.model_copy(update={"zones": (seat.zone,)})
        return _made(machine, FallbackKind.ZONE, moved, seat, _closed(first, seat), scene)
    return None


def _made(machine: Workload, kind: FallbackKind, placement: Placement, seat: Seat, why: str, scene: Scene) -> Fallback:
    first = scene.shop.placements[machine.id]
    return Fallback(
        workload=machine.id,
        kind=kind,
        from_size=first.size,
        from_region=first.region,
        from_zone=seat.was,
        placement=placement,
        zone=placement.zones[0] if seat.zone else "",
        vcpu=scene.shop.takes(placement)[1],
        extra_per_month=extra_of(placement, first),
        why=f"{why}; {PROVEN[kind]}",
    )


def _because(first: Placement, group: MoveGroup, seat: Seat, scene: Scene) -> str:
    """The facts: what the quota gives at the time when most is missing, and what is wanted of it."""
    row = scene.row_of(first)
    if row is not None and row in scene.short:
        over = scene.wanted[row] - scene.supply[row]
        time = max(scene.times[scene.slot_of[group.id]], int(over.argmax()))
        last = scene.slots[len(scene.times) - 1 - scene.times[::-1].index(time)]
        return (
            f"{first.family} in {first.region} gives {scene.supply[row][time]:,.0f} vCPU up to the window of "
            f"{last.start:%Y-%m-%d}, and what would move by then takes {scene.wanted[row][time]:,.0f}"
        )
    return "other machines of its group have no quota, or no zone, where they were placed"


def _closed(first: Placement, seat: Seat) -> str:
    return f"{first.family} is not to be had in zone {seat.was} of {first.region} then"
