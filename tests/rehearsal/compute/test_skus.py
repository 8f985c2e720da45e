"""The SKUs beside machine sizes."""

from tests.rehearsal.compute.sdk_models import SDK
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.skus import every_sku


def test_disks_snapshots_and_sets_are_listed_with_what_they_can_do(desk: Desk) -> None:
    rows = list(every_sku(desk.world, "westeurope"))
    assert {row["resourceType"] for row in rows} == {"virtualMachines", "disks", "snapshots", "availabilitySets"}
    assert [problem for row in rows for problem in SDK.problems("ResourceSku", row)] == []
    (p30,) = (row for row in rows if row["name"] == "Premium_LRS" and row.get("size") == "P30")
    assert {"name": "MaxIOps", "value": "5000"} in p30["capabilities"]
    (aligned,) = (row for row in rows if row["name"] == "Aligned")
    assert aligned["capabilities"] == [{"name": "MaximumPlatformFaultDomainCount", "value": "3"}]


def test_a_region_without_zones_has_no_zonal_disks(desk: Desk) -> None:
    names = {row["name"] for row in every_sku(desk.world, "ukwest") if row["resourceType"] != "virtualMachines"}
    assert not {name for name in names if name.endswith(("_ZRS", "UltraSSD_LRS", "PremiumV2_LRS"))}


def test_every_row_of_the_route_is_one_item(desk: Desk) -> None:
    asked = "~/providers/Microsoft.Compute/skus?$filter=location eq 'westeurope'"
    assert len(desk.ask("GET", asked).json()["value"]) == len(list(every_sku(desk.world, "westeurope")))
