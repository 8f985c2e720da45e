"""format(): .NET's composite format strings, `{index[,alignment][:format]}`, in the invariant culture.

Integers know D, N, F, X, G and patterns of 0, #, comma and point (Microsoft, "Standard numeric format strings"); as in
.NET, a format given for a string or a boolean is ignored.
"""

import re
from decimal import Decimal
from typing import Any

from azlift.rehearsal.expressions.signatures import ANY, STRING, Function, by_name, refused
from azlift.rehearsal.expressions.values import to_text

# The widest alignment or precision .NET accepts in a composite format string is 999,999.
MAX_WIDTH = 999_999

_HOLE = re.compile(
    r"\{\{|\}\}|\{(?P<index>[0-9]{1,6})\s*(?:,\s*(?P<width>-?[0-9]{1,9})\s*)?(?::(?P<spec>[^{}]*))?\}|[{}]"
)
_STANDARD = re.compile(r"([A-Za-z])([0-9]{0,6})")
_PATTERN = re.compile(r"(?P<whole>[#0,]*)(?:\.(?P<fraction>0*#*))?")


def format_text(template: str, *arguments: Any) -> str:
    """The template with its holes filled."""

    def filled(match: re.Match[str]) -> str:
        text = match.group()
        if text in ("{{", "}}"):
            return text[0]
        if match["index"] is None:
            raise refused("format", "the format string is not valid: a brace is not closed or not doubled.")
        return _fill(match, arguments)

    return _HOLE.sub(filled, template)


def _fill(match: re.Match[str], arguments: tuple[Any, ...]) -> str:
    index, width = int(match["index"]), int(match["width"] or 0)
    if index >= len(arguments):
        raise refused("format", f"the index '{index}' of the format string has no argument.")
    if abs(width) > MAX_WIDTH:
        raise refused("format", f"the alignment '{width}' is wider than {MAX_WIDTH}.")
    text = _formatted(arguments[index], match["spec"] or "")
    return text.ljust(-width) if width < 0 else text.rjust(width)


def _formatted(value: Any, spec: str) -> str:
    if not spec or type(value) is not int:
        return to_text(value)
    standard = _STANDARD.fullmatch(spec)
    return _standard(value, standard[1], standard[2]) if standard else _patterned(value, spec)


def _standard(value: int, letter: str, digits: str) -> str:
    precision = int(digits) if digits else None
    sign, size = ("-" if value < 0 else ""), abs(value)
    match letter.upper():
        case "D":
            return sign + str(size).zfill(precision or 0)
        case "N":
            return f"{Decimal(value):,.{2 if precision is None else precision}f}"
        case "F":
            return f"{Decimal(value):.{2 if precision is None else precision}f}"
        case "X":
            return f"{value & 0xFFFFFFFFFFFFFFFF:{letter}}".zfill(precision or 0)
        case "G" if precision is None:
            return str(value)
    raise refused("format", f"the numeric format '{letter}{digits}' is not part of this rehearsal.")


def _patterned(value: int, pattern: str) -> str:
    match = _PATTERN.fullmatch(pattern)
    if match is None:
        raise refused("format", f"the numeric format '{pattern}' is not part of this rehearsal.")
    whole = match["whole"]
    digits = whole.replace(",", "")
    least = len(digits) - digits.index("0") if "0" in digits else 0
    text = "" if value == 0 and least == 0 else str(abs(value)).zfill(least)
    if "," in whole.strip(","):
        text = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", text)
    zeros = (match["fraction"] or "").count("0")
    return ("-" if value < 0 else "") + text + ("." + "0" * zeros if zeros else "")


FUNCTIONS = by_name(Function("format", format_text, (STRING,), rest=ANY))
