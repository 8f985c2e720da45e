import importlib.util
import os
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
RAW = Path(os.environ.get("AZLIFT_SHARED", ROOT.parent / "shared")) / "data" / "azure"


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_catalogue", Path(__file__).with_name("build_catalogue.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not RAW.is_dir(), reason=f"the raw price snapshot is not at {RAW}")
def test_the_shipped_catalogue_is_what_the_builder_makes_of_the_raw_snapshot(builder: ModuleType) -> None:
    shipped = (files("azlift.catalog") / "azure-2026-08.json").read_text(encoding="utf-8")
    assert builder.build(RAW) == shipped


def test_the_builder_keeps_out_what_is_not_a_size_of_the_region_or_a_disk_by_the_month(
    builder: ModuleType, tmp_path: Path
) -> None:
    _write(
        tmp_path / "vm_skus.csv",
        "arm_sku_name,family,vcpus_quota,vcpus_available,memory_gib,max_data_disks,max_nics,cpu_architecture,"
        "hyperv_generations,premium_io",
        'Standard_E8-2as_v5,fE,8,2,64.0,16,4,x64,"V1,V2",true',
        "Standard_Elsewhere,fE,8,8,64.0,16,4,x64,V2,true",
    )
    _write(
        tmp_path / "vm_sku_regions.csv",
        "region,arm_sku_name,zones,restriction_reason_codes",
        "here,Standard_E8-2as_v5,3;1;2,NotAvailableForSubscription",
        "nodisks,Standard_Elsewhere,,",
    )
    _write(
        tmp_path / "vm_prices_payg.csv",
        "region,arm_sku_name,linux_payg_usd_per_hour,windows_payg_usd_per_hour",
        "here,Standard_E8-2as_v5,,0.916",
        "here,Basic_A0,0.018,0.018",
        "nodisks,Standard_Elsewhere,0.1,0.2",
        "nosizes,Standard_E8-2as_v5,0.5,0.9",
    )
    _write(tmp_path / "managed_disk_tiers.csv", "disk_sku,tier,max_size_gib", "Premium_LRS,P10,128")
    _write(
        tmp_path / "managed_disk_prices.csv",
        "region,disk_sku,tier,component,retail_price",
        "here,Premium_LRS,P10,shared_disk_mount_monthly,1.183",
        "here,Premium_LRS,P10,disk_monthly,21.680",
        "here,Premium_LRS,P10,operations_per_10k,0.002",
        "here,Premium_ZRS,P10,disk_monthly,32.5",
        "nosizes,Premium_LRS,P10,disk_monthly,21.68",
    )
    text = builder.build(tmp_path)
    assert '"regions": {"here": {"sizes": [["Standard_E8-2as_v5","123","","0.916"]]' in text
    assert '"disk_tiers": [["Premium_LRS","P10",128,"21.68"]]}}' in text
    assert '["Standard_E8-2as_v5","fE",2,8,"64",16,4,"x64","V1,V2",true]' in text
    assert "Basic_A0" not in text
    assert "Elsewhere" not in text
    assert "nosizes" not in text


def _write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
