"""Two ledgers of one estate: what one has sent, the other neither sends, nor adopts, nor takes back."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import deployments_sent, everything, inside, steer
from carrying import carry_wave
from estates import estate, machine, planned

from azlift import convoy, journey
from azlift.errors import HeldByAnother
from azlift.settings import write_settings
from azlift.stages import Stage
from azlift.venue import Venue, open_venue

Workspaces = Callable[..., Path]
WAVE, ZONE = "wave-01", "zone:wave-01"
ANOTHERS = r"another ledger: ledger [0-9a-f]{8} on|never sent: ledger [0-9a-f]{8} on"


@pytest.fixture
def pair(workspace: Workspaces, tmp_path: Path) -> tuple[Path, Path]:
    """Two workspaces of one estate and plan, each with a ledger of its own."""
    one = workspace()
    two = shutil.copytree(one, tmp_path / "two")
    for folder in (one, two):
        planned(folder, estate(machine("web01", "shop"), machine("mail01")))
    return one, two


def stage(folder: Path, subject: str) -> Stage | None:
    standing = open_venue(folder).ledger.standings().get(subject)
    return standing.stage if standing else None


async def begin(venue: Venue, subject: str) -> None:
    await journey.prepare(WAVE, venue)
    journey.render(subject, venue)
    await journey.preview(subject, venue)


async def rebuild(venue: Venue) -> None:
    await journey.succeed(venue)
    for wave, remains in (await journey.find_remains(venue)).items():
        async with convoy.driving(wave, venue):
            await journey.rebuild(remains, venue)


def refused(folder: Path, act: Callable[[Venue], Awaitable[Any]]) -> HeldByAnother:
    """What the refusal says; nothing in Azure is another for it."""
    stood, sent = everything(folder), steer(folder, "GET", "/rehearsal/requests")["deployments"]
    with pytest.raises(HeldByAnother, match=ANOTHERS) as caught:
        inside(folder, act)
    assert everything(folder) == stood
    assert steer(folder, "GET", "/rehearsal/requests")["deployments"] == sent
    return caught.value


def test_what_another_ledger_landed_is_refused_at_the_preview(pair: tuple[Path, Path]) -> None:
    one, two = pair
    inside(one, lambda venue: carry_wave(WAVE, venue))
    refused(two, lambda venue: begin(venue, ZONE))
    (failure,) = open_venue(two).ledger.failures()
    assert (failure.code, failure.exit_code) == ("HeldByAnother", 6)
    assert inside(two, lambda venue: journey.roll_back(ZONE, venue)).deleted == (), "it never sent anything"
    assert stage(two, ZONE) is Stage.RENDERED


def test_so_is_what_it_landed_of_another_plan(pair: tuple[Path, Path]) -> None:
    one, two = pair
    inside(one, lambda venue: carry_wave(WAVE, venue))
    estate_name = open_venue(two).settings.estate
    write_settings(two, estate=estate_name, templates=str(open_venue(one).templates), tags={"cost": "other"})
    refused(two, lambda venue: begin(venue, ZONE))


def test_what_was_previewed_before_the_other_landed_it_is_refused_at_the_landing_and_not_taken_back(
    pair: tuple[Path, Path],
) -> None:
    one, two = pair
    inside(two, lambda venue: begin(venue, ZONE))
    inside(one, lambda venue: carry_wave(WAVE, venue))
    refused(two, lambda venue: journey.land(ZONE, venue))
    assert open_venue(two).ledger.attempts(ZONE, Stage.LANDED), "the intent came first"
    refused(two, lambda venue: journey.roll_back(ZONE, venue))
    inside(one, lambda venue: journey.roll_back("shop", venue))


def test_a_copy_made_for_a_test_is_one_ledgers_too(pair: tuple[Path, Path]) -> None:
    one, two = pair

    async def try_out(venue: Venue) -> None:
        await journey.prepare(WAVE, venue)
        await journey.test("shop", venue)

    inside(one, try_out)
    refused(two, try_out)
    assert [removal.deleted for removal in inside(two, lambda venue: journey.clean_test("shop", venue))] == [(), ()]
    assert any(removal.deleted for removal in inside(one, lambda venue: journey.clean_test("shop", venue)))


def test_once_the_other_has_taken_it_back_it_is_in_nobodys_way(pair: tuple[Path, Path]) -> None:
    one, two = pair

    async def all_back(venue: Venue) -> None:
        for subject in ("shop", "mail01", ZONE):
            await journey.roll_back(subject, venue)

    inside(one, lambda venue: carry_wave(WAVE, venue))
    refused(two, lambda venue: begin(venue, ZONE))
    inside(one, all_back)
    assert inside(two, lambda venue: carry_wave(WAVE, venue)) == []
    inside(one, lambda venue: begin(venue, ZONE))
    refused(one, lambda venue: journey.land(ZONE, venue))


def test_a_refused_ledger_takes_the_place_of_the_lost_one_and_goes_on(pair: tuple[Path, Path]) -> None:
    one, two = pair
    inside(two, lambda venue: begin(venue, ZONE))
    inside(one, lambda venue: carry_wave(WAVE, venue))
    sent = deployments_sent(one)
    refused(two, lambda venue: journey.land(ZONE, venue))
    inside(two, rebuild)
    assert {stage(two, subject) for subject in (ZONE, "shop", "mail01")} == {Stage.VERIFIED}
    assert inside(two, lambda venue: carry_wave(WAVE, venue)) == []
    assert deployments_sent(one) == sent
    assert inside(two, lambda venue: journey.roll_back("shop", venue)).deleted
    assert inside(two, journey.succeed) == ()


def test_a_ledger_brought_back_from_an_older_copy_goes_on_once_it_is_rebuilt(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, _ = pair
    inside(folder, lambda venue: begin(venue, ZONE))
    backup = shutil.copytree(folder, tmp_path / "backup")
    inside(folder, lambda venue: carry_wave(WAVE, venue))
    sent = deployments_sent(folder)
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)
    refused(folder, lambda venue: begin(venue, ZONE))
    inside(folder, rebuild)
    assert inside(folder, lambda venue: carry_wave(WAVE, venue)) == []
    assert deployments_sent(folder) == sent


def test_what_is_under_way_while_nothing_stands_yet_is_taken_over_too(pair: tuple[Path, Path]) -> None:
    one, two = pair

    async def leave(venue: Venue) -> None:
        await begin(venue, ZONE)
        landing = asyncio.create_task(journey.land(ZONE, venue))
        while venue.ledger.outline(ZONE)[-1].kind != "note":
            await asyncio.sleep(0.001)
        landing.cancel()
        await asyncio.gather(landing, return_exceptions=True)

    inside(one, leave)
    inside(two, rebuild)
    assert inside(two, lambda venue: carry_wave(WAVE, venue)) == []
    assert set(deployments_sent(two).values()) == {1}
