"""The wave sheet as Microsoft hands it out, and as people fill it in."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from azlift.estate.intake.execution_guide import read, recognise
from azlift.estate.record import Reading
from azlift.estate.tables import Source, workbook_source
from azlift.model import Route
from azlift.workbook import open_workbook

WAVE = ["", "Wave Number", "Workload", "Machine", "Operating System", "Environment", "Migration Methodology",
        "Target\nFinal VNET", "Migration Engineer"]  # fmt: skip
WORKLOAD = ["", "Workload", "Environment", "Machine", "Type", "Platform", "Firmware", "Capacity: \nCores",
            "Capacity: Memory", "Capacity:\nDisk", "Selected Azure VM Size", "Summary of Dependencies"]  # fmt: skip


@pytest.fixture
def guide(real_file: Callable[[str], Path]) -> Path:
    return real_file("wave-plans/meg-v0.97-wave-tabs.xlsx")


def reading_of(path: Path) -> Reading:
    return read(workbook_source(open_workbook(path.name, path.read_bytes())))


def plainly(path: Path, tab: str, row: int) -> list[dict[str, Any]]:
    """The rows below the header in this row, as they stand there."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(tab).to_python(skip_empty_area=False)
    header = rows[row - 1]
    return [dict(zip(header[::-1], cells[::-1], strict=True)) for cells in rows[row:]]


# -- the open workbook --------------------------------------------------------------------------------------------


def test_the_open_guide_says_what_a_plain_reading_of_it_says(guide: Path) -> None:
    reading = reading_of(guide)
    workloads, waves = plainly(guide, "8. Workload", 15), plainly(guide, "8. Wave", 15)
    machines = [row["Machine"] for row in workloads if row["Machine"]]
    by_name = {record.name: record for record in reading.records}
    assert [record.name for record in reading.records if not record.excluded] == machines
    assert {row["Machine"]: str(int(row["Wave Number"])) for row in waves} == {
        name: record.facts["wave"] for name, record in by_name.items() if "wave" in record.facts
    }
    for row in (row for row in workloads if row["Machine"]):
        facts = by_name[row["Machine"]].facts
        assert facts["target_size"] == row["Selected Azure VM Size"]
        assert (facts["application"], facts["environment"]) == (row["Workload"], row["Environment"])
        assert not {"vcpu", "memory_mib", "firmware"} & facts.keys()
    assert (len(machines), len(waves)) == (10, 5)


def test_rows_of_the_open_guide_without_a_machine_are_left_out_each(guide: Path) -> None:
    left = [record.origin for record in reading_of(guide).records if record.excluded]
    assert [(place.tab, place.row) for place in left] == [("8. Workload", row) for row in range(26, 31)]


def test_the_methods_of_the_open_guide_copy_disks_and_so_are_rehosting(guide: Path) -> None:
    waves = plainly(guide, "8. Wave", 15)
    by_name = {record.name: record for record in reading_of(guide).records}
    assert {by_name[row["Machine"]].facts["route"] for row in waves} == {Route.REHOST}
    reasons = {row["Machine"]: f"Migration Methodology: {row['Migration Methodology']}" for row in waves}
    assert {name: by_name[name].facts["route_reason"] for name in reasons} == reasons


def test_placeholders_links_to_tabs_and_line_breaks_say_nothing(guide: Path) -> None:
    tags = [tag for record in reading_of(guide).records for tag in record.tags.items()]
    assert not [tag for tag in tags if "…" in tag[1] or "<" in tag[1] or "!A1" in tag[1] or "\n" in "".join(tag)]
    assert Counter(header for header, _ in tags)["Test Migration Start Date"] == 5
    assert dict(tags)["Initial Replication Start Date"] == "2024-01-01"


def test_the_digital_estate_of_the_open_guide_is_the_portfolio(guide: Path) -> None:
    rows, reading = plainly(guide, "8. Digital Estate", 16), reading_of(guide)
    assert [application.name for application in reading.applications] == [row["Workload"] for row in rows]
    assert [application.criticality for application in reading.applications] == [
        row["Business Criticality"] for row in rows
    ]
    decided = [row["Rationalization"].casefold() for row in rows]
    assert [application.route for application in reading.applications] == [
        Route(word) if word in set(Route) else None for word in decided
    ]
    assert Counter(finding.code for finding in reading.findings) == {
        "route-not-taken": sum(word not in set(Route) for word in decided),
        "application-twice": len(rows) - len({row["Workload"].casefold() for row in rows}),
        "column-twice": len(["Business Owner", "Technical Owner"]),
    }


