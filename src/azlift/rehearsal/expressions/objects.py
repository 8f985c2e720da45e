"""Objects, and steps into what may be missing (Microsoft, "Object functions")."""

from typing import Any

from azlift.rehearsal.expressions.access import access
from azlift.rehearsal.expressions.json_text import JsonTextError, read_json
from azlift.rehearsal.expressions.signatures import ANY, ARRAY, INTEGER, OBJECT, STRING, Function, by_name, refused
from azlift.rehearsal.expressions.values import upper
from azlift.rehearsal.language_errors import ExpressionError


def _create_object(*pairs: Any) -> dict[str, Any]:
    if len(pairs) % 2:
        raise refused("createObject", "the arguments must be pairs of a name and a value.")
    names = pairs[::2]
    if any(type(name) is not str for name in names):
        raise refused("createObject", "every other argument, from the first, must be a string.")
    return dict(zip(names, pairs[1::2], strict=True))


def _shallow_merge(objects: list[Any]) -> dict[str, Any]:
    if any(type(item) is not dict for item in objects):
        raise refused("shallowMerge", "every element of the array must be an object.")
    return {name: value for item in objects for name, value in item.items()}


def _items(value: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value[key]} for key in sorted(value, key=upper)]


def _json(text: str) -> Any:
    try:
        return read_json(text)
    except JsonTextError as error:
        raise ExpressionError(
            f"The template language function 'json' parameter is not valid. The provided value '{text}' cannot be "
            f"parsed: '{error}'. Please see https://aka.ms/arm-functions#json for usage details."
        ) from error


def _steps(value: Any, further: tuple[Any, ...]) -> Any:
    for step in further if value is not None else ():
        value = access(value, step, safe=False)
    return value


def _try_get(value: Any, key: Any, *further: Any) -> Any:
    return _steps(access(value, key, safe=True) if value is not None else None, further)


def _index_from_end(values: list[Any], index: int) -> Any:
    if not 1 <= index <= len(values):
        raise ExpressionError(f"The language expression property array index '{index}' is out of bounds.")
    return values[-index]


def _try_index_from_end(values: Any, index: int, *further: Any) -> Any:
    inside = type(values) is list and 1 <= index <= len(values)
    return _steps(values[-index] if inside else None, further)


FUNCTIONS = by_name(
    Function("createObject", _create_object, rest=ANY),
    Function("shallowMerge", _shallow_merge, (ARRAY,)),
    Function("items", _items, (OBJECT,)),
    Function("objectKeys", list, (OBJECT,)),
    Function("json", _json, (STRING,)),
    Function("tryGet", _try_get, (ANY, ANY), rest=ANY),
    Function("indexFromEnd", _index_from_end, (ARRAY, INTEGER)),
    Function("tryIndexFromEnd", _try_index_from_end, (ANY, INTEGER), rest=ANY),
)
