"""Assessment reports of the export tool and of the portal."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from migrate_files import HOSTILE, Row, csv_of, rows_of, workbook_of
from workbooks import Cell, tab_of

from azlift.errors import InputError
from azlift.estate.azure_migrate.assessment import read, recognise
from azlift.model import Firmware, Metric

ID = "/subscriptions/s/resourcegroups/g/providers/microsoft.offazure/vmwaresites/site/machines/"
PROPERTIES: list[list[Cell]] = [["Tenant ID", "Target Region", "Currency"], ["t", "westeurope", "EUR"]]
PAIRS: list[list[Cell]] = [["Property", "Selected value"], ["Target location", "East US 2"]]


def assessed(**cells: Cell) -> Row:
    """A row of the export tool's tab, as its constants name the columns; `_` is a blank."""
    plain: dict[str, Cell] = {
        "Machine Name": "web01", "Environment": "Prod", "Azure VM Readiness": "Ready With Conditions",
        "Azure VM Readiness - Warnings": "GuestOperatingSystemUnknown;", "Recommended VM Size": "Standard_D2as_v5",
        "Monthly Compute Cost Estimate (Pay as you go)": 80.25,
        "Monthly Compute Cost Estimate (Pay as you go + RI)": 50, "Monthly Storage Cost Estimate": 19.75,
        "Operating System": "Windows Server 2016", "VM Host": "esx1", "Boot Type": "EFI", "Cores": 4,
        "Memory (in MB)": 8192, "CPU Utilization (in %)": 12.5, "Memory Utilization (in %)": 40,
        "Storage (in GB)": 200, "Network Adapters": 1, "IP Addresses": "[10.0.0.4];", "MAC Addresses": "[00:50:56:1];",
        "Disk Names": "scsi0:0;scsi0:1;", "Recommended Disk SKUs": "Standard_S10;Premium_P15;", "Group Name": "g1",
        "Machine ID": ID + "1",
    }  # fmt: skip
    return {**plain, **{header.replace("_", " "): value for header, value in cells.items()}}


def portal(**cells: Cell) -> Row:
    """A row of the portal's All_Assessed_Machines; `_` is a blank."""
    plain: dict[str, Cell] = {
        "Machine": "web01", "VM host": "esx1", "Azure VM readiness": "Ready", "Azure readiness issues": "None",
        "Recommended size": "Standard_D2s_v5", "Compute monthly cost estimate USD": 100,
        "Storage monthly cost estimate USD": 20, "Operating system": "Windows Server 2019", "Boot type": "BIOS",
        "Processor": "Xeon", "Cores": 2, "Memory(MB)": 4096, "CPU usage(%)": 10, "Memory usage(%)": 50,
        "Storage(GB)": 160, "Premium disks": 2, "Disk read(ops/sec)": 9, "Disk write(ops/sec)": 1,
        "Network adapters": 1, "IP address": "10.0.0.4", "MAC address": None, "Network in(MBPS)": 1.5,
    }  # fmt: skip
    return {**plain, **{header.replace("_", " "): value for header, value in cells.items()}}


def disk(**cells: Cell) -> Row:
    plain: dict[str, Cell] = {
        "Machine": "web01", "Disk name": "scsi0:0", "Azure disk readiness": "Ready",
        "Recommended disk size SKU": "Premium_P10", "Source disk size(GB)": 60, "Disk read(ops/sec)": 5,
        "Disk write(ops/sec)": 1,
    }  # fmt: skip
    return {**plain, **{header.replace("_", " "): value for header, value in cells.items()}}


# -- the export tool's ---------------------------------------------------------------------------------------------


def test_a_verdict_stands_beside_the_facts(tmp_path: Path) -> None:
    tabs = {"Properties": PROPERTIES, "All_VM_IaaS_Server_Rehost_Perf": tab_of(assessed())}
    (record,) = read(workbook_of(tmp_path, tabs)).records
    given = record.facts["given"]
    assert (given.readiness, given.size, given.warnings) == (
        "Ready With Conditions", "Standard_D2as_v5", ("GuestOperatingSystemUnknown",),
    )  # fmt: skip
    assert given.disks == ("Standard_S10", "Premium_P15")
    assert (given.cost_per_month, given.currency, given.region) == (Decimal("100.00"), "EUR", "westeurope")
    assert given.offers == {"Pay as you go + RI": Decimal(50)}
    assert given.origin == record.origin
    assert "target_size" not in record.facts


