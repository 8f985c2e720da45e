import json
import re
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook
from sample_estate import LINKS, MACHINES, WORKBOOK, write_sample

from azlift.estate import read_inventory
from azlift.model import Estate, Firmware, OsFamily, Power

SAMPLE = Path(__file__).parents[2] / "inventory" / "sample"


@pytest.fixture(scope="module")
def sample() -> Estate:
    return read_inventory([SAMPLE]).estate


def cells(path: Path) -> dict[str, list[list[object]]]:
    workbook = CalamineWorkbook.from_path(path)
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def test_the_committed_sample_is_what_its_generator_makes(tmp_path: Path) -> None:
    write_sample(tmp_path)
    assert cells(SAMPLE / WORKBOOK) == cells(tmp_path / WORKBOOK)
    assert (SAMPLE / LINKS).read_text(encoding="utf-8") == (tmp_path / LINKS).read_text(encoding="utf-8")


def test_the_generator_makes_the_same_bytes_every_time(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    write_sample(tmp_path)
    write_sample(tmp_path / "again")
    assert (tmp_path / WORKBOOK).read_bytes() == (tmp_path / "again" / WORKBOOK).read_bytes()


def test_the_sample_is_read_without_a_warning_and_nothing_is_missing(sample: Estate) -> None:
    assert sample.totals.rows == len(MACHINES) == 61
    assert [(item.name, item.reason) for item in sample.left_out] == [
        ("oms-new01", "incomplete"), ("tmpl-rhel8", "template"), ("bill-db01-dr", "placeholder"),
    ]  # fmt: skip
    assert [finding.code for finding in sample.findings] == ["os-disagrees"]
    assert not any(disk.estimated for workload in sample.workloads for disk in workload.disks)
    assert sample.totals.disk_capacity_mib == sum(workload.disk_capacity_mib for workload in sample.workloads) + (
        (40 + 60) * 1024
    )


def test_the_sample_has_one_of_each_thing_an_estate_tends_to_hold(sample: Estate) -> None:
    workloads = sample.workloads
    assert len({workload.application for workload in workloads if workload.application}) == 12
    assert {workload.environment for workload in workloads} == {"prod", "test", "dev", ""}
    assert {workload.power for workload in workloads} == {Power.ON, Power.OFF}
    assert {workload.firmware for workload in workloads} == {Firmware.BIOS, Firmware.EFI}
    assert {workload.os_family for workload in workloads} == {OsFamily.WINDOWS, OsFamily.LINUX}
    assert [workload.name for workload in workloads if workload.os_bits == 32] == ["legacy-rpt01"]
    assert any("2008 R2" in workload.os_name for workload in workloads)
    assert [w.name for w in workloads if any(disk.raw and disk.shared for disk in w.disks)] == ["dwh-db01"]
    assert any(len(workload.nics) == 2 for workload in workloads)


def test_links_hold_the_legacy_machines_together_and_cross_applications(sample: Estate) -> None:
    assert len(sample.links) == sample.sources[0].rows == 46
    application = {workload.id: workload.application for workload in sample.workloads}
    crossing = {
        (application[link.source], application[link.target])
        for link in sample.links
        if application[link.source] != application[link.target]
    }
    assert ("Billing", "Mediation") in crossing
    assert ("Voicemail", "SMS Gateway") in crossing
    linked = {end for link in sample.links for end in (link.source, link.target)}
    alone = {w.name for w in sample.workloads if not w.application and w.id not in linked}
    together = {w.name for w in sample.workloads if not w.application and w.id in linked}
    assert alone == {"jump01", "licence01"}
    assert together == {"legacy-ftp01", "legacy-batch01", "legacy-rpt01"}


def test_the_planned_fault_strikes_the_one_machine_of_voicemail(sample: Estate) -> None:
    (fault,) = yaml.safe_load((SAMPLE / "faults.yaml").read_text(encoding="utf-8"))["faults"]
    written = {"resource": "*/virtualMachines/vm-voicemail*", "operation": "*/virtualMachines/write"}
    assert fault["match"] == written, "what was made can be deleted"
    (voicemail,) = [workload for workload in sample.workloads if workload.application == "Voicemail"]
    assert re.fullmatch(r"voicemail[a-z0-9-]*", voicemail.name)
    assert len([workload for workload in sample.workloads if "voicemail" in workload.name]) == 1


def test_the_sample_names_teams_and_no_persons_addresses_or_secrets() -> None:
    text = json.dumps(cells(SAMPLE / WORKBOOK), default=str)
    assert "@" not in text
    assert set(re.findall(r"[a-z0-9-]+\.(?:example|com|net|org|local)\b", text)) <= {"telco.example"}
