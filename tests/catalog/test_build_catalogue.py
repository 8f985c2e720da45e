import csv
import importlib.util
import os
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from azlift.catalog.document import PRICE_COLUMNS, SIZE_COLUMNS, Document, parse_document, render_document
from azlift.catalog.reader import facts_by_name, shipped
from azlift.catalog.skus import throughput

ROOT = Path(__file__).parents[2]
RAW = Path(os.environ.get("AZLIFT_SHARED", ROOT.parent / "shared")) / "data" / "azure"
PUBLISHED = Path(__file__).with_name("published")
raw_snapshot = pytest.mark.skipif(not RAW.is_dir(), reason=f"the raw price snapshot is not at {RAW}")


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_catalogue", Path(__file__).with_name("build_catalogue.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@raw_snapshot
def test_the_shipped_catalogue_is_what_the_builder_makes_of_the_raw_snapshot(builder: ModuleType) -> None:
    assert builder.build(RAW) == render_document(shipped())


@raw_snapshot
def test_every_price_of_the_snapshot_is_in_the_catalogue_or_of_a_size_the_region_does_not_list() -> None:
    """Counted apart from the builder: rows with a Linux price above zero whose size the region lists."""
    listed = {(row["region"], row["arm_sku_name"]) for row in _rows(RAW / "vm_sku_regions.csv")}
    priced = [
        (row["region"], row["arm_sku_name"], Decimal(row["linux_payg_usd_per_hour"]))
        for row in _rows(RAW / "vm_prices_payg.csv")
        if row["linux_payg_usd_per_hour"] and (row["region"], row["arm_sku_name"]) in listed
    ]
    shipping = [
        (region, row[0], row[2])
        for region, sold in shipped().regions.items()
        for row in sold.sizes
        if row[2] is not None
    ]
    assert sorted(price for price in priced if price[2]) == sorted(shipping)


@raw_snapshot
def test_reservations_are_compute_alone_and_cheaper_than_as_you_go() -> None:
    columns = [PRICE_COLUMNS.index(f"{name}_per_hour") for name in ("linux", "reserved_1y", "reserved_3y")]
    for sold in shipped().regions.values():
        for linux, one_year, three_years in ([row[column] for column in columns] for row in sold.sizes):
            if one_year is not None and linux is not None:
                assert three_years < one_year < linux


def test_a_pages_base_percentage_is_what_its_credits_come_to_within_its_rounding() -> None:
    sizes = facts_by_name(shipped())
    for row in _rows(PUBLISHED / "burst_credits.csv"):
        of_the_vm = Decimal(row["credits_per_hour"]) * 100 / 60 / sizes[row["name"]]["vcpu"]
        assert abs(of_the_vm - Decimal(row["base_percent_of_vm"])) < Decimal("0.5"), row["name"]
        assert Decimal(row["credits_at_most"]) / Decimal(row["credits_per_hour"]) == pytest.approx(24, rel=0.03)


@raw_snapshot
def test_what_a_page_prints_is_what_the_size_list_says_of_all_sizes_but_three() -> None:
    """71 sizes are in both. This is what shows that the list counts old sizes in 2**20 where a page says 10**6."""
    listed = {row["arm_sku_name"]: row for row in _rows(RAW / "vm_skus.csv")}
    printed = {row["name"]: row for row in _rows(PUBLISHED / "size_limits.csv")}
    both = [name for name in printed if listed[name]["storage_perf_source"].startswith("api:")]
    said = {name: throughput(int(listed[name]["uncached_disk_bytes_per_second"])) for name in both}
    differing = {name for name in both if said[name] != Decimal(printed[name]["uncached_mb_per_s"])}
    assert len(both) == 71
    assert differing == {"Standard_B1s", "Standard_D48as_v4", "Standard_E48as_v4"}
    assert all(Decimal(printed[name]["uncached_mb_per_s"]) < said[name] for name in differing)
    assert all(listed[name]["uncached_disk_iops"] == printed[name]["uncached_iops"] for name in both)


@pytest.mark.parametrize("file", ["burst_credits", "compute_units", "size_limits"])
def test_every_published_figure_names_its_page_and_commit(file: str) -> None:
    for row in _rows(PUBLISHED / f"{file}.csv"):
        assert row["source"].startswith("MicrosoftDocs/azure-")
        assert len(row["source"].rpartition(" @ ")[2]) == 40