def test_the_facts_are_read_too(tmp_path: Path) -> None:
    (record,) = read(csv_of(assessed())).records
    assert record.keys == (("arm-id", ID + "1"), ("name", "web01"))
    assert (record.facts["vcpu"], record.facts["memory_mib"], record.facts["host"]) == (4, 8192, "esx1")
    assert (record.facts["firmware"], record.facts["environment"]) == (Firmware.EFI, "Prod")
    assert [(disk.key, disk.capacity_mib, disk.os_disk) for disk in record.disks] == [
        ("scsi0:0", 102_400, True),
        ("scsi0:1", 102_400, False),
    ]
    assert {usage.metric: usage.sample for usage in record.usage} == {
        Metric.CPU_PERCENT: 12.5,
        Metric.MEMORY_PERCENT: 40,
    }
    assert [(nic.addresses, nic.mac) for nic in record.nics] == [(("10.0.0.4",), "00:50:56:1")]
    assert record.tags == {"Group Name": "g1"}
    assert (record.totals.vcpu, record.totals.disk_capacity_mib) == (4, 204_800)


def test_a_machine_in_several_tabs_is_one_record(tmp_path: Path) -> None:
    other = assessed(Machine_Name="db01", Machine_ID=ID + "2")
    third = assessed(Machine_Name="app01", Machine_ID=ID + "3")
    tabs = {
        "VM_IaaS_Server_Rehost_As-is": tab_of(assessed(Recommended_VM_Size="Standard_D4s_v5"), third),
        "All_VM_IaaS_Server_Rehost_Perf": tab_of(assessed(), other, assessed(Machine_Name="x", Machine_ID=ID + "4")),
    }
    reading = read(workbook_of(tmp_path, {"Properties": PROPERTIES, **tabs}))
    assert [record.name for record in reading.records] == ["web01", "db01", "x", "app01"]
    assert reading.records[0].facts["given"].size == "Standard_D2as_v5"
    assert reading.rows == 4
    (found,) = reading.findings
    assert (found.code, found.message[:11]) == ("assessed-again", "1 of 2 rows")


def test_the_tab_with_costs_under_more_offers_goes_before_a_longer_one(tmp_path: Path) -> None:
    all_machines = tab_of(assessed(), assessed(Machine_Name="db01", Machine_ID=ID + "2"))
    offer = all_machines[0].index("Monthly Compute Cost Estimate (Pay as you go + RI)")
    tabs = {
        "All_VM_IaaS_Server_Rehost_Perf": [[*row[:offer], *row[offer + 1 :]] for row in all_machines],
        "VM_IaaS_Server_Rehost_Perf": tab_of(assessed()),
    }
    reading = read(workbook_of(tmp_path, {"Properties": PROPERTIES, **tabs}))
    offers = {record.name: record.facts["given"].offers for record in reading.records}
    assert offers == {"web01": {"Pay as you go + RI": Decimal(50)}, "db01": {}}


def test_utilisation_of_zero_is_no_data() -> None:
    off = assessed(**{"CPU Utilization (in %)": 0, "Memory Utilization (in %)": 0})
    reading = read(csv_of(off, assessed(Machine_ID=ID + "2")))
    assert reading.records[0].usage == ()
    assert [found.evidence for found in reading.findings if found.code == "usage-zero"] == ["web01"]


def test_a_zero_of_a_machine_that_is_off_is_no_data_whatever_the_others() -> None:
    row = assessed(**{"Power Stats": "OFF", "CPU Utilization (in %)": 0, "Memory Utilization (in %)": 3})
    (record,) = read(csv_of(row)).records
    assert [usage.metric for usage in record.usage] == [Metric.MEMORY_PERCENT]


def test_costs_without_a_currency_are_told() -> None:
    reading = read(csv_of(assessed()))
    assert reading.records[0].facts["given"].currency == ""
    assert [found.code for found in reading.findings] == ["currency-unknown"]


