"""Files of every kind, opened together: one bad file never stops the others."""

from pathlib import Path

import pytest

from azlift.errors import InputError
from azlift.estate import read_inventory
from azlift.estate.opening import open_sources

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
