"""A source -> its tables, whatever it is: a workbook's tabs, or the text of CSV files.

A reader asks for tables and sees rows of cells; it does not know whether they came from Excel or from text. The CSV
files of one RVTools export are one source with a table each.
"""

import csv
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from io import StringIO
from itertools import chain

from azlift.errors import InputError
from azlift.workbook import Row, Workbook

ENCODINGS = ("utf-8-sig", "cp1252")
"""What is not UTF-8 is taken for Windows' Western encoding, in which Excel saves plain CSV; a finding says so."""
DELIMITERS = ",;\t|"
SNIFFED_LINES = 40
SNIFFED_CHARACTERS = 2**16
MAX_FIELD = 2**20
END = ("\x03",)
"""A row behind the last: what swallows it is a quotation mark that nobody closed."""
SMALL_TAB_ROWS = 10_000
"""At RVTools' hundred columns about 30 MiB."""


@dataclass(frozen=True)
class Table:
    """One tab, or one CSV file; `rows` are read at first use.

    `tab` is empty for a CSV file that stands alone, and the tab's name for one of an export's files.
    """

    file: str
    tab: str
    read: Callable[[], Sequence[Row]] = field(repr=False)

    @property
    def rows(self) -> Sequence[Row]:
        return self.read()


@dataclass(frozen=True)
class Source:
    """What is read together: one workbook, one CSV file, or the folder of CSV files of one export."""

    name: str
    files: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    """What had to be assumed in order to read the text at all: its encoding, its delimiter."""
    keep_personal: bool = False
    """Whether a person asked for the columns that `columns.is_personal` would drop."""
    mapping_yaml: str = ""
    """What a person says about the columns of a plain list, in a file beside it."""

    def table(self, *names: str) -> Table | None:
        """The first table of one of these names, in any case."""
        wanted = {name.casefold() for name in names}
        return next((table for table in self.tables if table.tab.strip().casefold() in wanted), None)


def workbook_source(workbook: Workbook) -> Source:
    """Small tabs are read once, as every format is tried on them; of the large ones only the last asked for is held."""
    small: dict[str, Sequence[Row]] = {}
    latest = lru_cache(maxsize=1)(workbook.read_tab)

    def read(tab: str) -> Sequence[Row]:
        rows = small.get(tab) or latest(tab)
        if len(rows) <= SMALL_TAB_ROWS:
            small[tab] = rows
        return rows

    tables = tuple(Table(workbook.name, tab, partial(read, tab)) for tab in workbook.tabs)
    return Source(workbook.name, (workbook.name,), tables)


def csv_source(name: str, content: bytes, tab: str = "") -> Source:
    """One CSV file. Raises InputError for what is no text, or no CSV."""
    text, notes = decode(name, content)
    delimiter = sniff_delimiter(text)
    if delimiter != ",":
        notes += (f"its columns are separated by {delimiter!r}",)
    rows = _parse(name, text, delimiter)
    return Source(name, (name,), (Table(name, tab, lambda: rows),), notes)


def joined_source(name: str, sources: Iterable[Source]) -> Source:
    """The CSV files of one export as one source."""
    parts = tuple(sources)
    return Source(
        name,
        tuple(file for part in parts for file in part.files),
        tuple(table for part in parts for table in part.tables),
        tuple(f"{part.name}: {note}" for part in parts for note in part.notes),
    )


def decode(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and what was assumed to read it. Raises InputError for what holds NUL characters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ("it is encoded as UTF-16",)
    if b"\0" in content:
        raise InputError("this is no text: it holds NUL bytes", file=name, advice="Save it as CSV UTF-8.")
    try:
        return content.decode(ENCODINGS[0]), ()
    except UnicodeDecodeError as fault:
        return _decode_lines(content, fault.start + 1)


def _decode_lines(content: bytes, first_byte: int) -> tuple[str, tuple[str, ...]]:
    """Each line as UTF-8 where it is that: files are put together from files of several encodings."""
    lines = content.removeprefix(BOM_UTF8).splitlines(keepends=True)
    foreign = [number for number, line in enumerate(lines, 1) if not _is_utf_8(line)]
    others = [number for number, line in enumerate(lines, 1) if not line.isascii() and _is_utf_8(line)]
    if not others:
        note = f"byte {first_byte} is not UTF-8, so the text is read as Windows-1252"
        return content.decode(ENCODINGS[1], errors="replace"), (note,)
    note = (
        f"{len(foreign)} of its lines, line {foreign[0]} first, are not UTF-8 as the others, and read as Windows-1252"
    )
    text = (line.decode(ENCODINGS[not _is_utf_8(line)], errors="replace") for line in lines)
    return "".join(text), (note,)


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def sniff_delimiter(text: str) -> str:
    """The separator that stands equally often in most of the first lines, outside quotation marks."""
    start = text[:SNIFFED_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [line for line in start[:SNIFFED_LINES] if line.strip()]
    scores = {delimiter: _steadiness(lines, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: (scores[delimiter], -DELIMITERS.index(delimiter)))
    return best if scores[best] > (0, 0) else ","


def _steadiness(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """How many lines have as many of it as the fullest of the first lines has, and how many that is."""
    counts = [len(row) - 1 for row in csv.reader(lines, delimiter=delimiter)]
    most = max(counts, default=0)
    return (sum(count == most for count in counts), most) if most else (0, 0)


def _parse(name: str, text: str, delimiter: str) -> list[Row]:
    """Every row. Raises InputError, too, where a quotation mark is not closed, and all below it would be one cell."""
    csv.field_size_limit(MAX_FIELD)
    rows: list[Row] = []
    advice = "Check its quotation marks: one that is opened is closed in the same cell."
    try:
        rows.extend(map(tuple, csv.reader(chain(StringIO(text, newline=""), END), delimiter=delimiter)))
    except csv.Error as fault:
        raise InputError(f"the CSV cannot be read: {fault}", file=name, row=len(rows) + 1, advice=advice) from fault
    if not rows or rows.pop() != END:
        what = f"the CSV cannot be read: a quotation mark opened in row {len(rows) + 1} is never closed"
        raise InputError(what, file=name, row=len(rows) + 1, advice=advice)
    return rows
