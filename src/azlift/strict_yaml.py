"""YAML that people write, read strictly into a model: every fault is told by its row and key, with a suggestion.

Every scalar is read as the text it is (a machine called `0123` or `no` keeps its name), then as what its key is for.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Generic, TypeVar, get_args

import yaml
from pydantic import ValidationError

from azlift.errors import InputError, did_you_mean
from azlift.model import Noun, Origin, Written

QUOTE_STARS = 'A pattern that begins with * needs quotation marks: "*-db01".'
MOST_BYTES = 2 * 2**20
FAULTS_SHOWN = 20

KeyPath = tuple[str | int, ...]
"""Keys and positions from the top of the file."""
Faults = list[tuple[int, str, str]]
"""Row, key, and what is wrong."""
Content = TypeVar("Content", bound=Written)


@dataclass(frozen=True)
class Said(Generic[Content]):
    """A file's content, and in which row each part of it stands."""

    file: str
    content: Content
    rows: Mapping[KeyPath, int] = field(default_factory=dict)

    def place(self, *path: str | int) -> Origin:
        column = next((part for part in reversed(path) if isinstance(part, str)), "")
        return Origin(file=self.file, row=self.rows.get(path), column=column)


def read_strict_yaml(
    name: str,
    content: bytes,
    model: type[Content],
    schema: str,
    contradictions: Callable[[Content], Iterable[tuple[KeyPath, str]]] = lambda _: (),
) -> Said[Content]:
    """What the file's text says; `schema` is its JSON Schema's name. Raises InputError that names every fault.

    `contradictions` finds what each part alone does not show, by path, once every part can be read.
    """
    rows: dict[KeyPath, int] = {}
    faults: Faults = []
    root = _compose(name, content)
    said = {} if root is None else _value(root, (), rows, faults)
    try:
        made = model.model_validate(said)
    except ValidationError as error:
        faults += [_fault(one, rows, model) for one in error.errors(include_url=False)]
        raise _refusal(name, sorted(faults), schema) from error
    faults += [(rows.get(path, 1), str(path[-1]), what) for path, what in contradictions(made)]
    if faults:
        raise _refusal(name, sorted(faults), schema)
    return Said(PurePath(name).name, made, rows)


def schema_of(model: type[Written]) -> dict[str, Any]:
    """The JSON Schema of a file that is read into this model."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}


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


def _value(node: yaml.Node, path: KeyPath, rows: dict[KeyPath, int], faults: Faults) -> Any:
    """The node as dicts, lists, texts and None, every row noted."""
    rows[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, place), rows, faults) for place, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return dict(_entries(node, path, rows, faults))
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def _entries(
    node: yaml.MappingNode, path: KeyPath, rows: dict[KeyPath, int], faults: Faults
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


def _fault(error: Any, rows: Mapping[KeyPath, int], top: type[Written]) -> tuple[int, str, str]:
    """Row, key, and what is wrong, in a person's words."""
    path: KeyPath = error["loc"]
    row = next((rows[path[:length]] for length in range(len(path), -1, -1) if path[:length] in rows), 1)
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    if error["type"] == "extra_forbidden":
        return row, key, f"unknown key. {_suggestion(key, _model_at(path[:-1], top))}"
    if error["type"] == "missing":
        return row, key, "this key is needed here"
    found = "" if isinstance(error["input"], dict | list) else f", found {ascii(error['input'])[:80]}"
    return row, key, f"{error['msg'].removeprefix('Value error, ')}{found}"


def _suggestion(key: str, model: type[Noun]) -> str:
    return did_you_mean(key, model.model_fields) or f"Known are {', '.join(model.model_fields)}."


def _model_at(path: KeyPath, top: type[Noun]) -> type[Noun]:
    """The part of the file that a path leads to."""
    model = top
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            annotation = model.model_fields[part].annotation
            model = next((kind for kind in (annotation, *get_args(annotation)) if _is_part(kind)), model)
    return model


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Noun)


def _refusal(name: str, faults: Faults, schema: str) -> InputError:
    lines = "".join(f"\n  row {row}, key {ascii(key)[1:-1]}: {what}" for row, key, what in faults[:FAULTS_SHOWN])
    total = "1 place" if len(faults) == 1 else f"{len(faults):,} places"
    row, key, _ = faults[0]
    return InputError(
        f"the file cannot be used as it is, {total} to correct:{lines}",
        file=name,
        row=row,
        column=re.sub(r"[^\w-]", "?", key),
        advice=f"Correct them; an editor with the JSON Schema (azlift's {schema}) shows them as you type.",
    )
