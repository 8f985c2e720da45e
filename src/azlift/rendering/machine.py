"""One machine of a move group: what the template sees of it, what ARM is told of it, what it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from azlift.errors import PlanError
from azlift.model import Nic, OsFamily, PlacedDisk, Placement, Target, Workload
from azlift.rendering import tags
from azlift.rendering.digest import canonical
from azlift.rendering.names import place_name, subnet_name
from azlift.rendering.resources import DISK, VIRTUAL_MACHINE, Foreseen, foresee, group_scope

NETWORK_INTERFACE = "Microsoft.Network/networkInterfaces"


@dataclass(frozen=True)
class Machine:
    """`shape` holds keys of ours only, `values` everything else under the same keys; `foreseen` in creation order."""

    key: str
    shape: dict[str, Any]
    values: dict[str, Any]
    foreseen: tuple[Foreseen, ...]

    @cached_property
    def bytes(self) -> int:
        """An upper bound of what the values take in the expanded template, where each resource repeats the tags."""
        return len(canonical(self.values)) + len(canonical(self.values["tags"])) * len(self.foreseen)


def describe_machine(
    key: str, workload: Workload, placement: Placement, name: str, target: Target, subject: Mapping[str, str]
) -> Machine:
    """`key` is the machine's among the parameters, e.g. `m01`; raises PlanError when it cannot be put together."""
    scope = group_scope(target)
    stem = name.removeprefix("vm-")
    nics = _nics(workload, stem, f"{scope}/providers/Microsoft.Network/virtualNetworks/vnet-{place_name(target)}")
    disks = _disks(workload, placement, stem)
    path = f"machines.{key}"
    os_disk, *data_disks = [{"path": f"{path}.disks.{key}", "bought_apart": "iops" in disks[key]} for key in disks]
    return Machine(
        key=key,
        shape={
            "path": path,
            "nics": [{"path": f"{path}.nics.{nic}"} for nic in nics],
            "os_disk": os_disk,
            "data_disks": data_disks,
        },
        values={
            "name": name,
            "size": placement.size,
            "osType": "Windows" if workload.os_family is OsFamily.WINDOWS else "Linux",
            "generation": placement.generation,
            "tags": tags.resource_tags(target, subject, workload=workload.id, source=tags.fit_value(workload.name)),
            "nics": nics,
            "disks": disks,
        },
        foreseen=_foreseen(scope, name, placement.size, nics, disks),
    )


def _foreseen(
    scope: str, name: str, size: str, nics: Mapping[str, Any], disks: Mapping[str, Any]
) -> tuple[Foreseen, ...]:
    """Network cards, disks, and the machine that holds them."""
    parts = [
        *(foresee(scope, NETWORK_INTERFACE, nic["name"]) for nic in nics.values()),
        *(
            foresee(scope, DISK, disk["name"], disk["sku"], iops=disk.get("iops"), mb_per_s=disk.get("mbPerS"))
            for disk in disks.values()
        ),
    ]
    return (*parts, foresee(scope, VIRTUAL_MACHINE, name, size, members=tuple(part.id for part in parts)))


def nics_of(workload: Workload) -> tuple[Nic, ...]:
    """The machine's network cards; Azure needs one at least, so a machine that shows none gets one without network."""
    return workload.nics or (Nic(label=""),)


def _nics(workload: Workload, stem: str, network_id: str) -> dict[str, dict[str, str]]:
    return {
        f"n{number:02}": {
            "name": f"nic-{stem}-{number:02}",
            "subnetId": f"{network_id}/subnets/{subnet_name(nic.network)}",
        }
        for number, nic in enumerate(nics_of(workload), start=1)
    }


def _disks(workload: Workload, placement: Placement, stem: str) -> dict[str, dict[str, Any]]:
    """The OS disk as `d00`, then the data disks in the placement's order, `d01` at LUN 0 and so on."""
    os_disks = [disk for disk in placement.disks if disk.os_disk]
    if len(os_disks) != 1:
        raise PlanError(
            f"workload {workload.id} is placed with {len(os_disks)} OS disks; expected one",
            advice="Correct the machine's disks in the inventory, then survey and place again.",
        )
    data = [disk for disk in placement.disks if not disk.os_disk]
    return {"d00": _disk(f"osdisk-{stem}", os_disks[0])} | {
        f"d{number:02}": _disk(f"disk-{stem}-{number:02}", disk) | {"lun": number - 1}
        for number, disk in enumerate(data, start=1)
    }


def _disk(name: str, disk: PlacedDisk) -> dict[str, Any]:
    bought = {"iops": disk.iops, "mbPerS": disk.mb_per_s} if disk.bought_apart else {}
    return {"name": name, "sku": disk.sku, "sizeGb": disk.capacity_gib, **bought}
