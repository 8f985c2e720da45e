"""A Parquet file as a source: its one table keeps its columns, and gives rows of cells to whoever asks for those.

Readers of inventories look at rows; a series of millions of samples is read by columns (`ParquetTable.columns`). Text
stays dictionary-encoded, as a file of a few kilobytes can name one long text a billion times.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, overload

import pyarrow
from pyarrow import parquet

from azlift.errors import InputError
from azlift.estate.tables import Source, Table
from azlift.workbook import Cell, Row

MAGIC = b"PAR1"
MAX_ROWS = 2**26
"""67 million: 50,000 machines, two metrics, 288 samples a day, for two days; about 2 GiB of numbers."""
MAX_COLUMNS = 1_000
BATCH_ROWS = 4_096


@dataclass(frozen=True)
class ParquetTable(Table):
    """A table by columns, each flat; `read` and `rows` show the same, the names first, without copying it whole."""

    columns: pyarrow.Table = field(repr=False)


def parquet_source(name: str, content: bytes) -> Source:
    """One Parquet file. Raises InputError for what is none, is damaged, or is too large to be held."""
    columns = _read(name, content)
    odd = [item for item in columns.schema if not _is_read(item.type)]
    kept = columns.select([place for place, item in enumerate(columns.schema) if _is_read(item.type)])
    notes = tuple(f"its column {item.name[:60]!r} is of kind {str(item.type)[:60]} and not read" for item in odd)
    return Source(name, (name,), (ParquetTable(name, "", lambda: _Rows(kept), kept),), notes)


def _read(name: str, content: bytes) -> pyarrow.Table:
    if not content.startswith(MAGIC):
        raise InputError("not a Parquet file: it does not begin with PAR1", file=name, advice="Export it again.")
    try:
        metadata = parquet.read_metadata(BytesIO(content))
        _check_size(name, metadata)
        texts = [item.name for item in metadata.schema.to_arrow_schema() if _is_text(item.type)]
        found = parquet.read_table(BytesIO(content), read_dictionary=texts)
        found.validate(full=True)  # a file may hold text that is no UTF-8, and positions beyond a dictionary's end
        return found
    except (pyarrow.ArrowException, OSError, ValueError) as fault:
        reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        raise InputError(
            f"the Parquet file is damaged: {reason[:200]}", file=name, advice="Export it again, or copy it again."
        ) from fault


def _check_size(name: str, metadata: Any) -> None:
    if metadata.num_rows > MAX_ROWS or metadata.num_columns > MAX_COLUMNS:
        raise InputError(
            f"the Parquet file is not opened: {metadata.num_rows:,} rows and {metadata.num_columns:,} columns, "
            f"more than {MAX_ROWS:,} and {MAX_COLUMNS:,}",
            file=name,
            advice="Export fewer days or fewer machines to a file.",
        )


def _is_read(kind: pyarrow.DataType) -> bool:
    """Numbers, truth values, moments and text: what a cell can hold."""
    known = pyarrow.types
    if known.is_dictionary(kind):
        return _is_text(kind.value_type)
    tests = (
        known.is_integer,
        known.is_float32,
        known.is_float64,
        known.is_decimal,
        known.is_boolean,
        _is_time,
        _is_text,
    )
    return any(test(kind) for test in tests)


def _is_time(kind: pyarrow.DataType) -> bool:
    return bool(pyarrow.types.is_timestamp(kind) or pyarrow.types.is_date(kind))


def _is_text(kind: pyarrow.DataType) -> bool:
    return bool(pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind))


class _Rows(Sequence[Row]):
    """The table's rows as cells, made when they are looked at."""

    def __init__(self, columns: pyarrow.Table) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return int(self._columns.num_rows) + 1

    @overload
    def __getitem__(self, position: int) -> Row: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Row]: ...
    def __getitem__(self, position: int | slice) -> Row | Sequence[Row]:
        if isinstance(position, slice):
            return [self[number] for number in range(*position.indices(len(self)))]
        number = range(len(self))[position]
        return next(self._from(number))

    def __iter__(self) -> Iterator[Row]:
        return self._from(0)

    def _from(self, start: int) -> Iterator[Row]:
        if start == 0:
            yield tuple(self._columns.column_names)
        for batch in range(max(start - 1, 0), self._columns.num_rows, BATCH_ROWS):
            part = self._columns.slice(batch, 1 if start else BATCH_ROWS)
            yield from zip(*map(_cells, part.columns), strict=True)


def _cells(column: pyarrow.ChunkedArray) -> list[Cell]:
    """Moments as text: a file's may lie beyond the calendar, or in a zone nobody knows."""
    if pyarrow.types.is_timestamp(column.type):
        column = column.cast(pyarrow.timestamp(column.type.unit))
    texts = column.cast(pyarrow.string()) if _is_time(column.type) else column
    return [
        "" if cell is None else cell if isinstance(cell, str | float | bool | int) else str(cell)
        for cell in texts.to_pylist()
    ]
