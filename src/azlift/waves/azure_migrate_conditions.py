"""What Azure Migrate's wave planner would say of a plan: its eight planning conditions, judged one by one.

Source: MicrosoftDocs/azure-docs, articles/migrate/automatic-wave-planning-architecture.md, 2026-09-01, "Planning
conditions", in its order of precedence. Where the page leaves open what a word means, the reading is stated here:

- "strong" (1): `THRESHOLDS.two_way_observations` each way, as for azlift's own bonds.
- production (4, 5): as the environment says; a machine that states neither environment nor application counts as
  production, as the page has it.
- "before" (4): no development or test machine moves after the first production machine, over the whole plan.
- "high" criticality (6): one of `HIGH`; what states none counts as medium, as the page has it.
- "high" complexity (7): links with `COMPLEX` other applications or more, the page's example.
- "earliest" (6, 7): the first `EARLY_SHARE` of the waves, at least one. azlift's assumption.
- range (8): up to `Limits.machines_per_wave`, which is the page's example by default; no least is documented.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from azlift.model import Estate, Finding, Severity, WavePlan, Workload, WorkloadId
from azlift.waves.bonds import THRESHOLDS
from azlift.waves.environments import is_production, same_words
from azlift.waves.groups import listed

SOURCE = "MicrosoftDocs/azure-docs, articles/migrate/automatic-wave-planning-architecture.md, planning condition"
HIGH = frozenset({"high", "very high", "critical", "mission critical", "business critical"})
COMPLEX = 12
"""Applications linked with one, from which on it is of high complexity."""
EARLY_SHARE = 0.25
"""Of the waves. azlift's assumption: the page does not say how many are the earliest."""


@dataclass(frozen=True)
class Seen:
    """A plan from machine to machine. Only machines in waves are judged."""

    plan: WavePlan
    estate: Estate

    @cached_property
    def wave(self) -> Mapping[WorkloadId, int]:
        """The number of each machine's wave."""
        groups = ((wave.number, self.plan.by_group[group]) for wave in self.plan.waves for group in wave.groups)
        return {workload: number for number, group in groups for workload in group.workloads}

    @cached_property
    def machines(self) -> list[Workload]:
        return [self.estate.by_id[workload] for workload in sorted(self.wave)]

    @cached_property
    def links(self) -> Mapping[tuple[WorkloadId, WorkloadId], int]:
        """Observations by direction, over all ports; 0 where it is only declared."""
        seen: Counter[tuple[WorkloadId, WorkloadId]] = Counter()
        for link in self.estate.links:
            if link.source != link.target and {link.source, link.target} <= self.wave.keys():
                seen[link.source, link.target] += link.observations if link.kind == "observed" else 0
        return dict(sorted(seen.items()))

    @cached_property
    def application(self) -> Mapping[WorkloadId, str]:
        return {machine.id: same_words(machine.application) for machine in self.machines}

    @cached_property
    def applications(self) -> Mapping[str, list[Workload]]:
        found: dict[str, list[Workload]] = defaultdict(list)
        for machine in self.machines:
            if application := self.application[machine.id]:
                found[application].append(machine)
        return found

    @cached_property
    def production(self) -> Mapping[WorkloadId, bool | None]:
        return {m.id: _production(m) for m in self.machines}

    @cached_property
    def early(self) -> frozenset[int]:
        numbers = sorted(wave.number for wave in self.plan.waves)
        return frozenset(numbers[: ceil(EARLY_SHARE * len(numbers))])

    def waves_of(self, machines: Iterable[Workload]) -> list[int]:
        return sorted({self.wave[machine.id] for machine in machines})

    def at(self, workload: WorkloadId) -> str:
        return f"{self.estate.by_id[workload].name} (wave {self.wave[workload]})"


def judge_azure_migrate_conditions(plan: WavePlan, estate: Estate) -> tuple[Finding, ...]:
    """A note for each condition: met, violated, or not judged where nothing is known that it could be judged by."""
    seen = Seen(plan, estate)
    judged = (
        ("workloads with strong two-way dependencies are in one wave", bool(seen.links), _apart(seen)),
        ("all workloads of an application are in one wave", bool(seen.applications), _scattered(seen)),
        ("what others depend on moves with them or before", bool(seen.links), _too_late(seen)),
        ("development and test move before production", _knows_environments(seen), _after_production(seen)),
        ("production shares no wave with development and test", _knows_environments(seen), _mixed(seen)),
        ("applications of high criticality are not in the earliest waves", _knows_criticality(seen), _critical(seen)),
        ("applications of high complexity are not in the earliest waves", bool(seen.links), _complex(seen)),
        ("each wave is within the range of workloads", bool(plan.waves), _too_large(seen)),
    )
    return tuple(_finding(number, *condition) for number, condition in enumerate(judged, start=1))


