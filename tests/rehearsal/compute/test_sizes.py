"""Sizes as the compute provider shows them, and the zones they are in."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.catalogue import SizeFacts, catalogue_of
from azlift.rehearsal.compute.sizes import DISK_SKUS, PREMIUM_SKUS, check_zones, list_skus, zones_of_region
from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.kinds import Wanted


def test_skus_and_sizes_come_from_the_catalogue(ready: Desk) -> None:
    skus = ready.ask("GET", "~/providers/Microsoft.Compute/skus?$filter=location eq 'ukwest'").json()["value"]
    found = next(each for each in skus if each["name"] == "Standard_D2s_v5")
    assert found["locationInfo"][0]["zones"] == []
    assert {"name": "vCPUs", "value": "2"} in found["capabilities"]
    sizes = ready.ask("GET", "~/providers/Microsoft.Compute/locations/westeurope/vmSizes").json()["value"]
    assert {each["name"]: each["memoryInMB"] for each in sizes}["Standard_D2s_v5"] == 8192
    nowhere = ready.ask("GET", "~/providers/Microsoft.Compute/locations/atlantis/usages")
    assert nowhere.refusal == (400, "NoRegisteredProviderFound")
    assert ready.ask("GET", "~/providers/Microsoft.Compute/skus?$filter=tier eq 'x'").refusal == (
        400,
        "InvalidFilterInQueryString",
    )


def in_zones(*zones: str, location: str = "westeurope") -> Wanted:
    found = read_id("/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/d")
    return Wanted(found, "", location, {}, {"zones": list(zones)}, {})


def refused(desk: Desk, wanted: Wanted) -> AzureError:
    with pytest.raises(AzureError) as caught:
        check_zones(desk.world, wanted)
    return caught.value


def test_a_resource_is_in_no_zone_or_in_one_the_region_has(desk: Desk) -> None:
    for zones in ((), ("1",), ("3",)):
        check_zones(desk.world, in_zones(*zones))
    assert refused(desk, in_zones("1", "2")).code == "InvalidParameter"
    error = refused(desk, in_zones("4"))
    assert error.code == "InvalidAvailabilityZone"
    assert "The supported zones for location 'westeurope' are '1,2,3'." in error.message
    assert refused(desk, in_zones("1", location="ukwest")).code == "InvalidAvailabilityZone"


def test_a_region_has_the_zones_any_size_is_offered_in() -> None:
    sizes = [
        SizeFacts(name, "f", 1, 1, 1, 1, True, ("V2",), {"moon": zones, "sun": ()})
        for name, zones in (("a", ("2",)), ("b", ("1", "2")))
    ]
    catalogue = catalogue_of(sizes)
    assert [zones_of_region(catalogue, region) for region in ("moon", "sun", "none")] == [("1", "2"), (), ()]


def test_every_size_is_one_sku_in_every_region_it_is_offered_in(desk: Desk) -> None:
    desk.world.catalogue = catalogue_of(
        [SizeFacts("Standard_X1", "xFamily", 3, 3.5, 5, 2, False, ("V1", "V2"), {"moon": ("2",), "sun": ()})]
    )
    moon, sun = list_skus(desk.world, None)
    assert list(list_skus(desk.world, "sun")) == [sun]
    assert (moon["name"], moon["size"], moon["family"], moon["locations"]) == (
        "Standard_X1",
        "X1",
        "xFamily",
        ["moon"],
    )
    assert moon["locationInfo"][0]["zones"] == ["2"]
    capabilities = {each["name"]: each["value"] for each in moon["capabilities"]}
    assert capabilities["MemoryGB"] == "3.5"
    assert (capabilities["vCPUs"], capabilities["PremiumIO"], capabilities["HyperVGenerations"]) == (
        "3",
        "False",
        "V1,V2",
    )


def test_premium_disks_are_disks() -> None:
    assert set(DISK_SKUS) > PREMIUM_SKUS
    assert not [sku for sku in PREMIUM_SKUS if sku.startswith("Standard")]


def restrict(desk: Desk, **restriction: Any) -> None:
    given = {"restrictions": [{"location": "westeurope", "size": "Standard_D2s_v5", **restriction}]}
    assert desk.ask("POST", "/rehearsal/restrictions", given, api=None).status == 200


def sku(desk: Desk) -> Any:
    listed = desk.ask("GET", "~/providers/Microsoft.Compute/skus?$filter=location eq 'westeurope'").json()["value"]
    return next(each for each in listed if each["name"] == "Standard_D2s_v5")


def test_a_size_the_subscription_may_not_have_says_so_in_the_skus(desk: Desk) -> None:
    assert sku(desk)["restrictions"] == []
    restrict(desk)
    assert sku(desk)["restrictions"] == [
        {
            "type": "Location",
            "values": ["westeurope"],
            "restrictionInfo": {"locations": ["westeurope"]},
            "reasonCode": "NotAvailableForSubscription",
        }
    ]
    restrict(desk, zones=["1", "2"])
    (told,) = sku(desk)["restrictions"]
    assert (told["type"], told["restrictionInfo"]) == ("Zone", {"locations": ["westeurope"], "zones": ["1", "2"]})
