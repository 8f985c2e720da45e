"""Suggested applications for machines that state none: for their owners to confirm, never taken for a fact.

A machine of which more than half of what it says is to one declared application's group is suggested for it, and then
counts as its own for the next; what is left is suggested by communities. Links of infrastructure do not count.

Confidence, from 0 to 1: for a known application the share of the machine's strength that is to its group; for a new one
its stability, which is how well the community is found again from other seeds (`communities.stability_of`), times what
a stable one was measured to be worth, times the share of its machines' strength that is not to machines which have an
application. The share that stays inside is told and does not count: in the measurements it said nothing of whether a
community is an application.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import yaml

from azlift.model import Estate, SuggestedApplication, WorkloadId
from azlift.waves.applications import application_of, declared_applications
from azlift.waves.bonds import THRESHOLDS
from azlift.waves.communities import find_communities, stability_of
from azlift.waves.groups import Grouping, by_name, counted, infrastructure_in, moves
from azlift.waves.strength import Pair

MAJORITY = 0.5
LONGEST_NAME = 256
OVERLAP = 0.7
"""Of a community that every seed finds: its mean overlap (Jaccard index) with the application it is of, in generated
estates without any application stated (tests/benchmarks/grouping.py)."""
FILE_HEAD = """\
# Applications that links suggest for machines that state none. Nothing here is in force, and each plan writes it anew:
# copy what their owners confirm to estate.yaml, and the machines move with their application.
"""
Around = Mapping[WorkloadId, Mapping[WorkloadId, float]]
"""Per machine, with whom it talks and how strongly."""


def suggest_applications(grouping: Grouping, estate: Estate) -> tuple[SuggestedApplication, ...]:
    """The surest first; each machine at most once, none that states an application, stays or is infrastructure."""
    moving = frozenset(workload.id for workload in estate.workloads if moves(workload))
    held = moving - infrastructure_in(grouping.services)
    strengths = {pair: strength for pair, strength in grouping.strengths.items() if held.issuperset(pair)}
    declared = declared_applications(estate, moving)
    home = {machine: key for key, machines in declared.items() for machine in machines}
    around = _around(strengths)
    names = {key: application_of(machines, estate) for key, machines in declared.items()}
    taken = _spread(home, held - home.keys(), around)
    known = _of_known(taken, home, around, names)
    new = _of_new(held - home.keys() - taken.keys(), strengths, around, estate)
    return tuple(sorted((*known, *new), key=lambda one: (-one.confidence, one.workloads)))


def _around(strengths: Mapping[Pair, float]) -> Around:
    around: dict[WorkloadId, dict[WorkloadId, float]] = defaultdict(dict)
    for (one, other), strength in strengths.items():
        around[one][other] = around[other][one] = strength
    return around


# -- applications that are known ----------------------------------------------------------------------------------


def _spread(home: Mapping[WorkloadId, str], nameless: Iterable[WorkloadId], around: Around) -> dict[WorkloadId, str]:
    """Round by round, all machines of which a majority is said to one home get it; none in sight of a majority stays.

    A round looks at the homes of the one before, so the order of machines does not matter.
    """
    taken = dict[WorkloadId, str]()
    front = sorted(machine for machine in nameless if machine in around)
    while front:
        homes = {**home, **taken}
        found = {machine: key for machine in front if (key := _majority(around[machine], homes))}
        taken |= found
        near = {other for machine in found for other in around[machine]}
        front = sorted(machine for machine in near & set(nameless) if machine not in taken)
    return taken


def _majority(said: Mapping[WorkloadId, float], home: Mapping[WorkloadId, str]) -> str:
    """The home to which more than half is said; empty: there is none."""
    sums: dict[str, float] = defaultdict(float)
    for other, strength in said.items():
        sums[home.get(other, "")] += strength
    sums.pop("", None)
    best = max(sorted(sums), key=sums.__getitem__, default="")
    return best if best and sums[best] > MAJORITY * sum(said.values()) else ""


def _of_known(
    taken: Mapping[WorkloadId, str], home: Mapping[WorkloadId, str], around: Around, names: Mapping[str, str]
) -> Iterator[SuggestedApplication]:
    homes = {**home, **taken}
    for machine, key in taken.items():
        said = around[machine]
        share = sum(strength for other, strength in said.items() if homes.get(other) == key) / sum(said.values())
        why = f"{share:.0%} of what it says is to machines of {names[key]}"
        yield SuggestedApplication(application=names[key], known=True, workloads=(machine,), confidence=share, why=why)


# -- applications that are new ------------------------------------------------------------------------------------


def _of_new(
    machines: frozenset[WorkloadId], strengths: Mapping[Pair, float], around: Around, estate: Estate
) -> Iterator[SuggestedApplication]:
    inside = {pair: strength for pair, strength in strengths.items() if machines.issuperset(pair)}
    communities = [one for one in find_communities(machines, inside, THRESHOLDS.most_machines) if len(one) > 1]
    stability = stability_of(communities, machines, inside, THRESHOLDS.most_machines)
    for community in communities:
        members = frozenset(community)
        said = [(other, strength) for machine in community for other, strength in around[machine].items()]
        total, within = sum(s for _, s in said), sum(s for other, s in said if other in members)
        free = sum(s for other, s in said if other in machines) / total
        ordered = by_name(community, estate)
        yield SuggestedApplication(
            application=_name(ordered, estate),
            known=False,
            workloads=ordered,
            confidence=OVERLAP * stability[community] * free,
            why=f"{within / total:.0%} of what they say is to each other; from other seeds {stability[community]:.0%} "
            "of the same machines are found",
        )


def _name(machines: Sequence[WorkloadId], estate: Estate) -> str:
    """What their names begin with, where that is three letters or more; else the first machine's name, or its id."""
    names = [estate.by_id[machine].name.strip() for machine in machines]
    start = re.sub(r"[\W\d_]+$", "", _common_start([name.casefold() for name in names]))
    return (start if len(start) >= 3 else names[0])[:LONGEST_NAME].strip() or machines[0]


def _common_start(names: Sequence[str]) -> str:
    first, last = min(names), max(names)
    return next((first[:at] for at, letter in enumerate(first) if last[at : at + 1] != letter), first)


# -- for people ---------------------------------------------------------------------------------------------------


def suggestions_yaml(suggestions: Sequence[SuggestedApplication], estate: Estate) -> str:
    """The suggestions as `estate.yaml` has applications; confidence and reason stand above each as a comment."""
    blocks = [_block(one, estate) for one in suggestions]
    machines = sum(len(one.workloads) for one in suggestions)
    head = f"{FILE_HEAD}# {counted(len(suggestions), 'suggestion')} for {counted(machines, 'machine')}.\n"
    return f"{head}applications:\n{''.join(blocks)}" if blocks else f"{head}applications: []\n"


def _block(one: SuggestedApplication, estate: Estate) -> str:
    patterns = [_literal(estate.by_id[machine].name) for machine in one.workloads]
    text = yaml.safe_dump([{"name": one.application, "machines": patterns}], sort_keys=False, width=120)
    why = " ".join(ascii(one.why)[1:-1].split())
    return f"  # confidence {one.confidence:.2f}: {why}\n" + "".join(f"  {line}\n" for line in text.splitlines())


def _literal(name: str) -> str:
    """The name as a pattern that matches it alone."""
    return re.sub(r"([*?[])", r"[\1]", name)
