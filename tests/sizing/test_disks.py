from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.catalog import read_catalogue
from azlift.errors import SettingsError
from azlift.model import Disk, Workload
from azlift.sizing.disks import place_disks, unfitting

WESTEUROPE = read_catalogue("westeurope")


def _disk(gib: float, **changes: Any) -> Disk:
    return Disk(**{"key": "k", "label": "Hard disk 1", "capacity_mib": int(gib * 1024), **changes})


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


def test_a_disk_that_no_tier_holds_is_named(machine: Callable[..., Workload]) -> None:
    large = _disk(32_768, key="2001")
    assert unfitting(machine(disks=(_disk(32_767), large)), WESTEUROPE, "Premium_LRS") == large
    assert unfitting(machine(disks=(_disk(32_767),)), WESTEUROPE, "Premium_LRS") is None


def test_a_disk_sku_without_prices_is_a_fault_of_the_settings(machine: Callable[..., Workload]) -> None:
    with pytest.raises(SettingsError, match="`UltraSSD_LRS`") as caught:
        place_disks(machine(), WESTEUROPE, "UltraSSD_LRS")
    assert caught.value.advice == "Use Premium_LRS, StandardSSD_LRS, Standard_LRS."
