"""Strings (Microsoft, "String functions"): startsWith and endsWith ignore case, replace does not."""

import re
from typing import Any

from azlift.rehearsal.expressions.hashing import guid_of, unique_string
from azlift.rehearsal.expressions.signatures import (
    ANY,
    ARRAY,
    INTEGER,
    STRING,
    STRING_OR_STRINGS,
    TYPE_STRING,
    Function,
    by_name,
    kind_of,
    refused,
)
from azlift.rehearsal.expressions.values import lower, to_text, upper
from azlift.rehearsal.expressions.voices import (
    AT_LEAST_ONE,
    EXACT,
    PADDING,
    PADDING_VALUE,
    SOLE,
    STRING_PAIR,
    SUBSTRING,
)
from azlift.rehearsal.language_errors import ExpressionError

# The widest padLeft makes a text; seen in Azure's own refusal.
MAX_WIDTH = 16

# .NET's white space; Python's also has the four separators from U+001C.
_BLANKS = "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a" + (
    "\u2028\u2029\u202f\u205f\u3000"
)

_PADDED = kind_of("The source string must be a String or integer", str, int)
_WIDTH = kind_of("The total width must be an integer", int)
_PADDING = kind_of("The padding character must be a string", str)


def _pad_left(value: Any, width: int, padding: str = " ") -> str:
    if not 0 < width <= MAX_WIDTH:
        reason = f"Total width must be a positive integer value and not greater than '{MAX_WIDTH}', while '{width}'"
        raise ExpressionError(PADDING_VALUE.format(which="second", reason=f"{reason} was provided."))
    if len(padding) != 1:
        reason = f"The padding character must be a single character, while '{padding}' was provided."
        raise ExpressionError(PADDING_VALUE.format(which="third", reason=reason))
    return to_text(value).rjust(width, padding)


def _replace(text: str, old: str, new: str) -> str:
    if not old:
        raise refused("replace", "the string to be replaced must not be empty.")
    return text.replace(old, new)


def _split(text: str, delimiters: Any) -> list[str]:
    """The parts; where several delimiters fit, the first of them counts, and an empty one never does (.NET)."""
    wanted = [delimiters] if type(delimiters) is str else delimiters
    stranger = next((delimiter for delimiter in wanted if type(delimiter) is not str), None)
    if stranger is not None:
        raise _SPLIT.refuse_kind(1, [text, stranger])
    fitting = [delimiter for delimiter in wanted if delimiter]
    return re.split("|".join(map(re.escape, fitting)), text) if fitting else [text]


_SPLIT = Function("split", _split, (TYPE_STRING, STRING_OR_STRINGS), voice=EXACT)


def _join(values: list[Any], delimiter: str) -> str:
    return delimiter.join(map(to_text, values))


def _substring(text: str, start: int, length: int | None = None) -> str:
    size, taken = len(text), length if length is not None else len(text) - start
    if start < 0:
        raise _substring_refused(f"The index parameter cannot be less than zero. The index: '{start}'.")
    if start > size:
        raise _substring_refused(
            "The index parameter cannot be larger than the length of the string. "
            f"The index parameter: '{start}', the length of the string parameter: '{size}'."
        )
    if taken < 0:
        raise _substring_refused(f"The length parameter cannot be less than zero. The length parameter: '{taken}'.")
    if start + taken > size:
        raise _substring_refused(
            "The index and length parameters must refer to a location within the string. "
            f"The index parameter: '{start}', the length parameter: '{taken}', "
            f"the length of the string parameter: '{size}'."
        )
    return text[start : start + taken]


def _substring_refused(reason: str) -> ExpressionError:
    return ExpressionError(
        f"Unable to evaluate the template language function 'substring'. {reason} "
        "Please see https://aka.ms/arm-resource-functions/#substring for usage details."
    )


def _like(text: str, pattern: str) -> bool:
    """Whether the text is as a pattern with `*` says (Azure/bicep, baseline Functions: 'abcdef' is like 'a*c*')."""
    wanted = ".*".join(map(re.escape, upper(pattern).split("*")))
    return re.fullmatch(wanted, upper(text), re.DOTALL) is not None


FUNCTIONS = by_name(
    Function("string", to_text, (ANY,)),
    Function("toLower", lower, (TYPE_STRING,), voice=SOLE),
    Function("toUpper", upper, (TYPE_STRING,), voice=SOLE),
    Function("trim", lambda text: text.strip(_BLANKS), (TYPE_STRING,), voice=EXACT),
    Function("startsWith", lambda text, part: upper(text).startswith(upper(part)), (STRING, STRING), voice=STRING_PAIR),
    Function("endsWith", lambda text, part: upper(text).endswith(upper(part)), (STRING, STRING), voice=STRING_PAIR),
    Function("like", _like, (STRING, STRING)),
    Function("padLeft", _pad_left, (_PADDED, _WIDTH, _PADDING), required=2, voice=PADDING),
    Function("replace", _replace, (TYPE_STRING, TYPE_STRING, TYPE_STRING), voice=EXACT),
    _SPLIT,
    Function("join", _join, (ARRAY, STRING)),
    Function("substring", _substring, (STRING, INTEGER, INTEGER), required=2, voice=SUBSTRING),
    Function("uniqueString", unique_string, (STRING,), rest=STRING, voice=AT_LEAST_ONE),
    Function("guid", guid_of, (STRING,), rest=STRING, voice=AT_LEAST_ONE),
)
