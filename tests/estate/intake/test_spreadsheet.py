"""Plain lists: titles above, totals below, numbers as people type them."""

import csv as plain_csv
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from azlift.errors import InputError
from azlift.estate.intake.guessing import guess_mapping
from azlift.estate.intake.mapping import mapping_yaml, read_mapping
from azlift.estate.intake.quantities import NUMBER
from azlift.estate.intake.spreadsheet import read, recognise
from azlift.estate.record import Reading
from azlift.estate.tables import Source, csv_source
from azlift.model import Power, Route


def codes(reading: Reading) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.origin.row if finding.origin else None) for finding in reading.findings]


def faults(reading: Reading) -> list[tuple[int | None, str, str]]:
    return [(record.origin.row, fault.column, fault.found) for record in reading.records for fault in record.faults]


# -- the open list ------------------------------------------------------------------------------------------------


@pytest.fixture
def contoso(real_file: Callable[[str], Path]) -> Path:
    return real_file("inventories/spreadsheets/contoso-server-inventory.csv")


def test_the_open_list_says_what_a_plain_reading_of_it_says(contoso: Path) -> None:
    with contoso.open(encoding="utf-8", newline="") as file:
        rows = list(plain_csv.DictReader(file))
    reading = read(csv_source(contoso.name, contoso.read_bytes()))
    totals = [record.totals for record in reading.records]
    assert [record.name for record in reading.records] == [row["Hostname"] for row in rows]
    assert sum(total.vcpu for total in totals) == sum(int(row["vCPU"]) for row in rows) == 68
    assert sum(total.memory_mib for total in totals) == sum(int(row["RAM_GB"]) for row in rows) * 1024
    assert sum(total.disk_capacity_mib for total in totals) == sum(int(row["Storage_GB"]) for row in rows) * 1024
    assert [record.facts["wave"] for record in reading.records] == [row["Migration_Wave"] for row in rows]
    assert [record.facts["criticality"] for record in reading.records] == [row["Business_Criticality"] for row in rows]
    assert [record.nics[0].addresses for record in reading.records] == [(row["IP_Address"],) for row in rows]
    assert {record.facts["os_name"] for record in reading.records} == {
        f"{row['OS']} {row['OS_Version']}" for row in rows
    }
    assert faults(reading) == codes(reading) == []


def test_the_open_lists_free_text_dependencies_are_links_pseudo_nodes_and_cycle_included(contoso: Path) -> None:
    with contoso.open(encoding="utf-8", newline="") as file:
        stated = [
            (row["Hostname"], target) for row in plain_csv.DictReader(file) for target in row["Dependencies"].split(";")
        ]
    links = read(csv_source(contoso.name, contoso.read_bytes())).links
    assert [(link.source.name, link.target.name) for link in links] == stated
    assert {"AllServers", "Azure", "LocalDevices", "Storage01", "DNS01"} <= {link.target.name for link in links}
    assert {("APP01", "DB01"), ("DB01", "APP01")} <= set(stated)


def test_notes_are_dropped_and_the_other_columns_are_tags(contoso: Path) -> None:
    source = csv_source(contoso.name, contoso.read_bytes())
    reading = read(source)
    assert set(reading.records[0].tags) == {
        "Platform", "Role", "Subnet", "Database", "Backup_Status", "DR_Status", "Target_Platform", "Migration_Status",
    }  # fmt: skip
    assert [(use.header, use.why) for use in reading.columns if use.header == "Notes"] == [
        ("Notes", "dropped: personal or secret")
    ]
    assert "Hostname (name)" in recognise(source)


# -- where the table is -------------------------------------------------------------------------------------------


def test_titles_above_and_totals_below_are_no_machines(book: Any) -> None:
    rows = [
        ["Server inventory, May"], [], ["Confidential"], ["Hostname", "vCPU", "RAM (GB)"], ["web-1", 4, 16],
        ["Hostname", "vCPU", "RAM (GB)"], ["web-2", 8, 32], ["Total", 12, 48], ["", "Gesamt:", 48],
    ]  # fmt: skip
    reading = read(book({"Servers": rows}))
    assert [(record.name, record.origin.tab, record.origin.row) for record in reading.records] == [
        ("web-1", "Servers", 5), ("web-2", "Servers", 7),
    ]  # fmt: skip
    assert codes(reading) == [("row-no-machine", 6), ("row-no-machine", 8), ("row-no-machine", 9)]
    assert sum(record.totals.vcpu for record in reading.records) == 12


def test_a_row_without_a_name_or_with_nothing_but_a_name_is_left_out(csv: Any) -> None:
    reading = read(csv("Hostname,vCPU,RAM_GB", ",4,16", "Site Berlin,,", "web-1,4,16"))
    assert [record.excluded and record.excluded[0] for record in reading.records] == ["incomplete", "incomplete", None]
    assert reading.rows == 3


