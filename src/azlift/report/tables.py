"""Tables: not escaped, for whoever prints them; and in GitHub's Markdown, as Prefect shows them, escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from azlift.escaping import markdown
from azlift.model import Drift, Failure, Origin, Removal, WaveDrift


@dataclass(frozen=True)
class Section:
    """A table for a screen, which may cut it short where `whole_in`, a file of the workspace, holds all its rows."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    whole_in: str = ""


def place_of(origin: Origin) -> tuple[str, str, object]:
    """File, tab and row; an empty text for what it has not."""
    return origin.file, origin.tab, "" if origin.row is None else origin.row


def place_text(origin: Origin) -> str:
    """`file:tab:row`, as `azlift show` takes it."""
    return ":".join(str(part) for part in place_of(origin) if part != "")


def counted(number: int, noun: str) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def section_table(section: Section) -> str:
    """A section as a table of Markdown."""
    return _table(section.columns, ([str(cell) for cell in row] for row in section.rows))


def failure_list(failures: Sequence[Failure]) -> str:
    """A paragraph per failure, in the order given: a table would hide the advice behind the message."""
    return "\n".join(
        f"### {markdown(one.subject)}\n\n"
        f"It could not be {markdown(one.verb)}: **{markdown(one.code)}**. {markdown(one.message)}\n\n"
        f"*What to do:* {markdown(one.advice)}\n"
        for one in failures
    )


def drift_list(drift: Drift) -> str:
    """A row per wave that has not begun, then what broke those that do not hold, then what differs."""
    rows = [(one.wave, f"{one.opens:%Y-%m-%d %H:%M}" if one.opens else "", _holds(one)) for one in drift.waves]
    table = _table(("wave", "opens (UTC)", "holds"), rows)
    broken = [finding for one in drift.waves for finding in one.broken_by]
    reasons = "".join(
        f"- {markdown(one.wave or '')}: {markdown(one.message)}. {markdown(one.evidence)} *{markdown(one.remedy)}*\n"
        for one in broken
    )
    changes = "".join(f"- {markdown(fact)}\n" for fact in drift.changed)
    parts = [table, f"### Why not\n\n{reasons}" if reasons else "", f"### What differs\n\n{changes}" if changes else ""]
    return "\n".join(part for part in parts if part)


def _holds(wave: WaveDrift) -> str:
    return "yes" if wave.valid else f"no: {', '.join(sorted({one.code for one in wave.broken_by}))}"


def removal_table(removals: Sequence[Removal]) -> str:
    """One row per subject: how many resources a roll-back deleted, and which it left standing."""
    rows = ((one.subject, f"{len(one.deleted):,}", ", ".join(one.kept), ", ".join(one.foreign)) for one in removals)
    return _table(("subject", "deleted", "kept: held by others", "not ours"), rows, numbers=range(1, 2))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: range = range(0)) -> str:
    """The columns at `numbers` are set to the right."""
    rule = ["---:" if column in numbers else "---" for column in range(len(head))]
    lines = [list(map(markdown, head)), rule, *(list(map(markdown, row)) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
