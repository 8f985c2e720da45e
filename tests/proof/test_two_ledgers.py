"""Promise 3, where no lease can keep it: two drivers with ledgers of their own, of the same plan, carry the same wave.
Each subject is carried by one of them, once; the other is refused, is told by whom, and takes nothing of it back."""

import asyncio
from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from azure.core.rest import AsyncHttpResponse, HttpRequest
from carrying import carry
from enduring import Json, again_until_whole, calm_world, history, migrate, roll_back
from misbehaving import Post
from simulation import WAVE, Simulated, copied, planned_workspace, simulated
from tallying import count, many

from azlift import convoy, journey, on_record
from azlift.errors import HeldByAnother
from azlift.model import Failure
from azlift.rehearsal.virtual_time import run_in_virtual_time
from azlift.stages import STANDING
from azlift.venue import Venue

ZONE = on_record.zone_of(WAVE)
KINDS = ("made apart", "a copy", "a copy from after the landing zone")
LONGEST_TRAVEL = 2.0
"""Seconds that a request is under way, at most, and as many back: room for two who look before either has sent."""

Pair = tuple[Path, Path]


@dataclass(frozen=True)
class Ending:
    """How it ended for one driver."""

    ledger: str
    whole: bool
    carried: frozenset[str]
    failures: tuple[Failure, ...]


def travelling(post: Post, rng: Random) -> Callable[..., Awaitable[AsyncHttpResponse]]:
    """The post, where each request and each answer takes its time."""

    async def carried(request: HttpRequest, deliver: Callable[[], Awaitable[AsyncHttpResponse]]) -> AsyncHttpResponse:
        await asyncio.sleep(rng.uniform(0, LONGEST_TRAVEL))
        answer = await post(request, deliver)
        await asyncio.sleep(rng.uniform(0, LONGEST_TRAVEL))
        return answer

    return carried


async def lay_zone(venue: Venue) -> bool:
    async with convoy.driving(WAVE, venue):
        await journey.prepare(WAVE, venue)
        return await carry(ZONE, venue)


def two_ledgers(kind: str, world: Simulated, templates: Pair, folder: Path) -> Pair:
    """The workspaces of two drivers of one plan."""
    one = copied(templates[0], folder / "one")
    if kind == KINDS[2]:
        assert world.play(one, lay_zone)
    return one, copied(templates[1] if kind == KINDS[0] else one, folder / "two")


def both_at_once(world: Simulated, pair: Pair, second_after: float) -> tuple[Ending, Ending]:
    async def one(workspace: Path, wait: float) -> Ending:
        await asyncio.sleep(wait)
        async with world.at(workspace) as venue:
            before = standing_in(venue)
            whole = await migrate(venue)
            return Ending(venue.ledger.name, whole, standing_in(venue) - before, venue.ledger.failures())

    async def main() -> tuple[Ending, Ending]:
        return await asyncio.gather(one(pair[0], 0.0), one(pair[1], second_after))

    return run_in_virtual_time(world.clock, main())


def standing_in(venue: Venue) -> frozenset[str]:
    """The subjects that stand as this ledger knows it."""
    return frozenset(one.subject for one in venue.ledger.standings().values() if one.stage in STANDING)


def wrong_between(kind: str, post: Post, endings: tuple[Ending, Ending]) -> list[str]:
    """What is wrong with how two drivers shared a wave."""
    one, two = endings
    wrong = [f"carried by both: {subject}" for subject in one.carried & two.carried]
    wrong += [f"{name} taken {times} times" for name, times in post.accepted().items() if times != 1]
    for own, other in ((one, two), (two, one)):
        refusals = [f for f in own.failures if f.code == HeldByAnother.__name__]
        if not own.whole and not refusals:
            wrong.append(f"refused without a word: {own.failures}")
        wrong += [
            f"it does not say by whom: {f.message}" for f in refusals if f"ledger {other.ledger} on" not in f.message
        ]
        wrong += [
            f"it does not say what to do: {f.advice}" for f in refusals if "azlift ledger rebuild" not in f.advice
        ]
    if kind != KINDS[2] and one.whole == two.whole:
        wrong.append("not exactly one of them carried the wave")
    return wrong


