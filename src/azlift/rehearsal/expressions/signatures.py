"""What a function of the language takes, and the refusal of what it does not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any, NamedTuple

from azlift.rehearsal.expressions.frame import Lambda
from azlift.rehearsal.expressions.values import type_name
from azlift.rehearsal.expressions.voices import GENERAL, Voice
from azlift.rehearsal.language_errors import FUNCTIONS_URL, ExpressionError

_ORDINALS = ("first", "second", "third", "fourth", "fifth")


class Kind(NamedTuple):
    """The types an argument may have, and their name in a message; no types means any."""

    phrase: str
    types: frozenset[type] | None


def kind_of(phrase: str, *types: type) -> Kind:
    """The kind of these types."""
    return Kind(phrase, frozenset(types))


ANY = Kind("a value", None)
STRING = kind_of("a string", str)
TYPE_STRING = kind_of("of type 'String'", str)
INTEGER = kind_of("an integer", int)
BOOLEAN = kind_of("a boolean", bool)
BOOLEAN_TYPE = kind_of("of type boolean", bool)
TRUTH = kind_of("a string, an integer or a boolean", str, int, bool)
ARRAY = kind_of("an array", list)
OBJECT = kind_of("an object", dict)
LAMBDA = kind_of("a lambda", Lambda)
STRING_OR_INTEGER = kind_of("a string or an integer", str, int)
STRING_OR_ARRAY = kind_of("an array or a string", str, list)
STRING_OR_STRINGS = kind_of("of type 'String or Array of Strings'", str, list)
INTEGER_OR_ARRAY = kind_of("an integer or an array", int, list)
COUNTABLE = kind_of("an array, object, or a string", str, list, dict)
COUNTABLE_OR_NULL = kind_of("an object, an array, or a string", str, list, dict, NoneType)
CONTAINER = kind_of("'collection' to be a dictionary (object), an array or a string", str, list, dict)
COLLECTION = kind_of("'collection' to be an array or a string", str, list)
COUNT = kind_of("'count' to be an integer", int)

# What stands inside a string without quotes.
SCALARS = frozenset({str, int, float, bool})


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
    voice: Voice = GENERAL

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
        return ExpressionError(self.voice.count.format(name=self.name, wanted=wanted, given=count))

    def refuse_kind(self, position: int, values: Sequence[Any]) -> ExpressionError:
        """The refusal of the argument at a position, counted from 0, among all that were given."""
        ordinal = _ORDINALS[position] if position < len(_ORDINALS) else f"{position + 1}th"
        alone = len(self.takes) == 1 and self.rest is None
        return ExpressionError(
            self.voice.kind.format(
                name=self.name,
                which="parameter" if alone else f"{ordinal} parameter",
                ordinal=ordinal,
                phrase=self.kinds(len(values))[position].phrase,
                type=type_name(values[position]),
                types="' and '".join(map(type_name, values)),
            )
        )


def by_name(*functions: Function) -> dict[str, Function]:
    """The functions under their lower-case names."""
    return {function.name.lower(): function for function in functions}


def refused(function: str, reason: str) -> ExpressionError:
    """The refusal of a call whose arguments have the right types and the wrong values."""
    return ExpressionError(
        f"Unable to evaluate template language function '{function}': {reason} "
        f"Please see {FUNCTIONS_URL}#{function} for usage details."
    )


def not_valid(function: str, reason: str) -> ExpressionError:
    """The refusal of a value that cannot be read as what the function makes of it."""
    return ExpressionError(
        f"The template language function '{function}' was invoked with a parameter that is not valid. {reason}"
    )
