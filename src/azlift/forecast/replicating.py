"""How many machines replicate at once: from the start of a machine's copy until its cutover.

An appliance takes `machines_per_appliance`, and a vCenter `machines_at_most`, whatever line they go over.
"""

from collections.abc import Sequence
from typing import NamedTuple

from azlift.forecast.loads import Load
from azlift.forecast.nights import NightRow
from azlift.model import Replication


class Stay(NamedTuple):
    """So many machines of a wave replicate from `start` to `cutover`, in hours."""

    name: str
    start: float
    cutover: float
    machines: int


def at_most(rules: Replication) -> int:
    return min(rules.machines_at_most, rules.machines_per_appliance * rules.appliances)


def most_at_once(stays: Sequence[Stay]) -> dict[str, int]:
    """By wave, the most machines that replicate at one moment while its own do: the number rises at starts only."""
    starts = {stay.start for stay in stays}
    there = {then: sum(one.machines for one in stays if one.start <= then < one.cutover) for then in starts}
    found: dict[str, int] = {}
    for own in stays:
        peak = max((count for then, count in there.items() if own.start <= then < own.cutover), default=0)
        found[own.name] = max(found.get(own.name, 0), peak)
    return found


def replicating_rows(groups: Sequence[Sequence[Load]], slots: int, rules: Replication) -> tuple[NightRow, ...]:
    """When a wave is cut over all its machines replicate, so no wave has more than may; none where that cannot bind."""
    size = tuple(float(sum(1 for load in loads if load.gib)) for loads in groups)
    most = at_most(rules)
    return (NightRow("machines that replicate", size, (float(most),) * slots),) if sum(size) > most else ()
