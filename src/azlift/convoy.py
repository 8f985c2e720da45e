"""A wave under way: one driver, and its groups in the order they need."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from azlift.critical_path import TURN, landing_seconds, longest_chains
from azlift.errors import HeldByAnother, LedgerUnwritable, NotFound, Waiting
from azlift.journey import begin_night, check_not_held, is_held, waiting_steps, wave_called
from azlift.ledger import LEASE
from azlift.model import Estate, GroupId, OsFamily, Pace, WaveId, WavePlan
from azlift.on_record import ESTATE, current_plan
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

    A group left behind never stops its neighbours; what comes after it is left behind too, and that is on record. What
    comes after one that is begun and has not failed, as one whose step waits for a person, only has to wait. Raises
    WavePaused or WaveAbandoned where a person held the wave, once the groups in hand have ended their step.
    """
    check_not_held(wave, venue)
    made = current_plan(venue)
    groups = {group: made.by_group[group].after for group in _groups(wave, venue, only)}
    stand = {s.subject for s in venue.ledger.standings().values() if s.stage in standing and s.run == "idle"}
    waiting: set[GroupId] = set()

    async def one(group: GroupId, carried: Mapping[GroupId, bool]) -> bool:
        if is_held(wave, venue):
            return False
        missing = [g for g in groups[group] if not carried.get(g, g in stand)]
        if not missing:
            return await carry(group)
        if waiting | _begun(venue) >= set(missing):
            waiting.add(group)
            return False
        fault = Waiting(f"it comes after {', '.join(missing)}, which does not stand", advice="See to that first.")
        venue.ledger.record_failure(group, towards, "", fault)
        return False

    carried = await _in_order(groups, one, _at_once(towards, made, venue), _chains(groups, made, venue))
    left_behind = [group for group in groups if not carried[group]]
    if left_behind:
        check_not_held(wave, venue)
    return left_behind


def _begun(venue: Venue) -> set[GroupId]:
    """What is under way, or waits in the middle of its way; what failed there is not."""
    return {s.subject for s in venue.ledger.standings().values() if s.run == "running"}


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

    taken = await _in_order(before, one, venue.settings.groups_at_once, _chains(before, made, venue))
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


def _at_once(towards: Stage, made: WavePlan, venue: Venue) -> int:
    """How many groups are under way: of a night as many as its forecast reckons with, whose steps people attend to."""
    if towards is not Stage.CUT_OVER:
        return venue.settings.groups_at_once
    pace = made.calendar.pace if made.calendar else Pace()
    return min(venue.settings.groups_at_once, pace.machines_at_once)


def _chains(groups: Mapping[GroupId, Sequence[GroupId]], made: WavePlan, venue: Venue) -> dict[GroupId, float]:
    """About how many seconds each group's landing takes, with the longest chain of those that come after it."""
    known = venue.ledger.latest(ESTATE, Estate).by_id

    def seconds(group: GroupId) -> float:
        members = made.by_group[group].workloads
        windows = sum(known[id_].os_family is OsFamily.WINDOWS for id_ in members if id_ in known)
        return landing_seconds(len(members) - windows, windows)

    return longest_chains({group: seconds(group) for group in groups}, groups)
