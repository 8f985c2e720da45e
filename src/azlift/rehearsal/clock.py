"""The clock of the world: real, hurried, advanced by hand, or a virtual one handed in by a simulation; and how instants
and durations are written.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where the world reads the time: simulated seconds since 1970, and how many of them pass per real second."""

    @property
    def speed(self) -> float: ...

    def now(self) -> float: ...


@dataclass(slots=True)
class SteeredClock:
    """A clock that starts at `origin` (simulated seconds) and runs `speed` times as fast as the machine's own.

    While the process is down no simulated time passes: the world keeps the last instant and starts from it again.
    """

    origin: float
    speed: float = 1.0
    monotonic: Callable[[], float] = time.monotonic
    started: float = 0.0

    def __post_init__(self) -> None:
        self.started = self.monotonic()

    def now(self) -> float:
        return self.origin + (self.monotonic() - self.started) * self.speed

    def steer(self, speed: float) -> None:
        """Run at another speed from this instant on."""
        self.origin, self.started = self.now(), self.monotonic()
        self.speed = speed

    def advance(self, seconds: float) -> None:
        """Jump forward by simulated seconds."""
        self.origin += seconds


DURATION = re.compile(r"P(?=[\dT])(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII)


def read_duration(text: str) -> float:
    """Seconds of an ISO 8601 duration of days, hours, minutes and seconds; ValueError for anything else."""
    found = DURATION.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text}' is not a duration like PT1H30M")
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def read_instant(text: str) -> float:
    """Seconds since 1970 of a UTC time like 2026-11-23T18:00:00Z; ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"'{text}' names no time zone")
    return moment.timestamp()


def iso_time(instant: float) -> str:
    """Azure's form of an instant: 2026-11-23T18:44:44.1234567Z (seven decimals, as .NET prints them)."""
    moment = datetime.fromtimestamp(instant, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06d}0Z"


def iso_duration(seconds: float) -> str:
    """ISO 8601 duration as ARM prints it: PT1M2.5S."""
    minutes, rest = divmod(max(seconds, 0.0), 60)
    hours, minutes = divmod(int(minutes), 60)
    text = f"{rest:.7f}".rstrip("0").rstrip(".")
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + f"{text}S"


def us_time(instant: float) -> str:
    """The form ARM uses inside messages: 4/1/2024 7:23:01 PM."""
    moment = datetime.fromtimestamp(instant, UTC)
    hour = moment.hour % 12 or 12
    half = "AM" if moment.hour < 12 else "PM"
    return f"{moment.month}/{moment.day}/{moment.year} {hour}:{moment.minute:02d}:{moment.second:02d} {half}"
