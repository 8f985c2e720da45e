"""Arithmetic on 64-bit integers; what overflows is refused, division truncates toward zero as .NET's does."""

import re
from collections.abc import Callable
from typing import Any

from azlift.rehearsal.expressions.signatures import (
    INTEGER,
    INTEGER_OR_ARRAY,
    STRING_OR_INTEGER,
    Function,
    by_name,
    refused,
)
from azlift.rehearsal.expressions.values import checked_integer

_INTEGER_TEXT = re.compile(r"\s*[+-]?[0-9]+\s*")


def _arithmetic(name: str, operation: Callable[[int, int], int]) -> Function:
    return Function(name, lambda left, right: checked_integer(operation(left, right), name), (INTEGER, INTEGER))


def _quotient(left: int, right: int) -> int:
    if right == 0:
        raise refused("div", "the divisor is zero.")
    size = abs(left) // abs(right)
    return size if (left < 0) == (right < 0) else -size


def _remainder(left: int, right: int) -> int:
    if right == 0:
        raise refused("mod", "the divisor is zero.")
    size = abs(left) % abs(right)
    return -size if left < 0 else size


def _int(value: Any) -> int:
    if type(value) is int:
        return value
    if not _INTEGER_TEXT.fullmatch(value):
        raise refused("int", f"the string '{value}' cannot be converted to an integer.")
    return checked_integer(int(value), "int")


def _float(value: Any) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise refused("float", f"the string '{value}' cannot be converted to a floating point number.") from error


def _extreme(name: str, choose: Callable[[list[int]], int]) -> Function:
    def extreme(*arguments: Any) -> int:
        values = arguments[0] if len(arguments) == 1 and type(arguments[0]) is list else list(arguments)
        if not values or any(type(value) is not int for value in values):
            raise refused(name, "the arguments must be integers, or one array of at least one integer.")
        return choose(values)

    return Function(name, extreme, (INTEGER_OR_ARRAY,), rest=INTEGER)


FUNCTIONS = by_name(
    _arithmetic("add", lambda left, right: left + right),
    _arithmetic("sub", lambda left, right: left - right),
    _arithmetic("mul", lambda left, right: left * right),
    _arithmetic("div", _quotient),
    _arithmetic("mod", _remainder),
    Function("int", _int, (STRING_OR_INTEGER,)),
    Function("float", _float, (STRING_OR_INTEGER,)),
    _extreme("min", min),
    _extreme("max", max),
)
