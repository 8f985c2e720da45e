"""A wave under way: one driver, and its groups in the order they need."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from azlift.critical_path import TURN, landing_seconds, longest_chains
from azlift.errors import HeldByAnother, LedgerUnwritable, NotFound, Waiting
from azlift.journey import wave_called
from azlift.model import Estate, GroupId, OsFamily, WaveId, WavePlan
from azlift.on_record import ESTATE, current_plan
from azlift.stages import STANDING, Stage
from azlift.venue import Venue

RENEWED_EVERY_SECONDS = 20
"""A lease lasts a minute: two renewals may be late before another driver can take the wave."""

Carry = Callable[[GroupId], Awaitable[bool]]
"""Does what there is to do for one group; whether it went well."""


@asynccontextmanager
async def driving(wave: WaveId, venue: Venue) -> AsyncIterator[None]:
    """Be the wave's one driver while the block runs. Raises HeldByAnother."""

    driver = asyncio.current_task()

    async def keep(renew: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(RENEWED_EVERY_SECONDS)
            try:
                renew()
            except LedgerUnwritable:
                continue  # the next renewal still comes in time
            except HeldByAnother:
                if driver:
                    driver.cancel()
                raise

    with venue.ledger.driving(wave) as renew:
        keeper = asyncio.create_task(keep(renew))
        try:
            yield
        except asyncio.CancelledError:
            if keeper.done() and not keeper.cancelled():
                keeper.result()
            raise
        finally:
            keeper.cancel()


async def carry_in_order(wave: WaveId, venue: Venue, carry: Carry) -> list[GroupId]:
    """`carry` each group of the wave once all it comes after stand verified; the groups left behind, by name.

    A group left behind never stops its neighbours; what comes after it waits, and that is on record too.
    """
    made = current_plan(venue)
    groups = {group: made.by_group[group].after for group in wave_called(wave, venue).groups}
    standings = venue.ledger.standings().values()
    stand = {s.subject for s in standings if s.stage in STANDING and s.run == "idle"}

    async def one(group: GroupId, carried: Mapping[GroupId, bool]) -> bool:
        missing = [g for g in groups[group] if not carried.get(g, g in stand)]
        if not missing:
            return await carry(group)
        waiting = Waiting(f"it comes after {', '.join(missing)}, which does not stand", advice="See to that first.")
        venue.ledger.record_failure(group, Stage.RENDERED, "", waiting)
        return False

    carried = await _in_order(groups, one, venue.settings.groups_at_once, _chains(groups, made, venue))
    return [group for group in groups if not carried[group]]


async def take_back_in_order(
    wave: WaveId, venue: Venue, take_back: Carry, only: GroupId | None = None
) -> list[GroupId]:
    """`take_back` each group, or `only` one, once all that come after it are; those that could not be, by name."""
    made = current_plan(venue)
    groups = [g for g in wave_called(wave, venue).groups if only in {None, g}]
    if only and not groups:
        raise NotFound(f"{wave} has no group {only!r}", advice=f"`azlift status {wave}` lists its groups.")
    before = {group: tuple(g for g in groups if group in made.by_group[g].after) for group in groups}

    async def one(group: GroupId, taken: Mapping[GroupId, bool]) -> bool:
        return all(taken[g] for g in before[group]) and await take_back(group)

    taken = await _in_order(before, one, venue.settings.groups_at_once, _chains(before, made, venue))
    return [group for group in groups if not taken[group]]


async def _in_order(
    after: Mapping[GroupId, Sequence[GroupId]],
    one: Callable[[GroupId, Mapping[GroupId, bool]], Awaitable[bool]],
    at_once: int,
    chains: Mapping[GroupId, float],
) -> dict[GroupId, bool]:
    """Run `one` for every group, after those it names among them, at most `at_once` under way.

    Of those that may begin the one goes first on which the most seconds hang (`chains`); its requests do too.
    """
    results: dict[GroupId, bool] = {}
    under_way: dict[asyncio.Task[bool], GroupId] = {}
    left = {group: {earlier for earlier in after[group] if earlier in after} for group in after}

    async def run(group: GroupId) -> bool:
        TURN.set(chains[group])
        return await one(group, results)

    try:
        while left or under_way:
            ready = sorted((g for g, earlier in left.items() if earlier <= results.keys()), key=lambda g: -chains[g])
            for group in ready[: at_once - len(under_way)]:
                under_way[asyncio.create_task(run(group))] = group
                del left[group]
            ended, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                results[under_way.pop(task)] = await task
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
    return results


def _chains(groups: Mapping[GroupId, Sequence[GroupId]], made: WavePlan, venue: Venue) -> dict[GroupId, float]:
    """About how many seconds each group's landing takes, with the longest chain of those that come after it."""
    known = venue.ledger.latest(ESTATE, Estate).by_id

    def seconds(group: GroupId) -> float:
        members = made.by_group[group].workloads
        windows = sum(known[id_].os_family is OsFamily.WINDOWS for id_ in members if id_ in known)
        return landing_seconds(len(members) - windows, windows)

    return longest_chains({group: seconds(group) for group in groups}, groups)
