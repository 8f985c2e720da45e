"""Tiers, IOPS and throughput."""

from typing import Any

import pytest

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.catalogue import public_regions
from azlift.rehearsal.compute.disk_performance import (
    LADDERS,
    NONZONAL_V2,
    disk_sku,
    most_shares,
    needs_zone,
    performance,
    range_of,
    tier_of,
)


@pytest.mark.parametrize(
    ("sku", "gib", "name", "iops", "mbps"),
    [
        ("Premium_LRS", 1, "P1", 120, 25),
        ("Premium_LRS", 128, "P10", 500, 100),
        ("Premium_LRS", 129, "P15", 1100, 125),
        ("Premium_ZRS", 32767, "P80", 20000, 900),
        ("StandardSSD_LRS", 5, "E2", 500, 100),
        ("Standard_LRS", 32, "S4", 500, 60),
        ("Standard_LRS", 8193, "S70", 2000, 500),
    ],
)
def test_a_disk_is_on_the_step_of_its_size(sku: str, gib: int, name: str, iops: int, mbps: int) -> None:
    tier = tier_of(sku, gib)
    assert (tier.name, tier.iops, tier.mbps) == (name, iops, mbps)


def test_every_ladder_ends_at_the_largest_disk_and_only_rises() -> None:
    for ladder in LADDERS.values():
        assert ladder[-1].most_gib == 32767
        assert [tier.iops for tier in ladder] == sorted(tier.iops for tier in ladder)


def code(sku: str, gib: int, wanted: Any) -> str:
    with pytest.raises(AzureError) as caught:
        performance(sku, gib, wanted)
    return caught.value.code


def test_premium_disks_may_be_on_a_higher_tier() -> None:
    assert performance("Premium_LRS", 128, {"tier": "p50"})["diskIOPSReadWrite"] == 7500
    for tier in ("P6", "P60", "E10", "P11"):
        assert code("Premium_LRS", 128, {"tier": tier}) == "InvalidParameter"
    assert performance("Premium_LRS", 5000, {"tier": "P80"})["tier"] == "P80"
    assert code("StandardSSD_LRS", 128, {"tier": "E20"}) == "InvalidParameter"
    assert "tier" not in performance("StandardSSD_LRS", 128, {})


def test_only_some_disks_can_be_told_what_to_do() -> None:
    assert performance("Premium_LRS", 128, {"diskIOPSReadWrite": 500})["diskIOPSReadWrite"] == 500
    assert code("Premium_LRS", 128, {"diskIOPSReadWrite": 600}) == "InvalidParameter"
    assert performance("PremiumV2_LRS", 10, {}) == {"diskIOPSReadWrite": 3000, "diskMBpsReadWrite": 125}
    assert performance("PremiumV2_LRS", 10, {"diskIOPSReadWrite": 5000, "diskMBpsReadWrite": 1000})
    assert code("PremiumV2_LRS", 10, {"tier": "P10"}) == "InvalidParameter"


@pytest.mark.parametrize(
    ("gib", "wanted", "bounds"),
    [
        (10, {"diskIOPSReadWrite": 5001}, "between 3000 and 5000"),
        (10, {"diskIOPSReadWrite": 2999}, "between 3000 and 5000"),
        (6, {"diskIOPSReadWrite": 3001}, "between 3000 and 3000"),
        (160, {"diskIOPSReadWrite": 80_001}, "between 3000 and 80000"),
        (65_536, {"diskIOPSReadWrite": 80_001}, "between 3000 and 80000"),
        (10, {"diskMBpsReadWrite": 751}, "between 1 and 750"),
        (10, {"diskIOPSReadWrite": 4000, "diskMBpsReadWrite": 1001}, "between 1 and 1000"),
        (200, {"diskIOPSReadWrite": 80_000, "diskMBpsReadWrite": 2001}, "between 1 and 2000"),
    ],
)
def test_premium_v2_is_refused_beyond_what_its_size_and_its_iops_bear(gib: int, wanted: Any, bounds: str) -> None:
    """The bounds are those of MicrosoftDocs/azure-compute-docs articles/virtual-machines/disks-types.md."""
    with pytest.raises(AzureError) as caught:
        performance("PremiumV2_LRS", gib, wanted)
    assert caught.value.code == "BadRequest"
    assert caught.value.message.endswith(f"for a PremiumV2_LRS disk of size {gib} GB is {bounds}.")


def test_premium_v2_bears_80000_iops_from_160_gib_on() -> None:
    assert performance("PremiumV2_LRS", 160, {"diskIOPSReadWrite": 80_000, "diskMBpsReadWrite": 2000})
    assert range_of("PremiumV2_LRS", 159).iops == (3000, 79_500)


def test_limits_grow_with_the_size_up_to_the_types_own() -> None:
    assert range_of("PremiumV2_LRS", 6).iops == (3000, 3000)
    assert range_of("PremiumV2_LRS", 1000).iops == (3000, 80_000)
    assert range_of("UltraSSD_LRS", 4).iops == (100, 4000)
    assert range_of("UltraSSD_LRS", 1024).iops == (100, 400_000)


def test_shares_and_the_type_of_a_disk_that_says_none() -> None:
    assert [most_shares(sku, 1024) for sku in ("Premium_LRS", "Standard_LRS", "UltraSSD_LRS")] == [5, 5, 15]
    assert (disk_sku({}), disk_sku({"sku": {"name": "Premium_LRS"}})) == ("Standard_LRS", "Premium_LRS")


def test_premium_v2_needs_a_zone_where_there_are_zones_but_for_some_regions() -> None:
    found = {region: needs_zone("PremiumV2_LRS", region) for region in ("westeurope", "swedencentral", "westus")}
    assert found == {"westeurope": True, "swedencentral": False, "westus": False}
    assert needs_zone("UltraSSD_LRS", "swedencentral")


def test_every_region_where_premium_v2_needs_no_zone_has_zones() -> None:
    assert {region for region in NONZONAL_V2 if public_regions()[region].zones} == NONZONAL_V2
