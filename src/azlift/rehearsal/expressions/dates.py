"""Dates: instants in UTC, ISO 8601 durations, seconds since 1970, and a fresh GUID (Microsoft, "Date functions")."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from azlift.rehearsal.expressions.date_formats import date_text
from azlift.rehearsal.expressions.frame import Frame, Place, not_expected_here
from azlift.rehearsal.expressions.number_formats import FormatError
from azlift.rehearsal.expressions.signatures import INTEGER, STRING, Function, by_name, refused
from azlift.rehearsal.language_errors import ExpressionError

# utcNow() without an argument answers in this format (Microsoft, "utcNow").
UTC_NOW_FORMAT = "yyyyMMddTHHmmssZ"
_ISO_FORMAT = "yyyy-MM-ddTHH:mm:ssZ"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_ZONE = r"(Z|[+-]\d\d:\d\d)?"
# What a base date may look like, with the format dateTimeAdd answers in when it is given none. Bases without a fraction
# answer in ISO 8601 whatever their own separators: of '2023-01-31 00:00:00Z' the documentation prints
# '2023-03-02T00:00:00Z' a month later.
_BASES = (
    (re.compile(rf"(\d{{4}})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(){_ZONE}"), UTC_NOW_FORMAT),
    (re.compile(rf"(\d{{4}})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(){_ZONE}"), _ISO_FORMAT),
    (
        re.compile(rf"(\d{{4}})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)\.(\d{{1,7}}){_ZONE}"),
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ",
    ),
    (re.compile(rf"(\d{{4}})-(\d\d)-(\d\d)()()()(){_ZONE}"), _ISO_FORMAT),
)
_NUMBER = r"([0-9]{1,9})"
_DURATION = re.compile(
    rf"(?P<sign>-)?P(?=[0-9T])(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?"
    rf"(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:([0-9]{{1,9}}(?:\.[0-9]{{1,9}})?)S)?)?"
)


def read_date(function: str, text: str) -> tuple[datetime, str]:
    """The instant written in `text` and the format a date made of it has."""
    for pattern, form in _BASES:
        match = pattern.fullmatch(text)
        if match is not None:
            return _instant(function, text, match), form
    raise _bad_parameter(function, "first", text, "DateTime")


def _bad_parameter(function: str, which: str, text: str, wanted: str) -> ExpressionError:
    return ExpressionError(
        f"The template function '{function}' has an invalid parameter. The {which} parameter '{text}' is not a valid "
        f"ISO8601 {wanted} string. Please see https://aka.ms/arm-syntax-functions ."
    )


def _instant(function: str, text: str, match: re.Match[str]) -> datetime:
    *numbers, fraction, offset = match.groups(default="")
    year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
    microsecond = int(fraction.ljust(6, "0")[:6])
    try:
        zone = UTC if offset in ("", "Z") else datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo
        return datetime(year, month, day, hour, minute, second, microsecond, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _bad_parameter(function, "first", text, "DateTime") from error


def read_duration(text: str) -> timedelta:
    """The time span of an ISO 8601 duration as .NET reads one: years of 365 days, months of 30, no weeks."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise _bad_parameter("dateTimeAdd", "second", text, "Duration")
    years, months, days, hours, minutes, seconds = (amount or "0" for amount in match.groups()[1:])
    # XmlConvert.ToTimeSpan makes years of every twelve months first.
    whole_years = int(years) + int(months) // 12
    span = timedelta(
        days=365 * whole_years + 30 * (int(months) % 12) + int(days),
        hours=int(hours),
        minutes=int(minutes),
        seconds=float(seconds),
    )
    return -span if match["sign"] else span


def _written(function: str, instant: datetime, form: str) -> str:
    try:
        return date_text(instant, form)
    except FormatError as error:
        raise refused(function, f"the date format '{form}' is not valid: {error}") from error


def _date_time_add(base: str, duration: str, form: str | None = None) -> str:
    instant, base_form = read_date("dateTimeAdd", base)
    try:
        moved = instant + read_duration(duration)
    except OverflowError as error:
        raise refused("dateTimeAdd", "the result is outside the years 1 to 9999.") from error
    return _written("dateTimeAdd", moved, base_form if form is None else form)


def _date_time_from_epoch(seconds: int) -> str:
    try:
        return date_text(_EPOCH + timedelta(seconds=seconds), _ISO_FORMAT)
    except OverflowError as error:
        raise refused("dateTimeFromEpoch", "the result is outside the years 1 to 9999.") from error


def _date_time_to_epoch(text: str) -> int:
    instant, _ = read_date("dateTimeToEpoch", text)
    return (instant - _EPOCH) // timedelta(seconds=1)


def _utc_now(frame: Frame, form: str = UTC_NOW_FORMAT) -> str:
    if frame.place is not Place.PARAMETER:
        raise not_expected_here("utcNow")
    instant, _ = read_date("utcNow", frame.surroundings.utc_now())
    return _written("utcNow", instant, form)


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
