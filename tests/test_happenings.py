from collections.abc import Callable
from pathlib import Path

import pytest
from estates import estate, machine, planned

from azlift import journey, on_record
from azlift.errors import NotFound, Waiting
from azlift.happenings import happenings
from azlift.model import Failure, Milestone, Removal
from azlift.on_record import copy_of, step_of, wave_subject, zone_of
from azlift.stages import Stage
from azlift.venue import Venue, open_venue


@pytest.fixture
def venue(workspace: Callable[..., Path]) -> Venue:
    return planned(workspace(), estate(machine("web01"), machine("mail01")))


def test_events_are_told_by_wave_group_and_step_with_what_they_say(venue: Venue) -> None:
    ledger = venue.ledger
    ledger.record(wave_subject("wave-01"), Stage.COMMITTED, "k", Milestone(wave="wave-01", reason="agreed"))
    journey.pause("wave-01", venue, "wait")
    for subject in ("web01", zone_of("wave-01"), copy_of("web01"), step_of("web01", "dns")):
        ledger.record_failure(subject, Stage.RENDERED, "", NotFound(f"no {subject}"))
    found, upto = happenings(venue)
    assert [(one.about, one.wave, one.group, one.step) for one in found] == [
        ("wave", "wave-01", "", ""),
        ("hold", "wave-01", "", ""),
        ("group", "wave-01", "web01", ""),
        ("zone", "wave-01", "", ""),
        ("test", "wave-01", "web01", ""),
        ("step", "wave-01", "web01", "dns"),
    ]
    assert found[0].fact == Milestone(wave="wave-01", reason="agreed")
    assert isinstance(found[2].fact, Failure)
    assert found[2].fact.message == "no web01"
    assert upto == found[-1].seq == len(ledger.history())


def test_what_nobody_is_told_is_left_out_but_counted(venue: Venue) -> None:
    _, before = happenings(venue)
    journey.render("web01", venue)
    venue.ledger.record_failure("mail01", Stage.RENDERED, "", Waiting("it waits"))
    found, upto = happenings(venue, before)
    assert found == []
    assert upto == before + 2
    assert happenings(venue, upto) == ([], upto)


def test_a_group_that_the_plan_has_no_more_is_told_without_a_wave(venue: Venue) -> None:
    removal = Removal(subject="gone", deleted=())
    venue.ledger.record("gone", Stage.RENDERED, "k", removal)
    venue.ledger.record("gone", Stage.ROLLED_BACK, "k", removal)
    found, _ = happenings(venue)
    assert [(one.group, one.wave) for one in found] == [("gone", "")]


def test_before_there_is_a_plan_nothing_is_wrong(workspace: Callable[..., Path]) -> None:
    venue = open_venue(workspace())
    assert happenings(venue) == ([], 0)
    assert on_record.told_of("ops") == "told:ops"
