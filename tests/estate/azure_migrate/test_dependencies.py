"""Azure Migrate's dependency export: the lab's, and both shapes with every trap."""

import csv
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from migrate_files import HOSTILE, Row, csv_of, rows_of, workbook_of
from workbooks import Cell, tab_of

from azlift.errors import InputError
from azlift.estate.azure_migrate.dependencies import read, recognise
from azlift.estate.record import End
from azlift.estate.tables import csv_source

ARM = "/subscriptions/s/resourceGroups/g/providers/Microsoft.OffAzure/VMwareSites/x/machines/"


def row(**cells: Cell) -> Row:
    """A row of the older shape; `_` is a blank."""
    plain: dict[str, Cell] = {
        "Time slot": "12/18/2024 18:00-0:00", "Source server name": "web01", "Source IP": "10.0.0.1",
        "Source application": "IIS", "Source process": "w3wp.exe", "Destination server name": None,
        "Destination IP": "10.0.0.2", "Destination application": None, "Destination process": "Unknown process",
        "Destination port": 1433,
    }  # fmt: skip
    return {**plain, **{header.replace("_", " "): value for header, value in cells.items()}}


def newer(**cells: Cell) -> Row:
    """A row of the newer shape."""
    plain: dict[str, Cell] = {
        "Date": "2026-07-01", "Source Appliance Name": "appliance-01", "Source Machine ARM ID": ARM + "1",
        "Source Server Name": "web01", "Source IP": "10.0.0.1", "Source Application": "App", "Source Process": "java",
        "Destination Machine ARM ID": ARM + "2", "Destination Server Name": "db01", "Destination IP": "10.0.0.2",
        "Destination Application": "SQL", "Destination Process": "sqlservr.exe", "Destination Port": 1433,
        "Connection Count": 7,
    }  # fmt: skip
    return {**plain, **{header.replace("_", " "): value for header, value in cells.items()}}


# -- the lab's export, against a plain reading of it ------------------------------------------------------------------


def test_every_row_of_the_lab_is_a_repeat_a_self_loop_or_in_one_link(lab_export: Path) -> None:
    content = lab_export.read_bytes()
    reading = read(csv_source("lab.csv", content))
    lines = list(csv.reader(content.decode("utf-8-sig").splitlines()))[1:]
    distinct = list(dict.fromkeys(map(tuple, lines)))
    own = {line[1]: {other[2] for other in distinct if other[1] == line[1]} for line in distinct}
    between = [line for line in distinct if line[6] not in own[line[1]]]
    expected: dict[tuple[str, ...], set[str]] = {}
    for line in between:
        processes = [line[4], "" if line[8] == "Unknown process" else f"> {line[8]}"]
        key = (line[1], line[2], line[6], line[9], " ".join(filter(None, processes)))
        expected.setdefault(key, set()).add(line[0])
    found = {
        (x.source.name, x.source.address, x.target.address, str(x.port), x.process): x.observations
        for x in reading.links
    }
    assert reading.rows == len(lines) == 313
    assert len(distinct) == 313 - 130
    assert found == {key: len(slots) for key, slots in expected.items()}
    assert len(reading.links) == len(found)


def test_the_lab_tells_what_was_left_out(lab_export: Path) -> None:
    reading = read(csv_source("lab.csv", lab_export.read_bytes()))
    told = {found.code: found.message for found in reading.findings}
    assert told["rows-repeated"].startswith("130 of 313 rows")
    assert told["link-to-itself"].startswith("9 of 313 rows")
    assert set(told) == {"rows-repeated", "link-to-itself", "public-destination"}


def test_the_labs_appliance_is_left_out_and_no_other_machine(lab_export: Path) -> None:
    (record,) = read(csv_source("lab.csv", lab_export.read_bytes())).records
    assert record.name == "MicrosoftAzureMigration"
    assert record.excluded is not None
    assert record.excluded[0] == "appliance"
    assert "discovery agent, gateway" in record.excluded[1]


