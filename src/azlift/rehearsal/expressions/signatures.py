"""What a function of the language takes, and the refusal of what it does not."""

from collections.abc import Callable
from dataclasses import dataclass
from types import NoneType
from typing import Any, NamedTuple

from azlift.rehearsal.expressions.frame import Lambda
from azlift.rehearsal.expressions.values import type_name
from azlift.rehearsal.language_errors import ExpressionError


class Kind(NamedTuple):
    """The types an argument may have, and their name in a message; no types means any."""

    phrase: str
    types: frozenset[type] | None


def _kind(phrase: str, *types: type) -> Kind:
    return Kind(phrase, frozenset(types))


ANY = Kind("a value", None)
STRING = _kind("a string", str)
INTEGER = _kind("an integer", int)
BOOLEAN = _kind("a boolean", bool)
ARRAY = _kind("an array", list)
OBJECT = _kind("an object", dict)
LAMBDA = _kind("a lambda", Lambda)
TEXT = _kind("a string, an integer or a boolean", str, int, bool)
STRING_OR_INTEGER = _kind("a string or an integer", str, int)
STRING_OR_ARRAY = _kind("a string or an array", str, list)
INTEGER_OR_ARRAY = _kind("an integer or an array", int, list)
ARRAY_OR_OBJECT = _kind("an array or an object", list, dict)
COUNTABLE = _kind("an object, an array, or a string", str, list, dict)
COUNTABLE_OR_NULL = _kind("an object, an array, or a string", str, list, dict, NoneType)


@dataclass(frozen=True, slots=True)
class Function:
    """One function: `takes` its arguments, of which `required`; `rest` is the kind of any further ones.

    `framed`: `call` is given the frame first. `lazy`: `call` is given the frame and the unevaluated arguments.
    """

    name: str
    call: Callable[..., Any]
    takes: tuple[Kind, ...] = ()
    required: int | None = None
    rest: Kind | None = None
    framed: bool = False
    lazy: bool = False

    def kinds(self, count: int) -> tuple[Kind, ...]:
        """The kinds of `count` arguments, or an error when the function does not take that many."""
        least = len(self.takes) if self.required is None else self.required
        if count < least or (self.rest is None and count > len(self.takes)):
            raise self._wrong_count(count, least)
        spare = (self.rest or ANY,) * (count - len(self.takes))
        return self.takes[:count] + spare

    def _wrong_count(self, count: int, least: int) -> ExpressionError:
        if self.rest is not None:
            wanted = f"at least {least}"
        elif least == len(self.takes):
            wanted = str(least)
        else:
            wanted = f"between {least} and {len(self.takes)}"
        return ExpressionError(
            f"Unable to evaluate template language function '{self.name}': function requires {wanted} argument(s) "
            f"while {count} were provided. Please see https://aka.ms/arm-functions#{self.name.lower()} for usage "
            "details."
        )

    def refuse_kind(self, position: int, kind: Kind, value: Any) -> ExpressionError:
        """The refusal of one argument; positions count from 1."""
        which = "parameter" if len(self.takes) == 1 and self.rest is None else f"parameter '{position}'"
        return ExpressionError(
            f"The template function '{self.name}' expects its {which} to be {kind.phrase}. The provided value is of "
            f"type '{type_name(value)}'. Please see https://aka.ms/arm-functions#{self.name.lower()} for usage details."
        )


def by_name(*functions: Function) -> dict[str, Function]:
    """The functions under their lower-case names."""
    return {function.name.lower(): function for function in functions}


def refused(function: str, reason: str) -> ExpressionError:
    """The refusal of a call whose arguments have the right types and the wrong values."""
    return ExpressionError(
        f"Unable to evaluate template language function '{function}': {reason} "
        f"Please see https://aka.ms/arm-functions#{function.lower()} for usage details."
    )
