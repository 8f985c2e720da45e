"""What each slot can hold, as rows of the planning problem: machines, groups, GiB, hours of each skill, and quotas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from azlift.model import Calendar, Limits, Quota, Slot, Workload

MIB_PER_GIB = 1024
Family = tuple[str, str]
"""A family of sizes, and the region."""
Taken = tuple[Family, int]
"""vCPU of a family's quota."""


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """A dimension: in each slot the groups' `size` together is at most its `cap`."""

    name: str
    size: tuple[float, ...]
    cap: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """vCPU of a family in a region: up to each slot the groups' `stock` together is at most its `supply`."""

    family: str
    region: str
    stock: tuple[float, ...]
    supply: tuple[float, ...]


def capacity_rows(
    calendar: Calendar, limits: Limits, slots: Sequence[Slot], groups: Sequence[Sequence[Workload]]
) -> tuple[CapacityRow, ...]:
    """What the groups take of what each slot has. What the calendar leaves out is taken from the limits.

    Without a ramp in the calendar the first slot is the pilot wave, held to the limits' `pilot_machines`.
    """
    wave = calendar.per_wave
    ramp = [calendar.per_wave.ramp[place] if place < len(wave.ramp) else 1.0 for place in range(len(slots))]
    machines = wave.machines or limits.machines_per_wave
    by_machines = [machines * share for share in ramp]
    if by_machines and not wave.ramp and limits.pilot_machines:
        by_machines[0] = min(machines, limits.pilot_machines)
    rows = (
        ("groups", [1.0] * len(groups), [(wave.groups or limits.groups_per_wave) * share for share in ramp]),
        ("machines", [float(len(group)) for group in groups], by_machines),
        ("GiB", [_gib(group) for group in groups], [(wave.gib or limits.gib_per_wave) * share for share in ramp]),
    )
    made = tuple(CapacityRow(name, tuple(size), tuple(cap)) for name, size, cap in rows)
    return made + tuple(_hours(calendar, skill, slots, groups) for skill in skills_of(calendar))


def _gib(group: Iterable[Workload]) -> float:
    return sum(workload.disk_capacity_mib for workload in group) / MIB_PER_GIB


def skills_of(calendar: Calendar) -> tuple[str, ...]:
    """The skills that work needs, however they are spelt, in order."""
    return tuple(sorted({work.skill.casefold() for work in calendar.work}))


def _hours(calendar: Calendar, skill: str, slots: Sequence[Slot], groups: Sequence[Sequence[Workload]]) -> CapacityRow:
    """Hours of a skill: what its teams have in a window, and what every entry that is about a machine takes of it."""
    has = sum(team.hours_per_window for team in calendar.teams if team.skill.casefold() == skill)
    return CapacityRow(
        name=f"hours of {skill}",
        size=tuple(sum(_taken(calendar, skill, workload) for workload in group) for group in groups),
        cap=(has,) * len(slots),
    )


def _taken(calendar: Calendar, skill: str, workload: Workload) -> float:
    return sum(
        work.hours_per_machine
        for work in calendar.work
        if work.skill.casefold() == skill
        and (not work.routes or workload.route in work.routes)
        and work.covers(workload)
    )


def quota_rows(
    calendar: Calendar, slots: Sequence[Slot], vcpu: Sequence[Mapping[Family, float]]
) -> tuple[QuotaRow, ...]:
    """`vcpu[g]`: what group g takes of each family and region. Before the first day of a quota there is none of it."""
    series: dict[Family, list[Quota]] = {}
    for quota in calendar.quotas:
        series.setdefault((quota.family.casefold(), quota.region.casefold()), []).append(quota)
    return tuple(
        QuotaRow(
            family=family,
            region=region,
            stock=tuple(_of(group, family, region) for group in vcpu),
            supply=tuple(_in_force(entries, slot) for slot in slots),
        )
        for (family, region), entries in sorted(series.items())
    )


def _of(group: Mapping[Family, float], family: str, region: str) -> float:
    return sum(
        count for (name, place), count in group.items() if (name.casefold(), place.casefold()) == (family, region)
    )


def _in_force(entries: Iterable[Quota], slot: Slot) -> float:
    day = slot.start.date()
    begun = [quota for quota in entries if quota.since is None or quota.since <= day]
    latest = max(begun, key=lambda quota: (quota.since is not None, quota.since or day), default=None)
    return latest.vcpu if latest else 0.0