def test_one_machine_of_the_lab_has_two_addresses_and_both_are_handed_on(lab_export: Path) -> None:
    links = read(csv_source("lab.csv", lab_export.read_bytes())).links
    assert {x.source.address for x in links if x.source.name == "Win02"} == {"10.100.110.25", "10.100.110.4"}


def test_a_slot_of_the_lab_ends_at_the_next_midnight(lab_export: Path) -> None:
    links = read(csv_source("lab.csv", lab_export.read_bytes())).links
    assert max(x.last_seen for x in links if x.last_seen) == datetime(2024, 12, 19)
    assert min(x.first_seen for x in links if x.first_seen) == datetime(2024, 12, 15, 12)


# -- the older shape ----------------------------------------------------------------------------------------------


def test_it_is_recognised_whatever_the_case_of_its_headers() -> None:
    source = csv_of({header.upper(): cell for header, cell in row().items()}, bom=True)
    assert recognise(source) == (
        "dependency export of Azure Migrate: the columns 'TIME SLOT', 'SOURCE SERVER NAME', 'DESTINATION IP', "
        "'DESTINATION PORT'"
    )
    assert len(read(source).links) == 1


def test_an_observed_link_names_its_ends_as_they_are_written() -> None:
    (link,) = read(csv_of(row())).links
    assert link.source == End("web01", "10.0.0.1", (("name", "web01"),))
    assert link.target == End("", "10.0.0.2", ())
    assert (link.kind, link.port, link.process, link.observations) == ("observed", 1433, "w3wp.exe", 1)


def test_the_page_s_shape_without_source_addresses_is_read() -> None:
    cells = {header.replace("Time slot", "Timeslot"): cell for header, cell in row().items() if header != "Source IP"}
    (link,) = read(csv_of(cells)).links
    assert link.source.address == ""


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("w3wp.exe", "sqlservr.exe", "w3wp.exe > sqlservr.exe"),
        ("Unknown process", "sqlservr.exe", "> sqlservr.exe"),
        ("Unknown process", "unknown process", ""),
    ],
)
def test_an_unknown_process_is_nothing(source: str, target: str, told: str) -> None:
    (link,) = read(csv_of(row(Source_process=source, Destination_process=target))).links
    assert link.process == told


def test_extra_columns_are_not_read_and_said_so() -> None:
    reading = read(csv_of(row(Source_VLAN=110, Destination_VLAN=100)))
    whys = {use.header: use.why for use in reading.columns}
    assert whys["Source VLAN"] == "not read: a link has no place for it"
    assert whys["Source IP"] == ""


def test_public_destinations_are_told_to_be_services() -> None:
    (found,) = read(csv_of(row(Destination_IP="20.42.73.26"), row())).findings
    assert (found.code, found.evidence) == ("public-destination", "20.42.73.26")


def test_traffic_of_a_machine_with_itself_makes_no_link() -> None:
    reading = read(csv_of(row(Destination_IP="10.0.0.1", Destination_port=61968), row()))
    assert len(reading.links) == 1
    assert [found.code for found in reading.findings] == ["link-to-itself"]


def test_a_port_drawn_by_chance_is_not_stated() -> None:
    reading = read(csv_of(row(Destination_port=61968), row(Destination_port=62079)))
    assert [link.port for link in reading.links] == [None]
    assert [(found.code, found.evidence) for found in reading.findings] == [("port-by-chance", "61968, 62079")]


def test_a_row_with_one_end_makes_no_link_and_is_counted() -> None:
    reading = read(csv_of(row(Destination_IP=None), row()))
    assert (reading.rows, len(reading.links)) == (2, 1)
    assert [found.code for found in reading.findings] == ["link-incomplete"]


def test_bad_cells_are_told_with_their_place_and_the_row_goes_on() -> None:
    bad = row(Time_slot="yesterday", Destination_IP="10.0.0", Destination_server_name="db01", Destination_port="http")
    reading = read(csv_of(row(), bad))
    places = [(found.code, found.origin.row, found.origin.column) for found in reading.findings if found.origin]
    assert set(places) == {
        ("bad-cell", 3, "Time slot"), ("bad-cell", 3, "Destination IP"), ("bad-cell", 3, "Destination port"),
    }  # fmt: skip
    assert reading.links[1].target == End("db01", "", (("name", "db01"),))
    assert (reading.links[1].port, reading.links[1].first_seen) == (None, None)