def _finding(number: int, condition: str, judged: bool, broken: Iterable[str]) -> Finding:
    against = list(broken) if judged else []
    result = "violated" if against else "met" if judged else "not judged"
    facts = f"{len(against):,}: {listed(against)}" if against else "nothing is against it" if judged else "no data"
    return Finding(
        code=f"azure-migrate-{result.replace(' ', '-')}",
        severity=Severity.NOTE,
        message=f"Azure Migrate's condition {number} is {result}: {condition}",
        evidence=f"{facts}. Source: {SOURCE} {number}",
    )


# -- what is against each, in the order of the page ---------------------------------------------------------------


def _apart(seen: Seen) -> Iterator[str]:
    least = THRESHOLDS.two_way_observations
    for (source, target), count in seen.links.items():
        back = seen.links.get((target, source), 0)
        if source < target and min(count, back) >= least and seen.wave[source] != seen.wave[target]:
            yield f"{seen.at(source)} and {seen.at(target)}, seen {count:,} and {back:,} times"


def _scattered(seen: Seen) -> Iterator[str]:
    for application, machines in seen.applications.items():
        if len(waves := seen.waves_of(machines)) > 1:
            yield f"{application} in waves {_numbers(waves)}"


def _too_late(seen: Seen) -> Iterator[str]:
    for source, target in seen.links:
        if seen.wave[target] > seen.wave[source]:
            yield f"{seen.at(source)} needs {seen.at(target)}"


def _after_production(seen: Seen) -> Iterator[str]:
    first = min((seen.wave[machine] for machine, known in seen.production.items() if known), default=None)
    for machine, known in seen.production.items():
        if known is False and first is not None and seen.wave[machine] > first:
            yield f"{seen.at(machine)} after production in wave {first}"


def _mixed(seen: Seen) -> Iterator[str]:
    held: dict[int, Counter[bool]] = defaultdict(Counter)
    for machine, known in seen.production.items():
        if known is not None:
            held[seen.wave[machine]][known] += 1
    for number, kinds in sorted(held.items()):
        if len(kinds) == 2:
            yield f"wave {number} has {kinds[True]:,} of production and {kinds[False]:,} of development or test"


def _critical(seen: Seen) -> Iterator[str]:
    for machine in seen.machines:
        if _criticality(machine) in HIGH and seen.wave[machine.id] in seen.early:
            yield f"{seen.at(machine.id)}: {machine.criticality.strip()}"


def _complex(seen: Seen) -> Iterator[str]:
    talks: dict[str, set[str]] = defaultdict(set)
    for ends in seen.links:
        one, other = (seen.application[end] for end in ends)
        if one and other and one != other:
            talks[one].add(other)
            talks[other].add(one)
    for application, others in sorted(talks.items()):
        early = seen.early.intersection(seen.waves_of(seen.applications[application]))
        if len(others) >= COMPLEX and early:
            yield f"{application} in wave {_numbers(sorted(early))}, linked with {len(others):,} applications"


def _too_large(seen: Seen) -> Iterator[str]:
    most = seen.plan.limits.machines_per_wave
    for number, count in sorted(Counter(seen.wave.values()).items()):
        if count > most:
            yield f"wave {number} has {count:,} machines, at most {most:,}"


# -- what is known ------------------------------------------------------------------------------------------------


def _production(machine: Workload) -> bool | None:
    stated = bool(machine.environment.strip() or machine.application.strip())
    return is_production(machine.environment) if stated else True


def _criticality(machine: Workload) -> str:
    return same_words(machine.criticality.replace("-", " "))


def _knows_environments(seen: Seen) -> bool:
    return any(is_production(machine.environment) is not None for machine in seen.machines)


def _knows_criticality(seen: Seen) -> bool:
    return any(_criticality(machine) for machine in seen.machines)


def _numbers(waves: Iterable[int]) -> str:
    return listed([str(number) for number in waves])
