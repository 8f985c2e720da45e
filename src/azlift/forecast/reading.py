"""What appliances, hosts and datastores can read up to each slot, as rows of the planning problem.

Each disk is read at `disk_mb_per_s` at most, so many at once as the place serves: up to tau - L a place reads at most
its disks at once * rate * (tau - L) GiB, whatever the schedule. Without that rate no row is known.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from azlift.forecast.loads import Load
from azlift.forecast.replication import disk_gib_per_hour
from azlift.model import Replication


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One place as rows of the planning problem: `stock` per group and `supply` up to each slot, in GiB."""

    place: str
    stock: tuple[float, ...]
    supply: tuple[float, ...]


def reading_rows(
    groups: Sequence[Sequence[Load]], hours_of_slots: Sequence[float], rules: Replication
) -> tuple[ReadingRow, ...]:
    """The appliances together, and each host and datastore that can bind where the appliances do not."""
    if disk_gib_per_hour(rules) == inf:
        return ()
    together = _row("appliances", groups, hours_of_slots, rules.disks_per_appliance * rules.appliances, rules)
    found = [together]
    for place, most, shares in _places(groups, rules):
        row = _row(place, shares, hours_of_slots, most, rules)
        whole = sum(row.stock)
        if any(min(whole, all_) > own for all_, own in zip(together.supply, row.supply, strict=True)):
            found.append(row)
    return tuple(found)


def _row(
    place: str, groups: Sequence[Sequence[Load]], hours_of_slots: Sequence[float], most: int, rules: Replication
) -> ReadingRow:
    """A machine with more disks than the place serves is read there alone, all its disks at once."""
    widest = max((load.disks for loads in groups for load in loads), default=1)
    rate = max(widest, most) * disk_gib_per_hour(rules) * (1 - rules.reserve_share)
    hours = (max(0.0, start - rules.test_lead_days * 24) for start in hours_of_slots)
    return ReadingRow(place, tuple(sum(load.gib for load in loads) for loads in groups), tuple(rate * h for h in hours))


def _places(groups: Sequence[Sequence[Load]], rules: Replication) -> Iterator[tuple[str, int, list[list[Load]]]]:
    """Hosts and datastores in the order of their names, how many disks each serves, and whose they are by group."""
    held: dict[tuple[str, str], list[list[Load]]] = defaultdict(lambda: [[] for _ in groups])
    for place, loads in enumerate(groups):
        for load in loads:
            for kind, name in (("datastore", load.datastore), ("host", load.host)):
                if name:
                    held[kind, name][place].append(load)
    most = {"datastore": rules.snapshots_per_datastore, "host": rules.disks_per_host}
    for (kind, name), shares in sorted(held.items()):
        yield f"{kind} {name}", most[kind], shares
