import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import inside

from azlift.cloud.clients import gather_bounded
from azlift.venue import Venue


async def test_no_more_calls_are_under_way_than_allowed_and_the_order_is_kept() -> None:
    under_way, most = 0, 0

    async def call(number: int) -> int:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.001 * (10 - number % 10))
        under_way -= 1
        return number

    assert await gather_bounded((call(n) for n in range(50)), at_once=4) == list(range(50))
    assert most == 4


async def test_the_first_error_is_raised_once_all_have_ended() -> None:
    ended: list[int] = []

    async def call(number: int) -> None:
        if number == 1:
            raise ValueError("one")
        await asyncio.sleep(0.01)
        ended.append(number)

    with pytest.raises(ValueError, match="one"):
        await gather_bounded(call(n) for n in range(4))
    assert ended == [0, 2, 3]


def test_connections_are_kept_and_not_made_for_every_request(workspace: Callable[..., Path]) -> None:
    async def ask(venue: Venue) -> int:
        connector = venue.cloud.session.connector
        assert connector is not None
        for _ in range(20):
            await venue.cloud.resources.providers.get("Microsoft.Compute")
        return sum(len(kept) for kept in connector._conns.values())

    assert inside(workspace(), ask) == 1


def test_a_subscription_is_a_path(workspace: Callable[..., Path]) -> None:
    async def path(venue: Venue) -> bool:
        return venue.cloud.subscription == f"/subscriptions/{venue.access.subscription_id}"

    assert inside(workspace(), path)
