"""Promises 1 and 6 over a wave's whole life, from its commitment to its closing: killed at any point, or met
by faults and crashes, it ends as planned; nothing lands twice, and no step of the night is done twice."""

from pathlib import Path
from random import Random

import pytest
from enduring import Json, again_until_whole, history, sent_again
from killing import run_forked
from lifetimes import ONCE, Team, live, workspace_of_a_life
from misbehaving import FAULTS, SITES, Post, Trouble
from simulation import WAVE, Simulated, copied, simulated
from tallying import count, many
from tests.proof.test_kills import spread

from azlift.on_record import wave_subject
from azlift.stages import Kind, Stage

GROUPS = ("mail1", "shop1")
SHARES = many(1, 6)
RUNS = 6
"""A life has more commands than a migration: each may be stopped once."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace_of_a_life(tmp_path_factory.mktemp("planned") / "workspace")


@pytest.fixture(scope="module")
def calm(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Json, int]:
    """What stands after an undisturbed life, and how many points it passes."""
    world, workspace = simulated(0), copied(template, tmp_path_factory.mktemp("calm") / "workspace")
    ended = run_forked(world, workspace, live)
    assert ended.code == 0
    assert wrong_deeds(workspace) == []
    return world.standing(), len(ended.points)


def wrong_deeds(workspace: Path) -> list[str]:
    """Steps of the night that were not done exactly once."""
    deeds = Team(workspace).deeds()
    every = [(group, step) for group in GROUPS for step in ONCE]
    wrong = [f"{group}: {step} was done {deeds[group, step, False]} times" for group, step in every]
    return [said for said, (group, step) in zip(wrong, every, strict=True) if deeds[group, step, False] != 1]


def wrong_stages(world: Simulated, workspace: Path) -> list[str]:
    """What the ledger says of the wave and its groups, other than that it is closed and their sources are retired."""
    now = {event.subject: event.stage for event in history(world, workspace) if event.kind is Kind.OUTCOME}
    due = {wave_subject(WAVE): Stage.CLOSED} | dict.fromkeys(GROUPS, Stage.SOURCE_RETIRED)
    return [f"{subject} is {now.get(subject)}" for subject, stage in due.items() if now.get(subject) is not stage]


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_a_life_survives_a_kill_at_any_point(
    share: int, template: Path, calm: tuple[Json, int], tmp_path: Path
) -> None:
    (expected, points), wrong = calm, {}
    chosen = spread(points, many(6, 12))[share::SHARES]
    for point in chosen:
        world, workspace = simulated(0), copied(template, tmp_path / str(point))
        ended = run_forked(world, workspace, live, deadly=point)
        found = [] if ended.killed else ["it was not killed"]
        found += [] if again_until_whole(world, workspace, live, lambda: None, RUNS) else ["not lived"]
        found += [] if world.standing() == expected else ["another world"]
        found += wrong_deeds(workspace) + wrong_stages(world, workspace)
        puts = world.front.received.deployment_puts
        found += [f"{name.rpartition('/')[2]} sent {n} times" for name, n in puts.items() if n != 1]
        if found:
            wrong[point] = found
    assert wrong == {}
    count("P1", "points of a wave's whole life, each with a kill -9 there, then carried on", len(chosen))


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_a_life_survives_what_its_seed_brings(
    share: int, template: Path, calm: tuple[Json, int], tmp_path: Path
) -> None:
    wrong, seeds = {}, range(share, many(3, 12), SHARES)
    for seed in seeds:
        rng = Random(seed)
        sites, faults = list(SITES), list(FAULTS)
        troubles = [
            Trouble(rng.choice(sites), rng.choice(faults), rng.randint(0, 12), rng.choice((1, 1, 2, 5, 1_000)))
            for _ in range(rng.randint(1, 3))
        ]
        post = Post(troubles, crash_after=rng.choice((0, rng.randint(1, 260))))
        world, workspace = simulated(seed, post=post), copied(template, tmp_path / str(seed))
        runs = iter(range(RUNS))

        def after_each(one: Post = post, there: Simulated = world, clock: Random = rng, n: object = runs) -> None:
            there.clock.elapsed += clock.choice((0, 5, 60, 900))
            if next(n) >= 1:  # type: ignore[call-overload]
                one.troubles.clear()

        found = [] if again_until_whole(world, workspace, live, after_each, RUNS) else ["not lived"]
        found += [] if world.standing() == calm[0] else ["another world"]
        found += wrong_deeds(workspace) + wrong_stages(world, workspace) + sent_again(world, workspace, post)
        if found:
            wrong[seed] = found
    assert wrong == {}, "each seed can be lived again"
    count("P6", "seeded simulations of a wave's whole life: committed to closed", len(seeds))
