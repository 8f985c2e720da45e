"""What it costs a week that two groups which talk are apart: the planner's edges, and the links a grouping cuts.

USD a week of two groups = per_week · Σ over their pairs of machines of strength · factor, the factor being
`both_production` where both machines are known to be production, else `otherwise` (`Weights`, `strength`). Links of
infrastructure cost nothing: it is extended to both sides before anything moves.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from azlift.model import Estate, GroupId, WavePlan, WorkloadId
from azlift.waves.environments import is_production
from azlift.waves.services import find_services
from azlift.waves.strength import WEIGHTS, Pair, Weights, calls_of, strengths_of


class Cut(NamedTuple):
    """Two machines of different groups that talk; `cost` in USD a week apart."""

    one: WorkloadId
    other: WorkloadId
    strength: float
    cost: float


@dataclass(frozen=True)
class Cuts:
    """The pairs of machines that talk and have different homes; without infrastructure, and who has no home."""

    home: Mapping[WorkloadId, GroupId]
    pairs: tuple[Cut, ...]


def find_cuts(groups: Mapping[GroupId, Sequence[WorkloadId]], estate: Estate, weights: Weights = WEIGHTS) -> Cuts:
    home = {machine: group for group, machines in groups.items() for machine in machines}
    return Cuts(home, tuple(_cuts(home, estate, weights)))


def edges(cuts: Cuts) -> list[tuple[GroupId, GroupId, float]]:
    """Each pair of groups that talk, once, the lesser id first, with USD per week of split above 0."""
    sums: dict[tuple[GroupId, GroupId], float] = defaultdict(float)
    for cut in cuts.pairs:
        one, other = cuts.home[cut.one], cuts.home[cut.other]
        sums[(one, other) if one < other else (other, one)] += cut.cost
    return [(one, other, cost) for (one, other), cost in sorted(sums.items()) if cost > 0]


def ties_of(plan: WavePlan, estate: Estate) -> dict[tuple[GroupId, GroupId], float]:
    """The edges between all groups of a plan, at the price its calendar gives a week apart."""
    per_week = plan.calendar.weights.split_per_week if plan.calendar else WEIGHTS.per_week
    membership = {group.id: group.workloads for group in plan.groups}
    cuts = find_cuts(membership, estate, replace(WEIGHTS, per_week=per_week))
    return {(one, other): cost for one, other, cost in edges(cuts)}


def strongest_cuts(cuts: Cuts, estate: Estate) -> dict[GroupId, str]:
    """In words, per group that talks to another: its costliest link that is cut, and what all of them cost."""
    by_group: dict[GroupId, list[Cut]] = defaultdict(list)
    for cut in cuts.pairs:
        by_group[cuts.home[cut.one]].append(cut)
        by_group[cuts.home[cut.other]].append(cut)
    return {group: _in_words(found, group, cuts.home, estate) for group, found in sorted(by_group.items())}


def _in_words(cuts: Sequence[Cut], group: GroupId, home: Mapping[WorkloadId, GroupId], estate: Estate) -> str:
    worst = min(cuts, key=lambda cut: (-cut.cost, cut.one, cut.other))
    own, other = (worst.one, worst.other) if home[worst.one] == group else (worst.other, worst.one)
    more = f"; all {len(cuts):,} that are cut: {sum(cut.cost for cut in cuts):,.2f}" if len(cuts) > 1 else ""
    return (
        f"{estate.by_id[own].name} to {estate.by_id[other].name} in {home[other]}: strength {worst.strength:.2f}, "
        f"{worst.cost:,.2f} USD a week apart{more}"
    )


def _cuts(home: Mapping[WorkloadId, GroupId], estate: Estate, weights: Weights) -> Iterator[Cut]:
    calls = calls_of(estate, weights)
    services = find_services(estate, calls, weights)
    held = {machine for machine in home if machine not in services or services[machine].kind != "infrastructure"}
    for (one, other), strength in strengths_of(calls, weights).items():
        if one in held and other in held and home[one] != home[other]:
            yield Cut(one, other, strength, _cost((one, other), strength, estate, weights))


def _cost(pair: Pair, strength: float, estate: Estate, weights: Weights) -> float:
    """USD a week that the two are apart."""
    both = all(is_production(estate.by_id[machine].environment) for machine in pair)
    return weights.per_week * strength * (weights.both_production if both else weights.otherwise)
