"""Numbers as .NET writes them in the invariant culture: standard formats (C D E F G N P R X) and custom patterns.

Source of the rules: Microsoft, "Standard numeric format strings" and "Custom numeric format strings"; the tests hold
what .NET Core 3.1 itself prints. Integers are 64-bit, every other number is an IEEE double.
"""

import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from azlift.rehearsal.expressions.patterns import patterned

Number = int | float

# .NET's own words for a format it does not know.
BAD_FORMAT = "Format specifier was invalid."

_STANDARD = re.compile(r"([A-Za-z])([0-9]{1,9})?")
# Wide enough for every digit of any double and of any precision asked for.
_WIDE = 2_000
# The places before the point between which a number is written without an exponent: 0.0001 but 1E-05.
_SMALLEST_PLAIN, _LARGEST_PLAIN = -4, 17
# A custom pattern sees a double with this many digits.
_PATTERN_DIGITS = 15
# .NET Core takes a billion digits; ours: what fits a template (4 MB) is enough, and much less is kinder.
_MOST_DIGITS = 1_000


class FormatError(Exception):
    """A format string .NET refuses; the message is .NET's."""


class _Digits(NamedTuple):
    """A number without its sign: its significant digits, and how many of them stand before the point."""

    text: str
    scale: int


def number_text(value: Number, form: str = "") -> str:
    """The number in a .NET numeric format; the shortest text that reads back the same when the format is empty."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if not form:
        return str(value) if type(value) is int else _shortest(float(value))
    standard = _STANDARD.fullmatch(form)
    if standard is None:
        seen = _context(value, _PATTERN_DIGITS).plus(_exact(value)) if type(value) is float else _exact(value)
        return patterned(seen, _negative(value), form, keeps_zero_sign=type(value) is float)
    letter, precision = standard[1], int(standard[2]) if standard[2] else None
    if letter.upper() not in _WRITERS or (precision or 0) > _MOST_DIGITS:
        raise FormatError(BAD_FORMAT)
    return _WRITERS[letter.upper()](value, letter, precision)


def _context(value: Number, digits: int) -> Context:
    """Rounding to so many digits: halves of a double go to the even digit, those of an integer away from zero."""
    return Context(prec=digits, rounding=ROUND_HALF_EVEN if type(value) is float else ROUND_HALF_UP)


def _exact(value: Number) -> Decimal:
    """The number's size, to its last binary digit."""
    return Decimal(value).copy_abs()


def _negative(value: Number) -> bool:
    """Whether a sign is written; .NET tells -0.0 from 0.0."""
    return math.copysign(1, value) < 0


def _rounded(value: Number, places: int) -> str:
    """The size of the number with so many decimals."""
    return f"{_context(value, _WIDE).quantize(_exact(value), Decimal(1).scaleb(-places)):f}"


def _signed(value: Number, text: str) -> str:
    return f"-{text}" if _negative(value) else text


def _grouped(text: str) -> str:
    whole, point, fraction = text.partition(".")
    return f"{int(whole):,}{point}{fraction}"


def _currency(value: Number, letter: str, precision: int | None) -> str:
    text = "¤" + _grouped(_rounded(value, 2 if precision is None else precision))
    return f"({text})" if _negative(value) else text


def _decimal(value: Number, letter: str, precision: int | None) -> str:
    if type(value) is not int:
        raise FormatError(BAD_FORMAT)
    return _signed(value, str(abs(value)).zfill(precision or 0))


def _exponential(value: Number, letter: str, precision: int | None) -> str:
    return _signed(value, _scientific(value, 6 if precision is None else precision, letter, 3))


def _scientific(value: Number, places: int, letter: str, exponent_digits: int) -> str:
    digits = _significant(value, places + 1)
    text = digits.text.ljust(places + 1, "0")
    exponent = digits.scale - 1 if int(text) else 0
    mantissa = text[0] + ("." + text[1:] if places else "")
    return f"{mantissa}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):0{exponent_digits}d}"


def _significant(value: Number, count: int) -> _Digits:
    size = _exact(value)
    if not size:
        return _Digits("0", 1)
    rounded = _context(value, count).plus(size).as_tuple()
    text = "".join(map(str, rounded.digits))
    return _Digits(text.rstrip("0") or "0", len(text) + int(rounded.exponent))


def _fixed(value: Number, letter: str, precision: int | None) -> str:
    return _signed(value, _rounded(value, 2 if precision is None else precision))


def _number(value: Number, letter: str, precision: int | None) -> str:
    return _signed(value, _grouped(_rounded(value, 2 if precision is None else precision)))


def _percent(value: Number, letter: str, precision: int | None) -> str:
    places = 2 if precision is None else precision
    wide = _context(value, _WIDE)
    size = wide.quantize(_exact(value).scaleb(2, wide), Decimal(1).scaleb(-places))
    return _signed(value, _grouped(f"{size:f}") + " %")


def _general(value: Number, letter: str, precision: int | None) -> str:
    if not precision:
        return _cased(number_text(value), letter)
    digits = _significant(value, precision)
    if _SMALLEST_PLAIN < digits.scale <= precision:
        return _signed(value, _plain(digits))
    return _signed(value, _scientific(value, len(digits.text) - 1, "E" if letter == "G" else "e", 2))


def _plain(digits: _Digits) -> str:
    if digits.scale <= 0:
        return "0." + "0" * -digits.scale + digits.text
    whole, fraction = digits.text[: digits.scale].ljust(digits.scale, "0"), digits.text[digits.scale :]
    return f"{whole}.{fraction}" if fraction else whole


def _round_trip(value: Number, letter: str, precision: int | None) -> str:
    if type(value) is int:
        raise FormatError(BAD_FORMAT)
    return _cased(number_text(value), letter)


def _cased(text: str, letter: str) -> str:
    """The exponent's letter is as small as the format's."""
    return text if letter.isupper() else text.lower()


def _hexadecimal(value: Number, letter: str, precision: int | None) -> str:
    if type(value) is not int:
        raise FormatError(BAD_FORMAT)
    return f"{value & 0xFFFFFFFFFFFFFFFF:{letter}}".zfill(precision or 0)


def _shortest(value: float) -> str:
    """Python and .NET agree on the digits, not on where an exponent begins."""
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    scale = len(text) + int(exponent)
    text = text.rstrip("0")
    if not text:
        return "-0" if sign else "0"
    if _SMALLEST_PLAIN < scale <= _LARGEST_PLAIN:
        return ("-" if sign else "") + _plain(_Digits(text, scale))
    mantissa = text[0] + ("." + text[1:] if len(text) > 1 else "")
    return f"{'-' if sign else ''}{mantissa}E{'-' if scale < 1 else '+'}{abs(scale - 1):02d}"


_WRITERS: dict[str, Callable[[Number, str, int | None], str]] = {
    "C": _currency,
    "D": _decimal,
    "E": _exponential,
    "F": _fixed,
    "G": _general,
    "N": _number,
    "P": _percent,
    "R": _round_trip,
    "X": _hexadecimal,
}