def test_a_list_of_no_machines_is_a_list_and_says_so(csv: Any) -> None:
    source = csv("Hostname,vCPU,RAM_GB")
    assert recognise(source)
    assert (read(source).rows, codes(read(source))) == (0, [("no-machines", None)])


@pytest.mark.parametrize(
    "lines", [("",), ("a:b:c", "1:2:3"), ("Hostname^vCPU", "web-1^4"), ("Name,Owner", "Billing,IT")]
)
def test_what_lists_no_machines_is_not_recognised_and_is_an_input_error(csv: Any, lines: tuple[str, ...]) -> None:
    assert recognise(csv(*lines)) == ""
    with pytest.raises(InputError, match="no table lists machines"):
        read(csv(*lines))


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_usual_delimiters_are_read(csv: Any, delimiter: str) -> None:
    reading = read(csv(delimiter.join(("Hostname", "vCPU", "RAM_GB")), delimiter.join(("web-1", "4", "1,5"))))
    assert reading.records[0].facts["memory_mib"] == 1536


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_encoding_is_read(csv: Any, encoding: str) -> None:
    reading = read(
        csv("Hostname,Betriebssystem,Umgebung,Anwendung", "köln-1,Ubuntu 22.04,Prod,Müller", encoding=encoding)
    )
    assert (reading.records[0].name, reading.records[0].facts["application"]) == ("köln-1", "Müller")


def test_a_header_that_is_there_twice_is_read_once_and_told(csv: Any) -> None:
    reading = read(csv("Hostname,RAM_GB,RAM_GB", "web-1,16,32"))
    assert reading.records[0].facts["memory_mib"] == 16 * 1024
    assert codes(reading) == [("column-twice", None)]


# -- numbers, dates, words ----------------------------------------------------------------------------------------


def test_decimal_commas_are_read_and_thousands_that_may_be_fractions_are_faults(csv: Any) -> None:
    reading = read(csv("Hostname;vCPU;RAM_GB;Storage_GB", "a;4;1,5;1.024", "b;4;1.024;1,024", "c;4;1.024,5;2.048.000"))
    assert [record.facts.get("memory_mib") for record in reading.records] == [1536, None, 1_049_088]
    assert [record.totals.disk_capacity_mib for record in reading.records] == [0, 0, 2_048_000 * 1024]
    assert faults(reading) == [(2, "Storage_GB", "'1.024'"), (3, "RAM_GB", "'1.024'"), (3, "Storage_GB", "'1,024'")]
    assert {fault.expected for record in reading.records for fault in record.faults} == {NUMBER}


def test_units_come_from_the_header_and_the_cells_own_go_before_them(csv: Any) -> None:
    reading = read(csv("Hostname,Memory (MiB),Disk 1 (GB),Disk 2 (GB),Disk 3 (GB)", "a,2048,40,512 MB,", "b,2 GB,1,,1"))
    assert [record.facts["memory_mib"] for record in reading.records] == [2048, 2048]
    assert [[(disk.key, disk.capacity_mib, disk.os_disk) for disk in record.disks] for record in reading.records] == [
        [("disk-1", 40 * 1024, True), ("disk-2", 512, False)],
        [("disk-1", 1024, True), ("disk-3", 1024, False)],
    ]


def test_a_unit_nobody_wrote_is_told_whether_it_could_be_guessed_or_not(csv: Any) -> None:
    guessed = read(csv("Hostname,Memory,vCPU", "a,16,4", "b,64,8"))
    assert codes(guessed) == [("unit-guessed", None)]
    assert guessed.records[1].facts["memory_mib"] == 64 * 1024
    unknown = read(csv("Hostname,Storage,vCPU", "a,16,4"))
    assert codes(unknown) == [("unit-unknown", None)]
    assert (unknown.records[0].disks, unknown.records[0].tags) == ((), {"Storage": "16"})


def test_a_number_formatted_as_a_date_is_a_fault_and_not_a_number(book: Any) -> None:
    reading = read(book({"L": [["Hostname", "vCPU", "RAM_GB"], ["a", datetime(1900, 1, 4), 16], ["b", 4, 16]]}))
    assert [record.facts.get("vcpu") for record in reading.records] == [None, 4]
    assert [(row, column) for row, column, _ in faults(reading)] == [(2, "vCPU")]


def test_a_date_where_a_calendar_begins_is_no_date(book: Any) -> None:
    begins = [
        datetime(1900, 1, 1),
        "1970-01-01",
        "1899-12-31",
        datetime(2020, 5, 4),
        "2020-05-04 08:00:00",
        "04/05/2020",
    ]
    rows = [[f"m{n}", 4, begin] for n, begin in enumerate(begins)]
    reading = read(book({"L": [["Hostname", "vCPU", "Creation date"], *rows]}))
    assert [record.facts.get("created_on") for record in reading.records] == [
        None, None, None, date(2020, 5, 4), date(2020, 5, 4), None,
    ]  # fmt: skip
    assert [row for row, _, _ in faults(reading)] == [7]


