"""Exports of a configuration database, under internal names and under labels.

No open export was found; the rows are realistic, the names and numbers those of ServiceNow's documentation.
"""

from typing import Any

import pytest

from azlift.estate.intake.servicenow import read, recognise
from azlift.estate.record import Reading
from azlift.estate.tables import Source

INTERNAL = (
    "sys_id,name,sys_class_name,os,os_version,cpu_count,cpu_core_count,ram,disk_space,ip_address,operational_status"
)
LABELS = "Name,Class,Operating System,OS Version,CPU count,CPU core count,RAM (MB),Disk space (GB),IP Address,"
ID = [f"{n:032x}" for n in range(1, 9)]


def a_machine(number: int, status: str = "1", kind: str = "cmdb_ci_win_server") -> str:
    system = "Windows 2019 Standard,10.0.17763"
    return f"{ID[number]},srv-{number},{kind},{system},2,4,16384,120,10.0.0.{number + 1},{status}"


def reasons(reading: Reading) -> dict[str, str]:
    return {record.name: record.excluded[1] for record in reading.records if record.excluded}


def test_internal_names_and_labels_are_the_same_columns(csv: Any) -> None:
    internal = read(csv(INTERNAL, a_machine(0)))
    row = "srv-0,Windows Server,Windows 2019 Standard,10.0.17763,2,4,16384,120,10.0.0.1,Operational"
    labels = read(csv(LABELS + "Operational status", row))
    (one,), (other,) = internal.records, labels.records
    assert one.facts == other.facts
    assert (one.disks, one.nics, one.totals) == (other.disks, other.nics, other.totals)
    assert one.keys == (("sys-id", ID[0]), ("name", "srv-0"))
    assert other.keys == (("name", "srv-0"),)


def test_the_application_is_read_from_a_column_of_the_customers_own(csv: Any) -> None:
    (record,) = read(csv(INTERNAL + ",u_application,u_environment", a_machine(0) + ",Billing,prod")).records
    assert (record.facts["application"], record.facts["environment"]) == ("Billing", "prod")
    assert record.tags.keys() & {"u_application", "u_environment"} == set()


def test_ram_is_in_mb_disk_space_in_gb_and_cores_are_per_cpu(csv: Any) -> None:
    (record,) = read(csv(INTERNAL, a_machine(0))).records
    assert (record.facts["vcpu"], record.facts["memory_mib"]) == (8, 16384)
    assert [(disk.capacity_mib, disk.estimated) for disk in record.disks] == [(120 * 1024, True)]
    assert record.facts["os_name"] == "Windows 2019 Standard 10.0.17763"
    assert record.nics[0].addresses == ("10.0.0.1",)
    assert {use.header: use.unit for use in read(csv(INTERNAL, a_machine(0))).columns if use.unit} == {
        "ram": "MB", "disk_space": "GB",
    }  # fmt: skip


@pytest.mark.parametrize("status", ["6", "Retired"])
def test_retired_cis_are_left_out_with_the_reason_and_counted(csv: Any, status: str) -> None:
    reading = read(csv(INTERNAL, a_machine(0), a_machine(1, status), a_machine(2, "2")))
    assert reading.rows == 3
    assert reasons(reading) == {"srv-1": f"retired: operational_status is {status!r}"}
    assert reading.records[2].tags["operational_status"] == "2"


@pytest.mark.parametrize(
    ("status", "gone"), [("7", "retired"), ("100", "absent"), ("Stolen", "stolen"), ("6", ""), ("1", "")]
)
def test_what_is_no_longer_installed_is_left_out_too(csv: Any, status: str, gone: str) -> None:
    reading = read(csv("sys_id,name,ram,install_status", f"{ID[0]},srv-0,4096,{status}"))
    assert reasons(reading) == ({"srv-0": f"{gone}: install_status is {status!r}"} if gone else {})


def test_hosts_and_software_are_no_machines_and_applications_are_applications(csv: Any) -> None:
    reading = read(
        csv(
            INTERNAL,
            a_machine(0, kind="cmdb_ci_linux_server"),
            a_machine(1, kind="cmdb_ci_esx_server"),
            a_machine(2, kind="cmdb_ci_app_server"),
            f"{ID[3]},Billing,cmdb_ci_business_app,,,,,,,,1",
            f"{ID[4]},Payroll,cmdb_ci_business_app,,,,,,,,6",
        )
    )
    assert set(reasons(reading)) == {"srv-1", "srv-2", "Payroll"}
    assert "cmdb_ci_esx_server" in reasons(reading)["srv-1"]
    assert [application.name for application in reading.applications] == ["Billing"]


