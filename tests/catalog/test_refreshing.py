import asyncio
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from retail_items import item, west_europe

from azlift.catalog import read_catalogue
from azlift.catalog.refreshing import FetchSkus, Refreshed, refresh_catalogue, write_catalogue
from azlift.errors import AzureError, SettingsError, Unreachable
from azlift.model import Catalogue, Size

TODAY = date(2026, 11, 26)


def _sku(name: str, **said: str) -> dict[str, Any]:
    capabilities = {
        "vCPUs": "8",
        "MemoryGB": "32",
        "MaxDataDiskCount": "16",
        "MaxNetworkInterfaces": "4",
        "HyperVGenerations": "V1,V2",
        "PremiumIO": "True",
        **said,
    }
    return {
        "resourceType": "virtualMachines",
        "name": name,
        "family": "f",
        "locations": ["westeurope"],
        "locationInfo": [{"location": "westeurope", "zones": ["2", "1"]}],
        "capabilities": [{"name": key, "value": value} for key, value in capabilities.items()],
    }


def _lists(*skus: dict[str, Any]) -> FetchSkus:
    async def fetch(region: str) -> Sequence[dict[str, Any]]:
        return skus

    return fetch


def _refresh(fetch_skus: FetchSkus | None, items: list[Any], region: str = "westeurope") -> Refreshed:
    async def fetch_prices(region: str) -> list[Any]:
        return items

    return asyncio.run(refresh_catalogue(region, fetch_skus, fetch_prices, TODAY))


def _read_back(workspace: Path, made: Refreshed) -> Catalogue:
    write_catalogue(workspace, "westeurope", made.text)
    return read_catalogue("westeurope", workspace)


def _size(catalogue: Catalogue, name: str) -> Size:
    return next(size for size in catalogue.sizes if size.name == name)


def test_a_refreshed_catalogue_has_the_sizes_azure_lists_at_the_prices_it_publishes(tmp_path: Path) -> None:
    made = _refresh(_lists(_sku("Standard_D8_v4"), _sku("Standard_D8s_v5")), west_europe())
    catalogue = _read_back(tmp_path, made)
    assert [size.name for size in catalogue.sizes] == ["Standard_D8_v4", "Standard_D8s_v5"]
    size = _size(catalogue, "Standard_D8_v4")
    assert (size.linux_per_hour, size.windows_per_hour, size.zones) == (Decimal("0.46"), Decimal("0.828"), ("1", "2"))
    assert (size.reserved_3y_per_hour, size.savings_3y_per_hour) == (Decimal("0.17481"), Decimal("0.2116"))
    assert {tier.tier: tier.cost_per_month for tier in catalogue.disk_tiers} == {
        "P10": Decimal("21.68"),
        "E10": Decimal("9.6"),
    }
    assert catalogue.per_unit_disks[0].per_gib == Decimal("0.0949")
    assert catalogue.seen_on == "2026-11-26"
    assert "Microsoft.Compute/skus of westeurope, read 2026-11-26" in catalogue.source


def test_a_price_that_is_no_longer_published_is_unknown_and_not_the_old_one(tmp_path: Path) -> None:
    catalogue = _read_back(tmp_path, _refresh(_lists(_sku("Standard_D8_v4"), _sku("Standard_D8s_v5")), west_europe()))
    assert _size(read_catalogue("westeurope"), "Standard_D8s_v5").linux_per_hour is not None
    assert _size(catalogue, "Standard_D8s_v5").linux_per_hour is None


def test_what_the_list_does_not_say_of_a_size_stays_what_its_page_says(tmp_path: Path) -> None:
    listed = _lists(_sku("Standard_D8s_v5", UncachedDiskIOPS="13000"), _sku("Standard_D8_v4"), _sku("Standard_New_v9"))
    catalogue = _read_back(tmp_path, _refresh(listed, west_europe()))
    known, new = _size(catalogue, "Standard_D8s_v5"), _size(catalogue, "Standard_New_v9")
    assert (known.uncached_iops, known.uncached_mb_per_s, known.network_mbit_per_s) == (13000, 290, 12500)
    assert (new.uncached_iops, new.network_mbit_per_s, new.burst) == (None, None, None)


def test_without_an_azure_to_ask_the_sizes_are_those_that_shipped_and_only_the_prices_are_new(tmp_path: Path) -> None:
    catalogue = _read_back(tmp_path, _refresh(None, west_europe()))
    assert {size.name for size in catalogue.sizes} == {size.name for size in read_catalogue("westeurope").sizes}
    assert [size.name for size in catalogue.sizes if size.linux_per_hour] == ["Standard_D8_v4"]
    assert "az vm list-skus" in catalogue.source
    assert "read 2026-11-26" in catalogue.source


def test_without_an_azure_to_ask_a_region_that_never_shipped_is_refused() -> None:
    with pytest.raises(SettingsError, match="belgiumcentral"):
        _refresh(None, west_europe(), "belgiumcentral")


@pytest.mark.parametrize(
    ("skus", "items", "lacking"),
    [
        ((), west_europe(), "sizes"),
        ((_sku("Standard_D8_v4"),), [], "prices of sizes"),
        ((_sku("Standard_D8_v4"),), [item()], "prices of disks"),
        ((_sku("Standard_Other"),), west_europe(), "prices of sizes"),
    ],
)
def test_an_answer_without_sizes_or_prices_makes_no_catalogue(
    skus: tuple[dict[str, Any], ...], items: list[Any], lacking: str
) -> None:
    with pytest.raises(AzureError, match=f"no {lacking}") as caught:
        _refresh(_lists(*skus), items)
    assert "stays as it is" in caught.value.advice


def test_what_was_left_out_and_what_was_withheld_is_named() -> None:
    broken = _sku("Standard_X") | {"capabilities": []}
    disguised = [item(armSkuName="Standard_D2_v4", productName=f"Virtual Machines{kind}") for kind in ("", " Windows")]
    made = _refresh(_lists(broken, _sku("Standard_D2_v4"), _sku("Standard_D8_v4")), west_europe() + disguised)
    assert (made.left_out, made.withheld) == (["Standard_X"], ["Standard_D2_v4"])


def test_the_same_answers_make_the_same_file() -> None:
    skus = (_sku("Standard_D8_v4"), _sku("Standard_D8s_v5"))
    assert _refresh(_lists(*skus), west_europe()) == _refresh(_lists(*reversed(skus)), list(reversed(west_europe())))


@pytest.mark.parametrize("region", ["West Europe", "../x", "x' or 'y", ""])
def test_what_is_no_regions_name_is_refused_before_anybody_is_asked(region: str) -> None:
    async def ask(region: str) -> Sequence[Any]:
        raise AssertionError(region)

    with pytest.raises(SettingsError):
        asyncio.run(refresh_catalogue(region, ask, ask, TODAY))


def test_an_error_of_either_fetch_is_the_callers() -> None:
    async def fail(region: str) -> Sequence[Any]:
        raise Unreachable("no network")

    with pytest.raises(Unreachable, match="no network"):
        asyncio.run(refresh_catalogue("westeurope", _lists(), fail, TODAY))


def test_a_file_is_replaced_whole_and_no_draft_stays(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "new", "here", "old")
    file = write_catalogue(tmp_path / "new", "here", "text")
    assert file.read_text() == "text"
    assert list(file.parent.iterdir()) == [file]
