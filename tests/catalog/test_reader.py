from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from azlift.catalog import read_catalogue, regions, size_facts
from azlift.catalog.document import SIZE_COLUMNS, render_document
from azlift.catalog.reader import shipped
from azlift.errors import InputError, SettingsError
from azlift.model import Commitment, Size


def _compute(size: Size, commitment: Commitment) -> Decimal | None:
    return size.per_hour(commitment, windows=False, licence_brought=False)


def _size(region: str, name: str) -> Size:
    return next(size for size in read_catalogue(region).sizes if size.name == name)


WITH_DISKS = ("francecentral", "northeurope", "swedencentral", "westeurope")


def test_a_region_is_known_when_its_sizes_and_their_prices_are() -> None:
    assert len(regions()) == 44
    assert set(WITH_DISKS) <= set(regions())
    assert not {"belgiumcentral", "taiwannorth"} & set(regions()), "prices without sizes, sizes without prices"


def test_a_region_without_disk_prices_has_sizes_and_no_disk_of_any_price() -> None:
    for region in regions():
        catalogue = read_catalogue(region)
        assert any(size.linux_per_hour for size in catalogue.sizes)
        assert bool(catalogue.disk_tiers) == bool(catalogue.per_unit_disks) == (region in WITH_DISKS)


def test_no_price_of_anything_anywhere_is_zero() -> None:
    for region in regions():
        catalogue = read_catalogue(region)
        prices = [p for size in catalogue.sizes for c in Commitment if (p := _compute(size, c)) is not None]
        prices += [tier.cost_per_month for tier in catalogue.disk_tiers] + [meter.price for meter in catalogue.meters]
        assert min(prices) > 0


@pytest.mark.parametrize("region", regions())
def test_every_region_names_its_sources_and_its_date(region: str) -> None:
    catalogue = read_catalogue(region)
    assert catalogue.region == region
    assert catalogue.seen_on == ("2026-08-22" if region in WITH_DISKS else "2026-06-18")
    assert "Retail Prices API" in catalogue.source
    assert "list-skus" in catalogue.source
    reserved = any(size.reserved_1y_per_hour for size in catalogue.sizes)
    assert ("Reservations" in catalogue.source) == reserved


@pytest.mark.parametrize("region", regions())
def test_no_linux_price_is_a_windows_price_in_disguise(region: str) -> None:
    priced = [s for s in read_catalogue(region).sizes if s.linux_per_hour and s.windows_per_hour]
    assert priced
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
    with pytest.raises(SettingsError, match="`usgovvirginia`") as caught:
        read_catalogue("usgovvirginia")
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


def test_a_size_has_what_its_page_prints_of_disks_and_network_and_of_compute_units_where_published() -> None:
    """azure-compute-docs dsv5-series.md (2026-02-27); azure-docs acu.md has v3 at 160 - 190 and nothing of v5."""
    v5, v3 = _size("westeurope", "Standard_D4s_v5"), _size("westeurope", "Standard_D4s_v3")
    assert (v5.uncached_iops, v5.uncached_mb_per_s, v5.burst_iops, v5.burst_mb_per_s) == (6400, 145, 20000, 1200)
    assert (v5.network_mbit_per_s, v5.temp_disk_gib, v5.cpu_score) == (12500, 0, None)
    assert (v3.uncached_iops, v3.uncached_mb_per_s, v3.temp_disk_gib, v3.cpu_score) == (6400, 96, 32, 160)
    assert v5.accelerated_networking
    assert v5.encryption_at_host


def test_a_constrained_size_has_the_storage_of_the_size_it_is_cut_from_and_its_network_is_not_known() -> None:
    cut, whole = _size("westeurope", "Standard_E32-8s_v5"), _size("westeurope", "Standard_E32s_v5")
    assert (cut.uncached_iops, cut.uncached_mb_per_s) == (whole.uncached_iops, whole.uncached_mb_per_s) == (51200, 865)
    assert (cut.network_mbit_per_s, whole.network_mbit_per_s) == (None, 16000)


@pytest.mark.parametrize(
    ("name", "baseline", "at_most"),
    [("Standard_B2ms", 60, 864), ("Standard_B8ms", 135, 1994), ("Standard_B2ls_v2", 60, 864)],
)
def test_a_burstable_size_has_its_credits_and_its_baseline_over_all_vcpu(
    name: str, baseline: int, at_most: int
) -> None:
    burst = _size("westeurope", name).burst
    assert burst
    assert (burst.baseline_percent, burst.credits_at_most) == (baseline, at_most)


def test_the_newest_sizes_are_for_generation_2_alone_so_a_bios_machine_cannot_simply_go_there() -> None:
    newest = [row for row in shipped().sizes if row[0].endswith(("_v6", "_v7"))]
    assert len(newest) > 500
    assert {row[SIZE_COLUMNS.index("generations")] for row in newest} == {"V2"}


