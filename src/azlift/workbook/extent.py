"""How far a sheet of an .xlsx reaches, told from its XML before any parser makes room for it.

The parser (calamine) keeps a tab as one dense rectangle of 32 bytes a cell, so one cell far out costs as much memory as
all the cells before it. The XML is looked at piece by piece; a sheet that is plainly modest costs two searches.
"""

import re
from collections.abc import Callable, Iterable, Iterator

MAX_ROWS = 1_048_576
"""The rows of an Excel sheet."""
MAX_CELLS = 32 * 2**20
"""Rows times columns of one tab: about 1 GiB in memory, or 300,000 machines with RVTools' hundred columns."""
MODEST_ROWS, MODEST_COLUMNS = 199_999, 130
"""What `NOT_MODEST` lets pass; together they stay below `MAX_CELLS`."""
NOT_MODEST = re.compile(rb"""<c(?!ols?[\s/>]| r="[A-D]?[A-Z]1?[0-9]{1,5}")""")
"""A cell that does not begin with a reference up to column DZ and row 199,999, as all known writers spell it."""
PREFIXED_CELL = re.compile(rb":c[\s/>]")
CELL_UNPLACED = re.compile(rb"<(?:[\w.-]+:)?c(?!\s+r\s*=)[\s/>]")
"""A cell that does not begin with its reference: it may have none, and then stands right of the one before it."""
ROW_UNPLACED = re.compile(rb"<(?:[\w.-]+:)?row(?!\s+r\s*=)[\s/>]")
ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
FILLED_CELL = re.compile(rb"""<(?:[\w.-]+:)?c((?:\s[^>]*?)?\sr\s*=\s*["'][A-Za-z]+[0-9]+)["'][^>]*(?<!/)>""")
COLUMN_LETTERS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)""")
ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]*([0-9]+)""")
MAX_DIGITS = 12
"""As much of a reference as it takes to see that it is too far out."""
PIECE = 2 * 2**20
"""As much as a processor keeps near: larger pieces are measured more slowly."""
MAX_UNBROKEN = 2**20
UNBROKEN = re.compile(rb"[^<]{%d}" % MAX_UNBROKEN)
"""A stretch without a tag that no sheet has: Excel's longest text has 32,767 characters."""


class UnbrokenText(ValueError):
    """The XML of a sheet has a stretch of text longer than any cell's."""


def span_beyond_limits(unpacked: Callable[[], Iterable[bytes]]) -> tuple[int, int] | None:
    """Rows and columns of a sheet that is larger than a parser should be asked to hold; None for one that is not.

    `unpacked` gives the sheet's XML anew, in parts. Formatted blank cells may reach far out and cost nothing: the
    filled ones count. Raises UnbrokenText for what is not modest and no sheet either.
    """
    if _is_modest(unpacked()):
        return None
    rows, columns = _measure(unpacked())
    return (rows, columns) if rows > MAX_ROWS or rows * columns > MAX_CELLS else None


def _is_modest(parts: Iterable[bytes]) -> bool:
    return not any(NOT_MODEST.search(piece) or PREFIXED_CELL.search(piece) for piece in _pieces(parts))


def _measure(parts: Iterable[bytes]) -> tuple[int, int]:
    """The last row and column of the filled cells; what has no reference is counted on from there."""
    rows = columns = unplaced_rows = most_unplaced = unplaced = 0
    for piece in _pieces(parts):
        if UNBROKEN.search(piece):
            raise UnbrokenText(f"a stretch of over {MAX_UNBROKEN:,} bytes without a tag")
        found_rows, found_columns = _span(b"".join(FILLED_CELL.findall(piece)))
        rows, columns = max(rows, found_rows), max(columns, found_columns)
        unplaced_rows += len(ROW_UNPLACED.findall(piece))
        for number, part in enumerate(ROW.split(piece)):
            unplaced = (0 if number else unplaced) + len(CELL_UNPLACED.findall(part))
            most_unplaced = max(most_unplaced, unplaced)
    return rows + unplaced_rows, columns + most_unplaced


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The text in pieces that end before a tag, so that no tag is cut in two; a stretch without any comes as it is."""
    rest = b""
    for part in parts:
        piece = rest + part
        cut = max(piece.rfind(b"<"), 0)
        if len(piece) - cut > MAX_UNBROKEN:
            cut = len(piece)
        rest = piece[cut:]
        yield piece[:cut]
    yield rest


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
