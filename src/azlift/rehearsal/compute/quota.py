"""vCPU quotas: what is in use per region and family, and the refusal of more."""

from collections import Counter
from collections.abc import Sequence

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.catalogue import SizeFacts
from azlift.rehearsal.kinds import Seen
from azlift.rehearsal.world import World

MACHINE_TYPE = "Microsoft.Compute/virtualMachines"
CORES = "cores"
AVAILABILITY_SETS, VIRTUAL_MACHINES = 2500, 25000  # Source: a recorded answer of the usages API


def cores_in_use(world: World, location: str) -> Counter[str]:
    """vCPUs by family in a region, with `cores` and `virtualMachines` for the region; deallocated machines count, as
    in Azure."""
    used: Counter[str] = Counter()
    for key in world.index.of_type(MACHINE_TYPE):
        machine = world.resources[key]
        if machine.location != location:
            continue
        size = size_of(world, machine)
        used["virtualMachines"] += 1
        if size is not None:
            used[CORES] += size.vcpus
            used[size.family] += size.vcpus
    return used


def size_of(world: World, machine: Seen) -> SizeFacts | None:
    return world.catalogue.find(machine.properties["hardwareProfile"]["vmSize"])


def judge_quota(world: World, wanted: Sequence[Seen], status: int, code: str) -> None:
    """Refuse machines that together go beyond a quota; a standing machine adds only what it grows by."""
    more: dict[str, Counter[str]] = {}
    for machine in wanted:
        size = size_of(world, machine)
        if size is None or machine.location is None:
            continue
        added = more.setdefault(machine.location, Counter())
        added[CORES] += size.vcpus
        added[size.family] += size.vcpus
        standing = world.find(str(machine.id))
        before = size_of(world, standing) if standing else None
        if before is not None:
            added[CORES] -= before.vcpus
            added[before.family] -= before.vcpus
    for location, added in more.items():
        used = cores_in_use(world, location)
        for name in sorted(added, key=lambda each: (each != CORES, each)):
            limit = world.quota(location, name)
            if added[name] > 0 and used[name] + added[name] > limit:
                raise AzureError(status, code, _words(name, location, limit, used[name], added[name]))


def _words(name: str, location: str, limit: int, used: int, more: int) -> str:
    quota = "Total Regional" if name == CORES else name
    return (
        f"Operation could not be completed as it results in exceeding approved {quota} Cores quota. "
        "Additional details - "
        f"Deployment Model: Resource Manager, Location: {location}, Current Limit: {limit}, Current Usage: {used}, "
        f"Additional Required: {more}, (Minimum) New Limit Required: {used + more}. Submit a request for "
        "Quota increase at "
        "https://aka.ms/ProdportalCRP/?#create/Microsoft.Support/Parameters/ by specifying parameters listed in the "
        "'Details' section for deployment to succeed. Please read more about quota limits at "
        "https://docs.microsoft.com/en-us/azure/azure-supportability/regional-quota-requests"
    )


def usages(world: World, location: str) -> list[Json]:
    """The usages of a region, as Azure lists them."""
    used = cores_in_use(world, location)
    families = sorted({size.family for size in world.catalogue.in_region(location)})
    rows = [
        ("availabilitySets", "Availability Sets", AVAILABILITY_SETS),
        (CORES, "Total Regional vCPUs", world.quota(location, CORES)),
        ("virtualMachines", "Virtual Machines", VIRTUAL_MACHINES),
        ("lowPriorityCores", "Total Regional Spot vCPUs", world.quota(location, "lowPriorityCores")),
        *((family, f"{family} vCPUs", world.quota(location, family)) for family in families),
    ]
    return [
        {
            "limit": limit,
            "unit": "Count",
            "currentValue": used[name],
            "name": {"value": name, "localizedValue": words},
        }
        for name, words, limit in rows
    ]
