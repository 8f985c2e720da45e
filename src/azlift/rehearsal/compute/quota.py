"""vCPU quotas: what is in use per region and family, and the refusal of more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.catalogue import SizeFacts
from azlift.rehearsal.compute.members import children_of
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Seen
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

MACHINE_TYPE = "Microsoft.Compute/virtualMachines"
INSTANCE_TYPE = "Microsoft.Compute/virtualMachineScaleSets/virtualMachines"
RESERVATION_TYPE = "Microsoft.Compute/capacityReservationGroups/capacityReservations"
CORES, SPOT_CORES = "cores", "lowPriorityCores"
# Limits that count things, not vCPUs. Source: a recorded answer of the usages API.
COUNTED = {
    "availabilitySets": ("Availability Sets", 2500, "Microsoft.Compute/availabilitySets"),
    "virtualMachines": ("Virtual Machines", 25000, MACHINE_TYPE),
    "virtualMachineScaleSets": ("Virtual Machine Scale Sets", 2500, "Microsoft.Compute/virtualMachineScaleSets"),
}


def cores_in_use(world: World, location: str) -> Counter[str]:
    """vCPUs by family in a region, with `cores` for the region and `lowPriorityCores` for its spot machines.

    Deallocated machines count, as in Azure, and so do the places of a capacity reservation that nothing fills.
    """
    used: Counter[str] = Counter()
    for kind in (MACHINE_TYPE, INSTANCE_TYPE):
        for sort, count in world.index.sorts_of(kind).items():
            if sort.location == location:
                _add(used, world, sort, count)
    for key in world.index.of_type(RESERVATION_TYPE):
        reservation = world.resources[key]
        size = world.catalogue.find(reservation.top["sku"]["name"])
        if reservation.location == location and size is not None:
            idle = max(0, reservation.top["sku"].get("capacity", 0) - len(associated(world, reservation)))
            used += Counter({CORES: idle * size.vcpus, size.family: idle * size.vcpus})
    return used


class Sort(NamedTuple):
    """What tells machines apart for a quota."""

    location: str | None
    size: str
    spot: bool


def sort_of(machine: Seen) -> Sort:
    spot = machine.properties.get("priority") in ("Spot", "Low")
    return Sort(machine.location, _size_name(machine), spot)


def _add(counter: Counter[str], world: World, sort: Sort, count: int = 1) -> None:
    """Count the vCPUs of machines where they count: spot capacity has a quota of its own."""
    size = world.catalogue.find(sort.size)
    if size is not None:
        for name in (SPOT_CORES,) if sort.spot else (CORES, size.family):
            counter[name] += count * size.vcpus


def associated(world: World, reservation: Seen) -> list[Resource]:
    """The machines a capacity reservation is for: those that name its group, of its size and zone."""
    group = reservation.id.parent
    size, zones = reservation.top["sku"]["name"].lower(), reservation.top.get("zones", [])
    users = [world.resources[key] for key in sorted(world.index.users_of(str(group)))] if group else []
    return [
        each
        for each in users
        if each.id.type == MACHINE_TYPE
        and each.properties["hardwareProfile"]["vmSize"].lower() == size
        and each.top.get("zones", []) == zones
    ]


def _fills_a_place(world: World, machine: Seen) -> bool:
    """Whether a machine takes a place of a capacity reservation, whose vCPUs count already."""
    group = machine.properties.get("capacityReservation", {}).get("capacityReservationGroup", {}).get("id", "")
    for reservation in children_of(world, group, RESERVATION_TYPE) if group else ():
        same_size = reservation.top["sku"]["name"].lower() == machine.properties["hardwareProfile"]["vmSize"].lower()
        others = [each for each in associated(world, reservation) if each.key != key_of(str(machine.id))]
        if (
            same_size
            and reservation.top.get("zones", []) == machine.top.get("zones", [])
            and len(others) < reservation.top["sku"].get("capacity", 0)
        ):
            return True
    return False


def size_of(world: World, machine: Seen) -> SizeFacts | None:
    return world.catalogue.find(_size_name(machine))


def _size_name(machine: Seen) -> str:
    name: str = machine.properties.get("hardwareProfile", {}).get("vmSize", "")
    return name


def judge_quota(world: World, wanted: Sequence[Seen], status: int, code: str) -> None:
    """Refuse machines that together go beyond a quota; a standing machine adds only what it grows by."""
    more: dict[str, Counter[str]] = {}
    for machine in wanted:
        if machine.location is None or _fills_a_place(world, machine):
            continue
        added = more.setdefault(machine.location, Counter())
        _add(added, world, sort_of(machine))
        standing = world.find(str(machine.id))
        if standing is not None:
            _add(added, world, sort_of(standing), -1)
    judge_more(world, more, status, code)


def judge_more(world: World, more: Mapping[str, Counter[str]], status: int, code: str) -> None:
    """Refuse what goes beyond a quota: vCPUs by name and region."""
    for location, added in more.items():
        used = cores_in_use(world, location)
        for name in sorted(added, key=lambda each: (each != CORES, each)):
            limit = world.quota(location, name)
            if added[name] > 0 and used[name] + added[name] > limit:
                raise AzureError(status, code, _words(name, location, limit, used[name], added[name]))


def cores_of(size: SizeFacts, count: int) -> Counter[str]:
    """The vCPUs of so many machines of a size."""
    return Counter({CORES: count * size.vcpus, size.family: count * size.vcpus})


def _words(name: str, location: str, limit: int, used: int, more: int) -> str:
    quota = {CORES: "Total Regional", SPOT_CORES: "LowPriority"}.get(name, name)
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
    cores = [(CORES, "Total Regional vCPUs"), (SPOT_CORES, "Total Regional Spot vCPUs")]
    rows = [(name, words, world.quota(location, name), used[name])
            for name, words in (*cores, *((family, f"{family} vCPUs") for family in families))]  # fmt: skip
    counted = [(name, words, limit, _count(world, kind, location)) for name, (words, limit, kind) in COUNTED.items()]
    return [
        {
            "limit": limit,
            "unit": "Count",
            "currentValue": current,
            "name": {"value": name, "localizedValue": words},
        }
        for name, words, limit, current in (counted[0], rows[0], *counted[1:], *rows[1:])
    ]


def _count(world: World, kind: str, location: str) -> int:
    return sum(world.resources[key].location == location for key in world.index.of_type(kind))
