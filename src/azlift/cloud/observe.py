"""What stands in Azure, as Azure answers it: never what we asked for."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from azure.core.exceptions import ResourceNotFoundError

from azlift.cloud.clients import Cloud
from azlift.cloud.listing import list_items
from azlift.cloud.refusals import RUN_AGAIN, azure_refusals, is_missing
from azlift.errors import AzureError
from azlift.model import Observation, ObservedResource, Rendering

Found = list[ObservedResource]
VIRTUAL_MACHINE = "microsoft.compute/virtualmachines"
DISK = "microsoft.compute/disks"
IN_FULL = frozenset({VIRTUAL_MACHINE, DISK})
RESOURCES_API, MACHINES_API, DISKS_API = "2025-04-01", "2024-07-01", "2024-03-02"
PAGE = 1_000
"""The most resources Azure lists in one answer."""
RESOURCE_GROUP = "microsoft.resources/resourcegroups"


async def observe(cloud: Cloud, rendering: Rendering, clock: Callable[[], datetime]) -> Observation:
    """What stands of what the rendering expects: its resources, and each virtual machine and disk in full.

    Groups that are looked at together share the lists of their resource group.
    """
    wanted = {resource.id.lower(): resource.type.lower() for resource in rendering.expected}
    places = sorted({id_.split("/")[4] for id_, kind in wanted.items() if kind in IN_FULL})
    every = cloud.polling_seconds
    looks = (cloud.looks.ask(("in full", each), partial(_in_full, cloud, each), every) for each in places)
    found: dict[str, ObservedResource] = {}
    for seen_there in await asyncio.gather(_listed(cloud, rendering), *looks):
        found |= seen_there
    seen = tuple(found[id_] for id_ in wanted if id_ in found)
    return Observation(subject=rendering.subject, at=clock(), resources=seen)


async def _listed(cloud: Cloud, rendering: Rendering) -> dict[str, ObservedResource]:
    """What a list of resources tells all of, by id."""
    listed = await list_standing(cloud, rendering)
    return {resource.id.lower(): resource for resource in listed if resource.type.lower() not in IN_FULL}


async def list_standing(cloud: Cloud, rendering: Rendering) -> list[ObservedResource]:
    """What stands in the resource groups the rendering reaches; the groups themselves too, where it makes them."""
    found: list[ObservedResource] = []
    made = {r.name.lower() for r in rendering.expected if r.type.lower() == RESOURCE_GROUP}
    groups = [rendering.resource_group] if rendering.resource_group else [r.name for r in rendering.expected]
    for group in dict.fromkeys(g for g in groups if rendering.resource_group or g.lower() in made):
        if group.lower() in made:
            found.extend(await _resource_group(cloud, group))
        look = partial(list_resources, cloud, group)
        found.extend(await cloud.looks.ask(("resources", group.lower()), look, cloud.polling_seconds))
    return found


async def list_resources(cloud: Cloud, group: str) -> list[ObservedResource]:
    """Every resource in a group; empty where the group is not there."""
    with azure_refusals(f"listing {group}"):
        try:
            found = list_items(cloud, f"{_group(cloud, group)}/resources", RESOURCES_API, top=str(PAGE))
            return [_observed(item) async for item in found]
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


def _group(cloud: Cloud, name: str) -> str:
    return f"{cloud.subscription}/resourceGroups/{quote(name)}"


async def _resource_group(cloud: Cloud, name: str) -> Iterable[ObservedResource]:
    """The group, where it is there; that it is not is believed only where the list of groups says so too."""
    with azure_refusals(f"reading the resource group {name}"):
        try:
            found = (await cloud.resources.resource_groups.get(name)).as_dict()
        except ResourceNotFoundError as error:
            if not is_missing(error):
                raise
            if any(group.name.lower() == name.lower() for group in await list_groups(cloud)):
                raise AzureError(f"the resource group {name} is listed and not found", advice=RUN_AGAIN) from error
            return ()
    state = str((found.get("properties") or {}).get("provisioningState", ""))
    return (_observed({**found, "type": found.get("type") or "Microsoft.Resources/resourceGroups"}, state),)


async def _in_full(cloud: Cloud, group: str) -> dict[str, ObservedResource]:
    """The group's machines with their size, disks and NICs, and its disks with their state, zone, IOPS and MB/s, by id:
    what a list of resources does not tell."""
    compute = f"{_group(cloud, group)}/providers/Microsoft.Compute"

    async def listed(kind: str, version: str, read: Callable[[dict[str, Any]], ObservedResource]) -> Found:
        with azure_refusals(f"listing the {kind} of {group}"):
            try:
                return [read(item) async for item in list_items(cloud, f"{compute}/{kind}", version)]
            except ResourceNotFoundError as error:
                if not is_missing(error):
                    raise
                return []

    machines = listed("virtualMachines", MACHINES_API, _machine)
    both = await asyncio.gather(machines, listed("disks", DISKS_API, _disk))
    return {resource.id.lower(): resource for found in both for resource in found}


def _machine(machine: dict[str, Any]) -> ObservedResource:
    properties = machine.get("properties") or {}
    storage = properties.get("storageProfile") or {}
    disks = [storage.get("osDisk") or {}, *(storage.get("dataDisks") or ())]
    nics = (properties.get("networkProfile") or {}).get("networkInterfaces") or ()
    members = [str((disk.get("managedDisk") or {}).get("id", "")) for disk in disks] + [str(nic["id"]) for nic in nics]
    seen = _observed(machine, str(properties.get("provisioningState", "")))
    size = (properties.get("hardwareProfile") or {}).get("vmSize")
    return seen.model_copy(update={"size": size, "members": tuple(m for m in members if m)})


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
