"""What a person sees: tables, errors with advice, and how far a wave is. Text from outside is made plain first."""

import json
import re
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from azlift.errors import AzliftError
from azlift.report import Section, plain


class Output(StrEnum):
    TABLE = "table"
    JSON = "json"


Workspace = Annotated[
    Path,
    typer.Option(
        "--workspace", "-w", envvar="AZLIFT_WORKSPACE", help="The folder that holds plan, settings and ledger."
    ),
]
OutputOption = Annotated[Output, typer.Option("--output", "-o", help="How to print what is found.")]

ROWS_SHOWN = 20
NUMBER = re.compile(r"[-+]?[0-9][0-9,.]*")
LISTED = "\n  "
"""Before each of several faults that one error tells; what they quote of a file is escaped already."""
DEFAULT_WORKSPACE = Path(".azlift")


class Screen(Console):
    def on_broken_pipe(self) -> None:
        """The reader left, as `head` does: `main` ends quietly."""
        raise BrokenPipeError


def complain(error: AzliftError) -> None:
    """What went wrong and what to do, on standard error."""
    said, *faults = str(error).split(LISTED)
    print(f"azlift: {plain(said)}", file=sys.stderr)
    for fault in faults:
        print(f"  {plain(fault)}", file=sys.stderr)
    if error.advice:
        print(f"        {plain(error.advice)}", file=sys.stderr)
    correlation_id = getattr(error, "correlation_id", "")
    if correlation_id:
        print(f"        correlation id {plain(correlation_id)}", file=sys.stderr)


def say(text: str) -> None:
    """A remark to the person, apart from the data."""
    print(plain(text), file=sys.stderr)


def print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, default=str))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on standard output; numbers to the right."""
    table = Table(title=Text(plain(title)), title_justify="left", box=None, pad_edge=False, header_style="bold")
    found = [[plain(str(cell)) for cell in row] for row in rows]
    for place, column in enumerate(columns):
        numbers = found and all(NUMBER.fullmatch(row[place]) for row in found if row[place])
        table.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in found:
        table.add_row(*(Text(cell) for cell in row))
    Screen().print(table)


def print_section(section: Section, folder: Path) -> None:
    """A table; a long one is cut short where a file of the workspace `folder` holds the whole of it."""
    shown = section.rows[:ROWS_SHOWN] if section.whole_in else section.rows
    print_table(section.title, section.columns, shown)
    if len(section.rows) > len(shown):
        say(f"… and {len(section.rows) - len(shown):,} more: see {folder / section.whole_in}")


@contextmanager
def watching(read_progress: Callable[[], str], every_seconds: float = 1.0) -> Iterator[None]:
    """While the block runs, show what `read_progress` says when it changes: one line on a terminal, lines elsewhere.

    The time since the start, and since the last change, tell a slow step from a stuck one.
    """
    done = threading.Event()
    began = time.monotonic()

    def show() -> None:
        terminal, last, changed = sys.stderr.isatty(), "", began
        while not done.wait(every_seconds):
            said, now = plain(_said(read_progress)), time.monotonic()
            if said != last:
                changed = now
            if terminal:
                quiet = f", last event {now - changed:.0f} s ago" if now - changed >= 5 else ""
                print(f"\r\x1b[K{now - began:5.0f} s  {said}{quiet}", end="", file=sys.stderr, flush=True)
            elif said != last:
                print(f"{now - began:5.0f} s  {said}", file=sys.stderr, flush=True)
            last = said
        if terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    painter = threading.Thread(target=show, daemon=True)
    painter.start()
    try:
        yield
    finally:
        done.set()
        painter.join()


def _said(read_progress: Callable[[], str]) -> str:
    """What is to be shown; an error while looking is no reason to stop what is being looked at."""
    try:
        return read_progress()
    except AzliftError as error:
        return f"progress cannot be read: {error}"
