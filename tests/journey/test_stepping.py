from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from estates import estate, machine, planned
from nights import ANNA, Hands, Killed, alone, on_paper, write_runbook

from azlift import journey, on_record
from azlift.errors import InputError, OutcomeUnknown, StepFailed, StepWaits
from azlift.model import StepOutcome
from azlift.stages import Stage
from azlift.venue import Venue

Workspaces = Callable[..., Path]
HOOK = "{step: drain, before: stop-source, command: {run: [./drain]%s}, nothing_to_undo: it only reads}"


@pytest.fixture
def eve(workspace: Workspaces) -> Callable[..., Venue]:
    def make(*entries: str, hands: Any = None, skip: Sequence[str] | None = None) -> Venue:
        folder = workspace()
        venue = planned(folder, estate(machine("web01", "shop")))
        on_paper(venue, "shop")
        write_runbook(folder, *entries, **({} if skip is None else {"skip": skip}))
        venue.__dict__["hands"] = hands or Hands()
        return venue

    return make


def cut_over(venue: Venue) -> None:
    alone(venue, journey.cut_over("shop", venue))


def standing(venue: Venue, step: str) -> Any:
    return venue.ledger.standings()[on_record.step_of("shop", step)]


def test_a_step_is_done_once_however_often_it_is_cut_over(eve: Callable[..., Venue]) -> None:
    hands = Hands()
    venue = eve(HOOK % "", hands=hands)
    cut_over(venue)
    cut_over(venue)
    assert [order.step for order in hands.orders] == ["drain"]
    assert hands.orders[0].machines[0].name == "web01"
    assert venue.ledger.latest("step:shop/drain", StepOutcome).said == "done"


def test_a_step_whose_driver_was_killed_is_not_repeated_but_asked_about(eve: Callable[..., Venue]) -> None:
    hands = Hands(Killed())
    venue = eve(HOOK % "", hands=hands)
    with pytest.raises(Killed):
        cut_over(venue)
    for _ in range(2):
        with pytest.raises(StepWaits, match="nobody knows how that ended"):
            cut_over(venue)
    (question,) = journey.waiting_steps("wave-01", venue)
    assert question.unknown
    journey.answer("shop", "drain", ANNA, True, "the queue is empty", venue)
    cut_over(venue)
    assert len(hands.orders) == 1
    outcome = venue.ledger.latest("step:shop/drain", StepOutcome)
    assert (outcome.by, outcome.comment) == (ANNA, "the queue is empty")
    assert journey.waiting_steps("wave-01", venue) == ()


def test_what_a_person_says_was_not_done_is_done_again_and_asked_about_again(eve: Callable[..., Venue]) -> None:
    hands = Hands(Killed(), Killed())
    venue = eve(HOOK % "", hands=hands)
    for times in (1, 2):
        with pytest.raises(Killed):
            cut_over(venue)
        assert len(hands.orders) == times
        with pytest.raises(StepWaits):
            cut_over(venue)
        journey.answer("shop", "drain", ANNA, False, "nothing happened", venue)
    cut_over(venue)
    assert len(hands.orders) == 3
    assert len({order.key for order in hands.orders}) == 3, "each is another doing"


def test_an_idempotent_step_is_repeated_under_the_same_key_and_nobody_is_asked(eve: Callable[..., Venue]) -> None:
    hands = Hands(Killed())
    venue = eve(HOOK % ", idempotent: true", hands=hands)
    with pytest.raises(Killed):
        cut_over(venue)
    cut_over(venue)
    first, again = hands.orders
    assert first.key == again.key


def test_a_step_that_looks_and_finds_itself_done_is_not_repeated(eve: Callable[..., Venue]) -> None:
    hands = Hands(Killed(), done=True)
    venue = eve(HOOK % ", look: [./look]", hands=hands)
    with pytest.raises(Killed):
        cut_over(venue)
    cut_over(venue)
    assert len(hands.orders) == 1
    assert venue.ledger.latest("step:shop/drain", StepOutcome).said == "it was done already"


def test_a_step_that_failed_is_on_record_and_done_again_under_another_key(eve: Callable[..., Venue]) -> None:
    hands = Hands(StepFailed("the queue does not drain", advice="See to it."))
    venue = eve(HOOK % "", hands=hands)
    with pytest.raises(StepFailed):
        cut_over(venue)
    assert standing(venue, "drain").run == "failed"
    assert {failure.subject for failure in venue.ledger.failures()} == {"shop", "step:shop/drain"}
    cut_over(venue)
    first, again = hands.orders
    assert first.key != again.key
    assert standing(venue, "drain").stage is Stage.DONE


def test_a_step_that_may_or_may_not_be_done_has_not_failed_but_asks_at_once(eve: Callable[..., Venue]) -> None:
    hands = Hands(OutcomeUnknown("it did not answer"))
    venue = eve(HOOK % "", hands=hands)
    for _ in range(2):
        with pytest.raises(StepWaits, match=r"it did not answer\..*Was it done\?"):
            cut_over(venue)
    assert venue.ledger.failures() == ()
    assert len(hands.orders) == 1
    journey.answer("shop", "drain", ANNA, True, "it was", venue)
    cut_over(venue)
    assert len(hands.orders) == 1


def test_a_step_that_bears_repeating_is_simply_run_again_when_it_did_not_answer(eve: Callable[..., Venue]) -> None:
    hands = Hands(OutcomeUnknown("it did not answer"))
    venue = eve(HOOK % ", idempotent: true", hands=hands)
    with pytest.raises(OutcomeUnknown):
        cut_over(venue)
    assert journey.waiting_steps("wave-01", venue) == ()
    cut_over(venue)
    assert len(hands.orders) == 2


def test_a_step_by_hand_waits_and_nothing_has_failed(eve: Callable[..., Venue]) -> None:
    venue = eve("{step: drain, before: stop-source, manual: Drain the queue., undo: {manual: Fill it.}}")
    with pytest.raises(StepWaits, match=r"Drain the queue\.") as waits:
        cut_over(venue)
    assert waits.value.advice == "Say when it is done: azlift answer shop drain --done --comment TEXT (or --not-done)"
    assert waits.value.exit_code == 4
    assert venue.ledger.failures() == ()
    journey.answer("shop", "drain", ANNA, False, "the SAN is down", venue)
    with pytest.raises(StepWaits):
        cut_over(venue)
    journey.answer("shop", "drain", ANNA, True, "now it is drained", venue)
    cut_over(venue)
    outcome = venue.ledger.latest("step:shop/drain", StepOutcome)
    assert (outcome.kind, outcome.by, outcome.comment) == ("manual", ANNA, "now it is drained")


def test_a_rehearsal_runs_no_program_but_tells_one_that_is_not_there(eve: Callable[..., Venue]) -> None:
    from azlift.runbook.hands import StandIn

    venue = eve(HOOK % "")
    venue.__dict__["hands"] = StandIn(venue.workspace)
    with pytest.raises(InputError, match=r"no program './drain'"):
        cut_over(venue)
    program, trace = venue.workspace / "drain", venue.workspace / "it-ran"
    program.write_text(f"#!/bin/sh\ntouch {trace}\n")
    program.chmod(0o755)
    cut_over(venue)
    assert not trace.exists()
    assert "stood in for" in venue.ledger.latest("step:shop/drain", StepOutcome).said
