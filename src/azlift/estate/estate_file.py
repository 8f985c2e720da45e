"""`estate.yaml`: what people know about the estate and no inventory says, by name or pattern; read, not applied.

Every scalar is read as the text it is (a machine called `0123` or `no` keeps its name), then as what its key is for.
The model here is the one source of the JSON Schema that editors use (`estate.schema.json`, beside this module).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import PurePath
from typing import Annotated, Any, Self, get_args

import yaml
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from azlift.errors import InputError, did_you_mean
from azlift.model import Licence, LicencesHeld, Noun, Origin, Route

QUOTE_STARS = 'A pattern that begins with * needs quotation marks: "*-db01".'
MOST_BYTES = 2 * 2**20
FAULTS_SHOWN = 20
DAY, CLOCK = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
WILDCARDS_AT_MOST = 8


def _few_wildcards(pattern: str) -> str:
    if pattern.count("*") > WILDCARDS_AT_MOST:
        raise ValueError(f"at most {WILDCARDS_AT_MOST} * in a pattern")
    return pattern


def _dates_in_order(window: str) -> str:
    first, _, last = window.partition("/")
    if last and date.fromisoformat(first) > date.fromisoformat(last):
        raise ValueError("the first day comes before the last")
    date.fromisoformat(first)
    return window


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256)]
Pattern = Annotated[Text, AfterValidator(_few_wildcards)]
"""A name, or one with * for any characters, ? for one and [ab] for one of these; upper and lower case are the same."""
FreezeWindow = Annotated[
    str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?$"), AfterValidator(_dates_in_order)
]
MaintenanceWindow = Annotated[str, StringConstraints(pattern=rf"^({DAY}|daily) {CLOCK}-({DAY} )?{CLOCK}$")]


class Edit(Noun):
    """A part of the file; what it says of a key is the description that editors show."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_keys(cls, said: Any) -> Any:
        """A key of which everything is commented out says nothing."""
        if not isinstance(said, dict):
            return said
        return {key: value for key, value in said.items() if value is not None or key not in cls.model_fields}


class Facts(Edit):
    """What can be said of machines. A key that is absent leaves what the inventory says."""

    owner: Text | None = None
    """The team that answers for them."""
    environment: Text | None = None
    """For example production, test, development."""
    criticality: Text | None = None
    """In the estate's own words, for example high."""
    route: Route | None = None
    """How they get to Azure, or that they do not: retain leaves them where they are, retire lets them go."""
    reason: Text | None = None
    """Why this route; needed with a route."""
    wave: int | None = Field(default=None, ge=1, le=9999)
    """The number of the wave they must be in."""
    freeze_windows: tuple[FreezeWindow, ...] | None = None
    """Days on which nothing of them may change, both included: 2026-12-15/2027-01-05."""
    maintenance_windows: tuple[MaintenanceWindow, ...] | None = None
    """When they may be cut over, in their own local time: Sat 22:00-Sun 06:00, or daily 01:00-05:00."""
    latency_ms: float | None = Field(default=None, gt=0, le=10_000)
    """The longest round trip, in milliseconds, that they bear to what they talk to."""
    licences: tuple[Licence, ...] | None = None
    """Licences they bring along under Azure Hybrid Benefit."""
    tags: dict[Text, Annotated[str, StringConstraints(max_length=256)]] | None = None
    """Added to the inventory's tags; one of the same name is replaced."""

    @model_validator(mode="after")
    def _route_with_reason(self) -> Self:
        if (self.route is None) != (self.reason is None):
            raise ValueError("route and reason go together")
        return self


class ApplicationFacts(Facts):
    """An application: its machines are those named here and those the inventory counts to it."""

    name: Text
    machines: tuple[Pattern, ...] = ()
    """Names or patterns of machines that belong to it."""


class MachineFacts(Facts):
    """Facts of single machines; they overrule their application's."""

    machines: tuple[Pattern, ...] = Field(min_length=1)
    """Names, DNS names or patterns."""
    application: Text | None = None
    """The application they belong to."""


class Exclusion(Edit):
    """Machines that are no part of this migration; they stay listed, as left out."""

    machines: tuple[Pattern, ...] = Field(min_length=1)
    reason: Text


