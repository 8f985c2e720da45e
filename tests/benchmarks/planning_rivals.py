"""Plans as others make them, on our calendar: each is an order in which groups are offered to first-fit.

All share the same first-fit with its mending (`fill`), so none breaks a row for want of a scheduler. Where a rival's
rule is published in prose, the sentence it is read from is named; weights that are not published are equal.
"""

from collections.abc import Callable

import networkx as nx
import numpy as np
from planning_instances import Labels

from azlift.waves.problem import Floats, Ints, Problem
from azlift.waves.solving.orders import by_cluster, by_saving, in_communities

try:
    import graspologic_native
except ImportError:
    graspologic_native = None
try:
    import pymetis
except ImportError:
    pymetis = None

Order = Callable[[Problem, Labels], Ints]


def by_name(problem: Problem, labels: Labels) -> Ints:
    """A spreadsheet's rows, sorted by application name."""
    return np.argsort(labels.name)


def by_domain(problem: Problem, labels: Labels) -> Ints:
    """Names that begin with the business domain."""
    return np.lexsort((labels.name, labels.domain))


def by_site(problem: Problem, labels: Labels) -> Ints:
    return np.lexsort((labels.name, labels.domain, labels.site))


def by_environment(problem: Problem, labels: Labels) -> Ints:
    """dev, test, prod; in each by business domain."""
    return np.lexsort((labels.name, labels.domain, labels.environment))


def by_priority_score(problem: Problem, labels: Labels) -> Ints:
    """Azure Migrate's automatic waves as documented: a score of complexity, criticality, readiness, effort and value,
    each brought to a common scale, weighted and added; dev and test before prod; who talks near each other.

    Source: MicrosoftDocs/azure-docs, articles/migrate/automatic-wave-planning-architecture.md of 2026-09-01 ("Planning
    conditions", "Priority score", "Phase 4"). The weights are not published: equal here. The pulling together of who
    talks is read as: an application's score is the mean of its own and of its neighbours' scores. A reading of prose,
    not their code.
    """
    hours = problem.size[1]
    score = np.mean(
        (
            1.0 - ranked(labels.complexity),
            1.0 - ranked(labels.criticality.astype(float)),
            1.0 - ranked(labels.ready.astype(float)),
            1.0 - ranked(hours),
            ranked(problem.saving),
        ),
        axis=0,
    )
    one, other = problem.edge_one, problem.edge_other
    near = np.bincount(one, score[other], problem.groups) + np.bincount(other, score[one], problem.groups)
    degree = np.bincount(one, minlength=problem.groups) + np.bincount(other, minlength=problem.groups)
    pulled = np.where(degree > 0, (score + near / np.maximum(1, degree)) / 2.0, score)
    return np.lexsort((-pulled, labels.environment == 2))


def ranked(values: Floats) -> Floats:
    """From 0 for the least to 1 for the most; equals share a rank."""
    _, rank = np.unique(values, return_inverse=True)
    return rank / max(1, rank.max())


def by_component(problem: Problem, labels: Labels) -> Ints:
    """Connected components, the largest saving for its size first; in each by saving."""
    graph = nx.Graph()
    graph.add_nodes_from(range(problem.groups))
    graph.add_edges_from(zip(problem.edge_one.tolist(), problem.edge_other.tolist(), strict=True))
    component = np.empty(problem.groups, np.int64)
    for number, members in enumerate(nx.connected_components(graph)):
        component[list(members)] = number
    saving, size = np.bincount(component, problem.saving), np.bincount(component, problem.size[0])
    rank = np.empty(problem.groups, np.int64)
    rank[by_saving(problem)] = np.arange(problem.groups)
    return np.lexsort((rank, -(saving / size)[component]))


def by_saving_only(problem: Problem, labels: Labels) -> Ints:
    return by_saving(problem)


def by_louvain(problem: Problem, labels: Labels) -> Ints:
    return by_cluster(problem, seed=1)


def by_leiden(problem: Problem, labels: Labels) -> Ints:
    """Leiden communities (Traag, Waltman, van Eck 2019), drawn up as ours are."""
    ties = zip(map(str, problem.edge_one), map(str, problem.edge_other), problem.edge_weight.tolist(), strict=True)
    _, found = graspologic_native.leiden(list(ties), iterations=5, seed=1)
    numbers = [found.get(str(group), -1 - group) for group in range(problem.groups)]
    return in_communities(problem, np.unique(numbers, return_inverse=True)[1].astype(np.int64))


def by_metis(problem: Problem, labels: Labels) -> Ints:
    """As many parts of equally many machines as there are slots (Karypis and Kumar 1998), drawn up as ours are."""
    one = np.concatenate([problem.edge_one, problem.edge_other])
    order = np.argsort(one, kind="stable")
    other = np.concatenate([problem.edge_other, problem.edge_one])[order]
    weight = np.maximum(1, np.tile(problem.edge_weight, 2)[order]).astype(int)
    starts = np.searchsorted(one[order], np.arange(problem.groups + 1))
    _, parts = pymetis.part_graph(
        problem.slots,
        xadj=starts.tolist(),
        adjncy=other.tolist(),
        eweights=weight.tolist(),
        vweights=problem.size[0].astype(int).tolist(),
    )
    return in_communities(problem, np.unique(parts, return_inverse=True)[1].astype(np.int64))


MANUAL = {"name": by_name, "domain": by_domain, "site, domain": by_site, "environment, domain": by_environment}
RIVALS: dict[str, Order] = {
    **MANUAL,
    "priority score": by_priority_score,
    "components": by_component,
    "savings": by_saving_only,
    "Louvain": by_louvain,
    **({"Leiden": by_leiden} if graspologic_native else {}),
    **({"METIS": by_metis} if pymetis else {}),
}
"""Leiden and METIS only where `graspologic-native` and `pymetis` are installed: azlift needs neither."""