@pytest.mark.parametrize("port", [0, 65_536, -1])
def test_what_is_no_port_is_not_stated(port: int) -> None:
    assert read(csv_of(row(Destination_port=port))).links[0].port is None


# -- the newer shape ----------------------------------------------------------------------------------------------


def test_the_newer_shape_has_ids_counts_and_perhaps_a_protocol() -> None:
    (link,) = read(csv_of(newer(Protocol="TCP"), newer(Date="2026-07-02", Connection_Count=3, Protocol="tcp"))).links
    assert link.source.keys == (("arm-id", (ARM + "1").casefold()), ("name", "web01"))
    assert link.target.keys[0] == ("arm-id", (ARM + "2").casefold())
    assert (link.observations, link.protocol) == (10, "tcp")
    assert (link.first_seen, link.last_seen) == (datetime(2026, 7, 1), datetime(2026, 7, 3))


def test_a_missing_count_is_one_connection_and_without_the_column_days_count() -> None:
    assert (
        read(csv_of(newer(Connection_Count=None), newer(Date="2026-07-02", Connection_Count=4))).links[0].observations
        == 5
    )
    uncounted = [
        {k: v for k, v in newer(Date=day).items() if k != "Connection Count"} for day in ("2026-07-01", "2026-07-02")
    ]
    assert read(csv_of(*uncounted)).links[0].observations == 2


def test_a_bad_count_is_one_connection_and_a_fault() -> None:
    reading = read(csv_of(newer(Connection_Count="many")))
    assert reading.links[0].observations == 1
    assert [found.code for found in reading.findings] == ["bad-cell"]


def test_a_row_that_is_there_twice_counts_once() -> None:
    assert read(csv_of(newer(), newer())).links[0].observations == 7


def test_days_before_months_are_known_by_the_file() -> None:
    links = read(csv_of(newer(Date="1/07/2026"), newer(Date="31/07/2026"))).links
    assert links[0].first_seen == datetime(2026, 7, 1)


def test_the_appliance_that_the_export_names_is_left_out() -> None:
    reading = read(csv_of(newer(), newer(Source_Server_Name="Appliance-01", Source_Machine_ARM_ID=ARM + "9")))
    (record,) = reading.records
    assert record.keys == (("arm-id", (ARM + "9").casefold()), ("name", "appliance-01"))
    assert record.excluded == (
        "appliance",
        "Azure Migrate's appliance: its name is that of the appliance that discovered it",
    )


def test_it_may_stand_in_a_workbook(tmp_path: Path) -> None:
    source = workbook_of(tmp_path, {"Export": tab_of(newer(Date=datetime(2026, 7, 1)))})
    assert recognise(source).endswith("in the tab Export")
    assert read(source).links[0].first_seen == datetime(2026, 7, 1)


# -- what it is not -----------------------------------------------------------------------------------------------


def test_a_declared_map_is_not_it() -> None:
    source = csv_of({"source": "a", "target": "b", "port": 443})
    assert recognise(source) == ""
    with pytest.raises(InputError, match="this is no dependency export"):
        read(source)


def test_an_export_of_nothing_is_read_and_told() -> None:
    reading = read(csv_source("a.csv", b"Time slot,Source server name,Destination IP,Destination port\n"))
    assert (reading.rows, reading.links) == (0, ())
    assert [found.code for found in reading.findings] == ["no-rows"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(HOSTILE), min_size=10, max_size=10), max_size=8))
def test_hostile_rows_never_stop_the_others(cells: list[list[str]]) -> None:
    good = ["" if cell is None else str(cell) for cell in row().values()]
    reading = read(rows_of(list(row()), good, *cells))
    assert any(link.source.name == "web01" and link.port == 1433 for link in reading.links)
