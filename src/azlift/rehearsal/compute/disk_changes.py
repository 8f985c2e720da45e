"""What may change on a standing disk, and what its being attached forbids.

Source of the rules: Azure's page on expanding disks ("expand without downtime") and its page on disk resize errors.
"""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.creation import only_grows
from azlift.rehearsal.compute.disk_performance import ADJUSTABLE, DEFAULT_SKU, disk_sku
from azlift.rehearsal.compute.ownership import running_owner
from azlift.rehearsal.compute.refusals import change_not_allowed, not_allowed
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

ONLINE_BOUND = 4095  # GiB: a disk does not grow across it while its machine runs


def folded(creation: Json) -> Json:
    """creationData with its ids in the form ids are compared in."""
    return {name: key_of(value) if name == "sourceResourceId" else value for name, value in creation.items()}


def judge_fixed(standing: Resource, wanted: Wanted, word: str, *fixed: str) -> None:
    """Refuse a change of what is fixed at creation."""
    held, asked = folded(standing.properties["creationData"]), folded(wanted.properties["creationData"])
    if {**held, **asked} != held or standing.wanted["creationData"].keys() - asked.keys():
        raise change_not_allowed(f"{word}.creationData")
    for name in fixed:
        if name in wanted.properties and wanted.properties[name] != standing.properties.get(name):
            raise change_not_allowed(f"{word}.{name}")


def judge_change(world: World, standing: Resource, wanted: Wanted) -> None:
    """Refuse a change of a disk that its kind, its size or its machine does not allow."""
    judge_fixed(standing, wanted, "disk", "hyperVGeneration")
    if standing.top.get("zones", []) != wanted.top.get("zones", []):
        raise change_not_allowed("disk.zones")
    before, after = disk_sku(standing.top), disk_sku(wanted.top)
    crosses = before.endswith("_ZRS") != after.endswith("_ZRS") or "UltraSSD_LRS" in (before, after)
    if before != after and crosses:
        raise change_not_allowed("disk.sku.name")
    size: int = wanted.properties.get("diskSizeGB") or standing.properties["diskSizeGB"]
    only_grows(standing.id.name, standing.properties["diskSizeGB"], size)
    owner = running_owner(world, standing)
    if owner is None:
        return
    if before != after:
        message = (
            f"Cannot change the type of disk {standing.id.name} while it is attached to running VM {owner}. "
            "Please stop your VM and retry the operation."
        )
        raise not_allowed(message, "disk.sku.name")
    if wanted.properties.get("maxShares", 1) != standing.properties.get("maxShares", 1):
        message = f"Cannot change maxShares of disk {standing.id.name} while it is attached to VM {owner}."
        raise not_allowed(message, "disk.maxShares")
    if size != standing.properties["diskSizeGB"]:
        _judge_online_growth(world, standing, size, owner)


def _judge_online_growth(world: World, standing: Resource, size: int, owner: str) -> None:
    """A disk grows while its machine runs, unless it is shared, crosses 4 TiB, or the size can not do it; an OS disk on
    a hard disk does not. Which storage types an OS disk needs for it is our reading of "a supported storage type".
    """
    name = standing.id.name
    if standing.properties.get("maxShares", 1) > 1:
        raise not_allowed(f"Cannot resize shared disk {name} while it is attached to running VM(s).")
    machine = world.resources[key_of(owner)]
    os_disk = machine.properties["storageProfile"]["osDisk"].get("managedDisk", {}).get("id", "")
    fixed = key_of(os_disk) == standing.key and disk_sku(standing.top) == DEFAULT_SKU
    crosses = standing.properties["diskSizeGB"] <= ONLINE_BOUND < size and disk_sku(standing.top) not in ADJUSTABLE
    if fixed or crosses:
        raise _needs_deallocation(name, owner)
    facts = world.catalogue.find(machine.properties["hardwareProfile"]["vmSize"])
    if facts is not None and not facts.premium_io and "V2" not in facts.hyperv_generations:
        raise not_allowed(f"Change in disk property of VM of size {facts.name} is not supported.")


def _needs_deallocation(name: str, owner: str) -> AzureError:
    return not_allowed(
        f"Cannot resize disk {name} while it is attached to running VM {owner}. Resizing a disk of an Azure Virtual "
        "Machine requires the virtual machine to be deallocated. Please stop your VM and retry the operation."
    )
