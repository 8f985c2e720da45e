"""Promise 9: SIGTERM, Ctrl-C (twice), a full disk, a ledger that cannot be written: the command ends with its exit code
and a word to the person, holds no lease, and the next one takes up where it stopped. Two gigabytes are enough."""

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from enduring import Json, history
from estates import estate, machine, planned
from killing import Ended, Fuse, live_forked
from simulation import Simulated, copied, planned_workspace, simulated
from sqlalchemy import Engine, event
from tallying import count, many
from tests.proof.test_kills import spread

from azlift import cli
from azlift.cli import INTERRUPTED, TERMINATED
from azlift.errors import LedgerUnwritable
from azlift.rehearsal.transport import ENDPOINT
from azlift.rehearsal.virtual_time import run_in_virtual_time
from azlift.stages import Stage
from azlift.venue import ACCESS_FILE

SUBJECT = "zone:wave-01"
GIB = 2**30
MAIN = "from azlift.cli import main; main()"
ENDINGS = {
    "SIGTERM": ((signal.SIGTERM,), TERMINATED),
    "Ctrl-C": ((signal.SIGINT,), INTERRUPTED),
    "Ctrl-C twice": ((signal.SIGINT, signal.SIGINT), INTERRUPTED),
    "SIGTERM, then Ctrl-C": ((signal.SIGTERM, signal.SIGINT), TERMINATED),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planned_workspace(tmp_path_factory.mktemp("planned") / "workspace")


def azlift(
    world: Simulated, workspace: Path, *words: str, fuse: Fuse | None = None, before: Callable[[], None] | None = None
) -> tuple[Ended, str]:
    """The command as a person gives it, in a fork; how it ended and what it said."""
    heard, out = os.pipe()  # what a command says is less than a pipe holds

    def life(there: Simulated, _fuse: Fuse) -> int:
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        sys.argv = ["azlift", *words, "--workspace", str(workspace)]
        signal.signal(signal.SIGINT, signal.default_int_handler)
        run = lambda main: run_in_virtual_time(there.clock, main)  # noqa: E731
        with there.in_memory(), patch.object(asyncio, "run", run):
            if before:
                before()
            try:
                cli.main()
            except SystemExit as end:
                return int(end.code or 0)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
        return 0

    ended = live_forked(world, life, fuse or Fuse(0))
    os.close(out)
    with os.fdopen(heard, encoding="utf-8") as words_heard:
        return ended, words_heard.read()


def reachable(template: Path, folder: Path) -> tuple[Simulated, Path]:
    """A world and a workspace that says how to reach it, where the landing zone is ready to land."""
    world, workspace = simulated(0), copied(template, folder)
    access = world.access
    told = {"subscription_id": access.subscription_id, "tenant_id": access.tenant_id, "client_id": access.client_id}
    told |= {"client_secret": access.secret, "endpoint": ENDPOINT, "ca_file": "/none", "speed": 1.0}
    file = workspace / ACCESS_FILE
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(told), encoding="utf-8")
    for verb in ("render", "preview"):
        ended, said = azlift(world, workspace, verb, SUBJECT)
        assert ended.code == 0, said
    return world, workspace


def calm_landing(template: Path, folder: Path) -> tuple[Json, int]:
    """What stands after the landing, and how many points it passes."""
    world, workspace = reachable(template, folder)
    ended, said = azlift(world, workspace, "land", SUBJECT)
    assert ended.code == 0, said
    return world.standing(), len(ended.points)


def wrong_after(world: Simulated, workspace: Path, said: str, calm: Json) -> list[str]:
    """What is wrong with the word it left, and after the same command is given again."""
    wrong = ["a traceback"] if "Traceback" in said else []
    wrong += [] if "azlift: " in said else [f"no word to the person: {said[-200:]}"]
    ended, now_said = azlift(world, workspace, "land", SUBJECT)
    wrong += [] if ended.code == 0 else [f"not taken up: {now_said[-300:]}"]
    wrong += [] if world.standing() == calm else ["another world"]
    wrong += [f"sent {n} times" for n in world.front.received.deployment_puts.values() if n != 1]
    history(world, workspace)
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_command_that_is_stopped_says_so_and_is_taken_up(ending: str, template: Path, tmp_path: Path) -> None:
    calm, points = calm_landing(template, tmp_path / "calm")
    signals, code = ENDINGS[ending]
    wrong, stopped = {}, 0
    for point in spread(points, many(3, 20)):
        world, workspace = reachable(template, tmp_path / str(point))
        ended, said = azlift(world, workspace, "land", SUBJECT, fuse=Fuse(point, signals))
        if ended.code == 0:  # it was done when the signal came
            continue
        stopped += 1
        found = wrong_after(world, workspace, said, calm) + ([] if ended.code == code else [f"ended with {ended.code}"])
        if found:
            wrong[point] = found
    assert wrong == {}
    assert stopped
    count("P9", f"{ending} at a point of a landing", stopped)


@pytest.mark.slow
def test_a_full_disk_ends_with_the_ledgers_word_and_is_taken_up(template: Path, tmp_path: Path) -> None:
    calm, _ = calm_landing(template, tmp_path / "calm")
    wrong, full = {}, 0
    for kib in range(0, 64, many(24, 3)):
        world, workspace = reachable(template, tmp_path / str(kib))

        def fill(room: int = kib * 1024) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

        ended, said = azlift(world, workspace, "land", SUBJECT, before=fill)
        if ended.code == 0:
            continue
        full += 1
        found = wrong_after(world, workspace, said, calm)
        found += [] if ended.code == LedgerUnwritable.exit_code else [f"ended with {ended.code}: {said[-300:]}"]
        if found:
            wrong[kib] = found
    assert wrong == {}
    assert full
    count("P9", "disks that are full after some KiB of a landing", full)


def test_a_ledger_that_cannot_be_written_says_so(template: Path, tmp_path: Path) -> None:
    world, workspace = reachable(template, tmp_path / "workspace")
    calm, _ = calm_landing(template, tmp_path / "calm")

    def forbid() -> None:
        event.listen(Engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=ON"))

    ended, said = azlift(world, workspace, "land", SUBJECT, before=forbid)
    assert ended.code == LedgerUnwritable.exit_code
    assert "readonly" in said
    assert wrong_after(world, workspace, said, calm) == []
    count("P9", "ledgers that cannot be written", 1)


@pytest.mark.slow
def test_two_gigabytes_of_memory_are_enough(workspace: Callable[..., Path]) -> None:
    """A process of its own: a fork would bring what the tests before it hold."""
    venue = planned(workspace(), estate(machine("web01")))
    for verb in ("render", "preview", "land"):
        done = subprocess.run(
            [sys.executable, "-c", MAIN, verb, SUBJECT, "--workspace", str(venue.workspace)],
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2 * GIB, 2 * GIB)),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
    assert venue.ledger.standings()[SUBJECT].stage is Stage.LANDED
    count("P9", "landings with two GiB of address space", 1)