class EstateFile(Edit):
    """Who belongs to which application is settled first; then the applications' facts are taken, in the order written,
    then the machines': what comes later overrules what came before, and both overrule the inventory."""

    applications: tuple[ApplicationFacts, ...] = ()
    machines: tuple[MachineFacts, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    licences_held: LicencesHeld = LicencesHeld()


KeyPath = tuple[str | int, ...]
"""Keys and positions from the top of the file."""


@dataclass(frozen=True)
class Edits:
    """The file's content, and in which row each part of it stands."""

    file: str
    content: EstateFile
    rows: Mapping[KeyPath, int] = field(default_factory=dict)

    def place(self, *path: str | int) -> Origin:
        column = next((part for part in reversed(path) if isinstance(part, str)), "")
        return Origin(file=self.file, row=self.rows.get(path), column=column)


def read_estate_file(name: str, content: bytes) -> Edits:
    """The edits in the file's text. Raises InputError that names every line that cannot be used."""
    rows: dict[KeyPath, int] = {}
    faults: list[tuple[int, str, str]] = []
    root = _compose(name, content)
    said = {} if root is None else _value(root, (), rows, faults)
    try:
        made = EstateFile.model_validate(said)
    except ValidationError as error:
        faults += [_fault(one, rows) for one in error.errors(include_url=False)]
        made = EstateFile()
    if faults:
        raise _refusal(name, sorted(faults))
    return Edits(PurePath(name).name, made, rows)


@cache
def estate_schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **EstateFile.model_json_schema()}


# -- text into values ---------------------------------------------------------------------------------------------


def _compose(name: str, content: bytes) -> yaml.Node | None:
    """The tree of the YAML text; no object is made of it. An alias, which could stand for millions, is refused."""
    if len(content) > MOST_BYTES:
        raise InputError(f"the file is larger than {MOST_BYTES // 2**20} MiB", file=name, advice="Use patterns.")
    try:
        text = content.decode("utf-8-sig")
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                row = _row_of(event.start_mark)
                raise InputError("an alias is not read: *name means one", file=name, row=row, advice=QUOTE_STARS)
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
        return node
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        reason = getattr(error, "problem", None) or type(error).__name__
        raise InputError(
            f"not a YAML file: {reason}",
            file=name,
            row=_row_of(getattr(error, "problem_mark", None)),
            advice=f"Correct the YAML at this place. {QUOTE_STARS}",
        ) from error


def _row_of(mark: Any) -> int | None:
    return int(mark.line) + 1 if mark else None


def _value(node: yaml.Node, path: KeyPath, rows: dict[KeyPath, int], faults: list[tuple[int, str, str]]) -> Any:
    """The node as dicts, lists, texts and None, every row noted."""
    rows[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, place), rows, faults) for place, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return dict(_entries(node, path, rows, faults))
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def _entries(
    node: yaml.MappingNode, path: KeyPath, rows: dict[KeyPath, int], faults: list[tuple[int, str, str]]
) -> Iterator[tuple[str, Any]]:
    seen: dict[str, int] = {}
    for key, value in node.value:
        row = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            faults.append((row, "", "expected a plain word as key"))
        elif key.value in seen:
            faults.append((row, key.value, f"the key is given already in row {seen[key.value]}"))
        else:
            seen[key.value] = row
            yield key.value, _value(value, (*path, key.value), rows, faults)
            rows[*path, key.value] = row


# -- faults -------------------------------------------------------------------------------------------------------


def _fault(error: Any, rows: Mapping[KeyPath, int]) -> tuple[int, str, str]:
    """Row, key, and what is wrong, in a person's words."""
    path: KeyPath = error["loc"]
    row = next((rows[path[:length]] for length in range(len(path), -1, -1) if path[:length] in rows), 1)
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    if error["type"] == "extra_forbidden":
        return row, key, f"unknown key. {_suggestion(key, _model_at(path[:-1]))}"
    if error["type"] == "missing":
        return row, key, "this key is needed here"
    found = "" if isinstance(error["input"], dict | list) else f", found {ascii(error['input'])[:80]}"
    return row, key, f"{error['msg'].removeprefix('Value error, ')}{found}"


def _suggestion(key: str, model: type[Noun]) -> str:
    return did_you_mean(key, model.model_fields) or f"Known are {', '.join(model.model_fields)}."


def _model_at(path: KeyPath) -> type[Noun]:
    """The part of the file that a path leads to."""
    model: type[Noun] = EstateFile
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            annotation = model.model_fields[part].annotation
            model = next((kind for kind in (annotation, *get_args(annotation)) if _is_part(kind)), model)
    return model


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Noun)


def _refusal(name: str, faults: list[tuple[int, str, str]]) -> InputError:
    lines = "".join(f"\n  row {row}, key {ascii(key)[1:-1]}: {what}" for row, key, what in faults[:FAULTS_SHOWN])
    total = "1 place" if len(faults) == 1 else f"{len(faults):,} places"
    row, key, _ = faults[0]
    return InputError(
        f"the file cannot be used as it is, {total} to correct:{lines}",
        file=name,
        row=row,
        column=re.sub(r"[^\w-]", "?", key),
        advice="Correct them; an editor with the JSON Schema (azlift's estate.schema.json) shows them as you type.",
    )
