"""Checking a value against a JSON Schema, as far as `scenario.schema.json` uses the language; every mistake says where
it is, what was found, what was expected, and what may have been meant.

Known: $ref into $defs, type, const, pattern, minLength, minimum, exclusiveMinimum, maximum, minItems, items,
minProperties, properties, required, additionalProperties; oneOf by the const of `kind`, and anyOf and oneOf of members.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite
from typing import Any

Schema = Mapping[str, Any]
WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


@dataclass(frozen=True)
class Problem:
    """One mistake: its place ('faults[0].kind'), what stands there, what should, and perhaps what was meant."""

    path: str
    found: str
    expected: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.path or 'the document'}: found {self.found}, expected {self.expected}{self.hint}"


@dataclass(frozen=True)
class Checker:
    """A schema with its $defs."""

    root: Schema

    def problems(self, value: Any) -> list[Problem]:
        """Everything that is wrong with a value."""
        return list(self._check(value, self.root, ""))

    def _check(self, value: Any, given: Schema, path: str) -> Iterator[Problem]:
        schema = {**self._resolved(given), **given}
        if "oneOf" in schema and "type" not in schema:
            yield from self._by_kind(value, schema["oneOf"], path)
            return
        expected = _types(schema)
        if expected and not any(_is(value, name) for name in expected):
            yield Problem(path, _shown(value), _described(schema))
        elif isinstance(value, Mapping):
            yield from self._mapping(value, schema, path)
        elif isinstance(value, list):
            yield from self._list(value, schema, path)
        else:
            yield from _scalar(value, schema, path)

    def _resolved(self, schema: Schema) -> Schema:
        reference = schema.get("$ref")
        return {} if reference is None else self.root["$defs"][reference.removeprefix("#/$defs/")]

    def _by_kind(self, value: Any, branches: list[Schema], path: str) -> Iterator[Problem]:
        """One of several mappings, told apart by their member `kind`."""
        schemas = {each["properties"]["kind"]["const"]: each for each in map(self._resolved, branches)}
        if not isinstance(value, Mapping):
            yield Problem(path, _shown(value), "a mapping with a 'kind'")
        elif not isinstance(value.get("kind"), str) or value["kind"] not in schemas:
            found = _shown(value["kind"]) if "kind" in value else "nothing"
            hint = _meant(value.get("kind"), list(schemas))
            yield Problem(f"{path}.kind", found, f"one of {', '.join(schemas)}", hint)
        else:
            yield from self._check(value, schemas[value["kind"]], path)

    def _mapping(self, value: Mapping[Any, Any], schema: Schema, path: str) -> Iterator[Problem]:
        known: Mapping[str, Schema] = schema.get("properties", {})
        rest = schema.get("additionalProperties", True)
        for name, each in value.items():
            place = f"{path}.{name}" if path else str(name)
            if name in known:
                yield from self._check(each, known[name], place)
            elif rest is False:
                others = [other for other in known if other not in value]
                yield Problem(place, "a member nobody knows", f"one of {', '.join(known)}", _meant(name, others))
            elif isinstance(rest, Mapping):
                yield from self._check(each, rest, place)
        for name in schema.get("required", ()):
            if name not in value:
                wanted = {**self._resolved(known[name]), **known[name]}
                yield Problem(f"{path}.{name}" if path else name, "nothing", _described(wanted))
        if len(value) < schema.get("minProperties", 0):
            yield Problem(path, "an empty mapping", "at least one member")
        yield from _alternatives(value, schema, path)

    def _list(self, value: list[Any], schema: Schema, path: str) -> Iterator[Problem]:
        if len(value) < schema.get("minItems", 0):
            yield Problem(path, "an empty list", "at least one item")
        for number, each in enumerate(value):
            yield from self._check(each, schema.get("items", {}), f"{path}[{number}]")


def _types(schema: Schema) -> tuple[str, ...]:
    named = schema.get("type", ())
    return (named,) if isinstance(named, str) else tuple(named)


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if name == "number":
        return isinstance(value, int) or (isinstance(value, float) and isfinite(value))
    kinds = {"object": Mapping, "array": list, "string": str, "integer": int, "null": type(None)}
    return name in kinds and isinstance(value, kinds[name])


def _scalar(value: Any, schema: Schema, path: str) -> Iterator[Problem]:
    wrong = (
        ("const" in schema and json.dumps(value) != json.dumps(schema["const"]))
        or (isinstance(value, str) and not _fits_text(value, schema))
        or (isinstance(value, int | float) and not _fits_number(value, schema))
    )
    if wrong:
        yield Problem(path, _shown(value), _described(schema), _meant(value, _words_of(schema)))


def _fits_text(value: str, schema: Schema) -> bool:
    pattern = schema.get("pattern", "").replace("$", r"\Z")  # in a schema $ is the very end, not before a newline
    return len(value) >= schema.get("minLength", 0) and bool(re.search(pattern, value))


def _fits_number(value: float, schema: Schema) -> bool:
    low, high, above = schema.get("minimum"), schema.get("maximum"), schema.get("exclusiveMinimum")
    return (low is None or value >= low) and (high is None or value <= high) and (above is None or value > above)


def _described(schema: Schema) -> str:
    """What a value may be, in words."""
    if "const" in schema:
        return json.dumps(schema["const"])
    kinds: list[str] = []
    for name in _types(schema):
        if name == "string" and "pattern" in schema:
            described = schema.get("description", "text").rstrip(".")
            kinds += [repr(word) for word in _words_of(schema)] or [described[:1].lower() + described[1:]]
        else:
            kinds.append(WORDS[name] + (_bounds(schema) if name in ("integer", "number") else ""))
    return " or ".join(kinds)


def _words_of(schema: Schema) -> list[str]:
    """The words a pattern like ^(absent|date)$ lists."""
    listed = re.fullmatch(r"\^\(?([a-zA-Z|]+)\)?\$", schema.get("pattern", ""))
    return listed[1].split("|") if listed else []


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if "exclusiveMinimum" in schema:
        return f" above {schema['exclusiveMinimum']} up to {high}"
    if low is not None and high is not None:
        return f" from {low} to {high}"
    return f" of at least {low}" if low is not None else ""


def _alternatives(value: Mapping[Any, Any], schema: Schema, path: str) -> Iterator[Problem]:
    """anyOf and oneOf that only ask for members."""
    for word, most in (("anyOf", None), ("oneOf", 1)):
        groups = [each["required"] for each in schema.get(word, ())]
        met = sum(all(name in value for name in group) for group in groups)
        if groups and (met == 0 or (most is not None and met > most)):
            named = " or ".join(" with ".join(map(repr, group)) for group in groups)
            found = "none of them" if met == 0 else f"{met} of them"
            yield Problem(path, found, f"{'exactly one of ' if most else ''}{named}")


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = json.dumps(value, default=str, skipkeys=True, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _meant(found: Any, known: list[str]) -> str:
    """'; did you mean …?' where a known word is near."""
    near = get_close_matches(str(found), known, n=1)
    folded = [each for each in known if each.lower() == str(found).lower()]
    return f"; did you mean '{(folded or near)[0]}'?" if folded or near else ""
