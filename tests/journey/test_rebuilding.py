"""Promise 8: with the ledger lost, every group's state comes back from Azure's tags and resources."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import deployments_sent, everything, inside
from carrying import carry, carry_wave
from estates import estate, machine, planned
from shots import kill
from tallying import count, many

from azlift import convoy, journey, on_record
from azlift.errors import IllegalMove
from azlift.model import Acceptance, CheckReport, Cutover, Estate, Recovered, Rendering
from azlift.stages import Stage
from azlift.venue import Venue, open_venue

Workspaces = Callable[..., Path]
WAVE = "wave-01"
GROUPS = ("portal", "shop", "mail")
State = tuple[str | None, str, tuple[str, ...], tuple[str, ...]]


def three_groups() -> Estate:
    return estate(*(machine(f"{group}{number}", group) for group in GROUPS for number in (1, 2)))


def carried(workspace: Workspaces, made: Estate | None = None) -> Path:
    folder = workspace(limits={"pilot_machines": 20})
    planned(folder, made or three_groups())
    assert inside(folder, lambda venue: carry_wave(WAVE, venue)) == []
    return folder


def lose(folder: Path) -> Venue:
    """The ledger is gone: the venue of an empty one."""
    for file in folder.glob("rehearsal.ledger*"):
        file.unlink()
    return open_venue(folder)


def rebuild(folder: Path) -> list[Recovered]:
    async def run(venue: Venue) -> list[Recovered]:
        recovered: list[Recovered] = []
        await journey.succeed(venue)
        for wave, remains in (await journey.find_remains(venue)).items():
            async with convoy.driving(wave, venue):
                recovered += await journey.rebuild(remains, venue)
        return recovered

    done: list[Recovered] = inside(folder, run)
    open_venue(folder).ledger.verify()
    return done


def states(folder: Path) -> dict[str, State]:
    """Of each subject: stage, wave, ids of its resources, and the digests it was sent under."""
    ledger = open_venue(folder).ledger
    found: dict[str, State] = {}
    for subject, standing in ledger.standings().items():
        rendering = ledger.find_latest(subject, Rendering)
        if rendering:
            ids = tuple(sorted(e.id.lower() for e in rendering.expected))
            sent = ledger.attempts(subject, Stage.LANDED)
            found[subject] = (standing.stage, rendering.tags["azlift-wave"], ids, sent)
    return found


def test_with_the_plan_at_hand_everything_about_every_group_comes_back(workspace: Workspaces) -> None:
    folder = carried(workspace)
    before, renderings = states(folder), {s: open_venue(folder).ledger.latest(s, Rendering) for s in GROUPS}
    lose(folder)
    planned(folder, three_groups())
    recovered = rebuild(folder)
    assert states(folder) == before
    assert {r.source for r in recovered} == {"plan"}
    assert [note for r in recovered for note in r.notes] == []
    assert {s: open_venue(folder).ledger.latest(s, Rendering) for s in GROUPS} == renderings


def test_without_any_plan_the_tags_say_the_same(workspace: Workspaces) -> None:
    folder = carried(workspace)
    before = states(folder)
    lose(folder)
    recovered = rebuild(folder)
    assert states(folder) == before
    assert {r.source for r in recovered} == {"tags"}
    assert recovered[0].subject == f"zone:{WAVE}"
    assert "tags alone" in recovered[0].notes[0]


def test_what_was_recovered_by_its_tags_can_be_taken_back_to_nothing(workspace: Workspaces) -> None:
    folder = carried(workspace)
    lose(folder)
    rebuild(folder)
    planned(folder, three_groups())

    async def all_back(venue: Venue) -> None:
        for subject in (*GROUPS, f"zone:{WAVE}"):
            await journey.roll_back(subject, venue)

    inside(folder, all_back)
    assert everything(folder) == {}


def test_what_was_recovered_is_carried_on_without_being_sent_again(workspace: Workspaces) -> None:
    folder = carried(workspace)
    sent = deployments_sent(folder)
    lose(folder)
    planned(folder, three_groups())
    rebuild(folder)
    assert inside(folder, lambda venue: carry_wave(WAVE, venue)) == []
    assert deployments_sent(folder) == sent


def test_a_zone_recovered_by_its_tags_keeps_its_subnets_where_they_are(workspace: Workspaces) -> None:
    from azlift.rendering import subnet_blocks

    folder = carried(workspace)
    zone = f"zone:{WAVE}"
    before = subnet_blocks(open_venue(folder).ledger.latest(zone, Rendering))
    lose(folder)
    rebuild(folder)
    assert subnet_blocks(open_venue(folder).ledger.latest(zone, Rendering)) == before


def test_rebuilding_again_adds_nothing_and_what_is_on_record_is_left_alone(workspace: Workspaces) -> None:
    folder = carried(workspace)
    assert rebuild(folder) == []
    lose(folder)
    planned(folder, three_groups())
    rebuild(folder)
    events = open_venue(folder).ledger.outline()
    assert {r.subject for r in rebuild(folder)} == {*GROUPS, f"zone:{WAVE}"}
    assert open_venue(folder).ledger.outline() == events


def accepted(folder: Path, group: str) -> None:
    """On record as accepted, with the machines saying so; the night itself is another test's."""

    async def accept(venue: Venue) -> None:
        digest, now = venue.ledger.latest(group, Rendering).digest, venue.now
        night = Cutover(group=group, digest=digest, down_from=None, up_at=None, steps=())
        venue.ledger.record(group, Stage.CUT_OVER, digest, night)
        venue.ledger.record(group, Stage.VALIDATED, digest, CheckReport(group=group, at=now, results=()))
        said = Acceptance(group=group, person=None, reason="all well", at=now)
        venue.ledger.record(group, Stage.ACCEPTED, digest, said)
        await journey.mark(group, venue)

    inside(folder, accept)


