"""What is known of a machine, and what its system's name says."""

from datetime import date

import pytest
from assessed import AS_OF, around, machine

from azlift.assessment.facts import disk_facts, machine_facts, release_of, releases, surroundings
from azlift.catalog import read_catalogue
from azlift.model import Estate, Firmware, Link, Metric, Nic, Totals, Usage


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("Microsoft Windows Server 2008 R2 (64-bit)", "Windows Server 2008 R2 2020-01-14"),
        ("Microsoft Windows Server 2012 (64-bit)", "Windows Server 2012 2023-10-10"),
        ("Windows Server 2012R2 Datacenter", "Windows Server 2012 R2 2023-10-10"),
        ("Microsoft Windows Server 2003 Standard (32-bit)", "Windows Server 2003 2015-07-14"),
        ("Microsoft Windows Server 2016 (64-bit)", "Windows Server 2016 2027-01-12"),
        ("Microsoft Windows 2000 Server", "Windows 2000 2010-07-13"),
        ("Microsoft Windows XP Professional (32-bit)", "Windows XP 2014-04-08"),
        ("Microsoft Windows Vista (64-bit)", "Windows Vista 2017-04-11"),
        ("Microsoft Windows 7 (64-bit)", "Windows 7 2020-01-14"),
        ("Microsoft Windows 8.1 (64-bit)", "Windows 8.1 2023-01-10"),
        ("Microsoft Windows 8 (64-bit)", "Windows 8 2016-01-12"),
        ("CentOS 4/5/6/7 (64-bit)", "CentOS 7 2024-06-30"),
        ("CentOS 4 (32-bit)", "CentOS 4 2012-02-29"),
        ("CentOS Linux release 7.6.1810 (Core)", "CentOS 7 2024-06-30"),
        ("CentOS 8 (64-bit)", "CentOS 8 2021-12-31"),
        ("CentOS Stream 8", "CentOS Stream 8 2024-05-31"),
        ("Red Hat Enterprise Linux 6 (64-bit)", "Red Hat Enterprise Linux 6 2020-11-30"),
        ("Red Hat Enterprise Linux 6.9 (kernel 2.6.32-9)", "Red Hat Enterprise Linux 6 2020-11-30"),
        ("RHEL7", "Red Hat Enterprise Linux 7 2024-06-30"),
        ("SUSE Linux Enterprise 11 (64-bit)", "SUSE Linux Enterprise 11 2019-03-31"),
        ("Oracle Linux 4/5/6/7 (64-bit)", "Oracle Linux 7 2024-12-01"),
        ("Debian GNU/Linux 10 (64-bit)", "Debian 10 2024-06-30"),
        ("Ubuntu 18.04.6 LTS", "Ubuntu 18.04 2023-05-31"),
    ],
)
def test_a_version_the_name_states_has_its_date(name: str, row: str) -> None:
    found = release_of(name)
    assert found is not None
    assert f"{found.product} {found.ends}" == row
    assert found.source.startswith("endoflife.date/")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Other 3.x or later Linux (64-bit)",
        "Other 2.6.x Linux (64-bit)",
        "CentOS 4/5 or later (64-bit)",
        "Microsoft Windows Server 2016 or later (64-bit)",
        "Ubuntu Linux (64-bit)",
        "Red Hat Linux 7.3",
        "SUSE Linux Enterprise Server 15 SP4",
        "openSUSE 11",
        "Microsoft Windows 10 (64-bit)",
        "Microsoft Windows Server 20081",
    ],
)
def test_a_name_that_states_no_dated_version_has_none(name: str) -> None:
    assert release_of(name) is None


def test_every_release_finds_itself() -> None:
    for row in releases():
        assert release_of(row.product) == row


def test_what_no_source_states_is_absent() -> None:
    facts = machine_facts(machine(vcpu=None, os_bits=None), around())
    assert {"vcpu", "os_bits", "snapshots", "days_off", "secure_boot", "encrypted"} & facts.keys() == set()


def test_days_are_counted_to_the_day_of_the_assessment() -> None:
    facts = machine_facts(machine(powered_off_since=date(2026, 8, 2)), around())
    assert facts["days_off"] == 20
    assert machine_facts(machine(os_name="Windows Server 2016"), around(date(2027, 1, 13)))["days_since_support"] == 1


@pytest.mark.parametrize(
    ("address", "said"), [("2001:db8::5", True), ("fe80::1%eth0", False), ("10.0.0.1", False), ("no address", False)]
)
def test_an_ipv6_address_counts_where_somebody_chose_it(address: str, said: bool) -> None:
    facts = machine_facts(machine(nics=(Nic(label="1", addresses=(address,)),)), around())
    assert facts["ipv6"] is said


def test_a_value_of_one_moment_is_no_idleness() -> None:
    moment = Usage(metric=Metric.CPU_PERCENT, sample=1.0)
    assert "idle_cpu_percent" not in machine_facts(machine(usage=(moment,)), around())
    measured = Usage(metric=Metric.CPU_PERCENT, p95=2.5)
    assert machine_facts(machine(usage=(measured,)), around())["idle_cpu_percent"] == 2.5


def test_the_surroundings_know_namesakes_limits_and_what_each_machine_serves() -> None:
    one, two = machine(), machine(id="w-1", source_key="2", name="SQL01")
    links = (
        Link(source=two.id, target=one.id, port=1433, kind="observed", process="SQLSERVR"),
        Link(source=one.id, target=two.id, port=443),
    )
    estate = Estate(sources=(), totals=Totals(), workloads=(one, two), left_out=(), links=links)
    found = surroundings(estate, read_catalogue("westeurope"), AS_OF)
    assert found.processes == {one.id: {"sqlservr", "port/1433"}}
    assert machine_facts(one, found)["namesakes"] == 2
    assert machine_facts(one, found)["listens"] == "port/1433 sqlservr"
    assert (found.limits.most_data_disks or 0) >= 64


def test_a_disk_counts_whole_gib_and_the_generation_it_starts() -> None:
    (facts,) = disk_facts(machine(firmware=Firmware.EFI), around())
    assert (facts["capacity_gib"], facts["generation"], facts["os_disk"]) == (64, "V2", True)
