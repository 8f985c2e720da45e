"""How long things take in the pretend Azure, in simulated seconds.

What providers do is drawn: log-normal about a median, as wide as the 95th percentile of `table.py` says, from the seed
of the world, the resource, what is done to it and how often that was done before. So a replay takes the same times,
whatever else happens meanwhile, and a hundred machines do not end at one instant. What Azure Resource Manager does by
itself is fixed and short; those figures are ours.
"""

from dataclasses import dataclass
from math import exp, log
from statistics import NormalDist

from azlift.rehearsal.chance import uniform
from azlift.rehearsal.durations.table import ROWS, Row, row_of

__all__ = ["ROWS", "Durations", "Row", "draw", "usual"]


def usual(resource_type: str, operation: str = "write") -> float:
    """The median of what is done to a type."""
    return row_of(resource_type, operation).median


DISK = usual("Microsoft.Compute/disks")
NETWORK_INTERFACE = usual("Microsoft.Network/networkInterfaces")
NETWORK_SECURITY_GROUP = usual("Microsoft.Network/networkSecurityGroups")
VIRTUAL_NETWORK = usual("Microsoft.Network/virtualNetworks")
SUBNET = usual("Microsoft.Network/virtualNetworks/subnets")
PUBLIC_ADDRESS = usual("Microsoft.Network/publicIPAddresses")
ROUTE_TABLE = usual("Microsoft.Network/routeTables")
LOAD_BALANCER = usual("Microsoft.Network/loadBalancers")
STORED = usual("*")
VIRTUAL_MACHINE = usual("Microsoft.Compute/virtualMachines")
UNCHANGED = 1.0  # a PUT that changes nothing still goes through the provider once
RESOURCE_GROUP = 1.0  # a record in ARM's own store
WHAT_IF = 2.0
MOVE = 30.0  # minutes in Azure
DEPLOYMENT_START = 1.0  # with DEPLOYMENT_END the overhead of 2 s ARM itself adds to every deployment
DEPLOYMENT_END = 1.0
PROVIDER_REGISTRATION = 15.0  # minutes in Azure; one poll of the SDK's registration policy here
CANCEL = 2.0  # a cancelled deployment starts nothing more and ends shortly after

SUGGESTED_POLL = 10.0  # Azure's usual Retry-After on long operations

_NORMAL = NormalDist()
_P95 = _NORMAL.inv_cdf(0.95)
LEAST, MOST = 0.25, 8.0  # no draw is shorter or longer than these shares of the median


def draw(seed: str, resource_type: str, operation: str, key: str, median: float | None = None) -> float:
    """How long one such operation takes; `key` tells it from the others of its kind (the id, and how many before).

    `median` stands in for the table's where the caller knows better (a PUT that changes nothing).
    """
    row = row_of(resource_type, operation)
    middle = row.median if median is None else median
    chance = uniform(seed, resource_type.lower(), operation.lower(), key)
    deviation = _NORMAL.inv_cdf(min(max(chance, 1e-9), 1 - 1e-9))
    factor = exp(log(row.p95 / row.median) / _P95 * deviation)
    return round(middle * min(max(factor, LEAST), MOST), 3)


@dataclass
class Durations:
    """The times of one world; not `spread`, everything takes its median."""

    seed: str
    spread: bool = True

    def seconds(self, resource_type: str, operation: str, key: str, median: float) -> float:
        """How long an operation takes in this world."""
        return draw(self.seed, resource_type, operation, key, median) if self.spread else median