def _write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _snapshot(folder: Path) -> None:
    """One region of every kind of trap, one without disks, one without a size list, one without prices."""
    _write(
        folder / "vm_skus.csv",
        "arm_sku_name,family,vcpus_quota,vcpus_available,memory_gib,max_data_disks,max_nics,cpu_architecture,"
        "hyperv_generations,premium_io,accelerated_networking,encryption_at_host,temp_disk_mib,uncached_disk_iops,"
        "uncached_disk_bytes_per_second",
        'Standard_E8-2as_v5,fE,8,2,64.0,16,4,x64,"V1,V2",true,true,true,,,',
        'Standard_E8as_v5,fE,8,8,64.0,16,4,x64,"V1,V2",true,true,true,0,12800,200000000',
        "Standard_Elsewhere,fE,8,8,64.0,16,4,x64,V2,true,true,true,,,",
    )
    _write(
        folder / "vm_sku_regions.csv",
        "region,arm_sku_name,zones,restriction_reason_codes",
        "here,Standard_E8-2as_v5,3;1;2,NotAvailableForSubscription",
        "here,Standard_E8as_v5,,",
        "nodisks,Standard_E8as_v5,,",
        "noprices,Standard_Elsewhere,,",
    )
    _write(
        folder / "vm_prices_payg.csv",
        "region,arm_sku_name,linux_payg_usd_per_hour,linux_source,windows_payg_usd_per_hour,"
        "linux_savings_plan_1y_usd_per_hour",
        "here,Standard_E8-2as_v5,,radar,0.916,",
        "here,Standard_E8as_v5,0.0,radar,0.9,0.4",
        "here,Basic_A0,0.018,radar,0.018,",
        "nodisks,Standard_E8as_v5,0.1,karpenter,0.2,",
        "nosizes,Standard_E8-2as_v5,0.5,karpenter,0.9,",
    )
    _write(
        folder / "vm_prices_reserved_dsv5_esv5.csv",
        "region,arm_sku_name,reserved_1y_usd_per_hour_equiv,reserved_3y_usd_per_hour_equiv",
        "here,Standard_E8as_v5,0.35,0.25",
    )
    _write(
        folder / "managed_disk_tiers.csv",
        "disk_sku,tier,max_size_gib,max_iops,max_throughput_mb_per_s,burst_iops,burst_throughput_mb_per_s,max_shares",
        "Premium_LRS,P10,128,500,100.0,3500,170.0,3",
        "Premium_ZRS,P10,128,500,100.0,3500,170.0,3",
    )
    _write(
        folder / "managed_disk_prices.csv",
        "region,disk_sku,tier,component,meter_name,unit_of_measure,retail_price",
        "here,Premium_LRS,P10,shared_disk_mount_monthly,P10 LRS Disk Mount,1/Month,1.183",
        "here,Premium_LRS,P10,disk_monthly,P10 LRS Disk,1/Month,21.680",
        "here,StandardSSD_LRS,E10,operations_per_10k,E10 LRS Disk Operations,10K,0.002",
        "here,Premium_ZRS,P10,disk_monthly,P10 ZRS Disk,1/Month,32.5",
        "nosizes,Premium_LRS,P10,disk_monthly,P10 LRS Disk,1/Month,21.68",
    )
    _write(
        folder / "vm_size_remote_storage_from_docs.csv",
        "arm_sku_name,uncached_premium_iops,uncached_premium_mb_per_s,burst_iops,burst_mb_per_s,"
        "max_network_mbit_per_s,temp_disk_gib",
        "Standard_E8as_v5,12800,200,20000,600,12500,0",
    )
    _write(
        folder / "managed_disk_type_limits.json",
        '{"premium_ssd_v2": {"size_gib": [1, 65536], "baseline_free_iops": 3000,'
        ' "baseline_free_throughput_mb_per_s": 125, "iops_per_gib_above_6_gib": 500, "max_iops": 80000,'
        ' "throughput_mb_per_s_per_iops": 0.25, "max_throughput_mb_per_s": 2000}}',
    )


@pytest.fixture(scope="module")
def built(builder: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder = tmp_path_factory.mktemp("raw")
    _snapshot(folder)
    return parse_document(builder.build(folder).encode(), "built.json")


def test_a_region_is_built_of_a_size_list_and_prices_and_of_neither_alone(built: Document) -> None:
    assert set(built.regions) == {"here", "nodisks"}
    assert [row[0] for row in built.sizes] == ["Standard_E8-2as_v5", "Standard_E8as_v5"]
    assert built.regions["nodisks"].tier_prices == []
    assert built.regions["nodisks"].sources["prices"] == "karpenter"


def test_a_restricted_size_is_kept_and_one_the_region_does_not_list_is_not(built: Document) -> None:
    assert [row[:2] for row in built.regions["here"].sizes] == [["Standard_E8-2as_v5", "123"], ["Standard_E8as_v5", ""]]


def test_a_price_of_zero_is_unknown(built: Document) -> None:
    rows: list[Any] = [row[2:] for row in built.regions["here"].sizes]
    known = [Decimal(text) for text in ("0.9", "0.35", "0.25", "0.4")]
    assert rows == [[None, Decimal("0.916"), None, None, None, None], [None, *known, None]]


def test_a_mount_is_no_disk_and_operations_are_a_meter(built: Document) -> None:
    assert built.regions["here"].tier_prices == [["Premium_LRS", "P10", Decimal("21.68")]]
    assert built.regions["here"].meters == [["operations-standard-ssd", "10K", Decimal("0.002")]]


def test_a_constrained_size_takes_the_storage_figures_of_the_whole_one(built: Document) -> None:
    cut = dict(zip(SIZE_COLUMNS, built.sizes[0], strict=True))
    assert (cut["vcpu"], cut["vcpu_quota"]) == (2, 8)
    assert (cut["uncached_iops"], cut["uncached_mb_per_s"], cut["temp_disk_gib"]) == (12800, 200, 0)
