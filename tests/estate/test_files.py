import os
from pathlib import Path

import pytest

from azlift.errors import InputError
from azlift.estate import files
from azlift.estate.files import export_tab, find_files, group_exports, read_content


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_a_folder_stands_for_its_workbooks_and_csv_files_in_name_order(tmp_path: Path) -> None:
    names = (
        "b.xlsx",
        "a.CSV",
        "c.XLSX",
        "d.parquet",
        "estate.yaml",
        "readme.md",
        "faults.yaml",
        "~$b.xlsx",
        "._b.xlsx",
    )
    touch(*(tmp_path / name for name in names))
    assert list(find_files([tmp_path])) == ["a.CSV", "b.xlsx", "c.XLSX", "d.parquet", "estate.yaml"]


def test_folders_below_are_read_but_for_hidden_ones_and_workspaces(tmp_path: Path) -> None:
    touch(tmp_path / "east" / "a.csv", tmp_path / "east" / "old" / "b.csv", tmp_path / ".git" / "c.csv")
    touch(tmp_path / "work" / "rehearsal.ledger", tmp_path / "work" / "survey" / "workloads.csv")
    (tmp_path / "round").symlink_to(tmp_path)
    assert list(find_files([tmp_path])) == ["a.csv", "b.csv"]


def test_the_csv_files_of_one_export_are_read_together(tmp_path: Path) -> None:
    names = ("RVTools_tabvInfo.csv", "RVTools_tabvDisk.csv", "RVTools_tabdvPort.csv", "links.csv")
    touch(*(tmp_path / "east" / name for name in names), tmp_path / "estate.xlsx")
    groups = group_exports(find_files([tmp_path / "east", tmp_path / "estate.xlsx"]))
    assert groups == {
        "east/": ["RVTools_tabdvPort.csv", "RVTools_tabvDisk.csv", "RVTools_tabvInfo.csv"],
        "links.csv": ["links.csv"],
        "estate.xlsx": ["estate.xlsx"],
    }


def test_two_files_of_one_tab_are_not_one_export(tmp_path: Path) -> None:
    touch(*(tmp_path / name for name in ("vInfo.csv", "tabvInfo.csv", "vDisk.csv")))
    assert sorted(group_exports(find_files([tmp_path]))) == ["tabvInfo.csv", "vDisk.csv", "vInfo.csv"]


@pytest.mark.parametrize(
    ("name", "tab"),
    [
        ("RVTools_tabvInfo.csv", "vInfo"),
        ("tabvDisk.csv", "vDisk"),
        ("vNetwork.CSV", "vNetwork"),
        ("RVTools_tabdvSwitch.csv", "dvSwitch"),
        ("vInfo.xlsx", ""),
        ("servers.csv", ""),
    ],
)
def test_a_files_name_may_say_which_tab_it_is(name: str, tab: str) -> None:
    assert export_tab(Path(name)) == tab


def test_the_order_of_the_sources_does_not_matter_and_a_file_named_twice_is_there_once(tmp_path: Path) -> None:
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    touch(one, two)
    assert find_files([two, one, tmp_path, one]) == find_files([tmp_path]) == {"1.xlsx": one, "2.xlsx": two}


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    touch(tmp_path / "east" / "rvtools.xlsx", tmp_path / "west" / "rvtools.xlsx")
    assert list(find_files([tmp_path / "west", tmp_path / "east"])) == ["east/rvtools.xlsx", "west/rvtools.xlsx"]


def test_a_link_to_a_file_goes_by_its_own_name(tmp_path: Path) -> None:
    touch(tmp_path / "exports" / "2026-05.xlsx")
    (tmp_path / "latest.xlsx").symlink_to(tmp_path / "exports" / "2026-05.xlsx")
    assert list(find_files([tmp_path / "latest.xlsx"])) == ["latest.xlsx"]


def test_what_cannot_be_a_source_is_refused_by_name(tmp_path: Path) -> None:
    touch(tmp_path / "estate.xls")
    (tmp_path / "empty").mkdir()
    for source, words in (
        (tmp_path / "missing.xlsx", "no such file"),
        (tmp_path / "empty", "no workbook"),
        (tmp_path / "estate.xls", "of kind '.xls'"),
    ):
        with pytest.raises(InputError, match=words) as told:
            find_files([source])
        assert source.name in told.value.file
        assert told.value.advice
    with pytest.raises(InputError, match="no inventory was given"):
        find_files([])


def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "gone.xlsx").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.xlsx").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name, words in (
        ("gone.xlsx", "cannot be read"),
        ("folder.xlsx", "neither a file"),
        ("pipe.csv", "neither a file"),
    ):
        with pytest.raises(InputError, match=words):
            read_content(name, tmp_path / name)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 10)
    (tmp_path / "a.xlsx").write_bytes(bytes(10))
    (tmp_path / "b.xlsx").write_bytes(bytes(11))
    assert read_content("a.xlsx", tmp_path / "a.xlsx") == bytes(10)
    with pytest.raises(InputError, match="larger than"):
        read_content("b.xlsx", tmp_path / "b.xlsx")
