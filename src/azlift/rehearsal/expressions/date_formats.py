""".NET's date format strings, of one letter or custom, in the invariant culture, for an instant in UTC.

Microsoft, "Standard date and time format strings" and "Custom date and time format strings".
"""

import re
from datetime import datetime

from azlift.rehearsal.expressions.number_formats import FormatError

BAD_DATE_FORMAT = "Input string was not in a correct format."

STANDARD = {
    "d": "MM/dd/yyyy",
    "D": "dddd, dd MMMM yyyy",
    "f": "dddd, dd MMMM yyyy HH:mm",
    "F": "dddd, dd MMMM yyyy HH:mm:ss",
    "g": "MM/dd/yyyy HH:mm",
    "G": "MM/dd/yyyy HH:mm:ss",
    "M": "MMMM dd",
    "m": "MMMM dd",
    "O": "yyyy-MM-ddTHH:mm:ss.fffffffK",
    "o": "yyyy-MM-ddTHH:mm:ss.fffffffK",
    "R": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
    "r": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
    "s": "yyyy-MM-ddTHH:mm:ss",
    "t": "HH:mm",
    "T": "HH:mm:ss",
    "u": "yyyy-MM-dd HH:mm:ssZ",
    "U": "dddd, dd MMMM yyyy HH:mm:ss",
    "Y": "yyyy MMMM",
    "y": "yyyy MMMM",
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_PIECE = re.compile(
    r"(?P<quote>['\"])(?P<quoted>(?:\\.|(?!(?P=quote))[^\\])*)(?P=quote)|\\(?P<escaped>.)|%(?P<alone>[^%'\"\\])"
    r"|(?P<run>d+|f+|F+|g+|h+|H+|K|m+|M+|s+|t+|y+|z+)|(?P<other>[^'\"\\%])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MOST_DIGITS = 7


def date_text(instant: datetime, form: str) -> str:
    """The instant in a format string; FormatError when .NET does not know the format."""
    if len(form) == 1 and form not in STANDARD:
        raise FormatError(BAD_DATE_FORMAT)
    rest, text = STANDARD.get(form or "G", form), ""
    position = 0
    while position < len(rest):
        piece = _PIECE.match(rest, position)
        if piece is None:
            raise FormatError(BAD_DATE_FORMAT)
        text = _with_piece(text, instant, piece)
        position = piece.end()
    return text


def _with_piece(text: str, instant: datetime, piece: re.Match[str]) -> str:
    if piece["quote"]:
        return text + _ESCAPE.sub(r"\1", piece["quoted"])
    run = piece["run"] or piece["alone"] or ""
    if run[:1] not in "dfFghHKmMstyz":
        return text + run
    if not run:
        return text + (piece["escaped"] or piece["other"])
    added = _run_text(instant, run)
    # A fraction that is left out takes the point before it along.
    return text.removesuffix(".") if run[0] == "F" and not added else text + added


def _run_text(instant: datetime, run: str) -> str:
    letter, count = run[0], len(run)
    match letter:
        case "d" | "M" if count > 2:
            name = _DAYS[instant.weekday()] if letter == "d" else _MONTHS[instant.month - 1]
            return name[:3] if count == 3 else name
        case "f" | "F":
            return _fraction(instant, letter, count)
        case "t":
            return ("AM" if instant.hour < 12 else "PM")[:count]
        case "K":
            return "Z"
        case "g":
            return "A.D."
        case "z":
            return ("+0", "+00", "+00:00")[min(count, 3) - 1]
        case "y":
            return f"{instant.year % 100 if count < 3 else instant.year:0{count}d}"
    return f"{_number(instant, letter):0{min(count, 2)}d}"


def _fraction(instant: datetime, letter: str, count: int) -> str:
    if count > _MOST_DIGITS:
        raise FormatError(BAD_DATE_FORMAT)
    digits = f"{instant.microsecond:06d}0"[:count]
    return digits if letter == "f" else digits.rstrip("0")


def _number(instant: datetime, letter: str) -> int:
    numbers = {
        "d": instant.day,
        "M": instant.month,
        "H": instant.hour,
        "h": instant.hour % 12 or 12,
        "m": instant.minute,
        "s": instant.second,
    }
    return numbers[letter]
