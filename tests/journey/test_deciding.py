from collections.abc import Callable
from pathlib import Path

import pytest
from estates import estate, machine, planned
from nights import ANNA, BERT, alone, on_paper, write_runbook

from azlift import journey
from azlift.errors import AnsweredOtherwise, DecisionDue, InputError, NotFound, StepWaits, Waiting
from azlift.model import Milestone, Person
from azlift.stages import Stage
from azlift.venue import Venue

Workspaces = Callable[..., Path]


@pytest.fixture
def venue(workspace: Workspaces) -> Venue:
    """Two groups: shop is validated, mail01 stands verified."""
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop"), machine("mail01")))
    on_paper(venue, "shop", "mail01")
    write_runbook(folder)
    return venue


def cut_over(venue: Venue, group: str) -> None:
    alone(venue, journey.cut_over(group, venue))
    venue.ledger.record(group, Stage.VALIDATED, "on paper", Milestone(wave="wave-01"))


def decide(venue: Venue, go: bool, person: Person = ANNA, without: tuple[str, ...] = ()) -> Milestone:
    return alone(venue, journey.decide("wave-01", venue, person, go, "because", without))


def stage(venue: Venue) -> Stage | None:
    return venue.ledger.standings()["wave:wave-01"].stage


def test_a_go_needs_every_group_validated(venue: Venue) -> None:
    cut_over(venue, "shop")
    with pytest.raises(Waiting, match="not validated: mail01") as waits:
        decide(venue, True)
    assert "--without mail01" in waits.value.advice
    assert stage(venue) is Stage.CUTTING_OVER


def test_a_group_can_be_left_behind_by_name(venue: Venue) -> None:
    cut_over(venue, "shop")
    said = decide(venue, True, without=("mail01",))
    assert said.left_behind == {"mail01": "it is verified, and stays where it was"}
    assert (stage(venue), said.by) == (Stage.GO, ANNA)


def test_a_group_that_is_left_behind_half_way_is_to_be_taken_back(venue: Venue) -> None:
    cut_over(venue, "shop")
    alone(venue, journey.cut_over("mail01", venue))
    said = decide(venue, True, without=("mail01",))
    assert "is to be taken back" in said.left_behind["mail01"]


def test_a_group_whose_cutover_waits_for_a_person_is_to_be_taken_back(venue: Venue) -> None:
    cut_over(venue, "shop")
    write_runbook(venue.workspace, "{step: freeze, manual: Close it to users., undo: {manual: Open it to users.}}")
    with pytest.raises(StepWaits):
        alone(venue, journey.cut_over("mail01", venue))
    said = decide(venue, True, without=("mail01",))
    assert said.left_behind["mail01"] == "its cutover is begun and is to be taken back: azlift roll-back"


def test_what_is_left_behind_by_a_go_is_not_cut_over_any_more(venue: Venue) -> None:
    cut_over(venue, "shop")
    decide(venue, True, without=("mail01",))
    with pytest.raises(DecisionDue, match="is go, and no step of a cutover is begun any more"):
        alone(venue, journey.cut_over("mail01", venue))


def test_a_no_go_needs_nothing_but_a_cutover_under_way(venue: Venue) -> None:
    cut_over(venue, "shop")
    assert decide(venue, False).reason == "because"
    assert stage(venue) is Stage.NO_GO


def test_the_same_decision_again_is_the_one_on_record(venue: Venue) -> None:
    cut_over(venue, "shop")
    first = decide(venue, True, without=("mail01",))
    assert decide(venue, True, BERT) == first


def test_a_go_after_a_no_go_is_refused_with_who_said_it(venue: Venue) -> None:
    cut_over(venue, "shop")
    decide(venue, False)
    with pytest.raises(AnsweredOtherwise, match="decided by Anna: no-go: because"):
        decide(venue, True, BERT, ("mail01",))


def test_a_no_go_after_a_go_takes_it_back(venue: Venue) -> None:
    cut_over(venue, "shop")
    decide(venue, True, without=("mail01",))
    decide(venue, False)
    assert stage(venue) is Stage.NO_GO


def test_where_nothing_is_cut_over_there_is_nothing_to_decide(venue: Venue) -> None:
    for go in (True, False):
        with pytest.raises(InputError, match="there is nothing to decide"):
            decide(venue, go)


def test_unknown_waves_and_groups_are_named_with_those_there_are(venue: Venue) -> None:
    cut_over(venue, "shop")
    with pytest.raises(NotFound, match="no group 'shpo'") as found:
        decide(venue, True, without=("shpo",))
    assert "shop" in found.value.advice
    with pytest.raises(NotFound, match="no wave 'wave-09'"):
        alone(venue, journey.decide("wave-09", venue, ANNA, True, "because"))
