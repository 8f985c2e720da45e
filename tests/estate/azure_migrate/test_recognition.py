"""Each of Azure Migrate's files is recognised by its own reader alone, and nobody else's file by any."""

from collections.abc import Callable
from pathlib import Path

import pytest
from migrate_files import Row, csv_of, workbook_of
from workbooks import info_row, tab_of

from azlift.estate.azure_migrate import assessment, dependencies, discovery, import_csv
from azlift.estate.tables import Source, csv_source, workbook_source
from azlift.workbook import open_workbook

READERS: dict[str, Callable[[Source], str]] = {
    "import": import_csv.recognise,
    "discovery": discovery.recognise,
    "assessment": assessment.recognise,
    "dependencies": dependencies.recognise,
}
FILES: dict[str, Row] = {
    "import": {"*Server name": "a", "*Cores": 2, "*Memory (In MB)": 4096, "*OS name": "CentOS 7"},
    "discovery": {"Machine Name": "a", "Cores": 2, "Memory (in MB)": 4096, "Power Stats": "ON", "Machine ID": "/m/1"},
    "assessment": {"Machine": "a", "Azure VM readiness": "Ready", "Recommended size": "Standard_D2s_v5", "Cores": 2},
    "dependencies": {
        "Time slot": "12/18/2024 18:00-0:00", "Source server name": "a", "Destination IP": "10.0.0.2",
        "Destination port": 443,
    },
}  # fmt: skip


def recognised(source: Source) -> set[str]:
    return {name for name, recognise in READERS.items() if recognise(source)}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_recognised_by_its_own_reader_alone(kind: str) -> None:
    assert recognised(csv_of(FILES[kind])) == {kind}


@pytest.mark.parametrize("kind", FILES)
def test_a_title_above_the_header_changes_nothing(kind: str) -> None:
    header, cells = FILES[kind].keys(), map(str, FILES[kind].values())
    text = f"Exported in May\n\n{','.join(header)}\n{','.join(cells)}\n"
    assert recognised(csv_source("export.csv", text.encode())) == {kind}


def test_a_workbook_of_rvtools_is_none_of_them(tmp_path: Path) -> None:
    assert recognised(workbook_of(tmp_path, {"vInfo": tab_of(info_row())})) == set()


def test_an_empty_file_is_none_of_them() -> None:
    assert recognised(csv_source("empty.csv", b"")) == set()


def test_the_real_files_are_told_apart(real_data: Path) -> None:
    files = sorted(path for folder in ("inventories", "dependencies") for path in (real_data / folder).rglob("*.*"))
    found = {path.name: recognised(_source(path)) for path in files if path.suffix in {".csv", ".xlsx"}}
    assert {name: kinds for name, kinds in found.items() if kinds} == {
        "AzureMigrateimporttemplate.csv": {"import"},
        "azure-migrate-dependencies_lab.csv": {"dependencies"},
    }
    assert len(found) > 2


def _source(path: Path) -> Source:
    content = path.read_bytes()
    return (
        csv_source(path.name, content) if path.suffix == ".csv" else workbook_source(open_workbook(path.name, content))
    )
