"""`runbook.yaml` of a workspace: read, and judged against the standard steps and its own.

The model (`azlift.model.runbook`) is the one source of the JSON Schema that editors use (`runbook.schema.json`).
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from azlift.errors import InputError, did_you_mean
from azlift.model import Runbook, StepEntry
from azlift.runbook.standard import BY_NAME, DECIDE, RESERVED
from azlift.strict_yaml import KeyPath, Said, read_strict_yaml, schema_of

RUNBOOK_FILE = "runbook.yaml"
SCHEMA_NAME = "runbook.schema.json"
OWN_PLACE = "say before or after which step it comes, if it is a step of your own"


def read_runbook(workspace: Path) -> Said[Runbook]:
    """The workspace's runbook, or the standard steps alone where it has none. Raises InputError."""
    file = workspace / RUNBOOK_FILE
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return Said(RUNBOOK_FILE, Runbook())
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", file=str(file), advice="Check it and its rights."
        ) from error
    return read_strict_yaml(RUNBOOK_FILE, content, Runbook, SCHEMA_NAME, _contradictions)


@cache
def runbook_schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    return schema_of(Runbook)


def _contradictions(book: Runbook) -> Iterator[tuple[KeyPath, str]]:
    hooks = {entry.step for entry in book.steps if entry.is_hook}
    known = {*BY_NAME, *hooks}
    for number, entry in enumerate(book.steps):
        yield from _misnamed(number, entry)
        place = entry.before or entry.after
        if place and place not in known:
            key = "before" if entry.before else "after"
            yield ("steps", number, key), f"there is no step {place!a}. {did_you_mean(place, known)}".strip()
        if entry.step == DECIDE:
            yield ("steps", number, "step"), "people decide go or no-go: azlift decide"
    for number, entry in enumerate(book.steps):
        if entry.is_hook and _circles(entry, book):
            yield ("steps", number, "step"), f"{entry.step} is placed by a step that is placed by it"


def _misnamed(number: int, entry: StepEntry) -> Iterator[tuple[KeyPath, str]]:
    if entry.step in RESERVED:
        yield ("steps", number, "step"), f"{entry.step} is a word of azlift's own"
        return
    if entry.is_hook and entry.step in BY_NAME:
        yield ("steps", number, "step"), f"{entry.step} is a standard step and has its place"
    if not entry.is_hook and entry.step not in BY_NAME:
        meant = did_you_mean(entry.step, BY_NAME)
        yield ("steps", number, "step"), f"there is no standard step {entry.step!a}; {meant or OWN_PLACE}"


def _circles(entry: StepEntry, book: Runbook) -> bool:
    """Whether following `before` and `after` from this step leads to no standard step."""
    places = {one.step: one.before or one.after for one in book.steps if one.is_hook}
    seen: set[str] = set()
    at: str | None = entry.step
    while at in places:
        if at in seen:
            return True
        seen.add(at)
        at = places[at]
    return False
