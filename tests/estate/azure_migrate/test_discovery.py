"""The discovery report of the Azure Migrate Export tool."""

from pathlib import Path

import pytest
from migrate_files import Row, csv_of, workbook_of
from workbooks import Cell, tab_of

from azlift.errors import InputError
from azlift.estate.azure_migrate.discovery import read, recognise
from azlift.model import Firmware, Power

ID = "/subscriptions/s/resourcegroups/g/providers/microsoft.offazure/vmwaresites/site/machines/"
PROPERTIES = [["Tenant ID", "Subscription", "Workflow", "Source Appliances"], ["t", "s", "Discovery", "vmware"]]


def machine(**cells: Cell) -> Row:
    """A row of the report, as the tool's constants name its columns; `_` is a blank."""
    plain: dict[str, Cell] = {
        "Machine Name": "web01", "Environment": "Prod", "Software Inventory Count": 12,
        "SQL Discovery Server Count": 0, "Is SQL Service Present": False, "Web Applications Count": 0,
        "Operating System": "Microsoft Windows Server 2016 (64-bit)", "Cores": 4, "Memory (in MB)": 8192.0,
        "Total Disks": 2, "IP Addresses": "[10.0.0.4,fe80::4];[10.0.1.4];",
        "MAC Addresses": "[00:50:56:1];[00:50:56:2];",
        "Total Network Adapters": 2, "Boot Type": "EFI", "Power Stats": "ON", "Support Status": "Mainstream",
        "First Discovery Time": "2024-12-15T10:00:00Z", "Last Updated Time": "2024-12-18T10:00:00Z",
        "Machine ID": ID + "vc_500a",
    }  # fmt: skip
    return {**plain, **{header.replace("_", " "): value for header, value in cells.items()}}


def report(folder: Path, *rows: Row) -> dict[str, list[list[Cell]]]:
    return {"Properties": [list(row) for row in PROPERTIES], "Discovery_Report": tab_of(*rows)}


def test_a_machine_is_read_with_its_arm_id_as_key(tmp_path: Path) -> None:
    reading = read(workbook_of(tmp_path, report(tmp_path, machine())))
    (record,) = reading.records
    assert record.keys == (("arm-id", ID + "vc_500a"), ("name", "web01"))
    assert (record.facts["vcpu"], record.facts["memory_mib"]) == (4, 8192)
    assert (record.facts["power"], record.facts["firmware"]) == (Power.ON, Firmware.EFI)
    assert record.facts["environment"] == "Prod"
    assert [nic.addresses for nic in record.nics] == [("10.0.0.4", "fe80::4"), ("10.0.1.4",)]
    assert (record.origin.tab, record.origin.row) == ("Discovery_Report", 2)
    assert reading.tabs == ("Properties", "Discovery_Report")
    assert (record.totals.powered_on, record.totals.vcpu, record.totals.disks, record.totals.nics) == (1, 4, 2, 2)
    assert reading.findings == ()


def test_it_is_recognised_in_a_workbook_and_in_a_csv(tmp_path: Path) -> None:
    line = "discovery report of Azure Migrate: the columns 'Machine Name', 'Power Stats', 'Machine ID'"
    assert recognise(workbook_of(tmp_path, report(tmp_path, machine()))) == f"{line} in the tab Discovery_Report"
    assert recognise(csv_of(machine())) == line


def test_the_same_rows_read_the_same_from_a_csv(tmp_path: Path) -> None:
    (from_csv,), (from_excel,) = (
        read(source).records for source in (csv_of(machine()), workbook_of(tmp_path, report(tmp_path, machine())))
    )
    assert (from_csv.facts, from_csv.keys, from_csv.nics) == (from_excel.facts, from_excel.keys, from_excel.nics)


def test_disks_are_counted_and_their_size_is_not_known() -> None:
    (record,) = read(csv_of(machine())).records
    assert [(disk.capacity_mib, disk.estimated) for disk in record.disks] == [(0, True), (0, True)]


def test_a_count_of_minus_one_was_not_collected_and_is_no_tag() -> None:
    row = machine(Software_Inventory_Count=-1, SQL_Discovery_Server_Count=-1, Power_Stats="OFF")
    reading = read(csv_of(row, machine(Machine_ID=ID + "2")))
    assert reading.records[0].facts["power"] is Power.OFF
    assert "SQL Discovery Server Count" not in reading.records[0].tags
    assert reading.records[1].tags["SQL Discovery Server Count"] == "0"
    assert [(found.code, found.evidence) for found in reading.findings] == [("software-not-collected", "web01")]
    assert reading.findings[0].message.startswith("1 of 2 rows:")


def test_two_rows_of_one_id_are_told() -> None:
    reading = read(csv_of(machine(), machine(Machine_ID=ID.upper() + "VC_500A")))
    assert reading.records[0].keys[0] == reading.records[1].keys[0]
    assert [found.code for found in reading.findings] == ["row-twice"]


def test_imported_servers_have_a_plain_list_of_addresses_and_zeros_for_what_is_unknown() -> None:
    row = machine(IP_Addresses="10.0.0.4,10.0.0.5", MAC_Addresses="", Total_Network_Adapters=0, Cores=0, Total_Disks=0)
    (record,) = read(csv_of(row)).records
    assert [nic.addresses for nic in record.nics] == [("10.0.0.4", "10.0.0.5")]
    assert "vcpu" not in record.facts
    assert record.disks == ()


def test_an_empty_power_state_is_unknown_and_no_fault() -> None:
    (record,) = read(csv_of(machine(Power_Stats=None))).records
    assert "power" not in record.facts
    assert record.faults == ()


def test_a_bad_cell_leaves_the_other_rows_alone() -> None:
    first, second = read(csv_of(machine(Cores="four"), machine(Machine_ID=ID + "2"))).records
    assert [fault.column for fault in first.faults] == ["Cores"]
    assert second.facts["vcpu"] == 4


def test_a_row_without_a_name_is_left_out_with_its_reason() -> None:
    (record,) = read(csv_of(machine(Machine_Name=None))).records
    assert record.excluded == ("incomplete", "Machine Name: expected a name, found nothing")


def test_another_table_is_not_it() -> None:
    other = csv_of({"Machine Name": "a", "Azure VM Readiness": "Ready", "Machine ID": ID})
    assert recognise(other) == ""
    with pytest.raises(InputError, match="the columns Power Stats are missing"):
        read(other)


def test_a_report_of_no_machines_is_read_and_told(tmp_path: Path) -> None:
    tabs = report(tmp_path, machine())
    reading = read(workbook_of(tmp_path, {**tabs, "Discovery_Report": tabs["Discovery_Report"][:1]}))
    assert (reading.rows, [found.code for found in reading.findings]) == (0, ["no-rows"])
