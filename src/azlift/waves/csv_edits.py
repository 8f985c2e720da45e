"""The plan's CSV file, as a spreadsheet saved it."""

import csv
import io
from pathlib import Path

from azlift.errors import PlanError
from azlift.model import Estate, WavePlan
from azlift.waves.proposal import Proposal
from azlift.waves.row_edits import Table, read_table

SEPARATORS = (",", ";", "\t")
"""Excel saves the list separator of its locale."""


def read_csv_edits(path: Path, content: bytes, plan: WavePlan, estate: Estate) -> Proposal:
    """What the file asks for. Raises PlanError."""
    return read_table(csv_table(path, content), plan, estate)


def csv_table(path: Path, content: bytes) -> Table:
    """The file's cells. Raises PlanError for what is no CSV."""
    text = _text(content)
    try:
        header, *lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))) or [[]]
    except csv.Error as error:
        raise PlanError(f"not a CSV file: {error}", file=path.name, advice="Save the sheet as CSV UTF-8.") from error
    stripped = [[cell.strip() for cell in line] for line in lines]
    return Table(path, "", [name.strip() for name in header], list(enumerate(stripped, start=2)))


def _text(content: bytes) -> str:
    """UTF-8, with or without a mark; else what Excel saves as plain CSV. The columns that count are ASCII in both."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """The one that occurs most in the header."""
    return max(SEPARATORS, key=text.partition("\n")[0].count)
