import re
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbooks import info_row, tab_of, write_tabs

from azlift.errors import InputError
from azlift.workbook import open_workbook
from azlift.workbook import opening as limits

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def plain(tmp_path: Path) -> bytes:
    return write_tabs(tmp_path / "plain.xlsx", {"vInfo": tab_of(info_row())}).read_bytes()


def repack(content: bytes, *, extra: dict[str, bytes] | None = None, change: dict[str, bytes] | None = None) -> bytes:
    """The same archive with other contents of some entries, and with more entries."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, (change or {}).get(entry, old.read(entry)))
        for entry, data in (extra or {}).items():
            new.writestr(entry, data)
    return out.getvalue()


def sheet_with(content: bytes, cells: str) -> bytes:
    return repack(
        content,
        change={
            SHEET: (
                '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                f"{cells}</sheetData></worksheet>"
            ).encode()
        },
    )


def test_a_workbook_opens_with_its_tabs_and_rows(plain: bytes) -> None:
    workbook = open_workbook("plain.xlsx", plain)
    assert workbook.tabs == ("vInfo",)
    assert [row[0] for row in workbook.read_tab("vInfo")] == ["VM", "web01"]


@pytest.mark.parametrize(
    ("content", "looks_like"),
    [
        (b"", "empty"),
        (b"VM,CPUs,Memory\nweb01,2,4096\n", "text (CSV)"),
        (b"VM;CPUs;Memory\nweb01;2;4096\n", "text (CSV)"),
        (b"\xef\xbb\xbf<html><table>", "HTML"),
        (b"  <!DOCTYPE html>", "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file (.xls)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + limits.ENCRYPTED, "encrypted"),
        (b"%PDF-1.7", "25 50 44 46"),
    ],
)
def test_what_is_no_workbook_is_named_for_what_it_looks_like(content: bytes, looks_like: str) -> None:
    with pytest.raises(InputError, match=re.escape(looks_like)) as told:
        open_workbook("estate.xlsx", content)
    assert told.value.file == "estate.xlsx"
    assert told.value.advice


@pytest.mark.parametrize(
    "entries",
    [
        {"word/document.xml": b"<w/>"},
        {"xl/worksheets/sheet1.xml": b"<x/>", "content.xml": b"<office/>"},
        {"xl/worksheets/sheet1.bin": b"", "xl/workbook.bin": b""},
    ],
    ids=["docx", "ods in disguise", "xlsb"],
)
def test_other_archives_are_not_handed_to_the_parser(entries: dict[str, bytes]) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    with pytest.raises(InputError, match=r"not an \.xlsx"):
        open_workbook("estate.xlsx", out.getvalue())


def test_a_damaged_workbook_is_an_input_error_that_keeps_its_cause(plain: bytes) -> None:
    for broken in (plain[: len(plain) // 2], plain[:60] + b"\0" * 40 + plain[100:], b"PK\x03\x04 and then nothing"):
        with pytest.raises(InputError, match="damaged") as told:
            open_workbook("estate.xlsx", broken)
        assert told.value.__cause__ is not None


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_a_workbook_with_a_wrong_byte_is_read_or_refused_but_never_breaks(
    place: int, byte: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.xlsx"
    content = bytearray((path if path.exists() else write_tabs(path, {"vInfo": tab_of(info_row())})).read_bytes())
    content[place % len(content)] = byte
    try:
        workbook = open_workbook("estate.xlsx", bytes(content))
        outcome = [workbook.read_tab(tab) for tab in workbook.tabs] and workbook.name
    except InputError as refusal:
        outcome = refusal.file
    assert outcome in ("estate.xlsx", [])


# -- archives made to hurt ----------------------------------------------------------------------------------------


def test_a_thousand_entries_are_allowed_and_one_more_is_not(plain: bytes) -> None:
    with zipfile.ZipFile(BytesIO(plain)) as archive:
        spare = limits.MAX_ENTRIES - len(archive.namelist())
    filler = {f"xl/media/{n}.png": b"" for n in range(spare)}
    assert open_workbook("estate.xlsx", repack(plain, extra=filler)).tabs == ("vInfo",)
    with pytest.raises(InputError, match="1,001 entries"):
        open_workbook("estate.xlsx", repack(plain, extra={**filler, "one-more": b""}))


def test_an_archive_that_unpacks_to_more_than_a_hundred_times_its_size_is_refused(plain: bytes) -> None:
    with pytest.raises(InputError, match="100 times"):
        open_workbook("estate.xlsx", repack(plain, extra={"xl/media/zeros": bytes(20 * 2**20)}))


def test_an_archive_that_unpacks_to_too_much_is_refused(plain: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 20_000)
    assert open_workbook("estate.xlsx", plain)
    with pytest.raises(InputError, match="not opened"):
        open_workbook("estate.xlsx", repack(plain, extra={"xl/media/text": bytes(range(256)) * 60}))


def test_a_size_that_the_archive_understates_is_found_out(plain: bytes) -> None:
    bomb = bytearray(repack(plain, extra={"xl/media/zeros": bytes(20 * 2**20)}))
    claimed, real = struct.pack("<I", 16), struct.pack("<I", 20 * 2**20)
    assert bomb.count(real) >= 2
    with pytest.raises(InputError, match="100 times"):
        open_workbook("estate.xlsx", bytes(bomb.replace(real, claimed)))


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c t='n' r = 'xfd1048576'><v>1</v></c></row>",
        '<x:row xmlns:x="urn:x" r="9"><x:c s="1" r="AAAAAAAAAAAAAAAAAAAA9"><x:v>1</x:v></x:c></x:row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="99999999999999999999"><c r="A99999999999999999999"><v>1</v></c></row>',
    ],
)
def test_one_cell_far_out_is_refused_before_the_parser_makes_room_for_it(plain: bytes, far: str) -> None:
    with pytest.raises(InputError, match="spans"):
        open_workbook("estate.xlsx", sheet_with(plain, f'<row r="1"><c r="A1"><v>1</v></c></row>{far}'))


def test_formatted_blank_cells_may_reach_to_the_last_corner(plain: bytes) -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row>'
    )
    assert open_workbook("estate.xlsx", sheet_with(plain, cells)).read_tab("vInfo")[:] == [[1.0]]


def test_entities_in_the_text_are_neither_expanded_nor_fetched(plain: bytes) -> None:
    strings = (
        b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "AAAAAAAAAA">]>'
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<si><t>x&f;&a;</t></si><si><t>b</t></si></sst>"
    )
    content = repack(plain, change={"xl/sharedStrings.xml": strings})
    try:
        rows = open_workbook("estate.xlsx", content).read_tab("vInfo")
    except InputError:
        return
    texts = " ".join(str(cell) for row in rows for cell in row)
    assert "AAAAAAAAAA" not in texts
    assert Path("/etc/hostname").read_text().strip() not in texts


def test_one_tab_that_unpacks_to_too_much_is_refused(plain: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ENTRY_BYTES", 30_000)
    assert open_workbook("estate.xlsx", repack(plain, extra={"xl/media/text": bytes(range(256)) * 100}))
    with pytest.raises(InputError, match="one of its parts"):
        open_workbook("estate.xlsx", repack(plain, extra={"xl/media/text": bytes(range(256)) * 120}))


# -- rows ---------------------------------------------------------------------------------------------------------

PLACED = '<row r="3"><c r="C3"><v>1</v></c></row><row r="5"><c r="C5"><v>2</v></c><c r="D5"><v>3</v></c></row>'
TABLE = [["", "", "", ""], ["", "", "", ""], ["", "", 1.0, ""], ["", "", "", ""], ["", "", 2.0, 3.0]]


def test_rows_are_a_sequence_from_the_sheets_first_cell_on(plain: bytes) -> None:
    rows = open_workbook("estate.xlsx", sheet_with(plain, PLACED)).read_tab("vInfo")
    assert (len(rows), list(rows), rows[2], rows[-1]) == (5, TABLE, TABLE[2], TABLE[-1])
    with pytest.raises(IndexError):
        rows[5]


@given(st.integers(-7, 7) | st.none(), st.integers(-7, 7) | st.none(), st.sampled_from([None, 1, 2, -1, -2]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_every_slice_of_the_rows_is_the_slice_of_the_table(
    plain: bytes, start: int | None, stop: int | None, step: int | None
) -> None:
    rows = open_workbook("estate.xlsx", sheet_with(plain, PLACED)).read_tab("vInfo")
    assert rows[start:stop:step] == TABLE[start:stop:step]


def test_an_empty_tab_has_no_rows(plain: bytes) -> None:
    rows = open_workbook("estate.xlsx", sheet_with(plain, "")).read_tab("vInfo")
    assert (len(rows), list(rows), rows[:3]) == (0, [], [])
