from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from retail_items import disk_item, item, west_europe

from azlift.catalog.reader import shipped
from azlift.catalog.retail import Prices, read_prices, size_key

TODAY = date(2026, 8, 22)
WINDOWS = "Virtual Machines Dv4 Series Windows"


def _read(*items: dict[str, Any]) -> Prices:
    return read_prices([{**one, "retailPrice": Decimal(str(one["retailPrice"]))} for one in items], TODAY)


def test_a_size_has_its_linux_and_windows_price_and_those_of_its_commitments() -> None:
    found = _read(*west_europe()).sizes["d8v4"]
    assert (found["linux_per_hour"], found["windows_per_hour"]) == (Decimal("0.46"), Decimal("0.828"))
    assert (found["savings_1y_per_hour"], found["savings_3y_per_hour"]) == (
        pytest.approx(Decimal("0.3174")),
        pytest.approx(Decimal("0.2116")),
    )


def test_a_reservations_price_is_the_total_of_its_term() -> None:
    found = _read(*west_europe()).sizes["d8v4"]
    assert found["reserved_1y_per_hour"] == Decimal("0.271347")  # 2377 / 8760
    assert found["reserved_3y_per_hour"] == Decimal("0.174810")  # 4594 / (3 x 8760)


@pytest.mark.parametrize(
    "other",
    [
        {"productName": "Dv4 Series Cloud Services"},
        {"productName": "Virtual Machines Dv4 Series CloudServices"},
        {"productName": "Dv4 Dedicated Host"},
        {"productName": "Dv4 Series DedicatedHost"},
        {"meterName": "D8 v4 Spot", "skuName": "D8 v4 Spot"},
        {"meterName": "D8 v4 Low Priority", "skuName": "D8 v4 Low Priority"},
        {"type": "DevTestConsumption"},
        {"serviceName": "Cloud Services"},
        {"unitOfMeasure": "1/Month"},
        {"currencyCode": "EUR"},
        {"type": "Reservation", "reservationTerm": "5 Years"},
        {"type": "Reservation", "reservationTerm": "1 Year", "productName": WINDOWS},
    ],
)
def test_what_is_not_the_price_of_a_machine_never_becomes_one(other: dict[str, Any]) -> None:
    alone, beside = _read(item(retailPrice=9.9, **other)), _read(item(), item(retailPrice=9.9, **other))
    assert not alone.sizes.get("d8v4")
    assert beside.sizes["d8v4"] == {"linux_per_hour": Decimal("0.46")}


def test_a_price_is_the_one_in_force_and_not_an_old_or_a_coming_one() -> None:
    old, now, coming = "2019-01-01T00:00:00Z", "2026-08-01T00:00:00Z", "2026-09-01T00:00:00Z"
    items = [item(effectiveStartDate=start, retailPrice=price) for start, price in ((coming, 3), (now, 2), (old, 1))]
    assert _read(*items).sizes["d8v4"]["linux_per_hour"] == 2


def test_of_two_prices_of_one_day_the_dearer_is_taken_whatever_their_order() -> None:
    both = [item(retailPrice=0.5), item(retailPrice=0.4)]
    assert _read(*both).sizes == _read(*reversed(both)).sizes == {"d8v4": {"linux_per_hour": Decimal("0.5")}}


def test_a_price_of_zero_is_unknown() -> None:
    assert _read(item(retailPrice=0)).sizes == {}


def test_a_linux_price_that_is_no_lower_than_the_windows_price_is_withheld_and_named() -> None:
    found = _read(item(retailPrice=0.828), item(productName=WINDOWS, retailPrice=0.828))
    assert found.sizes["d8v4"] == {"windows_per_hour": Decimal("0.828")}
    assert found.withheld == ("d8v4",)


@pytest.mark.parametrize("spelt", ["Standard_D16as_v5", "D16as v5", "D16asv5", "standard_d16as_v5"])
def test_a_size_is_the_same_however_it_is_spelt(spelt: str) -> None:
    assert size_key(spelt) == "d16asv5"
    found = _read(item(armSkuName=spelt)), _read(item(armSkuName="", skuName=spelt))
    assert found[0].sizes == found[1].sizes == {"d16asv5": {"linux_per_hour": Decimal("0.46")}}


