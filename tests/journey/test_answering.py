from collections.abc import Callable
from pathlib import Path

import pytest
from estates import estate, machine, planned
from nights import ANNA, BERT, alone, on_paper, write_runbook

from azlift import journey
from azlift.errors import AnsweredOtherwise, InputError, StepWaits
from azlift.model import Answer
from azlift.venue import Venue

Workspaces = Callable[..., Path]
MANUAL = "{step: drain, before: stop-source, manual: Drain it., undo: {manual: Fill it.}}"


@pytest.fixture
def venue(workspace: Workspaces) -> Venue:
    """A group whose cutover waits for `drain`."""
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop"), machine("mail01")))
    on_paper(venue, "shop", "mail01")
    write_runbook(folder, MANUAL)
    wait(venue)
    return venue


def wait(venue: Venue, group: str = "shop") -> None:
    with pytest.raises(StepWaits):
        alone(venue, journey.cut_over(group, venue))


def test_what_is_asked_is_listed_oldest_first(venue: Venue) -> None:
    wait(venue, "mail01")
    assert [(q.group, q.step, q.text) for q in journey.waiting_steps("wave-01", venue)] == [
        ("shop", "drain", "Drain it."),
        ("mail01", "drain", "Drain it."),
    ]


def test_a_question_is_asked_once_however_often_it_is_come_by(venue: Venue) -> None:
    wait(venue)
    assert [q.number for q in journey.waiting_steps("wave-01", venue)] == [1]


@pytest.mark.parametrize("comment", ["", "  \n", "x" * 2001])
def test_an_answer_needs_a_comment(venue: Venue, comment: str) -> None:
    with pytest.raises(InputError, match="comment"):
        journey.answer("shop", "drain", ANNA, True, comment, venue)
    assert venue.ledger.facts("answer:shop/drain", Answer) == ()


def test_the_same_person_saying_the_same_again_says_nothing_new(venue: Venue) -> None:
    first = journey.answer("shop", "drain", ANNA, True, "empty", venue)
    again = journey.answer("shop", "drain", ANNA, True, "it is empty, I said", venue)
    assert again == first
    assert len(venue.ledger.facts("answer:shop/drain", Answer)) == 1


@pytest.mark.parametrize(("person", "done"), [(ANNA, False), (BERT, True), (BERT, False)])
def test_a_second_answer_that_differs_is_refused_with_the_first(venue: Venue, person: object, done: bool) -> None:
    journey.answer("shop", "drain", ANNA, True, "empty", venue)
    with pytest.raises(AnsweredOtherwise, match=r"Anna answered at .* that step drain of shop is done: empty"):
        journey.answer("shop", "drain", person, done, "no, it is not", venue)  # type: ignore[arg-type]
    assert len(venue.ledger.facts("answer:shop/drain", Answer)) == 1


def test_what_asks_nothing_takes_no_answer_and_says_what_asks(venue: Venue) -> None:
    with pytest.raises(InputError, match="asks nothing") as found:
        journey.answer("shop", "switch", ANNA, True, "done", venue)
    assert found.value.advice == "It has asked at drain."
    with pytest.raises(InputError, match="no group 'shpo'"):
        journey.answer("shpo", "drain", ANNA, True, "done", venue)


def test_a_question_that_was_overtaken_takes_no_answer(venue: Venue) -> None:
    write_runbook(venue.workspace, "{step: drain, before: stop-source, skip: not needed}")
    alone(venue, journey.cut_over("shop", venue))
    assert journey.waiting_steps("wave-01", venue) == ()
    with pytest.raises(InputError, match="waits for no answer any more"):
        journey.answer("shop", "drain", ANNA, True, "done", venue)


def test_an_answer_of_before_a_roll_back_does_not_count_afterwards(venue: Venue) -> None:
    journey.answer("shop", "drain", ANNA, True, "empty", venue)
    alone(venue, journey.cut_over("shop", venue))
    with pytest.raises(StepWaits, match=r"Fill it\."):
        alone(venue, journey.undo_cutover("shop", venue))
    (question,) = journey.waiting_steps("wave-01", venue)
    assert question.undo
    journey.answer("shop", "drain", BERT, True, "full again", venue)
    alone(venue, journey.undo_cutover("shop", venue))
    wait(venue)
    assert [q.number for q in journey.waiting_steps("wave-01", venue)] == [3]
