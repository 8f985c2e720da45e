import time
from collections.abc import Callable

import pytest

from azlift.model import Finding, OsFamily, Severity, Workload
from azlift.sizing.operating_systems import END_OF_SUPPORT, end_of_support, judge_os

TODAY = "2026-08-22"


def _codes(workload: Workload, today: str = TODAY) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in judge_os(workload, today)]


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
    found = end_of_support(name)
    assert found is not None
    assert f"{found.name} {found.ended}" == row
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
    assert end_of_support(name) is None


def test_support_that_ends_tomorrow_is_no_warning_yet(machine: Callable[..., Workload]) -> None:
    workload = machine(os_name="Microsoft Windows Server 2016 (64-bit)")
    assert _codes(workload, "2027-01-12") == []
    assert _codes(workload, "2027-01-13") == [("os-end-of-life", Severity.WARNING)]


def test_an_end_of_life_warning_names_the_date_and_the_source(machine: Callable[..., Workload]) -> None:
    workload = machine(os_name="Red Hat Enterprise Linux 6 (64-bit)", os_family=OsFamily.LINUX)
    (finding,) = judge_os(workload, TODAY)
    assert "since 2020-11-30 (endoflife.date/rhel)" in finding.message
    assert finding == Finding(
        code="os-end-of-life",
        severity=Severity.WARNING,
        message=finding.message,
        evidence="Red Hat Enterprise Linux 6 (64-bit)",
        workload=workload.id,
    )


@pytest.mark.parametrize(
    "name",
    [
        "Oracle Solaris 10 (64-bit)",
        "Novell NetWare 6.x",
        "Apple macOS 10.15 (64-bit)",
        "Apple Mac OS X 10.6 (64-bit)",
        "VMware ESXi 6.x",
        "IBM OS/2",
        "SCO OpenServer 5",
        "IBM AIX 7.1",
        "MS-DOS",
    ],
)
def test_what_is_not_known_to_run_on_azure_blocks(machine: Callable[..., Workload], name: str) -> None:
    assert _codes(machine(os_name=name, os_family=OsFamily.OTHER)) == [("os-unsupported", Severity.BLOCKING)]


@pytest.mark.parametrize("name", ["Cisco Linux 4", "Ubuntu Linux (Caixa) 22.04", "Red Hat on Esxample"])
def test_a_word_within_a_word_does_not_block(machine: Callable[..., Workload], name: str) -> None:
    assert _codes(machine(os_name=name, os_family=OsFamily.LINUX)) == []


@pytest.mark.parametrize(
    ("name", "family"),
    [("", OsFamily.UNKNOWN), ("Other (64-bit)", OsFamily.OTHER), ("OpenBSD 7", OsFamily.OTHER)],
)
def test_an_unnamed_system_blocks_until_it_is_named(
    machine: Callable[..., Workload], name: str, family: OsFamily
) -> None:
    (finding,) = judge_os(machine(os_name=name, os_family=family), TODAY)
    assert (finding.code, finding.severity) == ("os-unknown", Severity.BLOCKING)
    assert "Name it in the inventory" in finding.message
    assert finding.evidence == (name or "(empty)")


def test_freebsd_is_a_note(machine: Callable[..., Workload]) -> None:
    assert _codes(machine(os_name="FreeBSD (64-bit)", os_family=OsFamily.OTHER)) == [("os-freebsd", Severity.NOTE)]


def test_an_old_32_bit_windows_has_all_its_warnings(machine: Callable[..., Workload]) -> None:
    workload = machine(os_name="Microsoft Windows Server 2003 Standard (32-bit)", os_bits=32)
    assert _codes(workload) == [
        ("os-unsupported-by-azure", Severity.WARNING),
        ("os-32-bit", Severity.WARNING),
        ("os-end-of-life", Severity.WARNING),
    ]


def test_a_current_system_has_no_finding(machine: Callable[..., Workload]) -> None:
    assert _codes(machine()) == []


def test_every_row_finds_itself() -> None:
    for row in END_OF_SUPPORT:
        assert end_of_support(row.name) == row


def test_a_cell_full_of_text_is_judged_at_once(machine: Callable[..., Workload]) -> None:
    workload = machine(os_name="windows server " * 2000)
    started = time.monotonic()
    assert _codes(workload) == []
    assert time.monotonic() - started < 1