def test_a_machine_that_cannot_move_has_no_cost() -> None:
    row = assessed(
        **{"Azure VM Readiness": "Not Ready", "Recommended VM Size": None,
           "Monthly Compute Cost Estimate (Pay as you go)": 0}
    )  # fmt: skip
    reading = read(csv_of(row))
    given = reading.records[0].facts["given"]
    assert (given.readiness, given.size, given.cost_per_month) == ("Not Ready", "", None)
    assert reading.findings == ()


# -- the portal's --------------------------------------------------------------------------------------------------


def test_the_portals_disks_have_sizes_skus_and_rates_of_their_own(tmp_path: Path) -> None:
    second = disk(**{"Disk name": "scsi0:1", "Recommended disk size SKU": "Premium_P20", "Source disk size(GB)": 100})
    tabs = {
        "Assessment_Properties": PAIRS,
        "All_Assessed_Machines": tab_of(portal()),
        "All_Assessed_Disks": tab_of(disk(), second),
    }
    reading = read(workbook_of(tmp_path, tabs))
    (record,) = reading.records
    assert [(one.key, one.capacity_mib, one.estimated) for one in record.disks] == [
        ("scsi0:0", 61_440, False),
        ("scsi0:1", 102_400, False),
    ]
    assert record.facts["given"].disks == ("Premium_P10", "Premium_P20")
    iops = {usage.disk: usage.sample for usage in record.usage if usage.metric is Metric.DISK_IOPS}
    assert iops == {"scsi0:0": 6.0, "scsi0:1": 6.0}
    assert record.facts["processor"] == "Xeon"
    assert reading.findings == ()


def test_the_portals_currency_is_in_its_headers_and_its_region_in_its_properties(tmp_path: Path) -> None:
    tabs = {"Assessment_Properties": PAIRS, "All_Assessed_Machines": tab_of(portal())}
    given = read(workbook_of(tmp_path, tabs)).records[0].facts["given"]
    assert (given.cost_per_month, given.currency, given.region) == (Decimal(120), "USD", "East US 2")


def test_without_the_disks_tab_disks_are_counted_and_rates_are_the_machines() -> None:
    (record,) = read(csv_of(portal())).records
    assert [(one.capacity_mib, one.estimated) for one in record.disks] == [(81_920, True)] * 2
    found = {(usage.metric, usage.disk): usage.sample for usage in record.usage}
    assert found[Metric.DISK_IOPS, ""] == 10.0
    assert found[Metric.NETWORK_IN_MB_PER_S, ""] == 1.5


def test_disks_of_no_machine_or_of_one_of_two_namesakes_are_told(tmp_path: Path) -> None:
    tabs = {
        "All_Assessed_Machines": tab_of(portal(), portal(), portal(Machine="db01")),
        "All_Assessed_Disks": tab_of(disk(), disk(Machine="ghost"), disk(Machine="DB01")),
    }
    reading = read(workbook_of(tmp_path, tabs))
    assert [len(record.disks) for record in reading.records] == [2, 2, 1]
    (found,) = reading.findings
    assert (found.code, found.evidence, found.message[:11]) == ("rows-without-machine", "web01, ghost", "2 of 3 rows")


def test_a_disks_size_that_cannot_be_read_is_told_with_its_place(tmp_path: Path) -> None:
    tabs = {
        "All_Assessed_Machines": tab_of(portal()),
        "All_Assessed_Disks": tab_of(disk(**{"Source disk size(GB)": "?"})),
    }
    (found,) = read(workbook_of(tmp_path, tabs)).findings
    assert found.origin is not None
    assert (found.code, found.origin.tab, found.origin.row) == ("bad-cell", "All_Assessed_Disks", 2)


# -- what it is, and what not --------------------------------------------------------------------------------------


def test_both_are_recognised_by_their_columns(tmp_path: Path) -> None:
    assert recognise(csv_of(assessed())) == (
        "assessment report of Azure Migrate: the columns 'Machine Name', 'Azure VM Readiness', 'Recommended VM Size'"
    )
    assert recognise(workbook_of(tmp_path, {"All_Assessed_Machines": tab_of(portal())})) == (
        "assessment report of Azure Migrate: the columns 'Machine', 'Azure VM readiness', 'Recommended size' "
        "in the tab All_Assessed_Machines"
    )


