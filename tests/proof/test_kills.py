"""Promise 1: killed at any instant and run again, a wave ends as if nothing had happened, and nothing is sent twice."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import pytest
from enduring import Json, calm_world, history, migrate, roll_back
from killing import Ended, apart, run_forked
from simulation import Simulated, copied, planned_workspace, simulated
from tallying import count, many

from azlift.venue import Venue

Command = Callable[[Venue], Awaitable[bool]]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planned_workspace(tmp_path_factory.mktemp("planned") / "workspace")


@pytest.fixture(scope="module")
def calm(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Json:
    return calm_world(template, tmp_path_factory.mktemp("calm") / "workspace")


def landed(template: Path, folder: Path) -> tuple[Simulated, Path]:
    """A wave that stands, before anything happens to it."""
    world, workspace = simulated(0), copied(template, folder)
    assert world.play(workspace, migrate)
    return world, workspace


def undisturbed(world: Simulated, before: Path, folder: Path, command: Command) -> list[str]:
    """The points a run passes that nobody kills."""
    ended = run_forked(world, copied(before, folder), command)
    assert ended.code == 0
    return ended.points


def killed_at(point: int, world: Simulated, before: Path, folder: Path, command: Command, expected: Json) -> list[str]:
    """Kill a run at this point; what is wrong after the next one."""
    workspace = copied(before, folder)
    ended = run_forked(world, workspace, command, deadly=point)
    return wrong_after(world, workspace, command, expected) + ([] if ended.killed else ["it was not killed"])


def wrong_after(world: Simulated, workspace: Path, command: Command, expected: Json) -> list[str]:
    """Run it once more, undisturbed; what is not as it would have been."""
    wrong = [] if world.play(workspace, command) else ["the next run left something behind"]
    wrong += [] if world.standing() == expected else ["another world"]
    history(world, workspace)
    wrong += [
        f"{name.rpartition('/')[2]} sent {times} times"
        for name, times in world.front.received.deployment_puts.items()
        if times != 1
    ]
    return wrong


def spread(points: int, tries: int) -> list[int]:
    """Every point, or so many of them from the first to the last."""
    return list(range(1, points + 1)) if tries >= points else [1 + n * points // tries for n in range(tries)]


def survived(points: list[str], few: int, wrong_at: Callable[[int], list[str]]) -> int:
    """Every point is tried, or so few of them, and nothing is wrong afterwards; how many were."""
    chosen = spread(len(points), many(few, 100_000))
    assert {f"{point}: {points[point - 1]}": wrong for point in chosen if (wrong := wrong_at(point))} == {}
    return len(chosen)


@pytest.mark.slow
def test_every_point_of_a_migration_is_survived(template: Path, calm: Json, tmp_path: Path) -> None:
    points = undisturbed(simulated(0), template, tmp_path / "points", migrate)
    tried = survived(
        points, 24, lambda point: killed_at(point, simulated(0), template, tmp_path / str(point), migrate, calm)
    )
    count("P1", "points of a migration, each with a kill -9 there, then run again", tried)


@pytest.mark.slow
def test_every_point_of_a_roll_back_is_survived(template: Path, tmp_path: Path) -> None:
    """What it takes back has landed once: each point is tried in a fork, which has that world to itself."""
    world, before = landed(template, tmp_path / "before")
    points = apart(lambda: undisturbed(world, before, tmp_path / "points", roll_back))
    tried = survived(
        points, 12, lambda point: apart(lambda: killed_at(point, world, before, tmp_path / str(point), roll_back, {}))
    )
    count("P1", "points of a roll-back, each with a kill -9 there, then run again", tried)


@pytest.mark.slow
def test_a_kill_during_the_recovery_from_a_kill_is_survived(template: Path, calm: Json, tmp_path: Path) -> None:
    points, rng, wrong = len(undisturbed(simulated(0), template, tmp_path / "points", migrate)), Random(5), {}
    tries, twice = many(10, 40), 0
    for number in range(tries):
        first, second = rng.randint(1, points), rng.randint(1, points)
        world, workspace = simulated(0), copied(template, tmp_path / str(number))
        once = run_forked(world, workspace, migrate, deadly=first)
        again = run_forked(world, workspace, migrate, deadly=second)
        twice += once.killed and again.killed
        found = wrong_after(world, workspace, migrate, calm)
        if found:
            wrong[first, second] = found
    assert wrong == {}
    assert twice > tries / 4
    count("P1", "kills during the recovery from a kill", twice)


@pytest.mark.slow
def test_kills_at_random_moments_are_survived(template: Path, calm: Json, tmp_path: Path) -> None:
    rng, wrong, killed = Random(7), {}, 0
    for number in range(many(8, 60)):
        world, workspace = simulated(0), copied(template, tmp_path / str(number))
        ended = _killed_soon(world, workspace, rng)
        killed += ended.killed
        found = wrong_after(world, workspace, migrate, calm)
        if found:
            wrong[number] = found
    assert wrong == {}
    assert killed
    count("P1", "kills at random moments of real time", killed)


def _killed_soon(world: Simulated, workspace: Path, rng: Random) -> Ended:
    return run_forked(world, workspace, migrate, killed_after=rng.uniform(0.01, 0.4))
