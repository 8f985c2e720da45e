"""Opening a workbook that may be hostile, and reading its tabs row by row.

The limits come from measurements. An RVTools workbook of 50,000 machines with vInfo, vDisk, vNetwork and vPartition
unpacks to 564 MiB (its largest tab to 192 MiB) and packs to a thirteenth of that; with the other tabs that have a row
for every machine it is 987 MiB. A hostile file of 261 kB can unpack to a sheet of 100 MB. A sheet of 115 MiB, a hundred
plain numbers to the row, takes 300 MiB once parsed; only one tab is in memory at a time.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from io import BytesIO
from itertools import islice
from typing import overload
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from azlift.errors import InputError
from azlift.workbook.extent import PIECE, span_beyond_limits

Cell = str | float | bool | int | date | time | timedelta
"""What a cell holds (a datetime is a date); an empty cell is the empty string."""
Row = Sequence[Cell]

MAX_UNPACKED_BYTES = 2 * 2**30
"""Of the whole archive: twice what 50,000 machines on all tabs come to."""
MAX_ENTRY_BYTES = 512 * 2**20
"""Of one tab, or of the texts all tabs share: parsed it is about three times as large."""
MAX_RATIO = 100
MAX_ENTRIES = 1_000
OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS_XLSX = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."


class TabRows(Sequence[Row]):
    """A tab's rows from the sheet's first, blank ones too, each as wide as the tab.

    A row becomes Python values when it is looked at and is not kept: read them in order, once.
    """

    def __init__(self, sheet: CalamineSheet) -> None:
        self._sheet = sheet
        self._left: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)

    def __len__(self) -> int:
        return self._sheet.end[0] + 1 if self._sheet.end else 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._sheet.iter_rows():
            yield [*self._left, *row] if self._left else row

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            places = range(*place.indices(len(self)))
            return list(islice(self, places.start, places.stop, places.step)) if places.step > 0 else list(self)[place]
        position = place + len(self) if place < 0 else place
        if not 0 <= position < len(self):
            raise IndexError(place)
        return next(islice(self, position, None))


@dataclass(frozen=True)
class Workbook:
    name: str
    tabs: tuple[str, ...]
    parsed: CalamineWorkbook

    def read_tab(self, tab: str) -> TabRows:
        try:
            return TabRows(self.parsed.get_sheet_by_name(tab))
        except CalamineError as fault:
            raise InputError(
                f"the tab cannot be read: {str(fault) or type(fault).__name__}",
                file=self.name,
                tab=tab,
                advice=SAVE_AS_XLSX,
            ) from fault


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
    left = min(MAX_UNPACKED_BYTES, MAX_RATIO * packed_bytes)
    for entry in entries:
        left -= _check_entry(name, archive, entry, min(left, MAX_ENTRY_BYTES))


def _check_kind(name: str, names: set[str], entries: list[ZipInfo]) -> None:
    """Only an .xlsx goes on: the parser would also take an .ods or .xlsb, whose extent is not measured here."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError("its entries are encrypted with a password", file=name, advice="Save it without a password.")
    sheets = any(entry.startswith("xl/worksheets/") and entry.endswith(".xml") for entry in names)
    if not sheets or names & {"content.xml", "xl/workbook.bin"}:
        raise InputError("not a workbook: a zip archive, but not an .xlsx", file=name, advice=SAVE_AS_XLSX)


def _check_entry(name: str, archive: ZipFile, entry: ZipInfo, limit: int) -> int:
    """How many bytes it unpacks to; refuses a sheet that spans more than the parser should be asked to hold."""
    span = span_beyond_limits(partial(_unpack, name, archive, entry, limit))
    if span:
        raise _refusal(name, f"{entry.filename} spans {span[0]:,} rows and {span[1]:,} columns")
    return entry.file_size


def _unpack(name: str, archive: ZipFile, entry: ZipInfo, limit: int) -> Iterator[bytes]:
    """What the entry really unpacks to, as far as the limit: its stated size is only a claim, and is set right."""
    size, entry.file_size = 0, limit + PIECE + 2
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > limit:
                raise _refusal(name, _too_large(limit))
            yield piece
    entry.file_size = size


def _too_large(limit: int) -> str:
    if limit == MAX_ENTRY_BYTES:
        return f"one of its parts unpacks to over {limit // 2**20:,} MiB"
    return f"it unpacks to over {MAX_UNPACKED_BYTES // 2**20:,} MiB, or {MAX_RATIO} times its packed size"


def _refusal(name: str, what: str) -> InputError:
    return InputError(
        f"the workbook is not opened: {what}",
        file=name,
        advice="Save it as smaller workbooks, one per vCenter; if it is a small file, ask where it comes from.",
    )
