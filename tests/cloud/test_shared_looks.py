"""Who shares a look with whom, under a virtual clock."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from azlift.cloud.shared_looks import SharedLooks
from azlift.errors import AzureError
from azlift.rehearsal.virtual_time import VirtualClock, run_in_virtual_time


class Azure:
    """Counts the looks and says when each began; one takes `takes` seconds; the first `failing` fail."""

    def __init__(self, takes: float = 1.0, failing: int = 0) -> None:
        self.takes, self.failing = takes, failing
        self.began: list[float] = []

    async def look(self) -> float:
        began = asyncio.get_running_loop().time()
        self.began.append(began)
        await asyncio.sleep(self.takes)
        if len(self.began) <= self.failing:
            raise AzureError("no answer")
        return began


def virtually(main: Callable[[], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        return await main()

    return run_in_virtual_time(VirtualClock(0.0), run())


def test_all_who_ask_before_a_look_begins_share_it() -> None:
    azure, looks = Azure(), SharedLooks()
    seen = virtually(lambda: asyncio.gather(*(looks.ask("a", azure.look) for _ in range(60))))
    assert (seen, azure.began) == ([0.0] * 60, [0.0])


def test_nobody_is_shown_what_was_seen_before_they_asked() -> None:
    azure, looks = Azure(), SharedLooks()

    async def late(delay: float) -> tuple[float, float]:
        await asyncio.sleep(delay)
        return delay, await looks.ask("a", azure.look)

    answers = virtually(lambda: asyncio.gather(*(late(delay / 4) for delay in range(40))))
    assert all(began >= asked for asked, began in answers)
    assert len(azure.began) < 8


def test_two_looks_begin_as_far_apart_as_is_asked_and_rest_as_long_as_they_took() -> None:
    azure, looks = Azure(takes=1.0), SharedLooks()

    async def three_times(every: float) -> list[float]:
        return [await looks.ask(every, azure.look, every) for _ in range(3)]

    assert virtually(lambda: three_times(5.0)) == [0.0, 5.0, 10.0]
    assert virtually(lambda: three_times(0.5)) == [0.0, 2.0, 4.0]


def test_different_things_are_looked_at_side_by_side() -> None:
    azure, looks = Azure(), SharedLooks()
    virtually(lambda: asyncio.gather(looks.ask("a", azure.look), looks.ask("b", azure.look)))
    assert azure.began == [0.0, 0.0]


def test_one_lost_answer_fails_for_the_one_who_asked_first() -> None:
    azure, looks = Azure(failing=1), SharedLooks()
    asked = (looks.ask("a", azure.look) for _ in range(5))
    answers = virtually(lambda: asyncio.gather(*asked, return_exceptions=True))
    assert [isinstance(each, AzureError) for each in answers] == [True, False, False, False, False]


def test_azure_that_is_gone_fails_for_all_after_two_looks() -> None:
    azure, looks = Azure(failing=99), SharedLooks()
    asked = (looks.ask("a", azure.look) for _ in range(5))
    answers = virtually(lambda: asyncio.gather(*asked, return_exceptions=True))
    assert all(isinstance(each, AzureError) for each in answers)
    assert len(azure.began) == 2


def test_who_gives_up_takes_the_look_from_nobody() -> None:
    azure, looks = Azure(), SharedLooks()

    async def one_gives_up() -> float:
        first = asyncio.create_task(looks.ask("a", azure.look))
        second = asyncio.create_task(looks.ask("a", azure.look))
        await asyncio.sleep(0.5)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        return await second

    assert virtually(one_gives_up) == 0.0


def test_closing_ends_what_is_under_way() -> None:
    azure, looks = Azure(takes=1_000.0), SharedLooks()

    async def leave() -> bool:
        asker = asyncio.create_task(looks.ask("a", azure.look))
        await asyncio.sleep(1)
        await looks.close()
        with pytest.raises(asyncio.CancelledError):
            await asker
        return asyncio.get_running_loop().time() < 1_000

    assert virtually(leave)
