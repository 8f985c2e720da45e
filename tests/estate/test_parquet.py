"""A Parquet file, read by columns and by rows."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from azlift.errors import InputError
from azlift.estate import parquet as ours
from azlift.estate.parquet import ParquetTable, parquet_source


def content_of(**columns: object) -> bytes:
    packed = BytesIO()
    parquet.write_table(pyarrow.table(columns), packed)
    return packed.getvalue()


def table_of(**columns: object) -> ParquetTable:
    (table,) = parquet_source("series.parquet", content_of(**columns)).tables
    assert isinstance(table, ParquetTable)
    return table


def test_rows_begin_with_the_names_and_an_absent_value_is_an_empty_cell() -> None:
    table = table_of(vm=["a", None], at=[datetime(2026, 1, 1), None], cpu=[1.5, None])
    assert [tuple(row) for row in table.rows] == [
        ("vm", "at", "cpu"),
        ("a", "2026-01-01 00:00:00.000000", 1.5),
        ("", "", ""),
    ]


def test_rows_are_seen_one_by_one_in_slices_and_from_the_end() -> None:
    rows = table_of(n=list(range(10_000))).rows
    assert len(rows) == 10_001
    assert (rows[0], rows[5_000], rows[-1]) == (("n",), (4_999,), (9_999,))
    assert rows[:3] == [("n",), (0,), (1,)]
    assert sum(1 for _ in rows) == 10_001
    with pytest.raises(IndexError):
        rows[10_001]


def test_text_stays_encoded_so_that_repeating_it_costs_nothing() -> None:
    columns = table_of(vm=["x" * 10_000] * 100_000).columns
    assert columns.nbytes < 1_000_000


def test_a_nested_column_is_left_out_and_said() -> None:
    source = parquet_source("series.parquet", content_of(vm=["a"], all=[[1, 2]]))
    assert source.notes == ("its column 'all' is of kind list<element: int64> and not read",)
    assert next(iter(source.tables[0].rows)) == ("vm",)


ODD: dict[str, pyarrow.Array] = {
    "bytes": pyarrow.array([b"\xff"]),
    "length": pyarrow.array([1], pyarrow.duration("s")),
    "half": pyarrow.array([1], pyarrow.float16()),
    "clock": pyarrow.array([1], pyarrow.time32("s")),
    "nothing": pyarrow.nulls(1),
}


def test_columns_that_no_cell_could_hold_are_left_out_and_said() -> None:
    source = parquet_source("series.parquet", content_of(vm=["a"], **ODD))
    assert source.tables[0].rows[0] == ("vm",)
    assert len(source.notes) == len(ODD)


FAR = {
    "late": pyarrow.array([2**62], pyarrow.timestamp("ms")),
    "nowhere": pyarrow.array([1], pyarrow.timestamp("ns", "Mars/Olympus")),
    "money": pyarrow.array([Decimal("1.50")]),
    "large": pyarrow.array(["x"], pyarrow.large_string()),
    "truth": pyarrow.array([True]),
    "day": pyarrow.array([2**31 - 1], pyarrow.date32()),
}


def test_any_value_of_a_column_is_shown_as_a_cell() -> None:
    (row,) = list(table_of(**FAR).rows)[1:]
    assert row[2:5] == ("1.50", "x", True)
    assert all(isinstance(cell, str) for cell in (row[0], row[1], row[5]))


def test_text_that_is_no_utf_8_is_damage() -> None:
    text = pyarrow.Array.from_buffers(
        pyarrow.string(), 1, [None, pyarrow.array([0, 1], pyarrow.int32()).buffers()[1], pyarrow.py_buffer(b"\xff")]
    )
    with pytest.raises(InputError, match="damaged"):
        parquet_source("series.parquet", content_of(vm=text))


@pytest.mark.parametrize("content", [b"", b"vm,cpu\n", b"PAR1", b"PAR1" + b"\0" * 64 + b"PAR1"])
def test_what_is_no_parquet_file_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="Parquet"):
        parquet_source("series.parquet", content)


def test_too_many_rows_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "MAX_ROWS", 1)
    with pytest.raises(InputError, match="2 rows"):
        parquet_source("series.parquet", content_of(vm=["a", "b"]))


GOOD = content_of(vm=["a", "b", "c"] * 50, cpu=[1.0, 2.0, 3.0] * 50)


@settings(deadline=None)
@given(st.integers(4, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_refused_or_read_and_never_a_traceback(position: int, garbage: bytes) -> None:
    damaged = GOOD[:position] + garbage + GOOD[position + len(garbage) :]
    try:
        source = parquet_source("series.parquet", damaged)
    except InputError:
        return
    assert source.tables[0].rows[0]
