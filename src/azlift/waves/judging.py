"""Where a plan breaks its limits or its order: the same judgement for a computed plan and for an edited one."""

from collections.abc import Iterator, Mapping, Sequence

from azlift.model import Estate, Finding, GroupId, MoveGroup, Severity, Wave, WavePlan
from azlift.waves.groups import counted, link_text, listed
from azlift.waves.ordering import Dropped, Ordering, environment_pairs, order_groups
from azlift.waves.packing import machines_allowed, numbers_of, wave_id


def judge_plan(plan: WavePlan, estate: Estate) -> tuple[Finding, ...]:
    """Every violation, with the facts and the limit: first the waves' sizes, then their order, then dropped links."""
    return judge_ordered(plan, order_groups({group.id: group.workloads for group in plan.groups}, estate), estate)


def judge_ordered(plan: WavePlan, ordering: Ordering, estate: Estate) -> tuple[Finding, ...]:
    """`judge_plan` for who has the ordering of the plan's groups already."""
    return (
        *_missing_pilot(plan),
        *_too_large(plan),
        *_out_of_order(plan, ordering),
        *judge_environments(plan.groups, numbers_of(plan), ordering, estate),
        *judge_cycles(ordering, estate),
    )


def _missing_pilot(plan: WavePlan) -> Iterator[Finding]:
    if plan.waves and plan.limits.pilot_machines and not any(wave.pilot for wave in plan.waves):
        smallest = min(len(group.workloads) for group in plan.groups)
        yield Finding(
            code="no-pilot",
            severity=Severity.NOTE,
            message="no wave is a pilot: the first wave is as large as any other",
            evidence=f"smallest group: {counted(smallest, 'machine')}; a pilot's limit: {plan.limits.pilot_machines:,}",
        )


def _too_large(plan: WavePlan) -> Iterator[Finding]:
    for wave in plan.waves:
        if broken := _broken_limits(wave, plan):
            largest = max(
                (plan.by_group[group] for group in wave.groups), key=lambda g: (len(g.workloads), g.disk_gib, g.id)
            )
            yield Finding(
                code="wave-too-large",
                severity=Severity.WARNING,
                message=f"{wave.id} is larger than a {'pilot' if wave.pilot else 'wave'} may be: {', '.join(broken)}",
                evidence=f"its largest group is {largest.id}: "
                f"{counted(len(largest.workloads), 'machine')}, {largest.disk_gib:,} GiB",
                wave=wave.id,
            )


def _broken_limits(wave: Wave, plan: WavePlan) -> list[str]:
    groups = [plan.by_group[group] for group in wave.groups]
    held = (
        ("groups", len(groups), plan.limits.groups_per_wave),
        ("machines", sum(len(group.workloads) for group in groups), machines_allowed(plan.limits, pilot=wave.pilot)),
        ("GiB", sum(group.disk_gib for group in groups), plan.limits.gib_per_wave),
    )
    return [f"{count:,} {unit}, limit {limit:,}" for unit, count, limit in held if count > limit]


def _out_of_order(plan: WavePlan, ordering: Ordering) -> Iterator[Finding]:
    numbers = numbers_of(plan)
    for group in ordering.sequence:
        for earlier in ordering.after[group]:
            if numbers[group] < numbers[earlier]:
                yield Finding(
                    code="group-before-its-dependency",
                    severity=Severity.WARNING,
                    message=f"{group} moves in {wave_id(numbers[group])}, before {earlier} which it calls",
                    evidence=f"{earlier} moves in {wave_id(numbers[earlier])}",
                    wave=wave_id(numbers[group]),
                )


def judge_environments(
    groups: Sequence[MoveGroup], numbers: Mapping[GroupId, int], ordering: Ordering, estate: Estate
) -> Iterator[Finding]:
    """Production that does not move after the other environments of its application."""
    membership = {group.id: group.workloads for group in groups}
    for early, late in environment_pairs(membership, ordering.production, estate):
        if numbers[late] <= numbers[early]:
            yield Finding(
                code="production-not-last",
                severity=Severity.NOTE,
                message=f"{late} is production and does not move after {early} of the same application",
                evidence=f"{late} moves in {wave_id(numbers[late])}, {early} in {wave_id(numbers[early])}",
                wave=wave_id(numbers[late]),
            )


def judge_cycles(ordering: Ordering, estate: Estate) -> Iterator[Finding]:
    """The dependencies that were dropped because they close a cycle."""
    return (_cycle(dropped, estate) for dropped in ordering.dropped)


FEWEST = "since no dependency in it has fewer links"


def _cycle(dropped: Dropped, estate: Estate) -> Finding:
    return Finding(
        code="dependency-cycle",
        severity=Severity.WARNING,
        message=f"{' → '.join(dropped.cycle)} is a cycle: {dropped.source} does not wait for {dropped.target}, "
        + ("since the calendar asks for another order" if dropped.overruled else FEWEST),
        evidence=f"dropped: {listed([link_text(link, estate) for link in dropped.links])}",
    )
