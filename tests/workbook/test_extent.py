"""How far a sheet reaches, whatever its XML looks like."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.workbook import extent
from azlift.workbook.extent import MAX_CELLS, MODEST_COLUMNS, MODEST_ROWS, UnbrokenText, span_beyond_limits


def given_in_parts(xml: bytes, size: int = 7) -> Callable[[], Iterator[bytes]]:
    return lambda: (xml[start : start + size] for start in range(0, len(xml), size))


def letters(column: int) -> str:
    return (letters((column - 1) // 26) if column > 26 else "") + chr(ord("A") + (column - 1) % 26)


def test_what_is_taken_for_modest_stays_below_the_limit() -> None:
    assert MODEST_ROWS * MODEST_COLUMNS <= MAX_CELLS


@given(st.integers(1, 2_000_000), st.integers(1, 20_000), st.integers(1, 40))
def test_one_filled_cell_decides_wherever_it_stands_and_however_the_text_is_cut(
    row: int, column: int, size: int
) -> None:
    xml = f'<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="{letters(column)}{row}"><v>2</v></c></row></sheetData>'
    too_far = row > extent.MAX_ROWS or row * column > MAX_CELLS
    assert span_beyond_limits(given_in_parts(xml.encode(), size)) == ((row, column) if too_far else None)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        "<c\tt='n'  r = 'xfd1048576' ><v>1</v></c>",
        '<x:c s="1" r="XFD1048576"><x:v>1</x:v></x:c>',
        '<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>',
    ],
)
def test_every_spelling_of_a_cell_far_out_is_seen(cell: str) -> None:
    assert span_beyond_limits(given_in_parts(f"<row>{cell}</row>".encode())) is not None


def test_formatted_blank_cells_far_out_cost_nothing() -> None:
    assert span_beyond_limits(given_in_parts(b'<row r="1048576"><c r="XFD1048576" s="1"/></row>')) is None


def test_cells_without_a_reference_are_counted_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "MAX_CELLS", 10_000)
    wide = b"<row>" + b"<c><v>1</v></c>" * 300 + b"</row>"
    assert span_beyond_limits(given_in_parts(wide * 20, 64)) is None
    assert span_beyond_limits(given_in_parts(wide * 40, 64)) == (40, 300)


def test_padding_within_a_tag_does_not_hide_its_reference() -> None:
    xml = b"<c" + b" " * (extent.MAX_UNBROKEN + 5) + b' r="XFD1048576"><v>1</v></c>'
    with pytest.raises(UnbrokenText):
        span_beyond_limits(given_in_parts(xml, 2**16))


def test_a_picture_of_megabytes_without_a_tag_is_no_sheet() -> None:
    assert span_beyond_limits(given_in_parts(bytes(3 * 2**20), 2**20)) is None
