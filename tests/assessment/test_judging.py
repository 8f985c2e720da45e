"""Verdicts, findings and routes of whole machines."""

from typing import Any

import pytest
from assessed import around, disk, machine

from azlift.assessment import assess, read_rule_book
from azlift.assessment.rules import RuleBook, shipped_rules
from azlift.model import Assessment, Firmware, Metric, Nic, OsFamily, Power, Readiness, Route, Severity, Usage

BOOK = shipped_rules()


def told(assessment: Assessment) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in assessment.findings]


def test_a_machine_nothing_speaks_against_is_ready_and_rehosted() -> None:
    found = assess(machine(), BOOK, around())
    assert (found.verdict, found.route, found.findings) == (Readiness.READY, Route.REHOST, ())


@pytest.mark.parametrize(
    ("changes", "verdict", "codes"),
    [
        # The operating systems of Azure Migrate's table
        ({"os_name": "Microsoft Windows Server 2016 (64-bit)"}, "ready", []),
        ({"os_name": "Microsoft Windows Server 2012 R2 (64-bit)"}, "ready", ["os-end-of-life"]),
        (
            {"os_name": "Microsoft Windows Server 2003 (32-bit)", "os_bits": 32},
            "ready_with_conditions",
            ["os-unsupported-by-azure", "os-32-bit", "os-end-of-life"],
        ),
        (
            {"os_name": "Microsoft Windows 2000 Server"},
            "ready_with_conditions",
            ["os-unsupported-by-azure", "os-end-of-life"],
        ),
        ({"os_name": "Microsoft Windows 10 (64-bit)"}, "ready_with_conditions", ["os-windows-client"]),
        ({"os_name": "Ubuntu Linux (64-bit)", "os_family": "linux"}, "ready", []),
        ({"os_name": "Fedora Linux", "os_family": "linux"}, "ready_with_conditions", ["os-not-endorsed"]),
        ({"os_name": "Other 3.x Linux (64-bit)", "os_family": "linux"}, "ready_with_conditions", ["os-not-endorsed"]),
        ({"os_name": "Oracle Solaris 11 (64-bit)", "os_family": "other"}, "ready_with_conditions", ["os-unsupported"]),
        ({"os_name": "Apple macOS 10.15", "os_family": "other"}, "ready_with_conditions", ["os-unsupported"]),
        ({"os_name": "MS-DOS", "os_family": "other"}, "ready_with_conditions", ["os-unsupported"]),
        ({"os_name": "FreeBSD (64-bit)", "os_family": "other"}, "ready_with_conditions", ["os-freebsd"]),
        ({"os_name": "OpenBSD 7", "os_family": "other"}, "ready_with_conditions", ["os-freebsd"]),
        ({"os_name": "win2k12r2"}, "ready", ["os-end-of-life"]),
        ({"os_name": "Win2K3"}, "ready_with_conditions", ["os-unsupported-by-azure", "os-end-of-life"]),
        ({"os_name": "Other (64-bit)", "os_family": "other"}, "unknown", ["os-unknown"]),
        ({"os_name": "", "os_family": "unknown"}, "unknown", ["os-unknown"]),
        ({"os_name": "IBM AIX 7.1", "os_family": "other"}, "not_ready", ["os-other-processor"]),
        ({"os_name": "VMware ESXi 6.x", "os_family": "other"}, "not_ready", ["os-hypervisor"]),
        # The machine
        ({"vcpu": None}, "unknown", ["size-unknown"]),
        ({"memory_mib": None}, "unknown", ["memory-unknown"]),
        ({"firmware": Firmware.EFI}, "ready", []),
        ({"firmware": Firmware.UNKNOWN}, "ready", ["firmware-unknown"]),
        ({"firmware": Firmware.EFI, "secure_boot": True}, "ready_with_conditions", ["secure-boot"]),
        ({"encrypted": True}, "not_ready", ["encrypted"]),
        ({"snapshots": 2}, "ready_with_conditions", ["open-snapshots"]),
        ({"snapshots": 0}, "ready", []),
        ({"mounted_media": ("CD", "USB")}, "ready_with_conditions", ["mounted-media"]),
        ({"tools_state": "toolsNotInstalled"}, "ready", ["tools-missing"]),
        ({"clock_synced": False}, "ready", ["clock-not-synced"]),
        ({"nics": (Nic(label="1", addresses=("2001:db8::1",)),)}, "ready_with_conditions", ["ipv6"]),
        ({"nics": tuple(Nic(label=str(n)) for n in range(16))}, "not_ready", ["too-many-nics"]),
        ({"nics": ()}, "ready", ["no-nic"]),
        # Its disks
        ({"disks": ()}, "not_ready", ["no-disks"]),
        ({"disks": tuple(disk(1, key=str(n)) for n in range(66))}, "not_ready", ["too-many-disks"]),
        ({"disks": (disk(2048, os_disk=True), disk(32_767, key="2"))}, "ready", []),
        ({"disks": (disk(32_768),)}, "not_ready", ["disk-too-large"]),
        ({"disks": (disk(2049, os_disk=True),)}, "not_ready", ["os-disk-too-large"]),
        ({"disks": (disk(4095, os_disk=True),), "firmware": Firmware.EFI}, "ready", []),
        ({"disks": (disk(4096, os_disk=True),), "firmware": Firmware.EFI}, "not_ready", ["os-disk-too-large-for-v2"]),
        ({"disks": (disk(10, raw=True),)}, "not_ready", ["disk-raw"]),
        ({"disks": (disk(10, shared=True),)}, "not_ready", ["disk-shared"]),
        ({"disks": (disk(10, mode="independent_persistent"),)}, "not_ready", ["disk-independent"]),
        ({"disks": (disk(10, controller="NVME Controller 0"),)}, "ready_with_conditions", ["disk-nvme"]),
        ({"disks": (disk(0),)}, "ready", ["disk-empty"]),
    ],
)
def test_the_verdict_is_the_worst_of_what_holds(changes: dict[str, Any], verdict: str, codes: list[str]) -> None:
    if "os_family" in changes:
        changes = {**changes, "os_family": OsFamily(changes["os_family"])}
    found = assess(machine(**changes), BOOK, around())
    assert found.verdict == verdict
    assert [finding.code for finding in found.findings] == codes


