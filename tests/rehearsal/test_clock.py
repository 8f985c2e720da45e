"""The clock: hurried, steered, advanced; and instants as Azure writes them."""

import pytest

from azlift.rehearsal.clock import SteeredClock, iso_duration, iso_time, read_duration, read_instant, us_time


def test_a_clock_runs_at_its_speed_and_can_be_steered_and_advanced() -> None:
    real = [0.0]
    clock = SteeredClock(1000.0, 60.0, monotonic=lambda: real[0])
    real[0] = 2.0
    assert clock.now() == 1120.0
    clock.steer(1.0)
    real[0] = 3.0
    assert clock.now() == 1121.0
    clock.advance(3600)
    assert clock.now() == 4721.0


def test_instants_and_durations_are_written_as_azure_writes_them() -> None:
    assert iso_time(1_790_000_000.5) == "2026-09-21T14:13:20.5000000Z"
    assert us_time(1_790_000_000) == "9/21/2026 2:13:20 PM"
    assert us_time(1_790_000_000 - 14 * 3600) == "9/21/2026 12:13:20 AM"
    assert [iso_duration(each) for each in (0, 2.5, 62, 7322)] == ["PT0S", "PT2.5S", "PT1M2S", "PT2H2M2S"]


def test_a_change_of_speed_loses_no_time() -> None:
    real = [10.0]
    clock = SteeredClock(0.0, 1000.0, monotonic=lambda: real[0])
    for speed in (0.0, 5.0, 0.0):
        real[0] += 1.0
        clock.steer(speed)
    assert clock.now() == 1005.0
    real[0] += 100.0
    assert clock.now() == 1005.0


def test_durations_are_never_negative_and_keep_their_decimals() -> None:
    assert [iso_duration(each) for each in (-1.0, 59.25, 60, 3600, 90_061.5)] == [
        "PT0S",
        "PT59.25S",
        "PT1M0S",
        "PT1H0S",
        "PT25H1M1.5S",
    ]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("PT90S", 90), ("PT1H30M", 5400), ("P2D", 172_800), ("P1DT0.5S", 86_400.5), ("PT0S", 0)],
)
def test_durations_are_read(text: str, seconds: float) -> None:
    assert read_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "P", "PT", "P1DT", "90", "PT1", "PT-1S", "P1Y", "pt1s", "PT1S\n"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        read_duration(text)


def test_instants_are_read_and_must_name_their_zone() -> None:
    assert read_instant("2026-09-21T14:13:20Z") == 1_790_000_000.0
    assert read_instant("2026-09-21T14:13:20.5Z") == 1_790_000_000.5
    with pytest.raises(ValueError, match="names no time zone"):
        read_instant("2026-09-21T14:13:20")
    with pytest.raises(ValueError, match="month"):
        read_instant("2026-13-01T00:00:00Z")
