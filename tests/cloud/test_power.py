import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import inside
from carrying import carry_wave
from estates import estate, machine, planned

from azlift import cloud
from azlift.cloud.power import MISSING
from azlift.errors import AzureError
from azlift.journey.night_plan import machines_of
from azlift.venue import Venue

Workspaces = Callable[..., Path]


def test_machines_are_started_looked_into_and_deallocated(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop"), machine("db01", "shop")))

    async def act(venue: Venue) -> None:
        assert await carry_wave("wave-01", venue) == []
        ids = [one.id for one in machines_of("shop", venue)]
        for wanted, change in (
            ("deallocated", cloud.deallocate_machines),
            ("running", cloud.start_machines),
        ):
            for _ in range(2):
                await change(venue.cloud, ids)
                views = await cloud.view_machines(venue.cloud, ids)
                assert {view.power for view in views} == {wanted}
        assert {view.agent for view in views} == {"Ready"}
        addresses = await cloud.private_addresses(venue.cloud, views)
        assert sorted(addresses) == sorted(ids)
        assert all(address.startswith("10.64.") for address in addresses.values())
        assert "[stdout]" in await cloud.run_script(venue.cloud, views[0], ["true"])
        await cloud.deallocate_machines(venue.cloud, ids)
        with pytest.raises(AzureError, match="running a script in vm-"):
            await cloud.run_script(venue.cloud, views[0], ["true"])

    inside(folder, act)


def test_two_who_start_a_machine_at_once_both_find_it_running(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop")))

    async def act(venue: Venue) -> None:
        assert await carry_wave("wave-01", venue) == []
        ids = [one.id for one in machines_of("shop", venue)]
        await cloud.deallocate_machines(venue.cloud, ids)
        await asyncio.gather(*(cloud.start_machines(venue.cloud, ids) for _ in range(3)))
        (view,) = await cloud.view_machines(venue.cloud, ids)
        assert view.power == "running"

    inside(folder, act)


def test_a_machine_that_is_gone_says_so_and_needs_no_deallocating(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop")))

    async def act(venue: Venue) -> None:
        assert await carry_wave("wave-01", venue) == []
        (one,) = machines_of("shop", venue)
        gone = f"{one.id}-gone"
        (view,) = await cloud.view_machines(venue.cloud, [gone])
        assert view.power == MISSING
        await cloud.deallocate_machines(venue.cloud, [gone])
        with pytest.raises(AzureError, match="starting"):
            await cloud.start_machines(venue.cloud, [gone])

    inside(folder, act)
