"""Azure Migrate's import CSV, the template and what people make of it."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from migrate_files import HOSTILE, Row, csv_of, rows_of

from azlift.errors import InputError
from azlift.estate.azure_migrate.import_csv import read, recognise
from azlift.estate.tables import csv_source
from azlift.model import Firmware, Metric, OsFamily


def server(**cells: str | int | float | None) -> Row:
    """A row of the template; `_` in a name given here is a blank of the header."""
    plain: dict[str, str | int | float | None] = {
        "*Server name": "web01", "IP addresses": "10.0.0.4", "*Cores": 2, "*Memory (In MB)": 4096,
        "*OS name": "Windows Server 2019", "Disk 1 size (In GB)": 60,
    }  # fmt: skip
    return {**plain, **{header.replace("_", " "): value for header, value in cells.items()}}


def codes(*rows: Row) -> list[str]:
    return [found.code for found in read(csv_of(*rows)).findings]


def test_the_template_reads_as_a_plain_reading_of_it(import_template: Path) -> None:
    content = import_template.read_bytes()
    reading = read(csv_source("template.csv", content))
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert reading.rows == len(reading.records) == len(rows)
    for record, row in zip(reading.records, rows, strict=True):
        sizes = [int(row[f"Disk {n} size (In GB)"]) for n in (1, 2) if row[f"Disk {n} size (In GB)"]]
        assert record.name == row["*Server name"]
        assert (record.facts["vcpu"], record.facts["memory_mib"]) == (int(row["*Cores"]), int(row["*Memory (In MB)"]))
        assert [disk.capacity_mib for disk in record.disks] == [size * 1024 for size in sizes]
        assert record.facts["in_use_mib"] == int(row["Storage in use (In GB)"]) * 1024
        iops = sum(int(row[f"Disk 1 {way} ops (operations per second)"]) for way in ("read", "write"))
        mb_per_s = sum(int(row[f"Disk 1 {way} throughput (MB per second)"]) for way in ("read", "write"))
        found = {(usage.metric, usage.disk): usage.sample for usage in record.usage}
        assert found == {
            (Metric.CPU_PERCENT, ""): float(row["CPU utilization percentage"]),
            (Metric.MEMORY_PERCENT, ""): float(row["Memory utilization percentage"]),
            (Metric.NETWORK_IN_MB_PER_S, ""): float(row["Network In throughput"]),
            (Metric.NETWORK_OUT_MB_PER_S, ""): float(row["Network Out throughput"]),
            (Metric.DISK_IOPS, "disk-1"): float(iops),
            (Metric.DISK_MB_PER_S, "disk-1"): float(mb_per_s),
        }
        assert record.faults == ()
    assert reading.findings == ()


def test_the_templates_words_become_facts(import_template: Path) -> None:
    facts = read(csv_source("template.csv", import_template.read_bytes())).records[0].facts
    assert (facts["firmware"], facts["os_bits"], facts["kind"]) == (Firmware.BIOS, 64, "virtual")
    assert (facts["os_family"], facts["fqdn"]) == (OsFamily.WINDOWS, "FS01.tailwindtraders.org")


def test_it_is_recognised_by_its_columns_and_not_by_its_name() -> None:
    assert recognise(csv_of(server())) == (
        "import CSV of Azure Migrate: the columns '*Server name', '*Cores', '*Memory (In MB)', '*OS name'"
    )


@pytest.mark.parametrize("missing", ["*Server name", "*Cores", "*Memory (In MB)", "*OS name"])
def test_without_a_mandatory_column_it_is_something_else(missing: str) -> None:
    source = csv_of({header: cell for header, cell in server().items() if header != missing})
    assert recognise(source) == ""
    with pytest.raises(InputError, match="this is no import CSV"):
        read(source)


def test_the_pages_names_of_columns_are_read_like_the_templates() -> None:
    row = {
        "Server name": "a", "IP address": "10.0.0.5", "Cores": 2, "Memory": 2048, "OS name": "CentOS 7",
        "Firmware type": "UEFI", "MAC address": "00:50:56:aa:bb:cc", "Disk 1 size": 10, "Disk 1 read ops": 5,
    }  # fmt: skip
    (record,) = read(csv_of(row)).records
    assert (record.facts["firmware"], record.facts["memory_mib"]) == (Firmware.EFI, 2048)
    assert [(nic.mac, nic.addresses) for nic in record.nics] == [("00:50:56:aa:bb:cc", ("10.0.0.5",))]
    assert [disk.capacity_mib for disk in record.disks] == [10_240]
    assert [(usage.metric, usage.sample) for usage in record.usage] == [(Metric.DISK_IOPS, 5.0)]


def test_there_may_be_more_than_eight_disks() -> None:
    (record,) = read(csv_of(server(**{f"Disk_{n}_size_(In_GB)": n for n in range(1, 21)}))).records
    assert [disk.capacity_mib for disk in record.disks] == [n * 1024 for n in range(1, 21)]


def test_empty_disk_columns_of_a_wide_template_are_no_disks() -> None:
    (record,) = read(csv_of(server(**{f"Disk_{n}_size_(In_GB)": None for n in range(2, 9)}))).records
    assert [disk.key for disk in record.disks] == ["disk-1"]


def test_storage_may_be_in_mb_and_may_be_allocated() -> None:
    (record,) = read(csv_of(server(**{"Storage_in_use_(In_MB)": 100, "*Storage_allocated_(In_MB)": 300}))).records
    assert (record.facts["in_use_mib"], record.facts["provisioned_mib"]) == (100, 300)


def test_the_count_is_checked_against_the_sizes() -> None:
    assert codes(server(Number_of_disks=3)) == ["disks-differ"]
    assert codes(server(Number_of_disks=1)) == []


def test_disks_that_are_only_counted_are_estimated_and_said_to_be() -> None:
    rows = [server(**{"Disk 1 size (In GB)": None, "Number of disks": 2, "Storage in use (In GB)": 30})]
    assert [disk.capacity_mib for disk in read(csv_of(*rows)).records[0].disks] == [15_360, 15_360]
    assert codes(*rows) == ["disks-estimated"]
    assert codes(server(**{"Disk 1 size (In GB)": None, "Number of disks": 2})) == ["disk-capacity-unknown"]


def test_a_later_row_of_the_same_server_updates_the_earlier() -> None:
    reading = read(csv_of(server(), server(**{"*Server name": "WEB01", "*Cores": 8}), server(**{"*Server name": "b"})))
    assert [record.excluded and record.excluded[0] for record in reading.records] == ["duplicate", None, None]
    assert reading.records[0].excluded == ("duplicate", "row 3 has the same server name, and updates this one")
    assert [found.code for found in reading.findings] == ["row-updated"]


def test_a_bad_number_is_a_fault_and_the_row_and_its_neighbours_go_on() -> None:
    bad = server(
        **{"*Cores": "two", "*Memory (In MB)": -5, "Disk 1 size (In GB)": "big", "CPU utilization percentage": 140}
    )
    first, second = read(csv_of(bad, server(**{"*Server name": "b"}))).records
    assert "vcpu" not in first.facts
    assert "memory_mib" not in first.facts
    assert {fault.column for fault in first.faults} == {
        "*Cores", "*Memory (In MB)", "Disk 1 size (In GB)", "CPU utilization percentage",
    }  # fmt: skip
    assert first.excluded is None
    assert (second.facts["vcpu"], second.faults) == (2, ())


def test_a_row_without_a_name_is_incomplete() -> None:
    (record,) = read(csv_of(server(**{"*Server name": " "}))).records
    assert record.excluded == ("incomplete", "*Server name: expected a name, found nothing")


def test_a_machine_that_is_physical_says_so() -> None:
    assert read(csv_of(server(Server_type="Physical"))).records[0].facts["kind"] == "physical"
    assert read(csv_of(server(Hypervisor="VMware"))).records[0].facts["kind"] == "virtual"
    assert "kind" not in read(csv_of(server())).records[0].facts


def test_a_version_completes_a_name_without_one_and_is_kept_as_a_tag() -> None:
    rows = [server(**{"*OS name": "Red Hat Enterprise Linux", "OS version": "8.9"}), server(OS_version="10.0.17763")]
    first, second = (read(csv_of(row)).records[0] for row in rows)
    assert first.facts["os_name"] == "Red Hat Enterprise Linux 8.9"
    assert second.facts["os_name"] == "Windows Server 2019"
    assert second.tags["OS version"] == "10.0.17763"


def test_zeros_throughout_are_no_utilisation() -> None:
    row = server(CPU_utilization_percentage=0, Memory_utilization_percentage=0, Network_In_throughput=0)
    assert read(csv_of(row)).records[0].usage == ()
    assert codes(row) == ["usage-zero"]


def test_a_semicolon_file_with_decimal_commas_and_a_byte_order_mark_reads_the_same() -> None:
    plain = read(csv_of(server(**{"Disk 1 size (In GB)": "59.5"}))).records[0]
    german = read(csv_of(server(**{"Disk 1 size (In GB)": "59,5"}), delimiter=";", bom=True)).records[0]
    assert german == plain


def test_inserted_columns_are_kept_as_tags_unless_personal() -> None:
    row = server(**{"Cost centre": "4711", "Owner e-mail": "jane@contoso.com", "Notes": "password is hunter2"})
    reading = read(csv_of(row))
    assert reading.records[0].tags == {"Cost centre": "4711"}
    assert {use.header: use.why for use in reading.columns if use.why} == {
        "Cost centre": "kept as a tag",
        "Owner e-mail": "dropped: personal or secret",
        "Notes": "dropped: personal or secret",
    }


def test_how_each_column_was_read_is_told_with_its_unit() -> None:
    uses = {use.header: (use.field, use.unit) for use in read(csv_of(server())).columns}
    assert uses["*Memory (In MB)"] == ("memory_mib", "MiB")
    assert uses["Disk 1 size (In GB)"] == ("disk_1_gib", "GiB")


def test_a_header_that_is_there_twice_is_told() -> None:
    source = csv_source("a.csv", b"Server name,Cores,Memory,OS name,Cores\na,2,1024,CentOS 7,4\n")
    reading = read(source)
    assert reading.records[0].facts["vcpu"] == 2
    assert [found.code for found in reading.findings] == ["column-twice"]


def test_an_estate_of_no_machines_is_read_and_told() -> None:
    reading = read(csv_source("a.csv", b"Server name,Cores,Memory,OS name\n"))
    assert (reading.rows, reading.records) == (0, ())
    assert [found.code for found in reading.findings] == ["no-rows"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(HOSTILE), min_size=6, max_size=6), max_size=8))
def test_no_row_disappears_whatever_is_in_it(cells: list[list[str]]) -> None:
    good = [str(cell) for cell in server().values()]
    reading = read(rows_of(list(server()), good, *cells))
    blank = sum(not any(cell.strip() for cell in row) for row in cells)
    assert len(reading.records) == reading.rows == 1 + len(cells) - blank
    assert reading.records[0].faults == ()
