"""The values of the language: JSON's, with .NET's names, texts and comparison."""

import json
from collections.abc import Iterable
from types import NoneType
from typing import Any

from azlift.rehearsal.language_errors import ExpressionError

# Integers are 64-bit signed (Microsoft, "Data types in ARM templates").
INTEGER_MIN = -(2**63)
INTEGER_MAX = 2**63 - 1

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


def checked_integer(value: int, function: str) -> int:
    """The value, or an error when it does not fit 64 bits."""
    if INTEGER_MIN <= value <= INTEGER_MAX:
        return value
    raise ExpressionError(
        f"Unable to evaluate template language function '{function}': "
        "the result is outside the range of a 64-bit integer."
    )


def compact_json(value: Any) -> str:
    """The JSON text of a value without blanks, as string() writes arrays and objects."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_text(value: Any) -> str:
    """The text of a value inside a string: .NET's True/False, compact JSON for arrays and objects, nothing for null."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if type(value) is bool:
        return "True" if value else "False"
    if type(value) is int:
        return str(value)
    return compact_json(value)


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
