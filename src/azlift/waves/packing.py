"""Waves: a small pilot, then groups in their order, each in the first wave that has room for it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from azlift.model import GroupId, Limits, MoveGroup, Wave, WavePlan
from azlift.waves.groups import counted, listed
from azlift.waves.ordering import Ordering

Groups = Mapping[GroupId, MoveGroup]


@dataclass
class Bin:
    """A wave being filled; a closed one takes no more."""

    pilot: bool = False
    closed: bool = False
    groups: list[GroupId] = field(default_factory=list)
    machines: int = 0
    gib: int = 0

    def fits(self, group: MoveGroup, limits: Limits) -> bool:
        return (
            not self.closed
            and len(self.groups) < limits.groups_per_wave
            and self.machines + len(group.workloads) <= machines_allowed(limits, pilot=self.pilot)
            and self.gib + group.disk_gib <= limits.gib_per_wave
        )

    def take(self, group: MoveGroup) -> None:
        self.groups.append(group.id)
        self.machines += len(group.workloads)
        self.gib += group.disk_gib


def machines_allowed(limits: Limits, *, pilot: bool) -> int:
    return min(limits.pilot_machines, limits.machines_per_wave) if pilot else limits.machines_per_wave


def pack_waves(groups: Groups, ordering: Ordering, limits: Limits) -> tuple[Wave, ...]:
    """No group before those it waits for; a group larger than the limits gets a wave of its own."""
    pilot = choose_pilot(groups, ordering, limits)
    bins = [pilot] if pilot.groups else []
    number = dict.fromkeys(pilot.groups, 0)
    for group in ordering.sequence:
        if group not in number:
            number[group] = _first_fit(bins, groups[group], _earliest(group, ordering, number), limits)
    numbers = {group: index + 1 for group, index in number.items()}
    return describe_waves(numbers, groups, ordering, limits, pilot=1 if pilot.groups else None)


def describe_waves(
    numbers: Mapping[GroupId, int], groups: Groups, ordering: Ordering, limits: Limits, *, pilot: int | None
) -> tuple[Wave, ...]:
    """The nouns, from the number of each group's wave and the number of the pilot; groups in the order they move."""
    held: dict[int, list[GroupId]] = {number: [] for number in sorted(set(numbers.values()))}
    for group in ordering.sequence:
        held[numbers[group]].append(group)
    return tuple(
        Wave(
            id=wave_id(number),
            number=number,
            pilot=number == pilot,
            groups=tuple(wave),
            why=why_wave(wave, groups, ordering, numbers, limits, pilot=number == pilot),
        )
        for number, wave in held.items()
    )


def wave_id(number: int) -> str:
    return f"wave-{number:02d}"


# -- filling ------------------------------------------------------------------------------------------------------


def choose_pilot(groups: Groups, ordering: Ordering, limits: Limits) -> Bin:
    """Groups that wait for nothing, of the least risky kind there is, those with few dependants first.

    Non-production, small and with few dependants: Cloud Adoption Framework, "plan migration waves": the first wave is
    known, of low complexity and has fewer than ten assets.
    """
    dependants = Counter(earlier for group in groups for earlier in ordering.after[group])
    pilot = Bin(pilot=True)
    candidates = [
        group
        for group in groups.values()
        if not ordering.after[group.id] and not ordering.strictly_after[group.id] and pilot.fits(group, limits)
    ]
    for known in (False, None, True):
        for group in sorted(candidates, key=lambda g: (dependants[g.id], len(g.workloads), g.disk_gib, g.id)):
            if ordering.production[group.id] is known and pilot.fits(group, limits):
                pilot.take(group)
        if pilot.groups:
            break
    pilot.closed = True
    return pilot


def _earliest(group: GroupId, ordering: Ordering, number: Mapping[GroupId, int]) -> int:
    together = (number[earlier] for earlier in ordering.after[group])
    apart = (number[earlier] + 1 for earlier in ordering.strictly_after[group])
    return max((*together, *apart), default=0)


def _first_fit(bins: list[Bin], group: MoveGroup, earliest: int, limits: Limits) -> int:
    for index in range(earliest, len(bins)):
        if bins[index].fits(group, limits):
            bins[index].take(group)
            return index
    bins.append(Bin(closed=not Bin().fits(group, limits)))
    bins[-1].take(group)
    return len(bins) - 1


# -- why, in plain words ------------------------------------------------------------------------------------------


def why_wave(
    wave: Sequence[GroupId],
    groups: Groups,
    ordering: Ordering,
    numbers: Mapping[GroupId, int],
    limits: Limits,
    *,
    pilot: bool,
) -> str:
    """What the wave holds against what it may hold, and why it is not earlier: facts only, for any plan."""
    machines = sum(len(groups[group].workloads) for group in wave)
    gib = sum(groups[group].disk_gib for group in wave)
    held = ", ".join(
        (
            f"{len(wave):,} of at most {counted(limits.groups_per_wave, 'group')}",
            f"{machines:,} of {counted(machines_allowed(limits, pilot=pilot), 'machine')}",
            f"{gib:,} of {limits.gib_per_wave:,} GiB",
        )
    )
    return f"{held}; {_pilot_reason(wave, ordering) if pilot else _reason(wave, groups, ordering, numbers, limits)}"


def _pilot_reason(wave: Sequence[GroupId], ordering: Ordering) -> str:
    kinds = {ordering.production[group] for group in wave}
    kind = "production" if True in kinds else "environment not known" if None in kinds else "outside production"
    inside = set(wave)
    callers = sum(
        1 for group, called in ordering.after.items() if group not in inside and not inside.isdisjoint(called)
    )
    return f"the pilot: {kind}, called by {counted(callers, 'other group') if callers else 'no other group'}"


def _reason(
    wave: Sequence[GroupId], groups: Groups, ordering: Ordering, numbers: Mapping[GroupId, int], limits: Limits
) -> str:
    if len(wave) == 1 and not Bin().fits(groups[wave[0]], limits):
        return f"{wave[0]} is larger than a wave may be and moves alone"
    waits = [
        f"{group} after {earlier} ({wave_id(numbers[earlier])})"
        for group in wave
        for earlier in sorted({*ordering.after[group], *ordering.strictly_after[group]})
        if numbers[earlier] < numbers[group]
    ]
    return f"waits for earlier waves: {listed(waits)}" if waits else "nothing in it waits for an earlier wave"


def numbers_of(plan: WavePlan) -> dict[GroupId, int]:
    return {group: wave.number for wave in plan.waves for group in wave.groups}
