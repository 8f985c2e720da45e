"""Arithmetic on 64-bit integers; what overflows is refused, division truncates toward zero as .NET's does."""

import math
import re
from collections.abc import Callable
from typing import Any

from azlift.rehearsal.expressions.signatures import (
    INTEGER,
    INTEGER_OR_ARRAY,
    Function,
    by_name,
    kind_of,
    refused,
)
from azlift.rehearsal.expressions.values import fits
from azlift.rehearsal.expressions.voices import arithmetic
from azlift.rehearsal.language_errors import ExpressionError

_INTEGER_TEXT = re.compile(r"\s*[+-]?[0-9]+\s*")
_FLOAT_TEXT = re.compile(r"\s*[+-]?(?:[0-9][0-9,]*\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")
_NUMBER_TEXT = kind_of("a string or an integer", str, int, float)


def _operation(name: str, compute: Callable[[int, int], int], first: str, second: str) -> Function:
    def checked(left: int, right: int) -> int:
        result = compute(left, right)
        if not fits(result):
            raise ExpressionError(
                f"The template language function '{name}' overflowed with the operants '{left}' and '{right}'. "
                "Please see https://aka.ms/arm-functions for usage details."
            )
        return result

    return Function(name, checked, (INTEGER, INTEGER), voice=arithmetic(first, second))


def _quotient(left: int, right: int) -> int:
    _check_divisor("div", right)
    size = abs(left) // abs(right)
    return size if (left < 0) == (right < 0) else -size


def _remainder(left: int, right: int) -> int:
    _check_divisor("mod", right)
    size = abs(left) % abs(right)
    return -size if left < 0 else size


def _check_divisor(name: str, divisor: int) -> None:
    if divisor == 0:
        raise ExpressionError(f"Attempt to divide an integral or decimal value by zero in function '{name}'.")


def _int(value: Any) -> int:
    if type(value) is int:
        return value
    if type(value) is str and _INTEGER_TEXT.fullmatch(value) and len(value) < 4_000 and fits(int(value)):
        return int(value)
    raise ExpressionError(
        f"The template language function 'int' cannot convert provided value '{value}' to integer value. "
        "Please see https://aka.ms/arm-function-int for usage details."
    )


def _float(value: Any) -> float:
    if type(value) is not str:
        return float(value)
    number = float(value.replace(",", "")) if _FLOAT_TEXT.fullmatch(value) else math.inf
    if not math.isfinite(number):
        raise refused("float", f"the string '{value}' cannot be converted to a floating point number.")
    return number


def _extreme(name: str, choose: Callable[[list[int]], int]) -> Function:
    def extreme(*arguments: Any) -> int:
        values = arguments[0] if len(arguments) == 1 and type(arguments[0]) is list else list(arguments)
        if not values or any(type(value) is not int for value in values):
            raise refused(name, "the arguments must be integers, or one array of at least one integer.")
        return choose(values)

    return Function(name, extreme, (INTEGER_OR_ARRAY,), rest=INTEGER)


FUNCTIONS = by_name(
    _operation("add", lambda left, right: left + right, "first summand", "second summand"),
    _operation("sub", lambda left, right: left - right, "minuend", "subtrahend"),
    _operation("mul", lambda left, right: left * right, "first multiplicand", "second multiplicand"),
    _operation("div", _quotient, "dividend", "divisor"),
    _operation("mod", _remainder, "dividend", "divisor"),
    Function("int", _int, (_NUMBER_TEXT,)),
    Function("float", _float, (_NUMBER_TEXT,)),
    _extreme("min", min),
    _extreme("max", max),
)
