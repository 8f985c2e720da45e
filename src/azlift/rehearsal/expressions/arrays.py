"""Arrays, and what arrays share with strings and objects (Microsoft, "Array functions")."""

from collections.abc import Callable
from typing import Any

from azlift.rehearsal.expressions.signatures import (
    ANY,
    ARRAY,
    COLLECTION,
    CONTAINER,
    COUNT,
    COUNTABLE,
    COUNTABLE_OR_NULL,
    INTEGER,
    SCALARS,
    STRING_OR_ARRAY,
    Function,
    by_name,
    refused,
)
from azlift.rehearsal.expressions.values import deep_equals, find_key, found_in, to_text, type_name, upper
from azlift.rehearsal.expressions.voices import (
    AT_LEAST_ONE,
    COMMON,
    CONTENTS,
    EMPTINESS,
    END_OF,
    LENGTH,
    PART_OF,
    STRING_PAIR,
)
from azlift.rehearsal.language_errors import ExpressionError

# range() makes at most this many integers, none above the 32-bit maximum (Microsoft, "range").
MAX_RANGE = 10_000
RANGE_END = 2_147_483_647


def _concat(*values: Any) -> Any:
    if all(type(value) is list for value in values):
        return [item for value in values for item in value]
    if any(type(value) is list for value in values):
        raise ExpressionError(
            "The provided parameters for language function 'concat' are invalid. Either all or none of the parameters "
            "must be an array. Please see https://aka.ms/arm-resource-functions/#concat for usage details."
        )
    if any(type(value) not in SCALARS for value in values):
        raise refused("concat", "the parameters must be all arrays, or all strings, integers and booleans.")
    return "".join(map(to_text, values))


def _array(value: Any) -> list[Any]:
    return value if type(value) is list else [value]


def _contains(container: Any, item: Any) -> bool:
    if type(container) is list:
        return found_in(item, container)
    if type(item) not in SCALARS:
        raise refused("contains", f"a value of type '{type_name(item)}' cannot be looked for there.")
    if type(container) is dict:
        return find_key(container, to_text(item)) is not None
    return to_text(item) in container


def _distinct(values: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for value in values:
        if not found_in(value, kept):
            kept.append(value)
    return kept


def _one_type(name: str, values: tuple[Any, ...]) -> type:
    """The one type of all the values, which are arrays or objects."""
    kinds = {type(value) for value in values}
    if len(kinds) != 1:
        raise ExpressionError(
            f"Template language function '{name}' expects parameters of the same type, but found multiple types."
        )
    kind = kinds.pop()
    if kind not in (list, dict):
        raise ExpressionError(COMMON.kind.format(name=name))
    return kind


def _merge(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    merged = dict(left)
    for name, value in right.items():
        key = find_key(merged, name) or name
        both = type(merged.get(key)) is dict and type(value) is dict
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def _union(*values: Any) -> Any:
    if _one_type("union", values) is list:
        return _distinct([item for value in values for item in value])
    merged: dict[str, Any] = {}
    for value in values:
        merged = _merge(merged, value)
    return merged


def _intersection(*values: Any) -> Any:
    first, others = values[0], values[1:]
    if _one_type("intersection", values) is list:
        return _distinct([item for item in first if all(found_in(item, other) for other in others)])
    return {
        name: value
        for name, value in first.items()
        if all((key := find_key(other, name)) is not None and deep_equals(other[key], value) for other in others)
    }


def _flatten(arrays: list[Any]) -> list[Any]:
    if any(type(item) is not list for item in arrays):
        raise refused("flatten", "every element of the array must be an array.")
    return [value for item in arrays for value in item]


def _range(start: int, count: int) -> list[int]:
    if not 0 <= count <= MAX_RANGE:
        raise refused("range", f"the count must be between 0 and {MAX_RANGE}.")
    if start + count > RANGE_END:
        raise refused("range", f"the start and the count together must not exceed {RANGE_END}.")
    return list(range(start, start + count))


def _first(values: Any) -> Any:
    return values[0] if values else ("" if type(values) is str else None)


def _last(values: Any) -> Any:
    return values[-1] if values else ("" if type(values) is str else None)


def _position(name: str, in_text: Callable[[str, str], int], pick: Callable[[list[int]], int]) -> Function:
    """indexOf and lastIndexOf: strings without regard to case, elements of arrays exactly."""

    def position(values: Any, item: Any) -> int:
        if type(values) is list:
            return pick([index for index, value in enumerate(values) if deep_equals(value, item)] or [-1])
        if type(item) is not str:
            raise made.refuse_kind(1, [values, item])
        return in_text(upper(values), upper(item))

    made = Function(name, position, (STRING_OR_ARRAY, ANY), voice=STRING_PAIR)
    return made


def _last_position(text: str, part: str) -> int:
    """Where the part stands last; nothing at all stands last at the last character (recorded of Azure)."""
    return text.rfind(part) if part else max(len(text) - 1, 0)


FUNCTIONS = by_name(
    Function("concat", _concat, (ANY,), rest=ANY, voice=AT_LEAST_ONE),
    Function("array", _array, (ANY,)),
    Function("createArray", lambda *values: list(values), rest=ANY),
    Function("contains", _contains, (CONTAINER, ANY), voice=CONTENTS),
    Function("distinct", _distinct, (ARRAY,)),
    Function("empty", lambda value: not value, (COUNTABLE_OR_NULL,), voice=EMPTINESS),
    Function("first", _first, (STRING_OR_ARRAY,), voice=END_OF),
    Function("last", _last, (STRING_OR_ARRAY,), voice=END_OF),
    Function("flatten", _flatten, (ARRAY,)),
    _position("indexOf", str.find, lambda indexes: indexes[0]),
    _position("lastIndexOf", _last_position, lambda indexes: indexes[-1]),
    Function("intersection", _intersection, (ANY, ANY), rest=ANY, voice=COMMON),
    Function("union", _union, (ANY,), rest=ANY, voice=COMMON),
    Function("length", len, (COUNTABLE,), voice=LENGTH),
    Function("range", _range, (INTEGER, INTEGER)),
    Function("skip", lambda values, count: values[max(count, 0) :], (COLLECTION, COUNT), voice=PART_OF),
    Function("take", lambda values, count: values[: max(count, 0)], (COLLECTION, COUNT), voice=PART_OF),
)
