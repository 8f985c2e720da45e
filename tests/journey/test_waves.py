import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import inside
from carrying import carry_wave
from estates import estate, machine, planned

from azlift import journey, on_record
from azlift.errors import HeldByAnother, IllegalMove, InputError, NotFound, PlanError, WaveAbandoned, WavePaused
from azlift.model import Milestone, Person
from azlift.stages import Kind, Stage
from azlift.venue import Venue, open_venue

Workspaces = Callable[..., Path]
ADA = Person(object_id="o-1", tenant_id="t-1", name="Ada")


@pytest.fixture
def venue(workspace: Workspaces) -> Venue:
    return planned(workspace(), estate(machine("web01"), machine("mail01")))


def reach(venue: Venue, *stages: Stage) -> None:
    for stage in stages:
        venue.ledger.record(on_record.wave_subject("wave-01"), stage, stage, Milestone(wave="wave-01"))


def pausings(venue: Venue) -> list[Stage]:
    return [event.stage for event in venue.ledger.outline(on_record.hold_of("wave-01"))]


# -- where it stands ------------------------------------------------------------------------------------------------


def test_a_planned_wave_is_feasible_and_a_committed_one_committed(venue: Venue) -> None:
    assert journey.wave_standing("wave-01", venue).stage == "feasible"
    reach(venue, Stage.COMMITTED)
    (standing,) = journey.wave_standings(venue)
    assert (standing.stage, standing.run, standing.health) == ("committed", "idle", "ok")
    with pytest.raises(NotFound, match="no wave 'wave-09'"):
        journey.wave_standing("wave-09", venue)


def test_why_names_the_failure_its_advice_and_what_comes_next(venue: Venue) -> None:
    venue.ledger.record_failure("web01", Stage.RENDERED, "", NotFound("no template", advice="Write one."))
    found = journey.why("web01", venue)
    assert found.standing.run == "failed"
    assert [(one.subject, one.condition.remedy) for one in found.reasons] == [("web01", "Write one.")]
    assert found.next == "it is to be landed and verified: azlift migrate wave-01"
    assert journey.why("mail01", venue).reasons == ()
    with pytest.raises(NotFound):
        journey.why("nobody", venue)


# -- pausing --------------------------------------------------------------------------------------------------------


def test_a_paused_wave_goes_no_further_and_a_resumed_one_does(venue: Venue) -> None:
    journey.check_not_held("wave-01", venue)
    journey.pause("wave-01", venue, "the vendor called", ADA)
    assert journey.is_held("wave-01", venue)
    with pytest.raises(WavePaused, match="wave-01 was paused by Ada: the vendor called") as raised:
        journey.check_not_held("wave-01", venue)
    assert raised.value.exit_code == 4
    assert raised.value.advice.startswith("When it may go on: azlift resume wave-01")
    journey.resume("wave-01", venue, "they are done")
    journey.check_not_held("wave-01", venue)
    assert pausings(venue) == [Stage.PAUSED, Stage.RESUMED]


def test_pausing_twice_is_pausing_once_and_the_first_reason_stays(venue: Venue) -> None:
    first = journey.pause("wave-01", venue, "one")
    assert journey.pause("wave-01", venue, "two") == first
    journey.resume("wave-01", venue, "go")
    journey.resume("wave-01", venue, "go on")
    assert pausings(venue) == [Stage.PAUSED, Stage.RESUMED]


def test_a_wave_that_was_never_paused_cannot_be_resumed(venue: Venue) -> None:
    with pytest.raises(InputError, match="wave-01 is not paused"):
        journey.resume("wave-01", venue, "go")
    assert pausings(venue) == []


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1_001])
def test_a_hold_without_a_reason_is_refused_and_leaves_nothing(venue: Venue, reason: str) -> None:
    for verb in (journey.pause, journey.resume, journey.abandon):
        with pytest.raises(InputError, match="found a reason of"):
            verb("wave-01", venue, reason)
    assert venue.ledger.outline(on_record.hold_of("wave-01")) == []


