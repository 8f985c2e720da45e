from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from azlift.ledger import Ledger, open_ledger


class SteeredClock:
    """A clock that tests move by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> SteeredClock:
    return SteeredClock()


@pytest.fixture
def open_as(tmp_path: Path, clock: SteeredClock) -> Callable[[str], Ledger]:
    """Opens the same ledger file as another driver, on a machine of its own unless the name says otherwise."""
    return lambda driver: open_ledger(tmp_path / "a.ledger", clock, driver)


@pytest.fixture
def ledger(open_as: Callable[[str], Ledger]) -> Ledger:
    return open_as("elsewhere-1:100:1")
