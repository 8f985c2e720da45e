"""A column of millions of cells -> numbers or moments, as arrays: text is looked at once per distinct value."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy
import pyarrow
from numpy.typing import NDArray
from pyarrow import compute

from azlift.estate.cells import text_of
from azlift.estate.parquet import ParquetTable
from azlift.estate.tables import Table

Booleans = NDArray[numpy.bool_]
Floats = NDArray[numpy.float64]
Integers = NDArray[numpy.int64]
Column = Any
"""A pyarrow array: numbers, moments, or dictionary-encoded text."""

MISSING = frozenset({"", "-", "--", "n/a", "na", "nan", "null", "none", "#n/a"})
"""What people and tools write where nothing was measured."""
NUMBER = r"^[+-]?[0-9]{1,18}(\.[0-9]{0,18})?([eE][+-]?[0-9]{1,2})?$"
GROUPED = r"^[+-]?[1-9][0-9]{0,2}(,[0-9]{3}){1,4}(\.[0-9]{0,18})?$"
FORMATS = (
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%d-%b-%Y %H:%M:%S", "%d-%b-%Y %H:%M",
)  # fmt: skip
SLASHED = ("%H:%M:%S.%f", "%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
"""After a date of slashes: month first, as PowerCLI and perfmon write it, unless a day over 12 says otherwise."""
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Outside of these a moment stands for "not known": 1970-01-01 is met in real exports."""
EPOCHS = ((10**11, 10**3), (10**14, 10**6), (10**17, 10**9))
"""From which number since 1970 on it has how many units to the second: milli-, micro-, nanoseconds."""
EPOCH_DIGITS = re.compile(r"[0-9]{9,19}", re.ASCII)


@dataclass(frozen=True)
class Moments:
    """Seconds since 1970 in UTC where the zone is stated, in local time where it is not; `bad` is what is no moment."""

    seconds: Integers
    bad: Booleans
    zoned: bool
    zones_differ: bool = False
    month_first_assumed: bool = False


def columns_of(table: Table, header: int) -> list[Column]:
    """The columns below the header's position, in its order; short rows have empty cells."""
    if isinstance(table, ParquetTable):
        return [_encoded(column.combine_chunks()) for column in table.columns.columns]
    rows = table.rows[header + 1 :]
    width = len(table.rows[header])
    if any(len(row) < width for row in rows):
        rows = [(*row, *([""] * (width - len(row)))) for row in rows]
    return [_from_cells([row[position] for row in rows]) for position in range(width)]


def numbers_of(column: Column) -> tuple[Floats, Booleans]:
    """The numbers, NaN where the cell says nothing, and which cells hold something that is no number."""
    if not pyarrow.types.is_dictionary(column.type):
        return _plain_numbers(column)
    values, wrong = _text_numbers(column.dictionary)
    codes = codes_of(column)
    return numpy.append(values, numpy.nan)[codes], numpy.append(wrong, False)[codes]


def moments_of(column: Column) -> Moments:
    """The column as moments, whatever way it writes them."""
    kind = column.type
    if pyarrow.types.is_timestamp(kind) or pyarrow.types.is_date(kind):
        zone = getattr(kind, "tz", None)
        seconds = compute.cast(column, pyarrow.timestamp("s", zone), safe=False)
        return _within(seconds.cast(pyarrow.int64()).fill_null(0).to_numpy(zero_copy_only=False), bool(zone))
    if not pyarrow.types.is_dictionary(kind):
        return _since_epoch(_plain_numbers(column)[0])
    texts = [(text or "").strip() for text in column.dictionary.to_pylist()]
    day_first, assumed = _slash_order(texts)
    found = [_moment(text, day_first) for text in texts]
    zones = {moment.tzinfo is not None for moment in found if moment is not None}
    distinct = numpy.array([0 if moment is None else _seconds(moment) for moment in found], numpy.int64)
    moments = _within(numpy.append(distinct, 0)[codes_of(column)], True in zones)
    return replace(moments, zones_differ=len(zones) > 1, month_first_assumed=assumed)


def codes_of(column: Column) -> Integers:
    """The position of each cell's text in the dictionary; -1 for an absent one."""
    codes: Integers = column.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(numpy.int64)
    return codes


def numbered(values: Integers, counted: Booleans) -> tuple[Integers, Integers]:
    """Each row's distinct value by a number in the order of appearance, -1 where not counted; and its first row."""
    encoded = pyarrow.array(values, mask=~counted).dictionary_encode()
    numbers = codes_of(encoded)
    first = numpy.zeros(len(encoded.dictionary), numpy.int64)
    rows = numpy.flatnonzero(numbers >= 0)[::-1]
    first[numbers[rows]] = rows  # of several rows the last one written stays, which is the first
    return numbers, first


def combined(columns: Sequence[Integers]) -> Integers:
    """One number for each combination of the columns' codes, renumbered column by column so that none overflows."""
    found = columns[0] + 1
    for codes in columns[1:]:
        wide = found * (int(codes.max(initial=-1)) + 2) + codes + 1
        found, _ = numbered(wide, numpy.ones(len(wide), bool))
    return found