def test_an_unknown_wave_is_named(venue: Venue) -> None:
    for verb in (journey.pause, journey.resume, journey.abandon):
        with pytest.raises(NotFound, match="no wave 'wave-99'"):
            verb("wave-99", venue, "why")


def test_of_two_people_who_pause_at_once_one_does(venue: Venue) -> None:
    barrier = threading.Barrier(4)
    made: list[Milestone] = []

    def one(number: int) -> None:
        own = open_venue(venue.workspace)
        barrier.wait()
        made.append(journey.pause("wave-01", own, f"reason {number}"))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pausings(venue) == [Stage.PAUSED]
    assert len({one.reason for one in made}) == 1


@pytest.mark.parametrize("subject", ["zone:wave-01", "web01"])
def test_no_verb_begins_in_a_paused_wave_and_none_of_it_is_called_a_failure(venue: Venue, subject: str) -> None:
    journey.render(subject, venue)
    journey.pause("wave-01", venue, "wait")
    with pytest.raises(WavePaused):
        journey.render(subject, venue)

    async def refused(inside_: Venue) -> None:
        for verb in (journey.preview, journey.land, journey.verify):
            with pytest.raises(WavePaused):
                await verb(subject, inside_)  # type: ignore[operator]

    asyncio.run(refused(venue))
    assert [event.kind for event in venue.ledger.outline(subject)] == [Kind.OUTCOME]


def test_a_paused_wave_can_be_taken_back(venue: Venue) -> None:
    inside(venue.workspace, lambda venue: carry_wave("wave-01", venue))
    journey.pause("wave-01", venue, "wait")
    for subject in ("web01", "mail01", "zone:wave-01"):
        removal = inside(venue.workspace, lambda venue, subject=subject: journey.roll_back(subject, venue))  # type: ignore[misc]
        assert removal.deleted


# -- abandoning -----------------------------------------------------------------------------------------------------


def test_an_abandoned_wave_is_carried_no_more_until_it_is_committed_anew(venue: Venue) -> None:
    journey.abandon("wave-01", venue, "the business was sold", ADA)
    assert journey.wave_standing("wave-01", venue).stage == "abandoned"
    with pytest.raises(WaveAbandoned, match="abandoned by Ada: the business was sold"):
        journey.check_not_held("wave-01", venue)
    with pytest.raises(WaveAbandoned):
        journey.pause("wave-01", venue, "wait")
    assert journey.abandon("wave-01", venue, "again").reason == "the business was sold"
    reach(venue, Stage.COMMITTED)
    journey.check_not_held("wave-01", venue)


def test_a_wave_of_which_something_stands_is_not_abandoned(venue: Venue) -> None:
    inside(venue.workspace, lambda venue: carry_wave("wave-01", venue))
    with pytest.raises(PlanError, match="something of it stands in Azure: zone:wave-01") as raised:
        journey.abandon("wave-01", venue, "enough")
    assert raised.value.advice == "Take it back first: azlift roll-back wave-01"
    assert journey.wave_standing("wave-01", venue).stage == "executing"


def test_a_wave_that_somebody_drives_is_not_abandoned_under_them(venue: Venue) -> None:
    driver = open_venue(venue.workspace)
    driver.ledger.driver = "elsewhere:1:1"
    with driver.ledger.driving("wave-01"), pytest.raises(HeldByAnother):
        journey.abandon("wave-01", venue, "enough")


def test_a_wave_that_is_cut_over_is_not_abandoned_and_the_refusal_says_what_comes_first(venue: Venue) -> None:
    night = (Stage.COMMITTED, Stage.READY, Stage.APPROVED, Stage.EXECUTING, Stage.WINDOW_OPEN, Stage.CUTTING_OVER)
    reach(venue, *night)
    with pytest.raises(IllegalMove) as raised:
        journey.abandon("wave-01", venue, "enough")
    assert raised.value.advice == "It must first be no-go, then rolled back."