def taken_back_wrongly(world: Simulated, pair: Pair, endings: tuple[Ending, Ending]) -> list[str]:
    """Who was refused takes back what is theirs, if anything is, then the other does: what is wrong afterwards."""
    late = 0 if endings[1].whole else 1
    stood = documents(world)
    world.play(pair[late], roll_back)
    now, theirs = documents(world), endings[1 - late].carried
    touched = [key for key, what in stood.items() if now.get(key) != what]
    own = endings[late].carried
    wrong = [f"the refused one touched {key}" for key in touched if not own or _group_of(stood[key]) in theirs]
    if endings[1 - late].whole:
        wrong += [] if world.play(pair[1 - late], roll_back) else ["not taken back"]
        wrong += [f"left standing: {key.rpartition('/')[2]}" for key in world.standing()]
        freed = again_until_whole(world, pair[late], migrate, lambda: None)
        wrong += [] if freed else ["still refused, with nothing there any more"]
    return wrong


def documents(world: Simulated) -> Json:
    """Every resource group and resource to the letter, times and all."""
    there = world.front.world
    return {one.key: deepcopy(one.document()) for one in (*there.groups.values(), *there.resources.values())}


def _group_of(document: Json) -> str:
    group = str((document.get("tags") or {}).get("azlift-group", ""))
    return ZONE if group == "landing zone" else group


@pytest.mark.slow
def test_two_drivers_with_ledgers_of_their_own_never_carry_the_same(templates: Pair, tmp_path: Path) -> None:
    calm, wrong, both_sent = calm_world(templates[0], tmp_path / "calm"), {}, 0
    seeds = range(many(6, 50))
    for seed in seeds:
        rng, kind = Random(seed), KINDS[seed % len(KINDS)]
        world, folder = simulated(seed), tmp_path / str(seed)
        pair = two_ledgers(kind, world, templates, folder)
        world.post = travelling(post := Post(), rng)
        endings = both_at_once(world, pair, rng.choice((0.0, rng.uniform(0, 10), rng.uniform(0, 400))))
        found = wrong_between(kind, post, endings)
        found += [] if world.standing() == calm else ["another world"]
        found += taken_back_wrongly(world, pair, endings)
        for workspace in pair:
            history(world, workspace)
        both_sent += sum(site == "sending a deployment" and status == 409 for site, _, status in post.sent)
        if found:
            wrong[seed] = found
    assert wrong == {}, "each seed can be played again"
    assert both_sent, "in some, both looked before either had sent"
    count("P3", "interleavings of two drivers with ledgers of their own", len(seeds))


async def take_the_place(venue: Venue) -> None:
    """What `azlift ledger rebuild` does."""
    assert await journey.succeed(venue)
    for wave, remains in (await journey.find_remains(venue)).items():
        async with convoy.driving(wave, venue):
            await journey.rebuild(remains, venue)


def test_a_rebuilt_ledger_goes_on_and_what_it_sends_the_lost_one_can_no_longer_touch(
    templates: Pair, tmp_path: Path
) -> None:
    world = simulated(0, post=(post := Post()))
    lost, new = two_ledgers(KINDS[0], world, templates, tmp_path)
    assert world.play(lost, migrate)
    stood = world.standing()
    assert not world.play(new, migrate), "the other ledger is not known to be lost yet"
    world.play(new, take_the_place)
    assert world.play(new, migrate)
    assert set(post.accepted().values()) == {1}, "what stands was adopted"
    assert world.play(new, roll_back)
    assert world.standing() == {}
    assert world.play(new, migrate)
    assert world.standing() == stood
    assert not world.play(lost, roll_back), "found again, it knows of a landing that is no longer what stands"
    assert world.standing() == stood
    assert set(post.accepted().values()) == {2}


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """One plan, made in two workspaces that know nothing of each other."""
    folder = tmp_path_factory.mktemp("planned")
    return planned_workspace(folder / "one"), planned_workspace(folder / "two")
