import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from azlift.checks import looking
from azlift.checks.looking import look_until_passed
from azlift.model import Check, Seen

PORT = {"host": "shop", "port": 443}


class Eyes:
    def __init__(self, *seen: tuple[bool, float]) -> None:
        self.seen = list(seen)

    async def look(self, check: Check, host: str, addresses: Sequence[str]) -> Seen:
        passed, seconds = self.seen.pop(0)
        return Seen(passed=passed, found=f"{len(self.seen)} left", seconds=seconds)

    def read(self, check: Check, printed: str) -> Seen:
        raise AssertionError


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(_: float) -> None: ...

    monkeypatch.setattr(looking.asyncio, "sleep", at_once)


def look(eyes: Eyes, **said: Any) -> Seen:
    return asyncio.run(look_until_passed(eyes, Check.model_validate({"name": "c", "tcp": PORT, **said}), "", ()))


def test_it_is_looked_at_until_it_passes() -> None:
    eyes = Eyes((False, 1), (False, 1), (True, 1), (True, 1))
    assert look(eyes).passed
    assert len(eyes.seen) == 1


def test_it_counts_as_failed_after_as_many_tries_as_it_has() -> None:
    eyes = Eyes(*[(False, 1)] * 5)
    assert not look(eyes, tries=4).passed
    assert len(eyes.seen) == 1


def test_a_time_to_compare_is_the_median_of_its_samples() -> None:
    eyes = Eyes((True, 9), (True, 1), (True, 2), (True, 3), (True, 4))
    assert look(eyes, slower_at_most=2).seconds == 3


def test_one_sample_that_fails_fails_it() -> None:
    eyes = Eyes((True, 1), (True, 1), (False, 1), (True, 1), (True, 1))
    assert not look(eyes, slower_at_most=2).passed
