"""What a person would say the columns are."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.headers import HEADER_WITHIN_ROWS
from azlift.estate.intake.guessing import (
    BY_HEADER,
    BY_LOOK,
    LOOKED_AT,
    NO_UNIT,
    UNIT_BY_LOOK,
    guess_columns,
    guess_mapping,
)
from azlift.estate.intake.mapping import MappedColumn
from azlift.workbook import Row

HEADER = ("Hostname", "vCPU", "RAM_GB", "Storage_TB", "OS", "IP_Address")
ROWS = (
    ("web-1", "4", "16", "0,5", "Ubuntu 22.04", "10.0.0.1"),
    ("web-2", "8", "32", "1,5", "Windows Server 2019", "10.0.0.2"),
)
FIELDS = ["name", "vcpu", "memory", "storage", "os_name", "ip_address"]


def guessed(*rows: Row) -> dict[str, MappedColumn]:
    return {column.field: column for column in guess_columns(rows).values()}


@given(st.permutations(range(len(HEADER))), st.integers(0, 20))
def test_columns_are_found_in_any_order_below_any_title(order: list[int], titles: int) -> None:
    rows = [[row[n] for n in order] for row in (HEADER, *ROWS)]
    found = guessed(*[["Servers of May"]] * titles, *rows)
    assert sorted(found) == sorted(FIELDS)
    assert {field: found[field].header for field in FIELDS} == dict(zip(FIELDS, HEADER, strict=True))
    assert (found["memory"].unit, found["storage"].unit) == ("GB", "TB")


def test_a_header_below_the_thirtieth_row_is_not_looked_for() -> None:
    assert not guess_columns([*[("",)] * 30, HEADER, *ROWS])


class Counted(list[Row]):
    """Rows that are made when they are looked at, as a large file's are, and how many were."""

    looks = 0

    def __getitem__(self, position: Any) -> Any:
        found = super().__getitem__(position)
        self.looks += len(found) if isinstance(position, slice) else 1
        return found


def test_of_a_long_table_the_first_rows_are_looked_at() -> None:
    long = Counted([HEADER, *ROWS * 50_000])
    assert sorted(column.field for column in guess_columns(long).values()) == sorted(FIELDS)
    assert long.looks <= HEADER_WITHIN_ROWS * (LOOKED_AT + 1)


def test_the_word_that_tells_more_wins_and_its_values_must_look_so() -> None:
    rows = [("Server", "CPU", "Cores"), ("a", "Intel Xeon Gold 6148", "4"), ("b", "Intel Xeon Gold 6148", "8")]
    assert guessed(*rows)["vcpu"].header == "Cores"
    rows = [("Server", "Hostname", "Cores"), ("1", "a", "4"), ("2", "b", "8")]
    assert guessed(*rows)["name"].header == "Hostname"


def test_columns_whose_header_says_nothing_are_known_by_their_values() -> None:
    found = guessed(
        ("What", "Where", "Runs", "RAM_GB", "vCPU"),
        ("web-1", "10.0.0.1", "Ubuntu 22.04", "8", "4"),
        ("web-2", "10.0.0.2", "Windows Server 2019", "8", "4"),
    )
    assert {field: column.header for field, column in found.items() if column.why == BY_LOOK} == {
        "name": "What", "ip_address": "Where", "os_name": "Runs",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (
            ("Server Name", "# vCPUs", "Memory GB", "Total Storage (GB)", "Operating System", "IP", "Env", "App"),
            ("name", "vcpu", "memory", "storage", "os_name", "ip_address", "environment", "application"),
        ),
        (
            ("VM", "No. of vCPU", "RAM in MB", "OS Disk (GB)", "Data Disk (GB)", "Migration Wave", "R-Type"),
            ("name", "vcpu", "memory", "disk_1", "disk_2", "wave", "route"),
        ),
        (
            ("Rechnername", "Anzahl CPUs", "Arbeitsspeicher (GB)", "Festplatte [TB]", "Betriebssystem", "Umgebung"),
            ("name", "vcpu", "memory", "storage", "os_name", "environment"),
        ),
        (
            ("Nom du serveur", "Nombre de vCPU", "Mémoire (Go)", "Disque (Go)", "Système d'exploitation", "Adresse IP"),
            ("name", "vcpu", "memory", "storage", "os_name", "ip_address"),
        ),
        (
            ("Servidor", "Procesadores", "Memoria (GB)", "Almacenamiento GB", "Sistema operativo", "Entorno"),
            ("name", "vcpu", "memory", "storage", "os_name", "environment"),
        ),
        (
            ("Servernaam", "Aantal CPU", "Geheugen (GB)", "Schijf (GB)", "Besturingssysteem", "IP-adres"),
            ("name", "vcpu", "memory", "storage", "os_name", "ip_address"),
        ),
        (
            ("Name", "State", "NumCpu", "MemoryGB", "ProvisionedSpaceGB", "GuestOS", "VMHost", "Cluster"),
            ("name", "power", "vcpu", "memory", "storage", "os_name", "host", "cluster"),
        ),
    ],
)
def test_headers_as_people_write_them_are_known(header: tuple[str, ...], fields: tuple[str, ...]) -> None:
    found = guess_columns([header])
    assert tuple(found[n].field for n in range(len(header))) == fields
    assert {column.why for column in found.values()} == {BY_HEADER}


