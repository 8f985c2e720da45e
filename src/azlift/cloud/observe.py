"""What stands in Azure, as Azure answers it: never what we asked for."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from azure.core.exceptions import ResourceNotFoundError

from azlift.cloud.clients import Cloud, gather_bounded
from azlift.cloud.refusals import azure_refusals, is_missing
from azlift.model import Observation, ObservedResource, Rendering

VIRTUAL_MACHINE = "microsoft.compute/virtualmachines"
DISK = "microsoft.compute/disks"
RESOURCE_GROUP = "microsoft.resources/resourcegroups"


async def observe(cloud: Cloud, rendering: Rendering, clock: Callable[[], datetime]) -> Observation:
    """What stands of what the rendering expects: its resources, and each virtual machine and disk in full."""
    expected = {resource.id.lower() for resource in rendering.expected}
    standing = [r for r in await list_standing(cloud, rendering) if r.id.lower() in expected]
    machines = [r for r in standing if r.type.lower() == VIRTUAL_MACHINE]
    in_full = await gather_bounded(_virtual_machine(cloud, machine) for machine in machines)
    others = [r for r in standing if r.type.lower() not in (VIRTUAL_MACHINE, DISK)]
    disks = await _disks(cloud, {r.id.split("/")[4] for r in standing if r.type.lower() == DISK})
    wanted = [disk for disk in disks if disk.id.lower() in expected]
    return Observation(subject=rendering.subject, at=clock(), resources=(*others, *wanted, *(m for m in in_full if m)))


async def list_standing(cloud: Cloud, rendering: Rendering) -> list[ObservedResource]:
    """What stands in the resource groups the rendering reaches; the groups themselves too, where it makes them."""
    found: list[ObservedResource] = []
    made = {r.name.lower() for r in rendering.expected if r.type.lower() == RESOURCE_GROUP}
    groups = [rendering.resource_group] if rendering.resource_group else [r.name for r in rendering.expected]
    for group in dict.fromkeys(g for g in groups if rendering.resource_group or g.lower() in made):
        if group.lower() in made:
            found.extend(await _resource_group(cloud, group))
        found.extend(await list_resources(cloud, group))
    return found


async def list_resources(cloud: Cloud, group: str) -> list[ObservedResource]:
    """Every resource in a group; empty where the group is not there."""
    with azure_refusals(f"listing {group}"):
        try:
            return [_observed(item.as_dict()) async for item in cloud.resources.resources.list_by_resource_group(group)]
        except ResourceNotFoundError as error:
            if not is_missing(error):
                raise
            return []


async def list_groups(cloud: Cloud) -> list[ObservedResource]:
    """Every resource group of the subscription, with its tags."""
    with azure_refusals("listing resource groups"):
        found = [group.as_dict() async for group in cloud.resources.resource_groups.list()]
    return [_observed({**group, "type": group.get("type") or "Microsoft.Resources/resourceGroups"}) for group in found]


async def list_virtual_machines(cloud: Cloud) -> tuple[ObservedResource, ...]:
    """Every virtual machine in the subscription, with its tags."""
    with azure_refusals("listing virtual machines"):
        return tuple([_observed(machine.as_dict()) async for machine in cloud.compute.virtual_machines.list_all()])


async def _resource_group(cloud: Cloud, name: str) -> Iterable[ObservedResource]:
    with azure_refusals(f"reading the resource group {name}"):
        try:
            found = (await cloud.resources.resource_groups.get(name)).as_dict()
        except ResourceNotFoundError as error:
            if not is_missing(error):
                raise
            return ()
    state = str((found.get("properties") or {}).get("provisioningState", ""))
    return (_observed({**found, "type": found.get("type") or "Microsoft.Resources/resourceGroups"}, state),)


async def _virtual_machine(cloud: Cloud, listed: ObservedResource) -> ObservedResource | None:
    """The machine with its size, disks and NICs; None when it went between the list and the look."""
    group = listed.id.split("/")[4]
    with azure_refusals(f"reading {listed.name}"):
        try:
            machine = (await cloud.compute.virtual_machines.get(group, listed.name)).as_dict()
        except ResourceNotFoundError as error:
            if not is_missing(error):
                raise
            return None
    properties = machine.get("properties") or {}
    storage = properties.get("storageProfile") or {}
    disks = [storage.get("osDisk") or {}, *(storage.get("dataDisks") or ())]
    nics = (properties.get("networkProfile") or {}).get("networkInterfaces") or ()
    members = [str((disk.get("managedDisk") or {}).get("id", "")) for disk in disks] + [str(nic["id"]) for nic in nics]
    seen = _observed(machine, str(properties.get("provisioningState", "")))
    size = (properties.get("hardwareProfile") or {}).get("vmSize")
    return seen.model_copy(update={"size": size, "members": tuple(m for m in members if m)})


async def _disks(cloud: Cloud, groups: set[str]) -> list[ObservedResource]:
    """The groups' managed disks with their state, zone, IOPS and MB/s, which a list of resources does not tell."""
    found: list[ObservedResource] = []
    for group in sorted(groups):
        with azure_refusals(f"listing the disks of {group}"):
            found.extend([_disk(item.as_dict()) async for item in cloud.compute.disks.list_by_resource_group(group)])
    return found


def _disk(item: dict[str, Any]) -> ObservedResource:
    properties = item.get("properties") or {}
    seen = _observed(item, str(properties.get("provisioningState", "")))
    bought = {"iops": properties.get("diskIOPSReadWrite"), "mb_per_s": properties.get("diskMBpsReadWrite")}
    return seen.model_copy(update=bought)


def _observed(item: dict[str, Any], state: str = "") -> ObservedResource:
    return ObservedResource(
        id=str(item["id"]),
        type=str(item["type"]),
        name=str(item["name"]),
        location=str(item.get("location") or ""),
        state=state,
        size=(item.get("sku") or {}).get("name"),
        zone=next(iter(item.get("zones") or ()), None),
        tags={str(key): str(value) for key, value in (item.get("tags") or {}).items()},
    )
