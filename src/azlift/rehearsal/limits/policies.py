"""Which limits there are, as data.

Sources: "Throttling Resource Manager requests" (token buckets per region, subscription, service principal and kind of
operation, the same per tenant, and per subscription 15 times as much over all principals); "Compute throttling limits"
(per minute; per machine and per subscription and region); "Throttling Resource Manager requests", resource providers
(Network 1,000 writes and 10,000 reads in five minutes, private DNS 500 reads; Storage 800 reads and 100 lists in five
minutes, 1,200 writes an hour). The names of Compute's buckets are those of recorded answers from 2024
(LowCostGetSubscriptionMaximum;23999,LowCostGetResource;33).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from azlift.rehearsal.limits.buckets import Rate

MINUTE, FIVE_MINUTES, HOUR = 60.0, 300.0, 3600.0
GLOBAL = 15  # a subscription's buckets over all principals, as a multiple of one principal's

KIND_OF_METHOD = {"GET": "reads", "HEAD": "reads", "DELETE": "deletes"}
ARM_RATES = {"reads": Rate(250, 25), "writes": Rate(200, 10), "deletes": Rate(200, 10)}
COMPUTE_RATES = {
    "PutVMResource": Rate(12, 4, MINUTE),
    "PutVMSubscriptionMaximum": Rate(1_500, 500, MINUTE),
    "UpdateVMResource": Rate(12, 4, MINUTE),
    "UpdateVMSubscriptionMaximum": Rate(1_500, 500, MINUTE),
    "DeleteVMResource": Rate(12, 4, MINUTE),
    "DeleteVMSubscriptionMaximum": Rate(1_500, 500, MINUTE),
    "LowCostGetResource": Rate(36, 12, MINUTE),
    "LowCostGetSubscriptionMaximum": Rate(24_000, 8_000, MINUTE),
    "HighCostGetSubscriptionMaximum": Rate(900, 300, MINUTE),
    "GetOperationResource": Rate(45, 15, MINUTE),
    "GetOperationSubscriptionMaximum": Rate(15_000, 5_000, MINUTE),
    "VMGuestPatchOperationsResource": Rate(6, 2, MINUTE),
    "VMGuestPatchOperationsSubscriptionMaximum": Rate(600, 200, MINUTE),
}
PROVIDER_RATES = {
    "microsoft.network/writes": Rate(1_000, 1_000, FIVE_MINUTES),
    "microsoft.network/reads": Rate(10_000, 10_000, FIVE_MINUTES),
    "microsoft.network/privatednszones/reads": Rate(500, 500, FIVE_MINUTES),
    "microsoft.storage/reads": Rate(800, 800, FIVE_MINUTES),
    "microsoft.storage/lists": Rate(100, 100, FIVE_MINUTES),
    "microsoft.storage/writes": Rate(1_200, 1_200, HOUR),
}
RATES = {
    **{f"subscription-{kind}": rate for kind, rate in ARM_RATES.items()},
    **{f"subscription-global-{k}": Rate(r.burst * GLOBAL, r.refill * GLOBAL) for k, r in ARM_RATES.items()},
    **{f"tenant-{kind}": rate for kind, rate in ARM_RATES.items()},
    **COMPUTE_RATES,
    **PROVIDER_RATES,
}

DELETES_OF_MACHINE = frozenset({"deallocate", "simulateeviction"})
PATCHES = frozenset({"assesspatches", "installpatches"})
SUBSCRIPTION, RESOURCE = "SubscriptionMaximum", "Resource"


@dataclass(frozen=True)
class Policy:
    """One of Compute's policies as it meets a request: its name, and the resource whose own bucket it has, if any."""

    name: str
    resource: str | None

    def buckets(self) -> Iterator[tuple[str, str]]:
        """The names of its buckets in the order of the header, each with the resource it belongs to ('': none)."""
        yield f"{self.name}{SUBSCRIPTION}", ""
        if self.resource is not None:
            yield f"{self.name}{RESOURCE}", self.resource


def compute_policy(method: str, tail: list[str], *, is_new: bool) -> Policy | None:
    """The policy of a request to Microsoft.Compute; `tail` is the path behind the namespace in lower case.

    None for what is not about machines (disks and images have limits Azure does not publish).
    """
    if tail[:1] == ["locations"]:
        return _policy_of_location(tail)
    if tail[:1] != ["virtualmachines"]:
        return None
    if len(tail) == 1:
        return Policy("HighCostGet", None)
    machine, below = tail[1], tail[2:]
    if method in ("GET", "HEAD") or below == ["retrievebootdiagnosticsdata"]:
        return Policy("LowCostGet", machine)
    if below and below[0] in PATCHES:
        return Policy("VMGuestPatchOperations", machine)
    if (method == "DELETE" and not below) or (below and below[0] in DELETES_OF_MACHINE):
        return Policy("DeleteVM", machine)
    return Policy("PutVM" if method == "PUT" and not below and is_new else "UpdateVM", machine)


def _policy_of_location(tail: list[str]) -> Policy | None:
    if len(tail) == 4 and tail[2] == "operations":
        return Policy("GetOperation", tail[3])
    return Policy("HighCostGet", None) if tail[2:] == ["virtualmachines"] else None


def provider_bucket(method: str, namespace: str, tail: list[str]) -> str | None:
    """The bucket of another provider's request, or None where Azure publishes no limit."""
    kind = "reads" if method in ("GET", "HEAD") else "writes"
    if namespace == "microsoft.network":
        dns = tail[:1] == ["privatednszones"] and kind == "reads"
        return "microsoft.network/privatednszones/reads" if dns else f"microsoft.network/{kind}"
    if namespace == "microsoft.storage":
        return f"microsoft.storage/{'lists' if kind == 'reads' and len(tail) % 2 else kind}"
    return None
