"""Dates are written, and durations read, as .NET does: the tables are what .NET Core 3.1 printed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.rehearsal.expressions.date_formats import STANDARD, date_text
from azlift.rehearsal.expressions.dates import read_duration
from azlift.rehearsal.expressions.number_formats import FormatError
from azlift.rehearsal.language_errors import ExpressionError

INSTANT = datetime(2020, 4, 7, 4, 3, 9, 120_000, tzinfo=UTC)

TABLE = [
    ("d", "04/07/2020"),
    ("D", "Tuesday, 07 April 2020"),
    ("f", "Tuesday, 07 April 2020 04:03"),
    ("F", "Tuesday, 07 April 2020 04:03:09"),
    ("g", "04/07/2020 04:03"),
    ("G", "04/07/2020 04:03:09"),
    ("m", "April 07"),
    ("M", "April 07"),
    ("o", "2020-04-07T04:03:09.1200000Z"),
    ("O", "2020-04-07T04:03:09.1200000Z"),
    ("r", "Tue, 07 Apr 2020 04:03:09 GMT"),
    ("R", "Tue, 07 Apr 2020 04:03:09 GMT"),
    ("s", "2020-04-07T04:03:09"),
    ("t", "04:03"),
    ("T", "04:03:09"),
    ("u", "2020-04-07 04:03:09Z"),
    ("U", "Tuesday, 07 April 2020 04:03:09"),
    ("y", "2020 April"),
    ("Y", "2020 April"),
    ("yyyy", "2020"),
    ("yyy", "2020"),
    ("yy", "20"),
    ("y", "2020 April"),
    ("%y", "20"),
    ("yyyyy", "02020"),
    ("M", "April 07"),
    ("%M", "4"),
    ("MM", "04"),
    ("MMM", "Apr"),
    ("MMMM", "April"),
    ("dd", "07"),
    ("ddd", "Tue"),
    ("dddd", "Tuesday"),
    ("h:m:s", "4:3:9"),
    ("hh:mm:ss tt", "04:03:09 AM"),
    ("H t", "4 A"),
    ("HH:mm:ss.fff", "04:03:09.120"),
    ("s.F", "9.1"),
    ("ss.FFFFFFF", "09.12"),
    ("ss.ff", "09.12"),
    ("K z", "Z +0"),
    ("zz", "+00"),
    ("zzz", "+00:00"),
    ("%K", "Z"),
    ("'at' HH", "at 04"),
    ('"at" HH', "at 04"),
    ("\\a\\t HH", "at 04"),
    ("yyyyMMddTHHmmssZ", "20200407T040309Z"),
    ("yyyy-MM-ddTHH:mm:ssK", "2020-04-07T04:03:09Z"),
    ("dd/MM/yyyy", "07/04/2020"),
    ("g yyyy", "A.D. 2020"),
]
REFUSED = ["S", "q", "z", "Z", "%", "'open", "ffffffff", "yyyy\\", "%%"]
DURATIONS = [
    ("P1Y", 31536000.0),
    ("P1M", 2592000.0),
    ("P12M", 31536000.0),
    ("P14M", 36720000.0),
    ("P1D", 86400.0),
    ("PT1H", 3600.0),
    ("PT1M", 60.0),
    ("PT1S", 1.0),
    ("PT1.5S", 1.5),
    ("P1Y2M3DT4H5M6S", 36993906.0),
    ("-P9D", -777600.0),
    ("-PT0.5S", -0.5),
    ("P0D", 0.0),
]
NO_DURATIONS = ["P", "PT", "P1DT", "P1W", "+P1D", "P1.5D", "1D", "P1H", "PT1D", "P-1D", "p1d", ""]


@pytest.mark.parametrize(("form", "text"), TABLE)
def test_a_date_is_written_as_dotnet_writes_it(form: str, text: str) -> None:
    assert date_text(INSTANT, form) == text


@pytest.mark.parametrize("form", REFUSED)
def test_a_format_dotnet_refuses_is_refused(form: str) -> None:
    with pytest.raises(FormatError):
        date_text(INSTANT, form)


@pytest.mark.parametrize(("text", "seconds"), DURATIONS)
def test_a_duration_is_what_dotnet_makes_of_it(text: str, seconds: float) -> None:
    assert read_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", NO_DURATIONS)
def test_what_dotnet_takes_for_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match="not a valid ISO8601 Duration string"):
        read_duration(text)


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from([*STANDARD, "yyyy-MM-ddTHH:mm:ss.fffffffK"]))
def test_every_instant_can_be_written(instant: datetime, form: str) -> None:
    assert date_text(instant, form)
