"""Functions over lambdas (Microsoft, "Lambda functions"); the extra lambda variable, where allowed, is the index."""

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from azlift.rehearsal.expressions.frame import Lambda
from azlift.rehearsal.expressions.signatures import ANY, ARRAY, LAMBDA, OBJECT, Function, by_name, refused
from azlift.rehearsal.expressions.values import type_name


def _applied(name: str, function: Lambda, *counts: int) -> Callable[..., Any]:
    """The lambda, given as many of the values as it names, which must be one of `counts`."""
    if len(function.names) not in counts:
        wanted = " or ".join(map(str, counts))
        raise refused(name, f"the lambda must have {wanted} variable(s), it has {len(function.names)}.")
    return lambda *values: function(*values[: len(function.names)])


def _boolean(name: str, value: Any) -> bool:
    if type(value) is not bool:
        raise refused(name, f"the lambda must answer a boolean. The answer is of type '{type_name(value)}'.")
    return value


def _text(name: str, value: Any) -> str:
    if type(value) is not str:
        raise refused(name, f"the lambda must answer a string. The answer is of type '{type_name(value)}'.")
    return value


def _filter(values: list[Any], function: Lambda) -> list[Any]:
    keep = _applied("filter", function, 1, 2)
    return [value for index, value in enumerate(values) if _boolean("filter", keep(value, index))]


def _map(values: list[Any], function: Lambda) -> list[Any]:
    make = _applied("map", function, 1, 2)
    return [make(value, index) for index, value in enumerate(values)]


def _map_values(values: dict[str, Any], function: Lambda) -> dict[str, Any]:
    make = _applied("mapValues", function, 1)
    return {name: make(value) for name, value in values.items()}


def _reduce(values: list[Any], start: Any, function: Lambda) -> Any:
    step, result = _applied("reduce", function, 2, 3), start
    for index, value in enumerate(values):
        result = step(result, value, index)
    return result


def _sort(values: list[Any], function: Lambda) -> list[Any]:
    precedes = _applied("sort", function, 2)

    def compare(left: Any, right: Any) -> int:
        if _boolean("sort", precedes(left, right)):
            return -1
        return 1 if _boolean("sort", precedes(right, left)) else 0

    return sorted(values, key=cmp_to_key(compare))


def _to_object(values: list[Any], name_of: Lambda, value_of: Lambda | None = None) -> dict[str, Any]:
    name = _applied("toObject", name_of, 1)
    make = None if value_of is None else _applied("toObject", value_of, 1)
    return {_text("toObject", name(value)): value if make is None else make(value) for value in values}


def _group_by(values: list[Any], name_of: Lambda, value_of: Lambda | None = None) -> dict[str, list[Any]]:
    name = _applied("groupBy", name_of, 1)
    make = None if value_of is None else _applied("groupBy", value_of, 1)
    groups: dict[str, list[Any]] = {}
    for value in values:
        groups.setdefault(_text("groupBy", name(value)), []).append(value if make is None else make(value))
    return groups


FUNCTIONS = by_name(
    Function("filter", _filter, (ARRAY, LAMBDA)),
    Function("map", _map, (ARRAY, LAMBDA)),
    Function("mapValues", _map_values, (OBJECT, LAMBDA)),
    Function("reduce", _reduce, (ARRAY, ANY, LAMBDA)),
    Function("sort", _sort, (ARRAY, LAMBDA)),
    Function("toObject", _to_object, (ARRAY, LAMBDA, LAMBDA), required=2),
    Function("groupBy", _group_by, (ARRAY, LAMBDA, LAMBDA), required=2),
)
