"""Which format a source is: by what it holds."""

import os
from pathlib import Path

import pytest

from azlift.errors import InputError
from azlift.estate.formats import FORMATS, columns_file, recognise
from azlift.estate.intake.mapping import read_mapping
from azlift.estate.opening import open_sources
from azlift.estate.tables import csv_source

DATA = Path(os.environ.get("AZLIFT_SHARED", Path(__file__).parents[3] / "shared")) / "data"
KNOWN = {
    "inventories/rvtools/SizingWorkshop-RVTools.xlsx": "rvtools",
    "inventories/rvtools/rvtools-small-complete.xlsx": "rvtools",
    "inventories/azure-migrate-import/AzureMigrateimporttemplate.csv": "azure-migrate-import",
    "inventories/aws-cmf/mgn-server-list.csv": "aws-cmf",
    "inventories/aws-cmf/0-intake-form_v1.csv": "aws-cmf",
    "inventories/aws-cmf/ui-import-test_valid.csv": "aws-cmf",
    "inventories/konveyor/template_application_import.csv": "konveyor",
    "inventories/spreadsheets/contoso-server-inventory.csv": "spreadsheet",
    "dependencies/contoso-dependency-map.csv": "dependency-map",
    "dependencies/azure-migrate-dependencies_lab.csv": "azure-migrate-dependencies",
    "wave-plans/meg-v0.97-wave-tabs.xlsx": "migration-execution-guide",
    "perf/gcd_2011_cpu_mem_5min_1000vms.parquet": "performance",
    "perf/gcd_2011_percentiles_1000vms.csv": "performance",
}


@pytest.mark.parametrize(("path", "kind"), KNOWN.items())
def test_every_open_file_is_what_it_is_whatever_it_is_called(path: str, kind: str, tmp_path: Path) -> None:
    if not DATA.is_dir():
        pytest.skip(f"the open data is not here: {DATA} (set AZLIFT_SHARED)")
    renamed = tmp_path / f"x{Path(path).suffix}"
    renamed.write_bytes((DATA / path).read_bytes())
    (opened,) = open_sources([renamed], keep_personal=False).opened
    assert opened.reading.kind == kind
    assert opened.because


def test_what_is_nothing_is_refused_with_what_was_looked_at() -> None:
    with pytest.raises(InputError) as caught:
        recognise(csv_source("poem.csv", b"roses,red\nviolets,blue\n"))
    assert "its first row is roses, red" in str(caught.value)
    assert all(known.title in caught.value.advice for known in FORMATS)


def test_a_plain_list_shows_its_mapping_as_a_file_that_reads_back_the_same() -> None:
    source = csv_source("list.csv", b"Hostname,RAM_GB,vCPU\nweb01,8,2\n")
    found = recognise(source)
    mapping = read_mapping(columns_file(source, found))
    assert {c.field: (c.header, c.unit) for c in mapping.tabs[0].columns} == {
        "name": ("Hostname", ""),
        "memory": ("RAM_GB", "GB"),
        "vcpu": ("vCPU", ""),
    }


def test_no_other_format_has_a_mapping_of_its_own() -> None:
    source = csv_source("links.csv", b"source,target\na,b\n")
    assert columns_file(source, recognise(source)) == ""
