"""The parts of a machine's properties that more than one module asks for."""

from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.records import Resource

# What a machine names and stands on beside its disks and interfaces; each is `{"id": ...}` under its member.
PLACES = ("availabilitySet", "proximityPlacementGroup", "host", "hostGroup", "virtualMachineScaleSet")


def disks_of(properties: Json) -> list[Json]:
    """The OS disk and the data disks."""
    storage = properties["storageProfile"]
    return [storage["osDisk"], *storage.get("dataDisks", [])]


def interfaces_of(properties: Json) -> list[Json]:
    found: list[Json] = properties.get("networkProfile", {}).get("networkInterfaces", [])
    return found


def attached_ids(properties: Json) -> list[str]:
    """The ids of what is attached: managed disks, then interfaces. A disk on the host itself has none."""
    disks = [disk["managedDisk"]["id"] for disk in disks_of(properties) if "id" in disk.get("managedDisk", {})]
    return disks + [each["id"] for each in interfaces_of(properties)]


def places_of(properties: Json) -> list[str]:
    """The ids of what a machine has its place in."""
    named = [properties[member]["id"] for member in PLACES if "id" in properties.get(member, {})]
    group = properties.get("capacityReservation", {}).get("capacityReservationGroup", {})
    return [*named, *([group["id"]] if "id" in group else [])]


def is_ephemeral(properties: Json) -> bool:
    """Whether the OS disk lives on the host."""
    return "diffDiskSettings" in properties["storageProfile"]["osDisk"]


def is_running(machine: Resource) -> bool:
    return machine.inside.get("power") == "running"


def same_id(one: str | None, other: str | None) -> bool:
    """Whether two ids name the same thing."""
    return key_of(one or "") == key_of(other or "")


def os_type(properties: Json) -> str:
    """Windows or Linux, as the composed OS disk says."""
    kind: str = properties["storageProfile"]["osDisk"]["osType"]
    return kind
