"""Machines as they run: started, deallocated, looked into.

Each act looks first: a machine that is so already is left alone, and one that is on its way is waited for.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from azlift.cloud.clients import Cloud, gather_bounded
from azlift.cloud.refusals import azure_refusals, is_missing

NETWORK_API = "2024-05-01"
CONFLICT_TRIES = 60
"""How often a machine that another operation holds is asked again, `polling_seconds` apart."""
MISSING = "not there"
BUSY = 409


@dataclass(frozen=True)
class MachineView:
    """A machine now. `power` is Azure's word after `PowerState/`: running, stopped, deallocated, starting…; `agent` the
    display status of the VM agent: Ready, Not Ready, or nothing where Azure has heard of none."""

    id: str
    name: str
    power: str
    agent: str = ""
    os_type: str = ""
    network_interfaces: tuple[str, ...] = ()


async def view_machines(cloud: Cloud, ids: Sequence[str]) -> list[MachineView]:
    """Each machine as its instance view has it, in this order; one that is not there says so."""
    return await gather_bounded(view_machine(cloud, id_) for id_ in ids)


async def view_machine(cloud: Cloud, id_: str) -> MachineView:
    group, name = _group_and_name(id_)
    with azure_refusals(f"reading {name}"):
        try:
            answer = await cloud.compute.virtual_machines.get(group, name, expand="instanceView")
        except ResourceNotFoundError as error:
            if not is_missing(error):
                raise
            return MachineView(id_, name, MISSING)
    return _view(id_, name, answer.as_dict().get("properties") or {})


async def start_machines(cloud: Cloud, ids: Sequence[str]) -> None:
    """Start what does not run. Raises AzureError where one cannot be."""
    await gather_bounded(_change(cloud, id_, "start", "running") for id_ in ids)


async def deallocate_machines(cloud: Cloud, ids: Sequence[str]) -> None:
    """Deallocate what is not; one that is gone is."""
    await gather_bounded(_change(cloud, id_, "deallocate", "deallocated") for id_ in ids)


async def run_script(cloud: Cloud, machine: MachineView, lines: Sequence[str]) -> str:
    """Run a script in the machine, and wait; what it printed to both outputs. Raises AzureError."""
    group, name = _group_and_name(machine.id)
    command = "RunPowerShellScript" if machine.os_type.lower() == "windows" else "RunShellScript"
    with azure_refusals(f"running a script in {name}"):
        poller = await cloud.compute.virtual_machines.begin_run_command(
            group, name, {"commandId": command, "script": list(lines)}
        )
        answer = (await poller.result()).as_dict()
    return "\n".join(str(part.get("message") or "") for part in answer.get("value") or ())


async def private_addresses(cloud: Cloud, machines: Iterable[MachineView]) -> dict[str, str]:
    """By machine id, the private address of its first network interface; without those that have none yet."""

    async def one(machine: MachineView) -> tuple[str, str]:
        if not machine.network_interfaces:
            return machine.id, ""
        return machine.id, await _address(cloud, machine.network_interfaces[0])

    return {id_: address for id_, address in await gather_bounded(map(one, machines)) if address}


async def _address(cloud: Cloud, interface: str) -> str:
    with azure_refusals(f"reading {interface.rpartition('/')[2]}"):
        found = (await cloud.resources.resources.get_by_id(interface, api_version=NETWORK_API)).as_dict()
    configurations = (found.get("properties") or {}).get("ipConfigurations") or []
    first = next((c.get("properties") or {} for c in configurations), {})
    return str(first.get("privateIPAddress") or "")


async def _change(cloud: Cloud, id_: str, act: Literal["start", "deallocate"], wanted: str) -> None:
    """Bring the machine to this power. While another operation holds it, it is looked at again: that one may do it."""
    group, name = _group_and_name(id_)
    for attempt in range(CONFLICT_TRIES):
        power = (await view_machine(cloud, id_)).power
        if power == wanted or (power == MISSING and act == "deallocate"):
            return
        with azure_refusals(f"{'starting' if act == 'start' else 'deallocating'} {name}"):
            try:
                machines = cloud.compute.virtual_machines
                begin = machines.begin_start if act == "start" else machines.begin_deallocate
                await (await begin(group, name)).result()
                return
            except HttpResponseError as error:
                if error.status_code != BUSY or attempt == CONFLICT_TRIES - 1 or not _is_busy(error):
                    raise
        await asyncio.sleep(cloud.polling_seconds)


def _is_busy(error: HttpResponseError) -> bool:
    """Whether another operation holds it; a 409 of a quota or of a state is another matter."""
    return str(error.error and error.error.code) in {"Conflict", "AnotherOperationInProgress", "OperationPreempted"}


def _view(id_: str, name: str, properties: dict[str, Any]) -> MachineView:
    view = properties.get("instanceView") or {}
    codes = [str(status.get("code") or "") for status in view.get("statuses") or ()]
    power = next((code.partition("/")[2] for code in codes if code.startswith("PowerState/")), "unknown")
    agents = (view.get("vmAgent") or {}).get("statuses") or [{}]
    interfaces = (properties.get("networkProfile") or {}).get("networkInterfaces") or ()
    return MachineView(
        id=id_,
        name=name,
        power=power,
        agent=str(agents[0].get("displayStatus") or ""),
        os_type=str(((properties.get("storageProfile") or {}).get("osDisk") or {}).get("osType") or ""),
        network_interfaces=tuple(str(one["id"]) for one in interfaces),
    )


def _group_and_name(id_: str) -> tuple[str, str]:
    parts = id_.split("/")
    return parts[4], parts[-1]