def test_one_known_header_alone_makes_no_list_of_machines() -> None:
    assert not guessed(("What", "Where", "vCPU"), ("web-1", "10.0.0.1", "4"))


@pytest.mark.parametrize(
    ("values", "unit", "why"),
    [
        (("4", "16", "128"), "GB", UNIT_BY_LOOK),
        (("2048", "16384"), "MB", UNIT_BY_LOOK),
        (("64", "512"), "", NO_UNIT),
        (("16 GB", "512 MB"), "", BY_HEADER),
        (("4294967296", "17179869184"), "B", UNIT_BY_LOOK),
        (("8388608", "16777216"), "KB", UNIT_BY_LOOK),
    ],
)
def test_a_unit_of_memory_that_nobody_wrote_is_told_to_be_a_guess_or_not_known(
    values: tuple[str, ...], unit: str, why: str
) -> None:
    column = guessed(("Hostname", "Memory"), *((f"m{n}", value) for n, value in enumerate(values)))["memory"]
    assert (column.unit, column.why) == (unit, why)


def test_a_unit_of_storage_that_nobody_wrote_is_not_guessed() -> None:
    assert guessed(("Hostname", "Storage"), ("a", "100"))["storage"].why == NO_UNIT


def test_each_numbered_disk_is_a_column_and_a_number_twice_counts_once() -> None:
    found = guessed(("VM", "Disk 1 (GB)", "Disk 2 (GB)", "Disk 2 size (GB)"), ("a", "1", "2", "3"))
    assert [(field, column.header) for field, column in found.items()] == [
        ("name", "VM"), ("disk_1", "Disk 1 (GB)"), ("disk_2", "Disk 2 (GB)"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [()],
        [("Name", "Owner"), ("Billing", "Jane")],
        [("Hostname",), ("a",)],
        [("source", "target"), ("a", "b")],
        [("Map", "of", "what"), ("WEB01", "Server", "Application"), ("WEB02", "Server", "Application")],
        [("Application name", "Owner", "Artifact", "Tag"), ("Billing", "IT", "billing-app", "Linux")],
        [("Hostname;vCPU;RAM_GB",), ("a;4;16",)],
    ],
)
def test_what_lists_no_machines_is_no_list_of_machines(rows: list[Row]) -> None:
    assert not guess_columns(rows)


def test_every_tab_that_lists_machines_is_mapped_and_no_other(book: Any) -> None:
    source = book({"Berlin": [HEADER, *ROWS], "Notes": [["Ask Jane"]], "Ulm": [HEADER, *ROWS]})
    assert [tab.tab for tab in guess_mapping(source.tables).tabs] == ["Berlin", "Ulm"]


@given(st.lists(st.lists(st.text(max_size=8), max_size=5), max_size=8))
def test_no_table_is_too_strange_to_be_looked_at(rows: list[list[str]]) -> None:
    columns = guess_columns(rows)
    assert not columns or "name" in {column.field for column in columns.values()}


def test_a_percentage_is_neither_a_count_nor_a_capacity() -> None:
    rows = [("Hostname", "OS", "vCPU", "CPU %", "Memory (%)", "Disk %"), ("a", "RHEL 8", "2", "12", "60", "70")]
    assert guessed(*rows).keys() == {"name", "os_name", "vcpu"}


def test_names_that_stand_again_and_again_are_not_the_machines() -> None:
    rows = [("ComputerName", "Name", "ProcessorCount"), ("hv1", "a", "2"), ("hv1", "b", "2"), ("hv2", "c", "2")]
    assert guessed(*rows)["name"].header == "Name"


def test_a_host_beside_a_name_is_what_the_machine_stands_on_and_alone_it_is_the_machine() -> None:
    found = guessed(("VM Name", "Host", "vCPU"), ("a", "esx1", "2"))
    assert (found["name"].header, found["host"].header) == ("VM Name", "Host")
    assert guessed(("Host", "vCPU"), ("a", "2"))["name"].header == "Host"


def test_a_status_is_the_power_state_only_where_its_values_say_so() -> None:
    assert guessed(("Hostname", "vCPU", "Status"), ("a", "2", "running"))["power"].header == "Status"
    assert "power" not in guessed(("Hostname", "vCPU", "Status"), ("a", "2", "In use"))


def test_storage_in_bytes_is_known_by_its_look_and_no_other_unit_is() -> None:
    assert guessed(("name", "cpus", "maxdisk"), ("a", "2", "34359738368"))["storage"].unit == "B"
    assert guessed(("name", "cpus", "maxdisk"), ("a", "2", "500"))["storage"].unit == ""
