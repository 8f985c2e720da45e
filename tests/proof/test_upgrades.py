"""Promise 10: a ledger of an earlier release, with a wave in flight, opens, is upgraded, and the wave goes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from enduring import Json, calm_world, history, migrate
from killing import run_forked
from simulation import ROOT, copied, planned_workspace, simulated
from tallying import count, many
from tests.proof.test_kills import spread, undisturbed, wrong_after

RELEASED = sorted((ROOT / "tests" / "ledger" / "released").glob("*.sql"))
TABLES = {
    "event": "seq, at, subject, stage, kind, key, noun, body, driver, previous, hash",
    "lease": "wave, owner, fence, expires_at",
}
"""What every release has kept: a wave in flight is its events and its lease."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planned_workspace(tmp_path_factory.mktemp("planned") / "workspace")


@pytest.fixture(scope="module")
def calm(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Json:
    return calm_world(template, tmp_path_factory.mktemp("calm") / "workspace")


def as_released(ledger: Path, release: Path) -> None:
    """The same events and lease in a file as that release made it."""
    old = ledger.with_suffix(".old")
    with closing(sqlite3.connect(old)) as made:
        made.executescript(release.read_text(encoding="utf-8"))
        made.execute("ATTACH DATABASE ? AS now", (str(ledger),))
        for table, columns in TABLES.items():
            made.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM now.{table}")  # noqa: S608 (ours)
        made.commit()
    for file in ledger.parent.glob(f"{ledger.name}*"):
        file.unlink()
    old.rename(ledger)


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASED, ids=lambda release: release.stem)
def test_a_wave_in_flight_goes_on_after_the_upgrade(release: Path, template: Path, calm: Json, tmp_path: Path) -> None:
    points, wrong = len(undisturbed(simulated(0), template, tmp_path / "points", migrate)), {}
    chosen = spread(points, many(4, 20))
    for point in chosen:
        world, workspace = simulated(0), copied(template, tmp_path / str(point))
        assert run_forked(world, workspace, migrate, deadly=point).killed
        before = len(history(world, workspace))
        as_released(workspace / "rehearsal.ledger", release)
        assert len(history(world, workspace)) == before
        found = wrong_after(world, workspace, migrate, calm)
        if found:
            wrong[point] = found
    assert wrong == {}
    count("P10", f"ledgers of {release.stem} with a wave in flight, upgraded and carried on", len(chosen))
