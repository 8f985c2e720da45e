"""A wave carried and taken back in virtual time, as the commands do it, run again until it is whole; and what must
hold afterwards, whatever happened meanwhile."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from carrying import carry
from misbehaving import Crash, Post
from simulation import WAVE, Simulated, copied, simulated

from azlift import convoy, journey, on_record
from azlift.errors import AzliftError
from azlift.ledger import Event
from azlift.stages import Kind
from azlift.venue import Venue

RUNS = 6
"""How often the same command is given before a person would give up."""

Json = dict[str, Any]


async def migrate(venue: Venue) -> bool:
    """What `azlift migrate` does; whether every group stands verified."""
    zone = on_record.zone_of(WAVE)
    async with convoy.driving(WAVE, venue):
        try:
            await journey.prepare(WAVE, venue)
        except AzliftError:
            return False
        if not await carry(zone, venue):
            return False
        return await convoy.carry_in_order(WAVE, venue, lambda group: carry(group, venue)) == []


async def roll_back(venue: Venue) -> bool:
    """What `azlift roll-back` does; whether all was taken back."""

    async def one(subject: str) -> bool:
        try:
            removal = await journey.roll_back(subject, venue)
        except AzliftError:
            return False
        return not removal.kept

    async with convoy.driving(WAVE, venue):
        return await convoy.take_back_in_order(WAVE, venue, one) == [] and await one(on_record.zone_of(WAVE))


def again_until_whole(
    world: Simulated,
    workspace: Path,
    command: Callable[[Venue], Awaitable[bool]],
    after_each: Callable[[], None],
    runs: int = RUNS,
) -> int:
    """Give the command until it says that all is done; how often that took, 0 when it never was."""
    for run in range(1, runs + 1):
        try:
            whole = world.play(workspace, command)
        except Crash:
            whole = False
        after_each()
        if whole:
            return run
    return 0


def history(world: Simulated, workspace: Path) -> tuple[Event, ...]:
    """The ledger's events, its chain and every move checked. Raises LedgerBroken, IllegalMove."""

    async def look(venue: Venue) -> tuple[Event, ...]:
        venue.ledger.verify()
        return venue.ledger.history()

    return world.play(workspace, look)


def sent_again(world: Simulated, workspace: Path, post: Post) -> list[str]:
    """Deployments that Azure took more often than there was reason to: once, and once more for each failure, be it on
    record or seen by Azure alone. The ledger's chain and moves are checked on the way."""
    failures = sum(event.kind is Kind.FAILURE for event in history(world, workspace))
    failures += sum(strike.kind == "fail" for strike in world.front.world.faults.strikes)
    again = sum(number - 1 for number in post.accepted().values())
    return [f"{again} deployments taken again after {failures} failures"] if again > failures else []


def calm_world(template: Path, folder: Path) -> Json:
    """What stands after a wave that nothing disturbed."""
    world = simulated(0)
    assert world.play(copied(template, folder), migrate)
    return world.standing()