def texts_of(column: Column) -> Column:
    """The column as dictionary-encoded text, whatever it was."""
    if pyarrow.types.is_dictionary(column.type):
        return column
    return compute.cast(column, pyarrow.string()).dictionary_encode()


def _encoded(column: Column) -> Column:
    """Text dictionary-encoded, decimals as numbers."""
    kind = column.type
    if pyarrow.types.is_dictionary(kind):
        return pyarrow.DictionaryArray.from_arrays(column.indices, column.dictionary.cast(pyarrow.string()))
    if pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind):
        return column.cast(pyarrow.string()).dictionary_encode()
    return compute.cast(column, pyarrow.float64()) if pyarrow.types.is_decimal(kind) else column


def _from_cells(cells: Sequence[Any]) -> Column:
    """One kind of cells as such; a mixture as the text it shows."""
    kinds = set(map(type, cells))
    if kinds <= {int, float}:
        return pyarrow.array(cells, pyarrow.float64())
    if kinds == {datetime}:
        return pyarrow.array(cells, pyarrow.timestamp("us"))
    texts = cells if kinds <= {str} else [text_of(cell) for cell in cells]
    return pyarrow.array(texts, pyarrow.string()).dictionary_encode()


# -- numbers ------------------------------------------------------------------------------------------------------


def _plain_numbers(column: Column) -> tuple[Floats, Booleans]:
    kind = column.type
    if not (pyarrow.types.is_integer(kind) or pyarrow.types.is_floating(kind)):
        return numpy.full(len(column), numpy.nan), numpy.ones(len(column), bool)
    numbers = compute.cast(column, pyarrow.float64(), safe=False)
    found: Floats = numbers.to_numpy(zero_copy_only=False).copy()
    endless = numpy.isinf(found)
    found[endless] = numpy.nan
    return found, endless


def _text_numbers(texts: Column) -> tuple[Floats, Booleans]:
    """Of texts; the last entry of what they index is for cells that are absent."""
    texts = compute.fill_null(texts, "")
    bare = compute.utf8_trim_whitespace(compute.utf8_rtrim(compute.utf8_trim_whitespace(texts), characters="%"))
    grouped = compute.match_substring_regex(bare, GROUPED)
    if _comma_is_decimal(bare, grouped):
        bare = compute.replace_substring(bare, ",", ".", max_replacements=1)
    else:
        bare = compute.if_else(grouped, compute.replace_substring(bare, ",", ""), bare)
    numeric = compute.match_substring_regex(bare, NUMBER)
    missing = compute.is_in(compute.utf8_lower(bare), pyarrow.array(sorted(MISSING)))
    numbers = compute.cast(compute.if_else(numeric, bare, None), pyarrow.float64())
    wrong = compute.invert(compute.or_(numeric, missing))
    return numbers.fill_null(numpy.nan).to_numpy(zero_copy_only=False), wrong.to_numpy(zero_copy_only=False)


def _comma_is_decimal(texts: Column, grouped: Column) -> bool:
    """Whether a comma stands before decimals here: some of them are no groups of three, and no point is met."""
    commas = compute.match_substring(texts, ",")
    ungrouped = compute.any(compute.and_(commas, compute.invert(grouped))).as_py()
    return bool(ungrouped) and not compute.any(compute.match_substring(texts, ".")).as_py()


# -- moments ------------------------------------------------------------------------------------------------------


def _within(seconds: Integers, zoned: bool) -> Moments:
    bad = (seconds < EARLIEST.timestamp()) | (seconds > LATEST.timestamp())
    return Moments(seconds.astype(numpy.int64), bad, zoned)


def _since_epoch(numbers: Floats) -> Moments:
    """Numbers since 1970, which are UTC by definition, in the unit that their size tells."""
    seconds = numpy.nan_to_num(numbers, posinf=0, neginf=0)
    for least, per_second in reversed(EPOCHS):
        seconds = numpy.where(seconds >= least, seconds // per_second, seconds)
    return _within(seconds.astype(numpy.int64), zoned=True)


def _slash_order(texts: Sequence[str]) -> tuple[bool, bool]:
    """Whether dates of slashes begin with the day, and whether nothing in the column tells."""
    dates = [match for text in texts if (match := re.match(r"([0-9]{1,2})/([0-9]{1,2})/[0-9]{4}", text))]
    day_first = any(int(match[1]) > 12 for match in dates)
    told = day_first or any(int(match[2]) > 12 for match in dates)
    return day_first, bool(dates) and not told


def _moment(text: str, day_first: bool) -> datetime | None:
    if EPOCH_DIGITS.fullmatch(text):
        return datetime.fromtimestamp(int(_since_epoch(numpy.array([float(text)])).seconds[0]), UTC)
    date_of = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    ways: list[Callable[[], datetime]] = [lambda: datetime.fromisoformat(text)]
    ways += [lambda form=form: datetime.strptime(text, form) for form in FORMATS]  # type: ignore[misc]
    ways += [lambda form=form: datetime.strptime(text, f"{date_of} {form}") for form in SLASHED]  # type: ignore[misc]
    for way in ways:
        try:
            return way()
        except ValueError:
            continue
    return None


def _seconds(moment: date) -> int:
    aware = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)
    return round((aware if aware.tzinfo else aware.replace(tzinfo=UTC)).timestamp())
