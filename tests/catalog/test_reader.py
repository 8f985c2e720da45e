from decimal import Decimal

import pytest

from azlift.catalog import read_catalogue, regions, size_facts
from azlift.errors import SettingsError
from azlift.model import Size


def _size(region: str, name: str) -> Size:
    return next(size for size in read_catalogue(region).sizes if size.name == name)


def test_a_region_is_known_when_its_sizes_and_both_its_prices_are() -> None:
    assert regions() == ("francecentral", "northeurope", "swedencentral", "westeurope")


@pytest.mark.parametrize("region", regions())
def test_every_region_names_its_sources_and_its_date(region: str) -> None:
    catalogue = read_catalogue(region)
    assert catalogue.region == region
    assert catalogue.seen_on == "2026-08-22"
    assert "Retail Prices API" in catalogue.source
    assert "list-skus" in catalogue.source


@pytest.mark.parametrize("region", regions())
def test_no_linux_price_is_a_windows_price_in_disguise(region: str) -> None:
    priced = [s for s in read_catalogue(region).sizes if s.linux_per_hour and s.windows_per_hour]
    assert len(priced) > 900
    assert not [size.name for size in priced if size.linux_per_hour >= size.windows_per_hour]


@pytest.mark.parametrize("region", regions())
def test_sizes_and_tiers_are_in_ascending_order_of_price_and_unknown_prices_last(region: str) -> None:
    catalogue = read_catalogue(region)
    prices = [size.linux_per_hour for size in catalogue.sizes]
    known = [price for price in prices if price is not None]
    assert prices == sorted(known) + [None] * (len(prices) - len(known))
    costs = [tier.cost_per_month for tier in catalogue.disk_tiers]
    assert costs == sorted(costs)


def test_a_tier_costs_what_the_disk_costs_and_not_its_mount_or_its_operations() -> None:
    tiers = {tier.tier: tier for tier in read_catalogue("westeurope").disk_tiers}
    assert tiers["P10"].cost_per_month == Decimal("21.68")
    assert tiers["E10"].cost_per_month == Decimal("9.6")
    assert tiers["S10"].cost_per_month == Decimal("5.888")
    assert tiers["P80"].capacity_gib == 32767
    assert {tier.sku for tier in tiers.values()} == {"Premium_LRS", "StandardSSD_LRS", "Standard_LRS"}


def test_a_constrained_size_has_the_vcpus_the_guest_sees_and_the_quota_of_the_full_size() -> None:
    size = _size("westeurope", "Standard_E96-24as_v5")
    assert (size.vcpu, size.vcpu_quota, size.memory_gib) == (24, 96, Decimal(672))


def test_memory_is_exact_and_zones_and_generations_are_lists() -> None:
    size = _size("westeurope", "Standard_DS1_v2")
    assert (size.memory_gib, size.zones, size.generations) == (Decimal("3.5"), ("1", "2", "3"), ("V1", "V2"))


def test_a_size_of_unknown_price_is_listed_without_one() -> None:
    size = _size("westeurope", "Standard_DS2_v2_Promo")
    assert (size.linux_per_hour, size.windows_per_hour) == (None, None)


def test_a_size_restricted_for_whoever_collected_the_list_is_kept() -> None:
    assert _size("westeurope", "Standard_NV12s_v3").premium_io


def test_reading_a_region_twice_gives_the_same_catalogue() -> None:
    assert read_catalogue("westeurope") is read_catalogue("westeurope")


@pytest.mark.parametrize(("wrong", "meant"), [("westeurpe", "westeurope"), ("West Europe", "westeurope")])
def test_a_misspelt_region_is_told_what_it_may_mean(wrong: str, meant: str) -> None:
    with pytest.raises(SettingsError, match=f"`{wrong}`. Did you mean `{meant}`") as caught:
        read_catalogue(wrong)
    assert "northeurope" in caught.value.advice


def test_a_region_unlike_any_known_one_is_refused_with_the_list() -> None:
    with pytest.raises(SettingsError, match="`brazilsouth`") as caught:
        read_catalogue("brazilsouth")
    assert "Did you mean" not in str(caught.value)
    assert all(region in caught.value.advice for region in regions())


def test_the_pretend_azure_reads_the_sizes_it_is_given(tmp_path_factory: pytest.TempPathFactory) -> None:
    import json

    from azlift.rehearsal.catalogue import read_catalogue as read_sizes

    file = tmp_path_factory.mktemp("sizes") / "sizes.json"
    file.write_text(json.dumps(size_facts(regions())), encoding="utf-8")
    found = read_sizes(file).find("standard_e96-24as_v5")
    assert found is not None
    assert (found.vcpus, found.memory_gib, found.regions["westeurope"]) == (96, 672.0, ("1", "2", "3"))


def test_size_facts_name_only_the_regions_asked_for() -> None:
    facts = {size["name"]: size for size in size_facts(["swedencentral"])}
    assert set(facts["Standard_D2s_v5"]["regions"]) == {"swedencentral"}
    assert len(facts) == len(read_catalogue("swedencentral").sizes)
    assert list(facts) == sorted(facts)