def test_only_burstable_sizes_earn_credits() -> None:
    sizes = read_catalogue("westeurope").sizes
    assert {size.name for size in sizes if size.burst} == {s.name for s in sizes if s.name.startswith("Standard_B")}


def test_a_tier_has_its_performance_its_bursts_and_how_many_may_share_it() -> None:
    tiers = {tier.tier: tier for tier in read_catalogue("westeurope").disk_tiers}
    assert len(tiers) == 39
    p10, s4 = tiers["P10"], tiers["S4"]
    assert (p10.iops, p10.mb_per_s, p10.burst_iops, p10.burst_mb_per_s, p10.shares_at_most) == (500, 100, 3500, 170, 3)
    assert (s4.iops, s4.mb_per_s, s4.burst_iops) == (500, 60, 0)
    assert all(tier.iops and tier.mb_per_s for tier in tiers.values())


def test_premium_v2_is_priced_per_hour_and_so_costs_730_times_that_a_month() -> None:
    """West Europe, 2026-07-15: 0.00013 a GiB, 0.000008 an IOPS, 0.000065 a MB/s."""
    (disk,) = read_catalogue("westeurope").per_unit_disks
    assert (disk.per_gib, disk.per_iops, disk.per_mb_per_s) == tuple(map(Decimal, ("0.0949", "0.00584", "0.04745")))
    assert (disk.free_iops, disk.free_mb_per_s, disk.iops_per_gib, disk.gib_with_free_iops) == (3000, 125, 500, 6)
    assert (disk.sku, disk.least_gib, disk.most_gib, disk.most_iops) == ("PremiumV2_LRS", 1, 65536, 80000)


def test_snapshots_are_a_known_meter_and_backup_and_egress_are_unknown_ones() -> None:
    meters = {meter.name: meter for meter in read_catalogue("westeurope").meters}
    assert meters["snapshot"].price == Decimal("0.05")
    assert (meters["snapshot-premium"].price, meters["snapshot-premium"].unit) == (Decimal("0.145"), "1 GB/Month")
    assert not [name for name in meters if "backup" in name or "egress" in name]
    assert read_catalogue("eastus").meters == ()


def test_reservations_are_known_of_two_series_and_savings_plans_of_the_recorded_regions() -> None:
    """SOURCES.md of the snapshot: kim has Dsv5 and Esv5, radar one-year savings plans of the EU regions."""
    west = read_catalogue("westeurope").sizes
    assert {size.family for size in west if size.reserved_3y_per_hour} == {"standardDSv5Family", "standardESv5Family"}
    assert sum(size.savings_1y_per_hour is not None for size in west) > 1000
    assert not [size for size in west if size.savings_3y_per_hour]
    assert not [size for size in read_catalogue("eastus").sizes if size.savings_1y_per_hour]


def _own(workspace: Path, region: str, text: str) -> Path:
    workspace.mkdir(exist_ok=True)
    file = workspace / f"catalogue-{region}.json"
    file.write_text(text, encoding="utf-8")
    return file


def _moved(region: str) -> str:
    """The shipped sizes of westeurope as those of another region."""
    return render_document(replace(shipped(), regions={region: shipped().regions["westeurope"]}))


def test_a_workspaces_own_catalogue_is_read_before_the_shipped_one(tmp_path: Path) -> None:
    _own(tmp_path, "eastus", _moved("eastus"))
    assert read_catalogue("eastus", tmp_path).disk_tiers
    assert not read_catalogue("eastus").disk_tiers
    assert read_catalogue("westus", tmp_path) == read_catalogue("westus")


def test_a_region_only_the_workspace_knows_is_a_region_and_the_pretend_azure_sells_its_sizes(tmp_path: Path) -> None:
    _own(tmp_path, "belgiumcentral", _moved("belgiumcentral"))
    assert "belgiumcentral" in regions(tmp_path)
    assert read_catalogue("belgiumcentral", tmp_path).region == "belgiumcentral"
    facts = size_facts(["belgiumcentral", "westeurope"], tmp_path)
    assert all(size["regions"]["belgiumcentral"] == size["regions"]["westeurope"] for size in facts)


def test_a_broken_workspace_file_is_named_and_told_how_to_mend(tmp_path: Path) -> None:
    whole = _moved("westeurope")
    name, negative = '"Standard_D2s_v5","standardDSv5Family",', '"Standard_D2s_v5","standardDSv5Family","two",'
    for text in ("", "{}", whole[:5000], whole.replace(name, negative), whole.replace('"V1,V2",true', '"V9",true')):
        file = _own(tmp_path, "westeurope", text)
        with pytest.raises(InputError, match="not a catalogue") as caught:
            read_catalogue("westeurope", tmp_path)
        assert caught.value.file == str(file)
        assert "azlift catalog refresh" in caught.value.advice


def test_a_regions_name_is_never_a_path(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    _own(tmp_path, "x", _moved("../x"))
    with pytest.raises(SettingsError, match="no sizes and prices"):
        read_catalogue("../x", tmp_path / "w")