def test_a_server_and_its_virtual_machine_instance_are_one_machine(csv: Any) -> None:
    rows = [
        f"{ID[0]},web,cmdb_ci_vm_instance,,,2,,4096,,,1",
        f"{ID[1]},WEB,cmdb_ci_linux_server,,,2,,4096,,,1",
        f"{ID[2]},lone,cmdb_ci_vm_instance,,,2,,4096,,,1",
    ]
    reading = read(csv(INTERNAL, *rows))
    assert [record.excluded and record.excluded[0] for record in reading.records] == ["duplicate", None, None]


def test_a_table_without_a_class_is_of_the_class_its_tab_is_called_by(book: Any) -> None:
    header = ["sys_id", "name", "operational_status"]
    tabs = {
        "cmdb_ci_linux_server": [header, [ID[0], "web", "1"]],
        "cmdb_ci_appl": [header, [ID[1], "Billing", "1"]],
        "cmdb_ci_ip_switch": [header, [ID[2], "switch", "1"]],
        "CIs": [header, [ID[3], "db", "1"]],
        "cmdb_ci": [header, [ID[4], "app", "1"]],
    }
    reading = read(book(tabs))
    assert [record.name for record in reading.records if not record.excluded] == ["web", "db", "app"]
    assert [application.name for application in reading.applications] == ["Billing"]
    assert set(reasons(reading)) == {"switch"}


def test_references_without_a_display_value_and_persons_are_not_read(csv: Any) -> None:
    header = "sys_id,name,ram,location,support_group,assigned_to,managed_by,serial_number,comments,u_rack,vendor"
    rows = [
        f"{ID[0]},a,4096,{ID[1]},{ID[2]},Jane Roe,Jim Poe,VMware-42,root/hunter2,R7,{ID[3]}",
        f"{ID[4]},b,4096,Berlin,Unix team,,,,,,",
        f"{ID[5]},c,4096,,unix@example.com,,,,,,",
    ]
    reading = read(csv(header, *rows))
    assert [dict(record.facts) for record in reading.records] == [
        {"memory_mib": 4096},
        {"memory_mib": 4096, "datacenter": "Berlin", "owner": "Unix team"},
        {"memory_mib": 4096},
    ]
    assert [dict(record.tags) for record in reading.records] == [{"u_rack": "R7"}, {}, {}]
    source = csv(header, *rows)
    asked = read(Source(source.name, source.files, source.tables, keep_personal=True))
    assert asked.records[0].tags["assigned_to"] == "Jane Roe"


def test_the_full_name_is_made_of_name_and_domain_where_it_is_not_stated(csv: Any) -> None:
    header = "sys_id,name,ram,fqdn,dns_domain"
    rows = [
        f"{ID[0]},a,1,,example.com",
        f"{ID[1]},b.example.org,1,,example.com",
        f"{ID[2]},c,1,c.example.net,example.com",
    ]
    assert [record.facts.get("fqdn") for record in read(csv(header, *rows)).records] == [
        "a.example.com", None, "c.example.net",
    ]  # fmt: skip


def test_a_cell_that_is_no_number_is_a_fault_of_its_row_alone(csv: Any) -> None:
    header = "sys_id,name,ram,cpu_count,virtual"
    reading = read(csv(header, f"{ID[0]},a,lots,0,true", f"{ID[1]},b,4096,2,false", f"{ID[2]},c,,,"))
    assert [[fault.column for fault in record.faults] for record in reading.records] == [["cpu_count", "ram"], [], []]
    assert [record.facts.get("kind") for record in reading.records] == ["virtual", "physical", None]
    assert "memory_mib" not in reading.records[2].facts


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ((INTERNAL, ""), "configuration items"),
        (("sys_id,name,ram", ""), "configuration items"),
        (("Name,Class,RAM (MB)", ""), "configuration items"),
        (("parent,type,child", "a,Depends on::Used by,b"), "relations"),
        (("parent,type,child", "a,mother of,b"), ""),
        (("Name,RAM_GB", ""), ""),
        (("sys_id,name", ""), ""),
        (("",), ""),
    ],
)
def test_an_export_is_known_by_its_columns(csv: Any, lines: tuple[str, ...], word: str) -> None:
    found = recognise(csv(*lines))
    assert word in found
    assert bool(found) == bool(word)