def test_every_shipped_rule_has_been_seen_to_hold() -> None:
    """A rule that no machine above fulfils would be dead text."""
    marks = test_the_verdict_is_the_worst_of_what_holds.pytestmark  # type: ignore[attr-defined]
    seen = {code for case in marks[0].args[1] for code in case[2]}
    assert {rule.code for rule in BOOK.readiness} - seen == {"namesake"}


def test_the_end_of_support_is_a_warning_beside_the_verdict() -> None:
    found = assess(machine(os_name="Microsoft Windows Server 2012 R2 (64-bit)"), BOOK, around())
    assert (found.verdict, found.findings[0].severity) == (Readiness.READY, Severity.WARNING)
    assert "since 2023-10-10 (endoflife.date/windows-server)" in found.findings[0].message


def test_machines_of_one_name_are_said_to_be() -> None:
    namesakes = around()
    namesakes.namesakes["sql01"] = 2
    found = assess(machine(), BOOK, namesakes)
    assert [f.message for f in found.findings] == ["2 machines are called sql01; in Azure each gets a name of its own."]


def test_a_finding_names_its_evidence_and_what_to_do() -> None:
    (finding,) = assess(machine(disks=(disk(4649, os_disk=True, estimated=True),)), BOOK, around()).findings
    assert finding.message == (
        "Hard disk 1 is the OS disk and has 4,649 GiB; a generation V1 machine starts from at most 2,048. Its size is "
        "an estimate: this inventory gives none per disk, RVTools' vDisk tab does."
    )
    assert finding.evidence == "Hard disk 1: 4,760,576 MiB"
    assert finding.remedy == "Move its data to a data disk and shrink it."


def test_what_blocks_stands_first_and_keeps_the_machine_where_it_is() -> None:
    found = assess(machine(os_bits=32, disks=(disk(10, raw=True),)), BOOK, around())
    assert told(found) == [("disk-raw", Severity.BLOCKING), ("os-32-bit", Severity.WARNING)]
    assert found.route is Route.RETAIN
    assert found.route_reason.startswith("Hard disk 1 is a raw device (RDM)")


@pytest.mark.parametrize(
    ("changes", "route", "words"),
    [
        ({"power": Power.OFF}, Route.RETAIN, "powered off"),
        ({"power": Power.SUSPENDED}, Route.RETAIN, "suspended"),
        ({"power": Power.UNKNOWN}, Route.REHOST, "No rule"),
        ({"os_name": "Oracle Solaris 11", "os_family": OsFamily.OTHER}, Route.RETAIN, "Nobody supports"),
        ({"route": Route.RETIRE, "route_reason": "the lease ends"}, Route.RETIRE, "the lease ends"),
        ({"route": Route.REDEPLOY}, Route.REDEPLOY, "Its route is redeploy."),
        ({"power": Power.OFF, "route": Route.REHOST}, Route.REHOST, "Its route is rehost."),
    ],
)
def test_the_route_is_a_persons_else_the_first_rules(changes: dict[str, Any], route: Route, words: str) -> None:
    found = assess(machine(**changes), BOOK, around())
    assert found.route is route
    assert words in found.route_reason


def test_a_machine_that_has_been_off_for_long_is_retired() -> None:
    from datetime import date

    off = {"power": Power.OFF, "powered_off_since": date(2026, 1, 1)}
    found = assess(machine(**off), BOOK, around())
    assert (found.route, found.route_reason.split(".")[0]) == (Route.RETIRE, "It has been off for 233 days")


def test_an_idle_machine_and_a_database_are_suggestions_only() -> None:
    idle = machine(usage=(Usage(metric=Metric.CPU_PERCENT, p95=1.0),))
    found = assess(idle, BOOK, around(processes={idle.id: {"sqlservr", "port/1433"}}))
    assert found.route is Route.REHOST
    assert told(found) == [("idle", Severity.NOTE), ("database-server", Severity.NOTE)]
    assert found.findings[1].remedy == "To take that route, set `route: replatform` for it in estate.yaml."


def test_a_rule_a_workspace_adds_is_asked(tmp_path: Any) -> None:
    (tmp_path / "rules.yaml").write_text(
        "readiness: [{code: big-iron, verdict: not_ready, when: {vcpu: {above: 1}}, message: '$vcpu', source: us}]"
    )
    found = assess(machine(vcpu=2000), read_rule_book(tmp_path), around())
    assert [(f.code, f.message) for f in found.findings] == [("big-iron", "2,000")]


def test_without_rules_every_machine_is_ready() -> None:
    assert assess(machine(os_name=""), RuleBook(), around()).verdict is Readiness.READY
