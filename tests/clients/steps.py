"""What a client is told to do and what it must answer, as data."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import Template
from typing import Any


@dataclass(frozen=True)
class Step:
    """One `az` command: its exit code, fields of its answer by JMESPath, what it says on standard error.

    A field is compared with a value, or searched with a pattern. `$subscription` and the like stand for what the
    session knows; `keeps` are words to remember, each with the query that finds it. A command that must say nothing
    has no fields and is `silent`.
    """

    command: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    exit: int = 0
    error: str = ""
    silent: bool = False
    keeps: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Chapter:
    """Steps that belong together, in order, and the files they read, by name."""

    name: str
    steps: Sequence[Step]
    files: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    exit: int
    out: str
    err: str
    found: Sequence[Any]
    seconds: float


def silent(command: str) -> Step:
    """A command that ends well and answers nothing, as Azure's own does."""
    return Step(command, silent=True)


def refused(command: str, error: str, exit_code: int = 1) -> Step:
    """A command that must fail, with what it then says."""
    return Step(command, exit=exit_code, error=error)


def filled(value: Any, words: Mapping[str, str]) -> Any:
    """A value with its `$words` in place, however deep they stand."""
    if isinstance(value, str):
        return Template(value).safe_substitute(words)
    if isinstance(value, list):
        return [filled(each, words) for each in value]
    if isinstance(value, Mapping):
        return {name: filled(each, words) for name, each in value.items()}
    return value


def judge(step: Step, outcome: Outcome, words: Mapping[str, str]) -> list[str]:
    """What is wrong with an outcome; nothing when it is as it must be."""
    wrong = []
    if outcome.exit != step.exit:
        wrong.append(f"exit code {outcome.exit}, not {step.exit}")
    if step.error not in outcome.err:
        wrong.append(f"standard error does not say {step.error!r}")
    if step.silent and outcome.out.strip():
        wrong.append("it answers something")
    for (query, wanted), found in zip(step.fields.items(), outcome.found[: len(step.fields)], strict=True):
        if not _as_wanted(filled(wanted, words), found):
            wrong.append(f"{query} is {json.dumps(found)}, not {wanted!r}")
    if wrong:
        wrong.append(f"out: {outcome.out.strip()[-1500:]}\nerr: {outcome.err.strip()[-1500:]}")
    return wrong


def _as_wanted(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, re.Pattern):
        return isinstance(found, str) and wanted.search(found) is not None
    return bool(wanted == found) and isinstance(wanted, bool) == isinstance(found, bool)
