"""Arrays and objects (Microsoft, "Array functions", "Object functions"); several also take strings."""

from typing import Any

from azlift.rehearsal.expressions.access import access
from azlift.rehearsal.expressions.signatures import (
    ANY,
    ARRAY,
    ARRAY_OR_OBJECT,
    COUNTABLE,
    COUNTABLE_OR_NULL,
    INTEGER,
    OBJECT,
    STRING_OR_ARRAY,
    TEXT,
    Function,
    by_name,
    refused,
)
from azlift.rehearsal.expressions.values import deep_equals, find_key, found_in, to_text, type_name

# range() makes at most this many integers, none above the 32-bit maximum (Microsoft, "range").
MAX_RANGE = 10_000
RANGE_END = 2_147_483_647


def _concat(*values: Any) -> Any:
    if all(type(value) is list for value in values):
        return [item for value in values for item in value]
    if any(type(value) not in TEXT.types for value in values):  # type: ignore[operator]  # TEXT lists its types
        raise refused("concat", "the arguments must be all arrays, or all strings, integers and booleans.")
    return "".join(map(to_text, values))


def _array(value: Any) -> list[Any]:
    return value if type(value) is list else [value]


def _create_object(*pairs: Any) -> dict[str, Any]:
    if len(pairs) % 2:
        raise refused("createObject", "the arguments must be pairs of a name and a value.")
    names = pairs[::2]
    if any(type(name) is not str for name in names):
        raise refused("createObject", "every other argument, from the first, must be a string.")
    return dict(zip(names, pairs[1::2], strict=True))


def _contains(container: Any, item: Any) -> bool:
    if type(container) is list:
        return found_in(item, container)
    if type(item) not in TEXT.types:  # type: ignore[operator]  # TEXT lists its types
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


def _same_containers(name: str, values: tuple[Any, ...]) -> type:
    kinds = {type(value) for value in values}
    if len(kinds) != 1:
        raise refused(name, "the arguments must be all arrays or all objects.")
    return kinds.pop()


def _merge(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    merged = dict(left)
    for name, value in right.items():
        key = find_key(merged, name) or name
        both = type(merged.get(key)) is dict and type(value) is dict
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def _union(*values: Any) -> Any:
    if _same_containers("union", values) is list:
        return _distinct([item for value in values for item in value])
    merged: dict[str, Any] = {}
    for value in values:
        merged = _merge(merged, value)
    return merged


def _intersection(*values: Any) -> Any:
    first, others = values[0], values[1:]
    if _same_containers("intersection", values) is list:
        return _distinct([item for item in first if all(found_in(item, other) for other in others)])
    return {
        name: value
        for name, value in first.items()
        if all((key := find_key(other, name)) is not None and deep_equals(other[key], value) for other in others)
    }


def _shallow_merge(objects: list[Any]) -> dict[str, Any]:
    if any(type(item) is not dict for item in objects):
        raise refused("shallowMerge", "every element of the array must be an object.")
    return {name: value for item in objects for name, value in item.items()}


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


def _index_of(values: Any, item: Any) -> int:
    if type(values) is str:
        return values.lower().find(_searched("indexOf", item))
    return next((index for index, value in enumerate(values) if deep_equals(value, item)), -1)


def _last_index_of(values: Any, item: Any) -> int:
    if type(values) is str:
        return values.lower().rfind(_searched("lastIndexOf", item))
    return max((index for index, value in enumerate(values) if deep_equals(value, item)), default=-1)


def _searched(name: str, item: Any) -> str:
    if type(item) is not str:
        raise refused(name, f"a value of type '{type_name(item)}' cannot be looked for in a string.")
    return item.lower()


def _items(value: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value[key]} for key in sorted(value, key=str.lower)]


def _try_get(value: Any, key: Any, *further: Any) -> Any:
    if value is None:
        return None
    found = access(value, key, safe=True)
    for step in further if found is not None else ():
        found = access(found, step, safe=False)
    return found


def _index_from_end(values: list[Any], index: int) -> Any:
    if not 1 <= index <= len(values):
        raise refused("indexFromEnd", f"the index '{index}' is outside the array.")
    return values[-index]


def _try_index_from_end(values: Any, index: int, *further: Any) -> Any:
    if type(values) is not list or not 1 <= index <= len(values):
        return None
    found = values[-index]
    for step in further if found is not None else ():
        found = access(found, step, safe=False)
    return found


FUNCTIONS = by_name(
    Function("concat", _concat, (ANY,), rest=ANY),
    Function("array", _array, (ANY,)),
    Function("createArray", lambda *values: list(values), rest=ANY),
    Function("createObject", _create_object, rest=ANY),
    Function("contains", _contains, (COUNTABLE, ANY)),
    Function("distinct", _distinct, (ARRAY,)),
    Function("empty", lambda value: not value, (COUNTABLE_OR_NULL,)),
    Function("first", _first, (STRING_OR_ARRAY,)),
    Function("last", _last, (STRING_OR_ARRAY,)),
    Function("flatten", _flatten, (ARRAY,)),
    Function("indexOf", _index_of, (STRING_OR_ARRAY, ANY)),
    Function("lastIndexOf", _last_index_of, (STRING_OR_ARRAY, ANY)),
    Function("intersection", _intersection, (ARRAY_OR_OBJECT, ARRAY_OR_OBJECT), rest=ARRAY_OR_OBJECT),
    Function("union", _union, (ARRAY_OR_OBJECT,), rest=ARRAY_OR_OBJECT),
    Function("shallowMerge", _shallow_merge, (ARRAY,)),
    Function("items", _items, (OBJECT,)),
    Function("objectKeys", list, (OBJECT,)),
    Function("length", len, (COUNTABLE,)),
    Function("range", _range, (INTEGER, INTEGER)),
    Function("skip", lambda values, count: values[max(count, 0) :], (STRING_OR_ARRAY, INTEGER)),
    Function("take", lambda values, count: values[: max(count, 0)], (STRING_OR_ARRAY, INTEGER)),
    Function("tryGet", _try_get, (ANY, ANY), rest=ANY),
    Function("indexFromEnd", _index_from_end, (ARRAY, INTEGER)),
    Function("tryIndexFromEnd", _try_index_from_end, (ANY, INTEGER), rest=ANY),
)
