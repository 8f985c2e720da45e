"""Which format a source is: by what it holds."""

import os
from pathlib import Path

import pytest

from azlift.errors import InputError
from azlift.estate.formats import columns_file, recognise
from azlift.estate.intake.mapping import read_mapping
from azlift.estate.opening import open_sources
from azlift.estate.tables import Source, csv_source

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


def test_a_plain_list_shows_its_mapping_as_a_file_that_reads_back_the_same() -> None:
    source = csv_source("list.csv", b"Hostname,RAM_GB,vCPU\nweb01,8,2\n")
    found = recognise(source)
    mapping = read_mapping(columns_file(source, found))
    assert {c.field: (c.header, c.unit) for c in mapping.tabs[0].columns} == {
        "name": ("Hostname", ""),
        "memory": ("RAM_GB", "GB"),
        "vcpu": ("vCPU", ""),
    }


def source_of(*lines: str) -> Source:
    return csv_source("some.csv", "\n".join(lines).encode())


@pytest.mark.parametrize(
    ("header", "row", "title"),
    [
        (
            "VM,Powerstate,Template,CPUs,Memory,In Use MiB,SRM Placeholder",
            "a,poweredOn,False,2,4096,1,False",
            "RVTools",
        ),
        ("*Server name,*Cores,*Memory (In MB),*OS name", "a,2,4096,RHEL 8", "Azure Migrate import files"),
        ("vm,cpu_p50_pct,cpu_p95_pct", "a,1,2", "performance series and percentile tables"),
        ("Hostname,vCPU,RAM_GB,OS", "a,2,4,RHEL 8", "plain lists of machines"),
        ("Hostname,vCPU,RAM_GB,OS,CPU_Avg_Pct", "a,2,4,RHEL 8,10", "plain lists of machines"),
        ("Source,Target,Port", "a,b,443", "dependency maps"),
    ],
)
def test_a_source_is_known_by_its_content(header: str, row: str, title: str) -> None:
    assert recognise(source_of(header, row)).format.title == title


def test_a_source_of_no_format_is_refused_with_what_it_looks_like_and_each_format_named_once() -> None:
    with pytest.raises(InputError, match="its first row is Hostname:vCPU:RAM_GB, and each row is one cell") as caught:
        recognise(source_of("Hostname:vCPU:RAM_GB", "a:2:4"))
    assert caught.value.file == "some.csv"
    assert caught.value.advice.count("plain lists of machines") == 1


def test_only_of_plain_lists_the_columns_are_kept_for_a_person_to_change() -> None:
    plain, series = source_of("Hostname,vCPU,OS", "a,2,RHEL 8"), source_of("vm,cpu_p95_pct", "a,1")
    measured = source_of("Hostname,vCPU,OS,CPU_Avg_Pct", "a,2,RHEL 8,10")
    assert "header: Hostname" in columns_file(plain, recognise(plain))
    assert "header: Hostname" in columns_file(measured, recognise(measured))
    assert columns_file(series, recognise(series)) == ""
