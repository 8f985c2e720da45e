from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.catalog import read_catalogue
from azlift.errors import SettingsError
from azlift.model import Disk, Finding, Firmware, Severity, Workload
from azlift.sizing.disks import judge_disks, place_disks

WESTEUROPE = read_catalogue("westeurope")


def _disk(gib: float, **changes: Any) -> Disk:
    return Disk(**{"key": "k", "label": "Hard disk 1", "capacity_mib": int(gib * 1024), **changes})


def _judged(workload: Workload, sku: str = "Premium_LRS") -> list[Finding]:
    return list(judge_disks(workload, WESTEUROPE, sku))


@pytest.mark.parametrize(
    ("mib", "sku", "gib", "tier", "cost"),
    [
        (64 * 1024, "Premium_LRS", 64, "P6", "11.2272"),
        (65 * 1024, "Premium_LRS", 65, "P10", "21.68"),
        (64 * 1024 + 1, "Premium_LRS", 65, "P10", "21.68"),
        (128 * 1024, "StandardSSD_LRS", 128, "E10", "9.6"),
        (1, "Standard_LRS", 1, "S4", "1.536"),
        (0, "Standard_LRS", 1, "S4", "1.536"),
        (32_767 * 1024, "Premium_LRS", 32_767, "P80", "3964.34"),
    ],
)
def test_a_disk_gets_the_smallest_tier_that_holds_it_and_pays_for_the_whole_tier(
    machine: Callable[..., Workload], mib: int, sku: str, gib: int, tier: str, cost: str
) -> None:
    (placed,) = place_disks(machine(disks=(_disk(1, capacity_mib=mib),)), WESTEUROPE, sku)
    assert (placed.sku, placed.capacity_gib, placed.tier) == (sku, gib, tier)
    assert placed.cost_per_month == Decimal(cost)


@given(mib=st.integers(0, 32_767 * 1024), sku=st.sampled_from(["Premium_LRS", "StandardSSD_LRS", "Standard_LRS"]))
def test_no_smaller_tier_would_hold_the_disk(machine: Callable[..., Workload], mib: int, sku: str) -> None:
    (placed,) = place_disks(machine(disks=(_disk(1, capacity_mib=mib),)), WESTEUROPE, sku)
    capacities = {tier.tier: tier.capacity_gib for tier in WESTEUROPE.disk_tiers if tier.sku == sku}
    assert placed.capacity_gib * 1024 >= mib
    assert capacities[placed.tier] >= placed.capacity_gib
    assert not [c for c in capacities.values() if placed.capacity_gib <= c < capacities[placed.tier]]


def test_disks_keep_their_order_their_keys_and_which_one_starts_the_machine(machine: Callable[..., Workload]) -> None:
    disks = (_disk(200, key="2001"), _disk(40, key="2000", os_disk=True))
    placed = place_disks(machine(disks=disks), WESTEUROPE, "Premium_LRS")
    assert [(disk.key, disk.tier, disk.os_disk) for disk in placed] == [("2001", "P15", False), ("2000", "P6", True)]


def test_ordinary_disks_raise_no_finding(machine: Callable[..., Workload]) -> None:
    assert _judged(machine(disks=(_disk(2048, os_disk=True), _disk(32_767)))) == []


@pytest.mark.parametrize(
    ("disk", "firmware", "code"),
    [
        (_disk(32_768), Firmware.BIOS, "disk-too-large"),
        (_disk(2049, os_disk=True), Firmware.BIOS, "os-disk-too-large"),
        (_disk(2049, os_disk=True), Firmware.UNKNOWN, "os-disk-too-large"),
        (_disk(4096, os_disk=True), Firmware.EFI, "os-disk-too-large"),
        (_disk(40_000, os_disk=True), Firmware.EFI, "disk-too-large"),
        (_disk(10, raw=True), Firmware.BIOS, "disk-raw"),
        (_disk(10, shared=True), Firmware.BIOS, "disk-shared"),
    ],
)
def test_what_cannot_be_copied_as_it_is_blocks_and_says_what_to_do(
    machine: Callable[..., Workload], disk: Disk, firmware: Firmware, code: str
) -> None:
    (finding,) = _judged(machine(disks=(disk,), firmware=firmware))
    assert (finding.code, finding.severity) == (code, Severity.BLOCKING)
    assert finding.message.startswith("Hard disk 1 ")
    assert finding.evidence == f"Hard disk 1: {disk.capacity_mib:,} MiB"


def test_a_large_os_disk_is_no_fault_for_efi(machine: Callable[..., Workload]) -> None:
    assert _judged(machine(disks=(_disk(4095, os_disk=True),), firmware=Firmware.EFI)) == []


def test_a_size_that_is_only_an_estimate_says_so(machine: Callable[..., Workload]) -> None:
    (finding,) = _judged(machine(disks=(_disk(4649, os_disk=True, estimated=True),)))
    assert finding.message.endswith(
        "Its size is an estimate: this inventory gives none per disk, RVTools' vDisk tab does."
    )


def test_a_machine_without_disks_has_nothing_to_rehost(machine: Callable[..., Workload]) -> None:
    (finding,) = _judged(machine(disks=()))
    assert (finding.code, finding.severity) == ("no-disks", Severity.BLOCKING)


def test_an_empty_disk_is_a_note(machine: Callable[..., Workload]) -> None:
    (finding,) = _judged(machine(disks=(_disk(0),)))
    assert (finding.code, finding.severity) == ("disk-empty", Severity.NOTE)


def test_a_disk_sku_without_prices_is_a_fault_of_the_settings(machine: Callable[..., Workload]) -> None:
    with pytest.raises(SettingsError, match="`UltraSSD_LRS`") as caught:
        place_disks(machine(), WESTEUROPE, "UltraSSD_LRS")
    assert caught.value.advice == "Use Premium_LRS, StandardSSD_LRS, Standard_LRS."
