"""Text of every kind that people call CSV, read as the table it means."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.errors import InputError
from azlift.estate.tables import (
    MAX_FIELD,
    SMALL_TAB_ROWS,
    Source,
    _parse,
    csv_source,
    joined_source,
    sniff_delimiter,
    workbook_source,
)


def rows_of(source: Source) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in source.tables[0].rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = "\n".join(delimiter.join(cells) for cells in (("VM", "CPUs"), ("a", "2"), ("b", "4")))
    assert rows_of(csv_source("list.csv", text.encode())) == [("VM", "CPUs"), ("a", "2"), ("b", "4")]


def test_decimal_commas_in_a_semicolon_file_do_not_split_cells() -> None:
    assert sniff_delimiter("name;gb\na;1,5\nb;2,5\nc;3\n") == ";"


def test_a_byte_order_mark_is_no_part_of_the_first_header() -> None:
    assert rows_of(csv_source("list.csv", b"\xef\xbb\xbfname,x\n"))[0] == ("name", "x")


def test_utf_16_is_read_and_said() -> None:
    source = csv_source("list.csv", "näme,x\nä,1\n".encode("utf-16"))
    assert rows_of(source)[0] == ("näme", "x")
    assert source.notes == ("it is encoded as UTF-16",)


def test_windows_text_is_read_and_the_assumption_said() -> None:
    source = csv_source("list.csv", "name\nM\xfcller\n".encode("cp1252"))
    assert rows_of(source)[1] == ("Müller",)
    assert source.notes == ("byte 7 is not UTF-8, so the text is read as Windows-1252",)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(InputError, match="NUL"):
        csv_source("list.csv", b"name\0\x01")


def test_a_field_of_megabytes_is_refused_in_a_line() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        csv_source("list.csv", b'name\n"' + b"x" * 2_000_000 + b'"\n')


def test_an_empty_file_has_no_rows() -> None:
    assert rows_of(csv_source("list.csv", b"")) == []


def test_the_files_of_one_export_are_one_source() -> None:
    parts = [csv_source(f"RVTools_tab{tab}.csv", b"VM\na\n", tab) for tab in ("vInfo", "vDisk")]
    source = joined_source("export", parts)
    assert [table.tab for table in source.tables] == ["vInfo", "vDisk"]
    found = source.table("VINFO")
    assert found is not None
    assert found.file == "RVTools_tabvInfo.csv"


def test_of_large_tabs_only_the_one_asked_for_last_is_held_and_small_ones_are_read_once() -> None:
    read: list[str] = []
    sizes = {"small": 1, "large": SMALL_TAB_ROWS + 1, "larger": SMALL_TAB_ROWS + 2}

    class Book:
        name, tabs = "x.xlsx", tuple(sizes)

        def read_tab(self, tab: str) -> list[list[str]]:
            read.append(tab)
            return [[tab]] * sizes[tab]

    small, large, larger = workbook_source(Book()).tables  # type: ignore[arg-type]
    for table in (small, large, large, small, larger, large, small):
        assert table.rows[0] == [table.tab]
    assert read == ["small", "large", "larger", "large"]


def test_lines_of_two_encodings_are_each_read_in_their_own() -> None:
    content = "name;site\na;München\n".encode() + "b;Köln\n".encode("cp1252")
    source = csv_source("list.csv", content)
    assert rows_of(source) == [("name", "site"), ("a", "München"), ("b", "Köln")]
    assert source.notes[0] == "1 of its lines, line 3 first, are not UTF-8 as the others, and read as Windows-1252"


@pytest.mark.parametrize(
    ("text", "row"), [('a,b\n1,"2\n3,4\n', 2), ('a,b\n1,2\n3,"4', 3), ('"a,b\n1,2\n', 1), ('a\n"1\n2"\n"3\n4\n', 3)]
)
def test_a_quotation_mark_that_is_never_closed_swallows_no_rows_unseen(text: str, row: int) -> None:
    with pytest.raises(InputError, match=f"row {row} is never closed") as caught:
        csv_source("list.csv", text.encode())
    assert caught.value.row == row


@given(st.lists(st.lists(st.text("ab\"';,\n\r ", max_size=4), min_size=1, max_size=3), max_size=5))
def test_what_a_csv_writer_wrote_is_read_to_the_last_cell(rows: list[list[str]]) -> None:
    written = StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    text = written.getvalue()
    assert _parse("list.csv", text, ",") == [tuple(row) for row in rows]


def test_a_cell_that_is_no_cell_is_refused_with_its_row() -> None:
    with pytest.raises(InputError) as caught:
        csv_source("list.csv", b"a,b\n1,2\n" + b"x" * (MAX_FIELD + 1))
    assert caught.value.row == 3


def test_lines_may_end_as_on_an_old_mac_and_in_several_ways() -> None:
    for text in ("a;b\r1;2\r3;4", "a;b\r\n1;2\r3;4\n"):
        assert rows_of(csv_source("list.csv", text.encode())) == [("a", "b"), ("1", "2"), ("3", "4")]
