"""format(): .NET's composite format strings, `{index[,alignment][:format]}`, in the invariant culture.

As in .NET, a format given for a string or a boolean is ignored; arrays and objects are written as JSON in single
quotes (Azure/bicep, EvaluationTests).
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from azlift.rehearsal.expressions.number_formats import FormatError, number_text
from azlift.rehearsal.expressions.signatures import ANY, STRING, Function, by_name
from azlift.rehearsal.expressions.values import compact_json, to_text
from azlift.rehearsal.expressions.voices import FORMAT
from azlift.rehearsal.language_errors import ExpressionError

# The widest alignment .NET accepts is 999,999.
MAX_WIDTH = 999_999

# .NET's own words.
_BAD_STRING = "Input string was not in a correct format."
_BAD_INDEX = "Index (zero based) must be greater than or equal to zero and less than the size of the argument list."

_HOLE = re.compile(r"\{\{|\}\}|\{(?P<index>[0-9]{1,6}) *(?:, *(?P<width>-?[0-9]{1,9}) *)?(?::(?P<form>[^{}]*))?\}|[{}]")

Part = Callable[[tuple[Any, ...]], str]


def format_text(template: str, *arguments: Any) -> str:
    """The template with its holes filled."""
    try:
        return "".join([part if type(part) is str else part(arguments) for part in _parts(template)])  # type: ignore[operator]  # no string is left
    except FormatError as error:
        raise ExpressionError(
            f"Unable to evaluate language function 'format': the format is invalid: '{error}'. "
            "Please see https://aka.ms/arm-function-format for usage details."
        ) from error


@lru_cache(maxsize=4_096)
def _parts(template: str) -> tuple[str | Part, ...]:
    """A composite format string as its literal texts and what fills its holes."""
    parts: list[str | Part] = []
    end = 0
    for match in _HOLE.finditer(template):
        parts.append(template[end : match.start()])
        end = match.end()
        parts.append(_part(match))
    return (*parts, template[end:])


def _part(match: re.Match[str]) -> str | Part:
    if match.group() in ("{{", "}}"):
        return match.group()[0]
    if match["index"] is None:
        raise FormatError(_BAD_STRING)
    index, width, form = int(match["index"]), int(match["width"] or 0), match["form"] or ""
    if abs(width) > MAX_WIDTH:
        raise FormatError(_BAD_STRING)

    def fill(arguments: tuple[Any, ...]) -> str:
        if index >= len(arguments):
            raise FormatError(_BAD_INDEX)
        text = _formatted(arguments[index], form)
        return text.ljust(-width) if width < 0 else text.rjust(width)

    return fill


def _formatted(value: Any, form: str) -> str:
    if type(value) is str:
        return value
    if type(value) in (int, float):
        return number_text(value, form)
    return compact_json(value, "'") if type(value) in (list, dict) else to_text(value)


FUNCTIONS = by_name(Function("format", format_text, (STRING,), rest=ANY, voice=FORMAT))
