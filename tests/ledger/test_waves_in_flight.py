"""Waves whose ledger is on a server, and waves under way whose ledger an older azlift made."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import deployments_sent, inside
from carrying import carry_wave
from estates import estate, machine, planned
from shots import kill
from tallying import count, many

from azlift import convoy
from azlift.errors import HeldByAnother
from azlift.ledger.engine import connect_to
from azlift.ledger.opening import found_revision
from azlift.ledger.schema import CURRENT
from azlift.model import Estate
from azlift.stages import Stage
from azlift.venue import Venue, open_venue

Workspaces = Callable[..., Path]
WAVE = "wave-01"
GROUPS = ("portal", "shop", "mail")
RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))


def three_groups() -> Estate:
    return estate(*(machine(f"{group}{number}", group) for group in GROUPS for number in (1, 2)))


def another_machine(folder: Path) -> Path:
    """A workspace of the same migration elsewhere: the same settings, and nothing else."""
    return Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-elsewhere")))


def all_stand(folder: Path) -> None:
    ledger = open_venue(folder).ledger
    standings = ledger.standings()
    assert {standings[subject].stage for subject in (*GROUPS, f"zone:{WAVE}")} == {Stage.VERIFIED}
    assert set(deployments_sent(folder).values()) == {1}
    ledger.verify()


def test_machines_that_share_a_server_share_the_plan_and_one_of_them_drives(
    workspace: Workspaces, server_url: str
) -> None:
    one = workspace(ledger=server_url, limits={"pilot_machines": 20})
    planned(one, three_groups())
    other = another_machine(one)
    assert list(one.glob("*.ledger*")) == []

    async def drive(venue: Venue) -> list[str]:
        async with convoy.driving(WAVE, venue):
            with pytest.raises(HeldByAnother, match=f"{WAVE} is driven by"):
                as_elsewhere(open_venue(other)).driving(WAVE).__enter__()
            return await carry_wave(WAVE, venue)

    assert inside(one, drive) == []
    all_stand(other)
    assert "hush" not in str(open_venue(one).ledger.place)


def as_elsewhere(venue: Venue):  # type: ignore[no-untyped-def]
    venue.ledger.driver = "elsewhere:1:1"
    return venue.ledger


@pytest.mark.slow
def test_a_driver_that_dies_is_replaced_by_one_with_another_workspace(workspace: Workspaces, server_url: str) -> None:
    chance = random.Random(11)
    points = {
        workspace(ledger=server_url, limits={"pilot_machines": 20}): chance.randint(5, 120) for _ in range(many(2, 8))
    }
    for folder in points:
        planned(folder, three_groups())
    kill(points, WAVE)
    for folder in points:
        other = another_machine(folder)
        assert inside(other, lambda venue: carry_wave(WAVE, venue)) == []
        all_stand(other)
    count("P3", "dead drivers replaced, ledger on a server", len(points))


def as_released(file: Path, release: Path) -> None:
    """The same events and leases in the tables of that release."""
    old = file.with_suffix(".old")
    with sqlite3.connect(old) as made, sqlite3.connect(file) as kept:
        made.executescript(release.read_text())
        for table in ("event", "lease"):
            for row in kept.execute(f"SELECT * FROM {table} ORDER BY 1"):  # noqa: S608
                made.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink()
    old.rename(file)


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASED, ids=lambda path: path.stem)
def test_a_wave_under_way_in_a_released_ledger_is_carried_on_after_the_upgrade(
    workspace: Workspaces, release: Path
) -> None:
    """Promise 10: killed under the old azlift, whose ledger the new one opens, upgrades and goes on with."""
    chance = random.Random(10)
    points = {workspace(limits={"pilot_machines": 20}): chance.randint(20, 110) for _ in range(many(2, 8))}
    for folder in points:
        planned(folder, three_groups())
    kill(points, WAVE)
    for folder in points:
        file = folder / "rehearsal.ledger"
        as_released(file, release)
        before = [row[0] for row in sqlite3.connect(file).execute("SELECT hash FROM event ORDER BY seq")]
        assert inside(folder, lambda venue: carry_wave(WAVE, venue)) == []
        assert [event.hash for event in open_venue(folder).ledger.history()][: len(before)] == before
        with connect_to(file).connect() as connection:
            assert found_revision(connection) == CURRENT
        all_stand(folder)
    count("P10", f"waves under way in a ledger of {release.stem}, upgraded and carried on", len(points))
