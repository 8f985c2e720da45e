"""From paths to readings; what cannot be read is told and stops nothing else."""

from pathlib import Path

import pytest

from azlift.errors import InputError
from azlift.estate import read_inventory
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


LIST = b"Hostname,vCPU,RAM_GB,OS\nweb01,2,4,RHEL 8\n"


def write(folder: Path, **files: bytes) -> Path:
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content)
    return folder


def test_a_file_under_two_names_is_read_once_and_that_is_said(tmp_path: Path) -> None:
    found = open_sources([write(tmp_path, a__csv=LIST, b__csv=LIST)], False)
    assert [one.files[0].name for one in found.opened] == ["a.csv"]
    assert [(f.code, f.origin.file if f.origin else "") for f in found.findings] == [("file-twice", "b.csv")]


def test_a_file_named_twice_or_within_its_folder_is_there_once(tmp_path: Path) -> None:
    write(tmp_path, a__csv=LIST)
    for sources in ([tmp_path, tmp_path / "a.csv"], [tmp_path / "a.csv", tmp_path / "a.csv"]):
        found = open_sources(sources, False)
        assert ([one.files[0].name for one in found.opened], found.findings) == (["a.csv"], ())


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\n\n", b"a\0b\n", b"PK\x03\x04broken", b'Hostname,vCPU\n"web', b"<html></html>"]
)
def test_a_file_that_cannot_be_read_is_a_finding_and_the_others_are_read(tmp_path: Path, content: bytes) -> None:
    found = open_sources([write(tmp_path, bad__csv=content, good__csv=LIST)], False)
    assert [one.files[0].name for one in found.opened] == ["good.csv"]
    assert [(f.code, f.origin.file if f.origin else "") for f in found.findings] == [("file-not-read", "bad.csv")]


def test_a_list_without_a_machine_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the sources hold no machine") as caught:
        read_inventory([write(tmp_path, a__csv=b"Hostname,vCPU,RAM_GB,OS\n")])
    assert caught.value.file == "a.csv"


def test_a_loop_of_links_is_no_file_and_a_folder_called_as_a_file_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match="no such file"):
        open_sources([tmp_path / "loop.csv"], False)
    with pytest.raises(InputError, match="holds no workbook"):
        open_sources([tmp_path / "folder.csv"], False)
    found = open_sources([write(tmp_path, good__csv=LIST)], False)
    assert ([one.files[0].name for one in found.opened], [f.code for f in found.findings]) == (
        ["good.csv"],
        ["file-not-read"],
    )


@pytest.mark.parametrize("piece", ["a", "1", " ", "-", "1 ", "a:", "(", "@", "a.", "<", "'", "_-", "Disk "])
def test_a_cell_of_any_length_holds_nobody_up(tmp_path: Path, piece: str) -> None:
    """Where a pattern took the square of the length, this would not end within the hour."""
    long = piece * (50_000 // len(piece))
    header = "Hostname,vCPU,RAM_GB,OS,Storage,IP address,Depends on,Owner,Rack,Created,Power state"
    rows = (f"{long}x", *(f"web{n}," + ",".join([f"{long}x"] * 10) for n in range(2)))
    content = "\n".join((header, "web01,2,4,RHEL 8,,,,,,,", *rows)).encode()
    found = open_sources([write(tmp_path, a__csv=content)], False)
    assert {record.name for record in found.opened[0].reading.records} >= {"web01", "web0", "web1"}