def test_words_of_power_kind_and_route_are_read_and_others_told(csv: Any) -> None:
    reading = read(
        csv(
            "Hostname,vCPU,Power state,Server type,Strategy",
            "a,1,poweredOn,Virtual,Rehost",
            "b,1,Off,Physical,Refactor",
            "c,1,perhaps,cloud,",
        )
    )
    assert [record.facts.get("power") for record in reading.records] == [Power.ON, Power.OFF, None]
    assert [record.facts.get("kind") for record in reading.records] == ["virtual", "physical", None]
    assert [record.facts.get("route") for record in reading.records] == [Route.REHOST, None, None]
    assert reading.records[1].tags == {"Strategy": "Refactor"}
    assert codes(reading) == [("route-not-taken", 3)]
    assert [column for _, column, _ in faults(reading)] == ["Power state", "Server type"]


def test_nothing_stated_is_unknown_and_never_zero(csv: Any) -> None:
    reading = read(csv("Hostname,vCPU,RAM_GB,Storage_GB", "a,,n/a,", "b,0,0,0"))
    assert all({"vcpu", "memory_mib"}.isdisjoint(record.facts) and not record.disks for record in reading.records)
    assert [(row, column) for row, column, _ in faults(reading)] == [(2, "RAM_GB"), (3, "vCPU")]


def test_dependencies_may_name_ports_addresses_or_nobody(csv: Any) -> None:
    reading = read(csv("Hostname,vCPU,Depends on", 'a,4,"DB01:1433, AD01 (389); 10.0.0.5"', "b,4,None", "c,4,fe80::1"))
    assert [(link.target.name or link.target.address, link.port) for link in reading.links] == [
        ("DB01", 1433), ("AD01", 389), ("10.0.0.5", None), ("fe80::1", None),
    ]  # fmt: skip


def test_hostile_text_stays_text(csv: Any) -> None:
    reading = read(csv("Hostname,vCPU,Rack", "=cmd|' /C calc'!A0,4,[listKeys('x')]", "'; DROP TABLE--,4,<script>"))
    assert [record.name for record in reading.records] == ["=cmd|' /C calc'!A0", "'; DROP TABLE--"]
    assert reading.records[0].tags == {"Rack": "[listKeys('x')]"}


# -- the mapping of a person --------------------------------------------------------------------------------------


@pytest.fixture
def odd(csv: Any) -> Source:
    source: Source = csv("Box,Size,Other", "web-1,16,4", "web-2,x,8")
    return source


def test_a_persons_mapping_says_what_no_guess_could(odd: Source) -> None:
    assert recognise(odd) == ""
    columns = "name: {header: Box}, memory: {header: Size, unit: GB}, vcpu: {header: Other}"
    reading = read(odd, read_mapping(f"tabs: [{{tab: '', columns: {{{columns}}}}}]"))
    assert [dict(record.facts) for record in reading.records] == [{"vcpu": 4, "memory_mib": 16 * 1024}, {"vcpu": 8}]
    assert reading.records[0].columns == {"vcpu": "Other", "memory_mib": "Size"}
    assert {use.why for use in reading.columns} == {"as the saved mapping says"}


def test_a_mapping_of_another_file_is_refused_with_what_is_there(odd: Source) -> None:
    with pytest.raises(InputError, match="'Siez' is missing") as caught:
        read(odd, read_mapping("tabs: [{tab: '', columns: {name: {header: Box}, memory: {header: Siez, unit: GB}}}]"))
    assert "`Size`" in caught.value.advice
    with pytest.raises(InputError, match="tab 'Servers' is not there"):
        read(odd, read_mapping("tabs: [{tab: Servers, columns: {name: {header: Box}}}]"))


def test_the_saved_guess_reads_as_the_guess_did(csv: Any) -> None:
    source = csv("Title", "Hostname,vCPU,RAM_GB,Disk 1 (GB)", "web-1,4,1,10")
    again = read_mapping(mapping_yaml(guess_mapping(source.tables)))
    assert read(source, again).records == read(source).records


def test_a_template_is_left_out_as_such_where_the_list_says_so() -> None:
    lines = "name-label,VCPUs-max,memory-static-max,is-a-template", "web,2,4294967296,false", "tmpl,1,536870912,true"
    reading = read(csv_source("list.csv", "\n".join(lines).encode()))
    assert [record.excluded for record in reading.records] == [None, ("template", "a template: the list says so")]
    assert [record.facts["memory_mib"] for record in reading.records] == [4096, 512]
