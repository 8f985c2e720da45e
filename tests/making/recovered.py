"""How much of the truth about a generated estate its groups and suggestions find again."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from generated import Generated

from azlift.model import SuggestedApplication, WorkloadId

Labels = Mapping[WorkloadId, Hashable]


def adjusted_rand_index(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """1 for the same partition, 0 for what chance gives: Hubert and Arabie, Comparing partitions, 1985."""

    def pairs(labels: Iterable[Hashable]) -> float:
        return sum(count * (count - 1) / 2 for count in Counter(labels).values())

    together, a, b, all_pairs = pairs(zip(one, other, strict=True)), pairs(one), pairs(other), pairs([0] * len(one))
    expected, most = a * b / all_pairs, (a + b) / 2
    return (together - expected) / (most - expected)


def found_applications(made: Generated, suggestions: Iterable[SuggestedApplication]) -> Labels:
    """Each machine's application and environment, declared or suggested; a machine without either is alone."""
    labels: dict[WorkloadId, Hashable] = {
        w.id: (w.application, w.environment) if w.application else w.id for w in made.estate.workloads
    }
    for one in suggestions:
        for machine in one.workloads:
            environment = made.estate.by_id[machine].environment
            labels[machine] = (one.application, environment) if one.known else one.workloads
    return labels


def recovery(made: Generated, suggestions: Iterable[SuggestedApplication]) -> float:
    """The index of what was found against the truth, over all machines but infrastructure."""
    labels = found_applications(made, suggestions)
    machines = [machine for machine in labels if machine not in made.infrastructure]
    return adjusted_rand_index([labels[machine] for machine in machines], [made.unit[machine] for machine in machines])


def rightness(made: Generated, suggestions: Iterable[SuggestedApplication]) -> dict[str, list[float]]:
    """How right suggestions are, by kind and confidence in fifths."""
    units: dict[Hashable, set[WorkloadId]] = defaultdict(set)
    for machine, unit in made.unit.items():
        units[unit].add(machine)
    right: dict[str, list[float]] = defaultdict(list)
    for one in suggestions:
        band = f"{'known' if one.known else 'new'} from {min(int(one.confidence * 5), 4) / 5:.1f}"
        members = set(one.workloads)
        if one.known:
            right[band].append(float(made.unit[one.workloads[0]][0] == one.application))
        else:
            true = [units[made.unit[machine]] for machine in one.workloads]
            right[band].append(max(len(unit & members) / len(unit | members) for unit in true))
    return dict(sorted(right.items()))
