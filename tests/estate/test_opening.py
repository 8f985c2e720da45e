"""From paths to readings; what cannot be read is told and stops nothing else."""

from pathlib import Path

import pytest

from azlift.errors import InputError
from azlift.estate.opening import Sources, open_sources


def text(folder: Path, name: str, *lines: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def opened(*paths: Path) -> Sources:
    return open_sources(paths, keep_personal=False)


INFO = ("VM,Powerstate,CPUs,Memory,VM ID,VI SDK UUID", "web01,poweredOn,2,4096,vm-1,A")
DISK = ("VM,Disk,Capacity MiB,VM ID,VI SDK UUID", "web01,Hard disk 1,40960,vm-1,A")


def test_the_csv_files_of_one_export_are_one_reading(tmp_path: Path) -> None:
    text(tmp_path, "east/RVTools_tabvInfo.csv", *INFO)
    text(tmp_path, "east/RVTools_tabvDisk.csv", *DISK)
    (one,) = opened(tmp_path).opened
    assert sorted(file.name for file in one.files) == ["RVTools_tabvDisk.csv", "RVTools_tabvInfo.csv"]
    (record,) = one.reading.records
    assert [disk.capacity_mib for disk in record.disks] == [40_960]


def test_a_file_that_only_looks_like_a_workbook_is_read_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"PK\x03\x04 is how zip archives begin")
    assert [f.code for f in opened(tmp_path).findings] == ["file-not-read"]


def test_a_finding_says_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    text(tmp_path, "poem.csv", "roses,red")
    (finding,) = opened(tmp_path).findings
    assert finding.origin is not None
    assert (finding.severity, finding.origin.file) == ("blocking", "poem.csv")
    assert finding.remedy


def test_what_had_to_be_assumed_of_the_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes("Hostname;vCPU;RAM_GB\nK\xf6ln;2;4\n".encode("cp1252"))
    told = [finding.message for finding in opened(tmp_path).findings]
    assert told == [
        "byte 23 is not UTF-8, so the text is read as Windows-1252",
        "its columns are separated by ';'",
    ]


def test_a_mapping_beside_a_list_is_what_a_person_says(tmp_path: Path) -> None:
    file = text(tmp_path, "list.csv", "Kiste,Kerne,Riegel", "web01,2,4")
    assert [f.code for f in opened(file).findings] == ["file-not-read"]
    text(
        tmp_path,
        "list.csv.columns.yaml",
        "tabs:",
        "- tab: ''",
        "  columns:",
        "    name: {header: Kiste}",
        "    vcpu: {header: Kerne}",
        "    memory: {header: Riegel, unit: GB}",
    )
    (one,) = opened(file).opened
    assert one.because == "a list of machines: its columns are in list.csv.columns.yaml"
    assert dict(one.reading.records[0].facts)["memory_mib"] == 4096


def test_a_fault_in_estate_yaml_is_an_error_and_not_passed_over(tmp_path: Path) -> None:
    text(tmp_path, "list.csv", "Hostname,vCPU,RAM_GB", "web01,2,4")
    text(tmp_path, "estate.yaml", "machine:", "- machines: [web01]")
    with pytest.raises(InputError, match="machines"):
        opened(tmp_path)