def test_no_two_sizes_that_ship_are_spelt_alike() -> None:
    names = [row[0] for row in shipped().sizes]
    assert len({size_key(name) for name in names}) == len(names)


def _recorded(size: str, of: str, price: float, product: str = "Virtual Machines MdSv2 Series") -> dict[str, Any]:
    return item(armSkuName="", skuName=f"{size}{of}", meterName=f"{size}{of}", productName=product, retailPrice=price)


def test_of_a_recorded_answer_the_prices_that_ship_are_found_among_the_others() -> None:
    """France Central; source: andy-diericks/azure-pricing-radar data/latest/vm-francecentral.json @ 1cb66089."""
    windows = "Virtual Machines MdSv2 Series Windows"
    recorded = [
        *(_recorded("M128dms_v2", " Spot", 6.214639), _recorded("M128dms_v2", " Spot", 7.302742, windows)),
        *(_recorded("M128dms_v2", " Low Priority", 6.726), _recorded("M128dms_v2", " Low Priority", 15.807, windows)),
        *(_recorded("M128dms_v2", "", 33.629), _recorded("M128dms_v2", "", 39.517, windows)),
        *(_recorded("M32dms_v2", "", 7.744), _recorded("M32dms_v2", "", 9.216, windows)),
    ]
    found = _read(*recorded).sizes
    shipping = {size_key(row[0]): row for row in shipped().regions["francecentral"].sizes}
    assert set(found) == {"m128dmsv2", "m32dmsv2"}
    for size, prices in found.items():
        assert [prices["linux_per_hour"], prices["windows_per_hour"]] == list(shipping[size][2:4])


@pytest.mark.parametrize("other", ["Basic_A1", "Standard_A1_v2", "Standard_A1_Promo"])
def test_a_basic_a_promo_and_a_newer_size_are_not_the_size_of_their_number(other: str) -> None:
    found = _read(item(armSkuName="Standard_A1"), item(armSkuName=other, retailPrice=9.9))
    assert found.sizes["a1"] == {"linux_per_hour": Decimal("0.46")}


def test_a_tier_costs_what_the_disk_costs_and_not_its_mount_nor_its_operations() -> None:
    found = _read(*west_europe())
    assert found.tiers == {("Premium_LRS", "P10"): Decimal("21.68"), ("StandardSSD_LRS", "E10"): Decimal("9.6")}


def test_a_disk_with_copies_in_several_zones_is_another() -> None:
    assert _read(disk_item("Premium SSD Managed Disks", "P10 ZRS Disk", 32.519)).tiers == {}


def test_premium_v2_is_billed_per_hour_and_kept_per_month() -> None:
    assert _read(*west_europe()).units == {
        "per_gib": Decimal("0.0949"),
        "per_iops": Decimal("0.00584"),
        "per_mb_per_s": Decimal("0.04745"),
    }


def test_snapshots_and_operations_are_meters_in_their_own_unit() -> None:
    assert _read(*west_europe()).meters == {
        "snapshot": ("1 GB/Month", Decimal("0.05")),
        "snapshot-premium": ("1 GB/Month", Decimal("0.145")),
        "operations-standard-ssd": ("10K", Decimal("0.002")),
    }


@pytest.mark.parametrize(
    "broken",
    [
        None,
        3,
        [],
        {},
        item(retailPrice=None),
        item(retailPrice="dear"),
        item(retailPrice="NaN"),
        item(retailPrice="1e40"),
        item(retailPrice=-1),
        item(effectiveStartDate="yesterday"),
        item(effectiveStartDate=None),
        item(armSkuName=7),
        item(savingsPlan=[{}]),
        item(savingsPlan=7),
    ],
)
def test_an_item_that_is_none_is_passed_over_and_stops_no_other(broken: Any) -> None:
    found = read_prices([broken, item(armSkuName="Standard_D2_v4")], TODAY)
    assert set(found.sizes) == {"d2v4"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(said=st.dictionaries(st.sampled_from(sorted(item(savingsPlan=[], reservationTerm=""))), json_values, max_size=4))
def test_whatever_an_item_says_of_itself_no_price_is_zero_or_no_number(said: dict[str, Any]) -> None:
    found = read_prices([item(**said)], TODAY)
    prices = [price for columns in found.sizes.values() for price in columns.values()]
    assert all(price.is_finite() and price > 0 for price in prices)
