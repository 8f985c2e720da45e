"""What each slot can hold, as rows of the planning problem: machines, groups, GiB, hours of each skill, and quotas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from azlift.model import Calendar, Limits, Quota, Reservation, Slot, Subscription, Workload

MIB_PER_GIB = 1024
MACHINES = "machines"
"""The name of the row of machines."""
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
        (MACHINES, [float(len(group)) for group in groups], by_machines),
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
    calendar: Calendar, slots: Sequence[Slot], vcpu: Sequence[Mapping[Family, float]], in_use: Mapping[Family, float]
) -> tuple[QuotaRow, ...]:
    """`vcpu[g]`: what group g takes of each family and region; `in_use`: what those have taken that moved before.

    Before the first day of a quota there is none of it.
    """
    return tuple(_series(calendar.quotas, slots, vcpu, in_use))


def supply_rows(
    calendar: Calendar, slots: Sequence[Slot], vcpu: Sequence[Mapping[Family, float]], in_use: Mapping[Family, float]
) -> tuple[QuotaRow, ...]:
    """What a region can give of each family that `capacities` name: what is in force, and the reservations of the day.

    What moved onto a reservation runs on when it ends, and counts from then on against the rest.
    """
    return tuple(_reserved(row, calendar, slots) for row in _series(calendar.capacities, slots, vcpu, in_use))


def _reserved(row: QuotaRow, calendar: Calendar, slots: Sequence[Slot]) -> QuotaRow:
    own = [one for one in calendar.reservations if _named(one) == (row.family, row.region)]
    beside = [sum(one.vcpu for one in own if one.holds_on(slot.start.date())) for slot in slots]
    return replace(row, supply=tuple(free + kept for free, kept in zip(row.supply, beside, strict=True)))


def _series(
    entries: Sequence[Quota],
    slots: Sequence[Slot],
    vcpu: Sequence[Mapping[Family, float]],
    in_use: Mapping[Family, float],
) -> Iterator[QuotaRow]:
    series: dict[Family, list[Quota]] = {}
    for quota in entries:
        series.setdefault(_named(quota), []).append(quota)
    for (family, region), own in sorted(series.items()):
        yield QuotaRow(
            family=family,
            region=region,
            stock=tuple(_of(group, family, region) for group in vcpu),
            supply=tuple(max(0.0, _in_force(own, slot) - _of(in_use, family, region)) for slot in slots),
        )


def _named(entry: Quota | Reservation) -> Family:
    return entry.family.casefold(), entry.region.casefold()


def azure_rows(
    subscription: Subscription, slots: Sequence[Slot], groups: Sequence[Sequence[Workload]]
) -> tuple[CapacityRow, ...]:
    """What Azure lets be landed while a window is open, where that can bind at all: buckets, full when it opens.

    A group is one deployment, one write of Resource Manager; each of its machines is one PutVM of Compute, whose bucket
    is counted as if all landed in one region. Further requests take of both: no plan can do with fewer than these.
    Sources: `Subscription`.
    """
    seconds = [slot.hours * 3600 for slot in slots]
    deployments = [subscription.writes_at_once + subscription.writes_per_second * s for s in seconds]
    machines = [subscription.machines_at_once + subscription.machines_per_minute * s / 60 for s in seconds]
    rows = (
        CapacityRow("deployments", (1.0,) * len(groups), tuple(deployments)),
        CapacityRow("machines Azure makes", tuple(float(len(group)) for group in groups), tuple(machines)),
    )
    return tuple(row for row in rows if sum(row.size) > min(row.cap, default=0.0))


def _of(group: Mapping[Family, float], family: str, region: str) -> float:
    return sum(
        count for (name, place), count in group.items() if (name.casefold(), place.casefold()) == (family, region)
    )


def _in_force(entries: Iterable[Quota], slot: Slot) -> float:
    day = slot.start.date()
    begun = [quota for quota in entries if quota.since is None or quota.since <= day]
    latest = max(begun, key=lambda quota: (quota.since is not None, quota.since or day), default=None)
    return latest.vcpu if latest else 0.0
