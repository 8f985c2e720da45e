"""What a workload asks of a size: the only place that reads a workload's demand. Choosing sees Needs alone."""

from dataclasses import dataclass
from typing import Literal

from azlift.model import Firmware, Licence, OsFamily, Workload

Generation = Literal["V1", "V2"]

GENERATIONS: dict[Firmware, tuple[Generation, ...]] = {
    Firmware.BIOS: ("V1",),
    Firmware.EFI: ("V2",),
    Firmware.UNKNOWN: ("V1", "V2"),
}
"""An unknown firmware is landed as V1, on a size that sells both, so that correcting it keeps the size.

Source: a BIOS guest is a Generation 1 machine, a UEFI guest a Generation 2 one
(MicrosoftDocs/azure-compute-docs articles/virtual-machines/generation-2.md).
"""


@dataclass(frozen=True, slots=True)
class Needs:
    """`generations` are all asked for; `windows` is billed with its licence, everything else at the Linux price.

    Demands on disks and network are over all of them; 0: not asked for, because nobody measured it. `cpu_score` is how
    strong the vCPU are that were measured, in Azure compute units; None: as strong as any.
    """

    vcpu: float
    memory_mib: int
    data_disks: int
    nics: int
    generations: tuple[Generation, ...]
    premium: bool
    windows: bool
    disk_iops: float = 0.0
    disk_mb_per_s: float = 0.0
    network_mbit_per_s: float = 0.0
    cpu_score: float | None = None

    @property
    def generation(self) -> Generation:
        return self.generations[0]


def needs(workload: Workload, disk_sku: str) -> Needs | None:
    """As it is today: configured vCPU and memory, not what it uses of them. None: no source states them."""
    if workload.vcpu is None or workload.memory_mib is None:
        return None
    return Needs(
        vcpu=workload.vcpu,
        memory_mib=workload.memory_mib,
        data_disks=max(0, len(workload.disks) - 1),
        nics=max(1, len(workload.nics)),
        generations=GENERATIONS[workload.firmware],
        premium=disk_sku.startswith("Premium"),
        windows=workload.os_family is OsFamily.WINDOWS and Licence.WINDOWS_SERVER not in workload.licences,
    )
