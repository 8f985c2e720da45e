"""A scenario: which rules there are and what each strikes at.

`read_scenario` reads a file, `scenario_of` a value that came over the wire; both refuse with one ScenarioError that
names every mistake. The format is `scenario.schema.json`, shipped beside this module.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fnmatch import translate
from functools import cache
from pathlib import Path
from typing import Any, Self

from azlift.rehearsal.clock import read_duration, read_instant
from azlift.rehearsal.faults.documents import Lines, Unreadable, read_document
from azlift.rehearsal.faults.schema import Checker, Problem

SCHEMA_FILE = Path(__file__).with_name("scenario.schema.json")
ALWAYS = "always"
Json = dict[str, Any]


class Moment(Enum):
    """When in the life of a request a rule strikes."""

    WORLD = "the world changes just before the request, or at an instant"
    REQUEST = "the request is refused or lost before anything is done"
    OPERATION = "the asynchronous operation does not end well"
    ANSWER = "the answer is changed, delayed or lost"


MOMENTS = {
    "quota": Moment.WORLD,
    "capacity": Moment.WORLD,
    "edit": Moment.WORLD,
    "status": Moment.REQUEST,
    "token": Moment.REQUEST,
    "fail": Moment.OPERATION,
    "stuck": Moment.OPERATION,
    "slow": Moment.ANSWER,
    "retryAfter": Moment.ANSWER,
}
KINDS = frozenset({*MOMENTS, "cut"})  # a cut is of the request or of the answer: see its `taken`
COMMON = frozenset({"kind", "name", "match", "skip", "times", "rate", "after", "before"})


class ScenarioError(Exception):
    """A scenario cannot be used as it is; `problems` says why, mistake by mistake."""

    def __init__(self, source: str, problems: list[Problem], lines: Lines | None = None) -> None:
        self.source, self.problems = source, problems
        super().__init__("\n".join(f"{source}{_line_of(each.path, lines or {})}: {each}" for each in problems))


def _line_of(path: str, lines: Lines) -> str:
    """':7' for a place, or for the nearest place around it that the text has."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return f":{lines[path]}" if path in lines else ""


@dataclass(frozen=True)
class Occurrence:
    """Something a rule may strike at: a request, or a resource a deployment puts."""

    method: str
    resource: str
    action: str
    principal: str = ""
    correlation_id: str = ""


@dataclass(frozen=True)
class Match:
    """Patterns over occurrences; one of each kind must fit."""

    resources: tuple[str, ...] = ("*",)
    operations: tuple[str, ...] = ("*",)
    principals: tuple[str, ...] = ("*",)

    def covers(self, occurrence: Occurrence) -> bool:
        names = (occurrence.method, occurrence.action)
        return (
            any(fits(pattern, name) for pattern in self.operations for name in names)
            and any(fits(pattern, occurrence.resource) for pattern in self.resources)
            and any(fits(pattern, occurrence.principal) for pattern in self.principals)
        )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern.lower()))


def fits(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern (*, ?, [abc]), whatever the case."""
    return pattern == "*" or _compiled(pattern).match(text.lower()) is not None


@dataclass(frozen=True)
class Rule:
    """One line of a scenario; `details` holds what its kind alone knows, `opens` and `closes` are as written."""

    name: str
    kind: str
    moment: Moment
    match: Match | None
    skip: int = 0
    times: int | None = 1
    rate: float | None = None
    opens: str | None = None
    closes: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def is_open(self, now: float, start: float) -> bool:
        """Whether the rule may strike at an instant, in a scenario taken at `start`."""
        return (self.opens is None or now >= instant_of(self.opens, start)) and (
            self.closes is None or now < instant_of(self.closes, start)
        )


def instant_of(text: str, start: float) -> float:
    """The simulated instant of 'PT5M' (since `start`) or of a UTC time."""
    return start + read_duration(text) if text.startswith("P") else read_instant(text)


@dataclass(frozen=True)
class Scenario:
    """The rules in the order they are asked; `document` is what was given."""

    rules: tuple[Rule, ...] = ()
    seed: int | None = None
    document: Mapping[str, Any] = field(default_factory=lambda: {"faults": []})

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """The scenario of a checked document."""
        rules = tuple(_rule(each, number) for number, each in enumerate(document["faults"], 1))
        return cls(rules, document.get("seed"), document)


def _rule(given: Mapping[str, Any], number: int) -> Rule:
    kind = given["kind"]
    match = given.get("match")
    times = given.get("times", ALWAYS if "rate" in given else 1)
    lost_early = kind == "cut" and not given["taken"]
    return Rule(
        name=given.get("name", f"{kind} {number}"),
        kind=kind,
        moment=Moment.REQUEST if lost_early else MOMENTS.get(kind, Moment.ANSWER),
        match=_match(match or {}) if match or MOMENTS.get(kind) is not Moment.WORLD else None,
        skip=given.get("skip", 0),
        times=None if times == ALWAYS else times,
        rate=given.get("rate"),
        opens=given.get("after"),
        closes=given.get("before"),
        details={name: value for name, value in given.items() if name not in COMMON},
    )


def _match(given: Mapping[str, Any]) -> Match:
    return Match(globs(given.get("resource")), globs(given.get("operation")), globs(given.get("principal")))


def globs(given: str | list[str] | None) -> tuple[str, ...]:
    """Patterns as written: one, a list, or none for anything."""
    return ("*",) if given is None else (given,) if isinstance(given, str) else tuple(given)


@cache
def _checker() -> Checker:
    return Checker(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def scenario_of(value: Any, source: str = "scenario", lines: Lines | None = None) -> Scenario:
    """The scenario of a value as YAML or JSON reads it, or a ScenarioError."""
    problems = _checker().problems(value) or _beyond_schema(value)
    if problems:
        raise ScenarioError(source, problems, lines)
    return Scenario.of(value)


def read_scenario(path: Path) -> Scenario:
    """The scenario of a file, or a ScenarioError."""
    try:
        value, lines = read_document(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScenarioError(str(path), [Problem("", error.strerror or "nothing", "a file that can be read")]) from error
    except UnicodeDecodeError as error:
        raise ScenarioError(str(path), [Problem("", "bytes that are no UTF-8", "a text file in UTF-8")]) from error
    except Unreadable as error:
        problem = Problem("", f"what is no YAML ({error.reason})", "YAML or JSON")
        raise ScenarioError(str(path), [problem], {"": error.line} if error.line else {}) from error
    return scenario_of(value, str(path), lines)


def _beyond_schema(document: Mapping[str, Any]) -> list[Problem]:
    """What a JSON Schema cannot say: instants that exist, names that are told apart."""
    problems, names = [], set()
    for number, each in enumerate(document["faults"]):
        for word in ("after", "before"):
            try:
                instant_of(each.get(word, "P0D"), 0.0)
            except ValueError as error:
                problems.append(Problem(f"faults[{number}].{word}", json.dumps(each[word]), f"an instant: {error}"))
        name = each.get("name")
        if name in names:
            problems.append(Problem(f"faults[{number}].name", json.dumps(name), "a name no other rule has"))
        names |= {name} - {None}
    return problems
