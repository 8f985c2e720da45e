from collections.abc import Callable

import pytest

from azlift.model import Disk, Firmware, Licence, Nic, OsFamily, Workload
from azlift.sizing import needs


def test_needs_are_the_machine_as_it_is_configured(machine: Callable[..., Workload]) -> None:
    disks = tuple(Disk(key=str(n), label=str(n), capacity_mib=1024) for n in range(3))
    nics = (Nic(label="a"), Nic(label="b", connected=False))
    asked = needs(machine(vcpu=3, memory_mib=5121, disks=disks, nics=nics), "Premium_LRS")
    assert (asked.vcpu, asked.memory_mib, asked.data_disks, asked.nics) == (3, 5121, 2, 2)
    assert (asked.premium, asked.windows) == (True, True)


def test_a_machine_without_a_nic_needs_one(machine: Callable[..., Workload]) -> None:
    assert needs(machine(nics=()), "Premium_LRS").nics == 1


@pytest.mark.parametrize(
    ("firmware", "generations", "lands_as"),
    [
        (Firmware.BIOS, ("V1",), "V1"),
        (Firmware.EFI, ("V2",), "V2"),
        (Firmware.UNKNOWN, ("V1", "V2"), "V1"),
    ],
)
def test_firmware_decides_the_generation(
    machine: Callable[..., Workload], firmware: Firmware, generations: tuple[str, ...], lands_as: str
) -> None:
    asked = needs(machine(firmware=firmware), "Premium_LRS")
    assert (asked.generations, asked.generation) == (generations, lands_as)


def test_only_windows_is_billed_with_a_windows_licence(machine: Callable[..., Workload]) -> None:
    billed = {family: needs(machine(os_family=family), "Premium_LRS").windows for family in OsFamily}
    assert billed == {
        OsFamily.WINDOWS: True,
        OsFamily.LINUX: False,
        OsFamily.OTHER: False,
        OsFamily.UNKNOWN: False,
    }


@pytest.mark.parametrize(
    ("sku", "premium"), [("Premium_LRS", True), ("StandardSSD_LRS", False), ("Standard_LRS", False)]
)
def test_premium_disks_need_a_size_that_takes_them(machine: Callable[..., Workload], sku: str, premium: bool) -> None:
    assert needs(machine(), sku).premium is premium


def test_a_windows_licence_that_is_held_is_not_billed(machine: Callable[..., Workload]) -> None:
    assert not needs(machine(licences=(Licence.WINDOWS_SERVER,)), "Premium_LRS").windows
    assert needs(machine(licences=(Licence.SQL_STANDARD,)), "Premium_LRS").windows


def test_a_machine_as_it_is_asks_nothing_of_disks_and_network_that_nobody_measured(
    machine: Callable[..., Workload],
) -> None:
    asked = needs(machine(), "Premium_LRS")
    assert (asked.disk_iops, asked.disk_mb_per_s, asked.network_mbit_per_s, asked.cpu_score) == (0, 0, 0, None)