def test_machines_that_the_prose_about_dependencies_names_are_linked(guide: Path) -> None:
    rows = plainly(guide, "8. Workload", 15)
    names = {row["Machine"] for row in rows} - {""}
    expected = {
        (row["Machine"], name)
        for row in rows
        for name in names
        if name in row["Summary of Dependencies"].split() and name != row["Machine"]
    }
    links = reading_of(guide).links
    assert {(link.source.name, link.target.name) for link in links} == expected
    assert len(links) == len(expected) > 0


# -- realistic workbooks ------------------------------------------------------------------------------------------


def test_the_header_may_stand_anywhere_below_merged_titles(book: Any) -> None:
    above: list[list[Any]] = [[""], ["", "", "SOURCE: ON-PREMISES"], [], [""]]
    source = book({"Waves of May": [*above, WAVE, ["", 1, "App", "web-1", "", "Test", "Retain", "vnet-1", "Jane"]]})
    (record,) = read(source).records
    assert recognise(source) == "Microsoft's Migration Execution Guide: the tabs Waves of May"
    assert (record.facts["wave"], record.facts["route"]) == ("1", Route.RETAIN)
    assert record.tags == {"Migration Methodology": "Retain", "Target Final VNET": "vnet-1"}
    assert record.origin.row == 6


def test_a_persons_name_is_kept_only_for_who_asks(book: Any) -> None:
    source = book({"Wave": [WAVE, ["", 1, "App", "web-1", "", "Test", "", "", "Jane"]]})
    asked = Source(source.name, source.files, source.tables, keep_personal=True)
    assert "Migration Engineer" not in read(source).records[0].tags
    assert read(asked).records[0].tags["Migration Engineer"] == "Jane"


def test_a_method_azlift_does_not_know_is_a_tag_and_a_finding(book: Any) -> None:
    reading = read(book({"Wave": [WAVE, ["", 1, "App", "web-1", "", "Test", "By lorry", "", ""]]}))
    assert "route" not in reading.records[0].facts
    assert reading.records[0].tags["Migration Methodology"] == "By lorry"
    assert [(f.code, f.evidence) for f in reading.findings] == [("route-not-taken", "'By lorry'")]


def test_two_tabs_describe_one_machine_and_where_they_differ_it_is_told(book: Any) -> None:
    workload = ["", "App", "Production", "WEB-1", "VM", "VMware", "UEFI", 4, "16 GB", "1,5 TB", "Standard_D4s_v5", ""]
    wave = ["", 2, "App", "web-1", "Ubuntu 22.04", "Test", "", "", ""]
    reading = read(book({"Wave": [WAVE, wave], "Workload": [WORKLOAD, workload]}))
    (record,) = reading.records
    assert (record.facts["wave"], record.facts["environment"], record.facts["os_name"]) == (
        "2",
        "Production",
        "Ubuntu 22.04",
    )
    assert (record.facts["vcpu"], record.facts["memory_mib"], record.facts["firmware"]) == (4, 16 * 1024, "efi")
    assert record.totals.disk_capacity_mib == 1536 * 1024
    assert [(f.code, f.evidence) for f in reading.findings] == [("tabs-disagree", "Production; Test")]


def test_a_machine_in_two_waves_is_joined_with_neither(book: Any) -> None:
    workload = ["", "App", "Test", "web-1", "VM", "VMware", "", "", "", "", "", ""]
    waves = [["", number, "App", "web-1", "", "Test", "", "", ""] for number in (1, 2)]
    reading = read(book({"Wave": [WAVE, *waves], "Workload": [WORKLOAD, workload]}))
    assert [record.facts.get("wave") for record in reading.records] == [None, "1", "2"]


def test_a_capacity_without_a_unit_is_a_fault(book: Any) -> None:
    workload = ["", "App", "Test", "web-1", "VM", "VMware", "", "many", 16, datetime(1900, 1, 4), "", ""]
    (record,) = read(book({"Workload": [WORKLOAD, workload]})).records
    assert [fault.column for fault in record.faults] == ["Capacity: Cores", "Capacity: Memory", "Capacity: Disk"]
    assert not {"vcpu", "memory_mib"} & record.facts.keys()


def test_other_workbooks_are_no_guide(book: Any) -> None:
    assert recognise(book({"Wave": [["Machine", "Wave"], ["a", 1]]})) == ""