def test_a_discovery_report_is_not_it() -> None:
    source = csv_of({"Machine Name": "a", "Power Stats": "ON", "Machine ID": ID})
    assert recognise(source) == ""
    with pytest.raises(InputError, match="this is no assessment report"):
        read(source)


def test_a_bad_cell_leaves_the_row_and_its_neighbours_alone() -> None:
    bad = assessed(Cores="x", **{"CPU Utilization (in %)": "?"})
    first, second = read(csv_of(bad, assessed(Machine_ID=ID + "2"))).records
    assert {fault.column for fault in first.faults} == {"Cores", "CPU Utilization (in %)"}
    assert first.facts["given"].readiness == "Ready With Conditions"
    assert second.faults == ()


def test_a_report_of_no_machines_is_read_and_told(tmp_path: Path) -> None:
    tabs = {"Properties": PROPERTIES, "All_Assessed_Machines": tab_of(portal())[:1]}
    reading = read(workbook_of(tmp_path, tabs))
    assert (reading.rows, [found.code for found in reading.findings]) == (0, ["no-rows"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(HOSTILE), min_size=23, max_size=23), max_size=5))
def test_hostile_rows_never_stop_the_others(cells: list[list[str]]) -> None:
    good = [str(cell) for cell in assessed().values()]
    first, *others = read(rows_of(list(assessed()), good, *cells)).records
    assert first.facts["given"].size == "Standard_D2as_v5"
    assert first.faults == ()
    assert len(others) <= len(cells)


# -- the newer one, with headers in capitals -----------------------------------------------------------------------


def test_the_export_with_headers_in_capitals_is_read_to_its_last_column() -> None:
    row: Row = {
        "APPLICATION": "Shop", "SERVER_NAME": "db01", "MIGRATION_READINESS": "Ready", "RECOMMENDED_STORAGE_SKU": "P40",
        "RECOMMENDED_COMPUTE_SKU": "Standard_E16s_v5", "MONTHLY_COMPUTE_COST_USD": 700, "MONTHLY_STORAGE_COST_USD": 200,
        "OPERATING_SYSTEM_NAME": "Red Hat Enterprise Linux", "OS_VERSION": "7.9", "OS_ARCHITECTURE": "64-bit",
        "BOOT_TYPE": "UEFI", "TOTAL_DISKS_COUNT": 2, "ONPREM_STORAGE_GB": 2048, "ONPREM_CPU_USAGE_PERCENT": 45,
        "ONPREM_MEMORY_USAGE_PERCENT": 80, "DISK_READ_IOPS": 1000, "DISK_WRITE_IOPS": 500, "NETWORK_READ_MBPS": 2,
        "NETWORK_WRITE_MBPS": 1, "DISK_READ_MBPS": 50, "DISK_WRITE_MBPS": 30, "ONPREM_CORES_COUNT": 16,
        "ONPREM_MEMORY_MB": 65536, "NETWORK_ADAPTERS_COUNT": 1, "IP_ADDRESS": "10.0.0.4", "ENVIRONMENT_TYPE": "Prod",
    }  # fmt: skip
    (record,) = read(csv_of(row)).records
    facts, given = record.facts, record.facts["given"]
    assert (record.name, facts["vcpu"], facts["memory_mib"], facts["application"]) == ("db01", 16, 65536, "Shop")
    assert (facts["os_name"], facts["os_bits"], facts["environment"]) == ("Red Hat Enterprise Linux 7.9", 64, "Prod")
    assert [disk.capacity_mib for disk in record.disks] == [1024 * 1024] * 2
    assert (given.readiness, given.size, given.cost_per_month, given.currency) == (
        "Ready", "Standard_E16s_v5", Decimal(900), "USD",
    )  # fmt: skip
    assert {usage.metric: usage.sample for usage in record.usage} == {
        Metric.CPU_PERCENT: 45, Metric.MEMORY_PERCENT: 80, Metric.NETWORK_IN_MB_PER_S: 2,
        Metric.NETWORK_OUT_MB_PER_S: 1, Metric.DISK_IOPS: 1500, Metric.DISK_MB_PER_S: 80,
    }  # fmt: skip