@pytest.mark.parametrize("plan", [True, False])
def test_an_accepted_group_is_never_taken_for_one_that_may_be_taken_back(workspace: Workspaces, plan: bool) -> None:
    folder = carried(workspace)
    accepted(folder, "shop")
    before = states(folder)
    lose(folder)
    if plan:
        planned(folder, three_groups())
    rebuild(folder)
    assert states(folder) == {s: state for s, state in before.items() if not s.startswith("mark:")}
    with pytest.raises(IllegalMove, match="accepted"):
        inside(folder, lambda venue: journey.roll_back("shop", venue))
    said = open_venue(folder).ledger.latest("shop", Acceptance)
    assert (said.person, "is lost" in said.reason) == (None, True)


def remove(folder: Path, id_: str) -> None:
    async def gone(venue: Venue) -> None:
        poller = await venue.cloud.resources.resources.begin_delete_by_id(id_, api_version="2024-07-01")
        await poller.result()

    inside(folder, gone)


def test_a_machine_that_is_missing_is_on_record_with_what_to_do(workspace: Workspaces) -> None:
    folder = carried(workspace)
    remove(folder, next(i for i in states(folder)["shop"][2] if "virtualmachines" in i))
    lose(folder)
    planned(folder, three_groups())
    rebuild(folder)
    (failure,) = open_venue(folder).ledger.failures()
    assert (failure.subject, "missing" in failure.message) == ("shop", True)
    assert failure.advice.endswith(f"azlift migrate {WAVE}")


def test_an_accepted_group_that_people_changed_since_is_accepted_all_the_same(workspace: Workspaces) -> None:
    folder = carried(workspace)
    accepted(folder, "shop")
    remove(folder, next(i for i in states(folder)["shop"][2] if "virtualmachines" in i))
    lose(folder)
    planned(folder, three_groups())
    rebuild(folder)
    assert states(folder)["shop"][0] is Stage.ACCEPTED


def test_a_machine_that_todays_placing_calls_otherwise_is_named(workspace: Workspaces) -> None:
    """Otherwise it would land a second time, under its new name."""
    twins = (machine("web", id="w-1"), machine("WEB", id="w-2"))
    folder = carried(workspace, estate(twins[0]))
    lose(folder)
    planned(folder, estate(*twins))
    _, group = rebuild(folder)
    assert group.notes[-1].startswith("vm-web stands, and today's placing calls that machine vm-web-")


def test_what_bears_no_tag_of_ours_is_left_out(workspace: Workspaces) -> None:
    folder = carried(workspace)

    async def strip(venue: Venue) -> None:
        from azure.mgmt.resource.resources.models import Tags, TagsPatchResource

        disk = next(e.id for e in venue.ledger.latest("shop", Rendering).expected if e.type.endswith("/disks"))
        patch = TagsPatchResource(operation="Replace", properties=Tags(tags={"owner": "somebody"}))
        await (await venue.cloud.resources.tags.begin_update_at_scope(disk, patch)).result()

    inside(folder, strip)
    count_before = len(states(folder)["shop"][2])
    lose(folder)
    rebuild(folder)
    assert len(states(folder)["shop"][2]) == count_before - 1


def test_a_landing_that_was_not_over_is_told_and_then_ended(workspace: Workspaces) -> None:
    """The ledger is lost while Azure is still at it."""
    folder = workspace(limits={"pilot_machines": 20})
    planned(folder, three_groups())

    async def begin(venue: Venue) -> None:
        await journey.prepare(WAVE, venue)
        assert await carry(on_record.zone_of(WAVE), venue)
        journey.render("shop", venue)
        await journey.preview("shop", venue)
        landing = asyncio.create_task(journey.land("shop", venue))
        while venue.ledger.outline("shop")[-1].kind != "note":
            await asyncio.sleep(0.001)
        landing.cancel()
        await asyncio.gather(landing, return_exceptions=True)

    inside(folder, begin)
    lose(folder)
    planned(folder, three_groups())
    rebuild(folder)
    assert inside(folder, lambda venue: carry_wave(WAVE, venue)) == []
    assert set(deployments_sent(folder).values()) == {1}
    assert {s.stage for subject, s in open_venue(folder).ledger.standings().items() if subject in GROUPS} == {
        Stage.VERIFIED
    }


@pytest.mark.slow
def test_lost_at_any_point_of_a_wave_it_comes_back_and_the_wave_ends_as_it_would_have(workspace: Workspaces) -> None:
    """Killed somewhere, the ledger deleted, made anew, carried on: nothing is missing, nothing was sent twice."""
    chance = random.Random(8)
    points = {workspace(limits={"pilot_machines": 20}): chance.randint(5, 120) for _ in range(many(2, 20))}
    for folder in points:
        planned(folder, three_groups())
    kill(points, WAVE)
    for folder in points:
        lose(folder)
        planned(folder, three_groups())
        rebuild(folder)
        assert inside(folder, lambda venue: carry_wave(WAVE, venue)) == []
        assert set(deployments_sent(folder).values()) == {1}
        ledger = open_venue(folder).ledger
        standings, subjects = ledger.standings(), (*GROUPS, f"zone:{WAVE}")
        assert all(standings[subject].stage is Stage.VERIFIED for subject in subjects)
        stand = set(everything(folder))
        assert {e.id.lower() for s in subjects for e in ledger.latest(s, Rendering).expected} == stand
    count("P8", "ledgers lost at a random point of a wave", len(points))
