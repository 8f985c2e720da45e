"""A wave under way: one driver, and its groups in the order they need."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from azlift.errors import HeldByAnother, LedgerUnwritable, NotFound, Waiting
from azlift.journey import begin_night, check_not_held, is_held, waiting_steps, wave_called
from azlift.ledger import LEASE
from azlift.model import GroupId, WaveId
from azlift.on_record import current_plan
from azlift.stages import MOVED, STANDING, Stage
from azlift.venue import Venue

ASKED_EVERY_SECONDS = 5.0
"""How often it is looked whether somebody has answered."""
RENEWED_EVERY_SECONDS = 20
"""A lease lasts a minute: two renewals may be late before another driver can take the wave."""

Carry = Callable[[GroupId], Awaitable[bool]]
"""Does what there is to do for one group; whether it went well."""


@asynccontextmanager
async def driving(wave: WaveId, venue: Venue) -> AsyncIterator[None]:
    """Be the wave's one driver while the block runs. Raises HeldByAnother; LedgerUnwritable once the ledger could not
    be reached for as long as the lease lasts: by then another may drive the wave, and nobody could tell."""
    driver, clock = asyncio.current_task(), asyncio.get_running_loop().time

    async def keep(renew: Callable[[], None]) -> None:
        renewed = clock()
        while True:
            await asyncio.sleep(RENEWED_EVERY_SECONDS)
            try:
                asked = clock()
                renew()
                renewed = asked
            except (LedgerUnwritable, HeldByAnother) as error:
                if isinstance(error, LedgerUnwritable) and clock() - renewed < LEASE.total_seconds():
                    continue  # the next renewal still comes in time
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


async def carry_in_order(
    wave: WaveId,
    venue: Venue,
    carry: Carry,
    towards: Stage = Stage.RENDERED,
    standing: frozenset[Stage] = STANDING,
    only: GroupId | None = None,
) -> list[GroupId]:
    """`carry` each group of the wave, or `only` one, once all it comes after have a stage of `standing`; the groups
    left behind, by name. `towards`: the stage that a group which waits has failed to reach.

    A group left behind never stops its neighbours; what comes after it waits, and that is on record too. Raises
    WavePaused or WaveAbandoned where a person held the wave, once the groups in hand have ended their step.
    """
    check_not_held(wave, venue)
    made = current_plan(venue)
    groups = {group: made.by_group[group].after for group in _groups(wave, venue, only)}
    standings = venue.ledger.standings().values()
    stand = {s.subject for s in standings if s.stage in standing and s.run == "idle"}

    async def one(group: GroupId, carried: Mapping[GroupId, bool]) -> bool:
        if is_held(wave, venue):
            return False
        missing = [g for g in groups[group] if not carried.get(g, g in stand)]
        if not missing:
            return await carry(group)
        waiting = Waiting(f"it comes after {', '.join(missing)}, which does not stand", advice="See to that first.")
        venue.ledger.record_failure(group, towards, "", waiting)
        return False

    carried = await _in_order(groups, one, venue.settings.groups_at_once)
    left_behind = [group for group in groups if not carried[group]]
    if left_behind:
        check_not_held(wave, venue)
    return left_behind


async def through_the_night(wave: WaveId, venue: Venue, carry: Carry, only: GroupId | None = None) -> list[GroupId]:
    """`carry` each group of a wave on through its night, once all it comes after are cut over; those left behind.

    Raises what keeps the whole wave from it: WavePaused, GateShut, OutsideWindow, DecisionDue.
    """
    begin_night(wave, venue)
    return await carry_in_order(wave, venue, carry, Stage.CUT_OVER, MOVED, only)


async def until_answered(wave: WaveId, venue: Venue, every_seconds: float | None = None) -> None:
    """Wait until one of the questions that the wave's steps ask now is answered, for as long as its night may go on.

    Raises what ends it: WavePaused, GateShut, DecisionDue at the end of the window.
    """
    asked = waiting_steps(wave, venue)
    while asked and waiting_steps(wave, venue) == asked:
        await asyncio.sleep(every_seconds or ASKED_EVERY_SECONDS)
        begin_night(wave, venue)


async def take_back_in_order(
    wave: WaveId, venue: Venue, take_back: Carry, only: GroupId | None = None
) -> list[GroupId]:
    """`take_back` each group, or `only` one, once all that come after it are; those that could not be, by name."""
    made = current_plan(venue)
    groups = _groups(wave, venue, only)
    before = {group: tuple(g for g in groups if group in made.by_group[g].after) for group in groups}

    async def one(group: GroupId, taken: Mapping[GroupId, bool]) -> bool:
        return all(taken[g] for g in before[group]) and await take_back(group)

    taken = await _in_order(before, one, venue.settings.groups_at_once)
    return [group for group in groups if not taken[group]]


def _groups(wave: WaveId, venue: Venue, only: GroupId | None) -> list[GroupId]:
    """The wave's groups, or the one asked for. Raises NotFound."""
    groups = [group for group in wave_called(wave, venue).groups if only in {None, group}]
    if only and not groups:
        raise NotFound(f"{wave} has no group {only!r}", advice=f"`azlift status {wave}` lists its groups.")
    return groups


async def _in_order(
    after: Mapping[GroupId, Sequence[GroupId]],
    one: Callable[[GroupId, Mapping[GroupId, bool]], Awaitable[bool]],
    at_once: int,
) -> dict[GroupId, bool]:
    """Run `one` for every group, after those it names among them, at most `at_once` under way."""
    gate, results = asyncio.Semaphore(at_once), dict[GroupId, bool]()
    ended = {group: asyncio.Event() for group in after}

    async def run(group: GroupId) -> None:
        for earlier in after[group]:
            if earlier in ended:
                await ended[earlier].wait()
        async with gate:
            results[group] = await one(group, results)
        ended[group].set()

    tasks = [asyncio.ensure_future(run(group)) for group in after]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return results
