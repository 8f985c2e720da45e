"""Comparison and logic; and, or, if and coalesce evaluate only what they need (Microsoft, "Logical functions")."""

from collections.abc import Callable, Sequence
from typing import Any

from azlift.rehearsal.expressions.frame import Frame
from azlift.rehearsal.expressions.signatures import ANY, BOOLEAN, STRING_OR_INTEGER, TEXT, Function, by_name, refused
from azlift.rehearsal.expressions.values import deep_equals, type_name

Thunk = Callable[[Frame], Any]


def _truth(name: str, value: Any) -> bool:
    if type(value) is not bool:
        raise refused(name, f"the arguments must be booleans. The provided value is of type '{type_name(value)}'.")
    return value


def _if(frame: Frame, arguments: Sequence[Thunk]) -> Any:
    condition, then, otherwise = arguments
    return then(frame) if _truth("if", condition(frame)) else otherwise(frame)


def _and(frame: Frame, arguments: Sequence[Thunk]) -> bool:
    return all(_truth("and", argument(frame)) for argument in arguments)


def _or(frame: Frame, arguments: Sequence[Thunk]) -> bool:
    return any(_truth("or", argument(frame)) for argument in arguments)


def _coalesce(frame: Frame, arguments: Sequence[Thunk]) -> Any:
    return next((value for argument in arguments if (value := argument(frame)) is not None), None)


def _ordering(name: str, holds: Callable[[Any, Any], bool]) -> Function:
    def compare(left: Any, right: Any) -> bool:
        if type(left) is not type(right):
            raise refused(name, f"the arguments must be of one type, not '{type_name(left)}' and '{type_name(right)}'.")
        return holds(left, right)

    return Function(name, compare, (STRING_OR_INTEGER, STRING_OR_INTEGER))


def _bool(value: Any) -> bool:
    if type(value) is str:
        if value.lower() not in ("true", "false"):
            raise refused("bool", f"the string '{value}' is neither 'true' nor 'false'.")
        return value.lower() == "true"
    return bool(value)


FUNCTIONS = by_name(
    Function("if", _if, (ANY, ANY, ANY), lazy=True),
    Function("and", _and, (ANY, ANY), rest=ANY, lazy=True),
    Function("or", _or, (ANY, ANY), rest=ANY, lazy=True),
    Function("coalesce", _coalesce, (ANY,), rest=ANY, lazy=True),
    Function("not", lambda value: not value, (BOOLEAN,)),
    Function("equals", deep_equals, (ANY, ANY)),
    _ordering("less", lambda left, right: left < right),
    _ordering("lessOrEquals", lambda left, right: left <= right),
    _ordering("greater", lambda left, right: left > right),
    _ordering("greaterOrEquals", lambda left, right: left >= right),
    Function("bool", _bool, (TEXT,)),
    Function("true", lambda: True),
    Function("false", lambda: False),
    Function("null", lambda: None),
)
