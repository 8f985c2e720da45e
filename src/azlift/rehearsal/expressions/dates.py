"""Dates: .NET's format strings, ISO 8601 durations, seconds since 1970 (Microsoft, "Date functions")."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from azlift.rehearsal.expressions.frame import Frame, Place, not_expected_here
from azlift.rehearsal.expressions.signatures import INTEGER, STRING, Function, by_name, refused

# utcNow() without an argument answers in this format (Microsoft, "utcNow").
UTC_NOW_FORMAT = "yyyyMMddTHHmmssZ"
_ISO_FORMAT = "yyyy-MM-ddTHH:mm:ssZ"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# The invariant culture's standard formats (Microsoft, "Standard date and time format strings").
_STANDARD = {
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
    r"'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|\\(?P<escaped>.)|%(?P<alone>[A-Za-z])"
    r"|(?P<run>d+|f+|F+|h+|H+|K|m+|M+|s+|t+|y+|z+)|(?P<other>.)",
    re.DOTALL,
)
# What a base date may look like, with the format dateTimeAdd answers in when it is given none: the base's own.
_BASES = (
    (re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)()(Z)"), UTC_NOW_FORMAT),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)()(Z|[+-]\d\d:\d\d)?"), _ISO_FORMAT),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{1,7})(Z|[+-]\d\d:\d\d)?"), "o"),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)()(Z)?"), "u"),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)()()()()()"), "yyyy-MM-dd"),
)
_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,9})?)"
_DURATION = re.compile(
    rf"(?P<sign>[+-])?P(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
# Seconds in a year, month, week, day, hour, minute, second. Years of 365 days and months of 30 are .NET's reading of an
# ISO 8601 duration as a time span (XmlConvert.ToTimeSpan); the documentation's examples fit it.
_UNIT_SECONDS = (365 * 86400, 30 * 86400, 7 * 86400, 86400, 3600, 60, 1)


def read_date(function: str, text: str) -> tuple[datetime, str]:
    """The instant written in `text` and the format it is written in."""
    for pattern, form in _BASES:
        match = pattern.fullmatch(text)
        if match is not None:
            return _instant(function, text, match), form
    raise refused(function, f"the string '{text}' is not a date and time.")


def _instant(function: str, text: str, match: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second, fraction, offset = match.groups(default="")
    microsecond = int((fraction or "0").ljust(6, "0")[:6])
    try:
        zone = UTC if offset in ("", "Z") else datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo
        start = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=zone
        )
        return start.replace(microsecond=microsecond).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise refused(function, f"the string '{text}' is not a date and time.") from error


def read_duration(text: str) -> timedelta:
    """The time span of an ISO 8601 duration."""
    match = _DURATION.fullmatch(text)
    if match is None or text.lstrip("+-") in ("P", "PT") or text.endswith("T"):
        raise refused("dateTimeAdd", f"the string '{text}' is not an ISO 8601 duration.")
    amounts = match.groups()[1:]
    seconds = sum(float(amount or 0) * unit for amount, unit in zip(amounts, _UNIT_SECONDS, strict=True))
    return timedelta(seconds=-seconds if match["sign"] == "-" else seconds)


def format_date(instant: datetime, form: str) -> str:
    """The instant in a .NET format string, standard (one letter) or custom."""
    if len(form) == 1 and form not in _STANDARD:
        raise refused("utcNow", f"the date format '{form}' is not valid.")
    return "".join(_piece_text(instant, piece) for piece in _PIECE.finditer(_STANDARD.get(form, form)))


def _piece_text(instant: datetime, piece: re.Match[str]) -> str:
    run = piece["run"] or piece["alone"]
    if run:
        return _run_text(instant, run)
    return next(
        text for text in (piece["single"], piece["double"], piece["escaped"], piece["other"]) if text is not None
    )


def _run_text(instant: datetime, run: str) -> str:
    letter, count = run[0], len(run)
    match letter:
        case "d" | "M" if count > 2:
            name = _DAYS[instant.weekday()] if letter == "d" else _MONTHS[instant.month - 1]
            return name[:3] if count == 3 else name
        case "f" | "F":
            digits = f"{instant.microsecond:06d}0"[:count].ljust(count, "0")
            return digits if letter == "f" else digits.rstrip("0")
        case "t":
            return ("AM" if instant.hour < 12 else "PM")[:count]
        case "K":
            return "Z"
        case "z":
            return ("+0", "+00", "+00:00")[min(count, 3) - 1]
        case "y":
            return f"{instant.year % 100 if count < 3 else instant.year:0{count}d}"
    return f"{_number(instant, letter):0{min(count, 2)}d}"


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


def _date_time_add(base: str, duration: str, form: str | None = None) -> str:
    instant, base_form = read_date("dateTimeAdd", base)
    try:
        moved = instant + read_duration(duration)
    except OverflowError as error:
        raise refused("dateTimeAdd", "the result is outside the years 1 to 9999.") from error
    return format_date(moved, form or base_form)


def _date_time_from_epoch(seconds: int) -> str:
    try:
        return format_date(_EPOCH + timedelta(seconds=seconds), _ISO_FORMAT)
    except OverflowError as error:
        raise refused("dateTimeFromEpoch", "the result is outside the years 1 to 9999.") from error


def _date_time_to_epoch(text: str) -> int:
    instant, _ = read_date("dateTimeToEpoch", text)
    return (instant - _EPOCH) // timedelta(seconds=1)


def _utc_now(frame: Frame, form: str = UTC_NOW_FORMAT) -> str:
    if frame.place is not Place.PARAMETER:
        raise not_expected_here("utcNow")
    instant, _ = read_date("utcNow", frame.surroundings.utc_now())
    return format_date(instant, form)


def _new_guid(frame: Frame) -> Any:
    if frame.place is not Place.PARAMETER:
        raise not_expected_here("newGuid")
    return frame.surroundings.new_guid()


FUNCTIONS = by_name(
    Function("dateTimeAdd", _date_time_add, (STRING, STRING, STRING), required=2),
    Function("dateTimeFromEpoch", _date_time_from_epoch, (INTEGER,)),
    Function("dateTimeToEpoch", _date_time_to_epoch, (STRING,)),
    Function("utcNow", _utc_now, (STRING,), required=0, framed=True),
    Function("newGuid", _new_guid, framed=True),
)
