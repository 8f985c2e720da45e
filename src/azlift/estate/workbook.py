"""Opening a workbook that may be hostile, and reading its tabs.

The limits (200 MiB unpacked, 100 times the packed size, 1,000 entries, a cap on rows) come from measurements of
hostile files: 261 kB can unpack to a sheet of 100 MB. The parser (calamine) keeps a tab as one dense
rectangle, so one cell far out would cost as much memory as all the cells before it: the rectangle is measured first.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineWorkbook

from azlift.errors import InputError

Cell = str | float | bool | int | date | time | timedelta
"""What a cell holds (a datetime is a date); an empty cell is the empty string."""
Row = Sequence[Cell]

MAX_UNPACKED_BYTES = 200 * 2**20
MAX_RATIO = 100
MAX_ENTRIES = 1_000
MAX_ROWS = 1_048_576
"""The rows of an Excel sheet."""
MAX_CELLS = 32 * 2**20
"""Rows times columns of one tab: about 1 GiB in memory, or 300,000 machines with RVTools' hundred columns."""
FILLED_CELL = re.compile(rb"""<(?:[\w.-]+:)?c((?:\s[^>]*?)?\sr\s*=\s*["'][A-Za-z]+[0-9]+)["'][^>]*(?<!/)>""")
COLUMN_LETTERS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)""")
ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]*([0-9]+)""")
MAX_DIGITS = 12
"""As much of a reference as it takes to see that it is too far out."""
OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS_XLSX = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."


@dataclass(frozen=True)
class Workbook:
    name: str
    tabs: tuple[str, ...]
    parsed: CalamineWorkbook

    def read_tab(self, tab: str) -> list[Row]:
        """All rows from the sheet's first, blank ones too, each as wide as the tab."""
        try:
            rows: list[Row] = list(self.parsed.get_sheet_by_name(tab).to_python(skip_empty_area=False))
        except CalamineError as fault:
            raise InputError(
                f"the tab cannot be read: {str(fault) or type(fault).__name__}",
                file=self.name,
                tab=tab,
                advice=SAVE_AS_XLSX,
            ) from fault
        return rows


def open_workbook(name: str, content: bytes) -> Workbook:
    """The workbook, once its archive is known to be harmless; raises InputError for anything else."""
    if not content.startswith(b"PK\x03\x04"):
        raise InputError(f"not a workbook: {_first_bytes(content)}", file=name, advice=SAVE_AS_XLSX)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_archive(name, archive, len(content))
        parsed = CalamineWorkbook.from_filelike(BytesIO(content))
    except (BadZipFile, CalamineError, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as fault:
        raise InputError(
            f"the workbook is damaged: {str(fault) or type(fault).__name__}",
            file=name,
            advice="Export it again, or copy it again from its source.",
        ) from fault
    return Workbook(name, tuple(parsed.sheet_names), parsed)


def _first_bytes(content: bytes) -> str:
    """What a file that is no zip archive looks like, in words."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content:
        return "the file is empty"
    if content.startswith(OLE):
        encrypted = ENCRYPTED in content
        return "it is encrypted with a password" if encrypted else "it looks like an old Excel file (.xls)"
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        return "it looks like a web page (HTML)"
    if start.startswith(b"<?xml"):
        return "it looks like XML"
    first_line = content[:4096].splitlines()[0]
    if b"\0" not in first_line and any(separator in first_line for separator in (b",", b";", b"\t")):
        return "it looks like text (CSV)"
    return f"it begins with the bytes {content[:8].hex(' ')}"


# -- the archive --------------------------------------------------------------------------------------------------


def _check_archive(name: str, archive: ZipFile, packed_bytes: int) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _refusal(name, f"it holds {len(entries):,} entries, more than {MAX_ENTRIES:,}")
    _check_kind(name, {entry.filename.casefold() for entry in entries}, entries)
    allowed = min(MAX_UNPACKED_BYTES, MAX_RATIO * packed_bytes)
    if sum(entry.file_size for entry in entries) > allowed:
        raise _too_large(name, packed_bytes)
    left = allowed
    for entry in entries:
        unpacked = _unpack(archive, entry, left)
        left -= len(unpacked)
        if left < 0:
            raise _too_large(name, packed_bytes)
        _check_extent(name, entry.filename, unpacked)


def _check_kind(name: str, names: set[str], entries: list[ZipInfo]) -> None:
    """Only an .xlsx goes on: the parser would also take an .ods or .xlsb, whose extent is not measured here."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError("its entries are encrypted with a password", file=name, advice="Save it without a password.")
    sheets = any(entry.startswith("xl/worksheets/") and entry.endswith(".xml") for entry in names)
    if not sheets or names & {"content.xml", "xl/workbook.bin"}:
        raise InputError("not a workbook: a zip archive, but not an .xlsx", file=name, advice=SAVE_AS_XLSX)


def _unpack(archive: ZipFile, entry: ZipInfo, limit: int) -> bytes:
    """What the entry really unpacks to, and at most one byte over the limit: its stated size is only a claim."""
    entry.file_size = limit + 2
    with archive.open(entry) as stream:
        return stream.read(limit + 1)


def _check_extent(name: str, entry: str, unpacked: bytes) -> None:
    """Refuse a sheet that spans more than the parser should be asked to hold.

    Formatted blank cells may reach far out and cost nothing: only when all cells span too much, the filled ones count.
    """
    rows, columns = _span(unpacked)
    if rows > MAX_ROWS or rows * columns > MAX_CELLS:
        rows, columns = _span(b"".join(FILLED_CELL.findall(unpacked)))
    if rows > MAX_ROWS or rows * columns > MAX_CELLS:
        raise _refusal(name, f"{entry} spans {rows:,} rows and {columns:,} columns")


def _span(references: bytes) -> tuple[int, int]:
    """The last row and the last column of all the cell references in the text."""
    rows = max((int(digits[:MAX_DIGITS]) for digits in set(ROW_NUMBER.findall(references))), default=0)
    columns = max((_column_number(letters) for letters in set(COLUMN_LETTERS.findall(references))), default=0)
    return rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:MAX_DIGITS].upper():
        number = number * 26 + letter - 64
    return number


def _too_large(name: str, packed_bytes: int) -> InputError:
    return _refusal(
        name,
        f"{packed_bytes:,} bytes unpack to over {MAX_UNPACKED_BYTES // 2**20} MiB or {MAX_RATIO} times as many",
    )


def _refusal(name: str, what: str) -> InputError:
    return InputError(
        f"the workbook is not opened: {what}",
        file=name,
        advice="No RVTools export looks like this. Ask where the file comes from, or export it again.",
    )
