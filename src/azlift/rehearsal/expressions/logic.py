"""Comparison and logic; and, or, if and coalesce evaluate only what they need (Microsoft, "Logical functions")."""

import unicodedata
from collections.abc import Callable, Sequence
from operator import ge, gt, le, lt
from typing import Any

from azlift.rehearsal.expressions.frame import Frame
from azlift.rehearsal.expressions.signatures import (
    ANY,
    BOOLEAN,
    BOOLEAN_TYPE,
    STRING_OR_INTEGER,
    TRUTH,
    Function,
    Kind,
    by_name,
    not_valid,
)
from azlift.rehearsal.expressions.values import deep_equals, type_name
from azlift.rehearsal.expressions.voices import AT_LEAST_ONE, ORDER, Voice
from azlift.rehearsal.language_errors import FUNCTIONS_URL, ExpressionError

Thunk = Callable[[Frame], Any]
SortKey = tuple[list[tuple[int, str]], list[str], list[bool]]


def _lazy(name: str, takes: tuple[Kind, ...], choose: Callable[..., Any], voice: Voice, rest: Kind | None) -> Function:
    """A function whose `choose` is given a way to evaluate a boolean argument, the frame and the arguments."""

    def call(frame: Frame, arguments: Sequence[Thunk]) -> Any:
        def truth(position: int) -> bool:
            value = arguments[position](frame)
            if type(value) is not bool:
                raise made.refuse_kind(position, [value] * len(arguments))
            return value

        return choose(truth, frame, arguments)

    made = Function(name, call, takes, rest=rest, lazy=True, voice=voice)
    return made


def _if(truth: Callable[[int], bool], frame: Frame, arguments: Sequence[Thunk]) -> Any:
    return arguments[1](frame) if truth(0) else arguments[2](frame)


def _and(truth: Callable[[int], bool], frame: Frame, arguments: Sequence[Thunk]) -> bool:
    return all(map(truth, range(len(arguments))))


def _or(truth: Callable[[int], bool], frame: Frame, arguments: Sequence[Thunk]) -> bool:
    return any(map(truth, range(len(arguments))))


def _coalesce(frame: Frame, arguments: Sequence[Thunk]) -> Any:
    return next((value for argument in arguments if (value := argument(frame)) is not None), None)


def sort_key(text: str) -> SortKey:
    """Where a string stands in the invariant culture's order: letters first, then accents, then case.

    Symbols come before digits, digits before letters, 'a' before 'A' (the documentation's greater('A', 'a') is true).
    """
    characters = unicodedata.normalize("NFD", text)
    bases = [character for character in characters if not unicodedata.combining(character)]
    return (
        [(character.isalnum() + character.isalpha(), character.lower()) for character in bases],
        [character for character in characters if unicodedata.combining(character)],
        [character.isupper() for character in bases],
    )


def _ordering(name: str, holds: Callable[[Any, Any], bool]) -> Function:
    def compare(left: Any, right: Any) -> bool:
        if type(left) is not type(right):
            raise ExpressionError(
                f"The template language function '{name}' expects two parameters of matching types. The function was "
                f"invoked with values of type '{type_name(left)}' and '{type_name(right)}' that do not match. "
                f"Please see {FUNCTIONS_URL}#{name} for usage details."
            )
        return holds(sort_key(left), sort_key(right)) if type(left) is str else holds(left, right)

    return Function(name, compare, (STRING_OR_INTEGER, STRING_OR_INTEGER), voice=ORDER)


def _bool(value: Any) -> bool:
    if type(value) is not str:
        return bool(value)
    word = value.strip().lower()
    if word not in ("true", "false"):
        raise not_valid("bool", "The value cannot be converted to the target type.")
    return word == "true"


FUNCTIONS = by_name(
    _lazy("if", (BOOLEAN_TYPE, ANY, ANY), _if, Voice(), None),
    _lazy("and", (BOOLEAN_TYPE, BOOLEAN_TYPE), _and, Voice(), BOOLEAN_TYPE),
    _lazy("or", (BOOLEAN_TYPE, BOOLEAN_TYPE), _or, Voice(), BOOLEAN_TYPE),
    Function("coalesce", _coalesce, (ANY,), rest=ANY, lazy=True, voice=AT_LEAST_ONE),
    Function("not", lambda value: not value, (BOOLEAN,)),
    Function("equals", deep_equals, (ANY, ANY)),
    _ordering("less", lt),
    _ordering("lessOrEquals", le),
    _ordering("greater", gt),
    _ordering("greaterOrEquals", ge),
    Function("bool", _bool, (TRUTH,)),
    Function("true", lambda: True),
    Function("false", lambda: False),
    Function("null", lambda: None),
)
