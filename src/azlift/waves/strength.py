"""How strongly machines hold together by what they say to each other.

Strength of two machines = Σ over their calls (source, target, port) of ln(1 + flow / scale) · manner: it has no unit,
and grows ever slower with the flow. The flow is what was observed of the call (time slots or connections, as its source
counts). Both directions add up. The formula and its weights are those of the planning benchmark (`tests/benchmarks`),
which took them as assumptions: they are parameters, none of them was measured.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log1p

from azlift.model import Estate, Link, WorkloadId

Call = tuple[WorkloadId, WorkloadId, int]
"""Source, target, and port; 0: no source says which."""
Pair = tuple[WorkloadId, WorkloadId]
"""Two machines, the lesser id first."""
ASYNCHRONOUS = frozenset({21, 22, 25, 5671, 5672, 9092, 61616})
"""Ports on which the caller does not wait for an answer: file transfer (ftp 21, ssh 22), mail (smtp 25), message buses
(amqp 5671 and 5672: the services file of Debian's netbase; Kafka 9092 and ActiveMQ's OpenWire 61616: defaults, as
public deployments of both have them). Any other call counts as one that waits."""


@dataclass(frozen=True)
class Weights:
    """`per_week` is USD a week for a strength of 1 while the two are apart; the others are factors without unit.

    A declared link says nothing of its flow: it counts as `scale` observations, neither weak nor strong.
    """

    scale: float = 20.0
    synchronous: float = 2.0
    asynchronous: float = 0.6
    per_week: float = 9.0
    both_production: float = 1.0
    otherwise: float = 0.35


WEIGHTS = Weights()


def calls_between(links: Iterable[Link], weights: Weights) -> dict[Call, float]:
    """The flow of each call between two different machines; what was observed outweighs what is declared.

    A call that is there twice counts once, with the larger flow: a row read twice changes nothing.
    """
    observed, declared = dict[Call, float](), dict[Call, float]()
    for link in links:
        if link.source != link.target:
            call = (link.source, link.target, link.port or 0)
            if link.kind == "observed":
                observed[call] = max(observed.get(call, 0.0), float(link.observations))
            else:
                declared[call] = weights.scale
    return dict(sorted((declared | observed).items()))


def calls_of(estate: Estate, weights: Weights) -> dict[Call, float]:
    """All calls of the estate, in one order whatever that of its links."""
    return calls_between(estate.links, weights)


def strengths_of(calls: Mapping[Call, float], weights: Weights) -> dict[Pair, float]:
    """The strength of each pair of machines that talk."""
    strengths: dict[Pair, float] = defaultdict(float)
    for (source, target, port), flow in calls.items():
        manner = weights.asynchronous if port in ASYNCHRONOUS else weights.synchronous
        strengths[pair_of(source, target)] += log1p(flow / weights.scale) * manner
    return dict(strengths)


def pair_of(one: WorkloadId, other: WorkloadId) -> Pair:
    return (one, other) if one < other else (other, one)
