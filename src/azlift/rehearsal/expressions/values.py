"""The values of the language: JSON's, with .NET's names, texts and comparison."""

import json
import re
from collections.abc import Iterable
from types import NoneType
from typing import Any

from azlift.rehearsal.expressions.number_formats import number_text

# Integers are 64-bit signed (Microsoft, "Data types in ARM templates").
INTEGER_MIN = -(2**63)
INTEGER_MAX = 2**63 - 1

# What .NET's JSON writer escapes beyond the rules of JSON.
_RARE = re.compile("[\\u0085\\u2028\\u2029]")

TYPE_NAMES: dict[type, str] = {
    str: "String",
    bool: "Boolean",
    int: "Integer",
    float: "Float",
    list: "Array",
    dict: "Object",
    NoneType: "Null",
}


def type_name(value: Any) -> str:
    """The name Azure's messages give to the type of a JSON value."""
    return TYPE_NAMES.get(type(value), "Lambda")


def fits(value: int) -> bool:
    """Whether an integer has room in 64 bits."""
    return INTEGER_MIN <= value <= INTEGER_MAX


def compact_json(value: Any, quote: str = '"') -> str:
    """The JSON text of a value without blanks.

    string() writes arrays and objects so; format() with single quotes (Azure/bicep, EvaluationTests).
    """
    if type(value) is str:
        return _json_string(value, quote)
    if type(value) is list:
        return f"[{','.join(compact_json(item, quote) for item in value)}]"
    if type(value) is dict:
        members = (f"{_json_string(name, quote)}:{compact_json(item, quote)}" for name, item in value.items())
        return f"{{{','.join(members)}}}"
    if type(value) is float:
        text = number_text(value)
        return text if "." in text or "E" in text else f"{text}.0"
    return json.dumps(value)


def _json_string(text: str, quote: str) -> str:
    inner = _RARE.sub(_escaped, json.dumps(text, ensure_ascii=False)[1:-1])
    return f'"{inner}"' if quote == '"' else quote + inner.replace('\\"', '"').replace(quote, f"\\{quote}") + quote


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def to_text(value: Any) -> str:
    """The text of a value inside a string: .NET's True/False, compact JSON for arrays and objects, nothing for null."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if type(value) is bool:
        return "True" if value else "False"
    if type(value) in (int, float):
        return number_text(value)
    return compact_json(value)


def upper(text: str) -> str:
    """The text in capitals, one for one: what .NET's invariant culture does, and how it compares without case."""
    return text.upper() if text.isascii() else "".join(map(_upper, text))


def lower(text: str) -> str:
    """The text in small letters, one for one."""
    return text.lower() if text.isascii() else "".join(map(_lower, text))


def _upper(letter: str) -> str:
    changed = letter.upper()
    return changed if len(changed) == 1 else letter


def _lower(letter: str) -> str:
    changed = letter.lower()
    return changed if len(changed) == 1 else letter


def deep_equals(left: Any, right: Any) -> bool:
    """Whether two values are the same: types count (1 is not true), the order of an object's members does not."""
    if type(left) is not type(right):
        return False
    if type(left) is list:
        return len(left) == len(right) and all(map(deep_equals, left, right))
    if type(left) is dict:
        return left.keys() == right.keys() and all(deep_equals(left[key], right[key]) for key in left)
    return bool(left == right)


def found_in(value: Any, values: Iterable[Any]) -> bool:
    """Whether one of `values` is the same as `value`."""
    return any(deep_equals(value, other) for other in values)


def find_key(mapping: dict[str, Any], name: str) -> str | None:
    """The member of an object called `name`, whatever its case; an exact match wins."""
    if name in mapping:
        return name
    lowered = name.lower()
    return next((key for key in mapping if key.lower() == lowered), None)
