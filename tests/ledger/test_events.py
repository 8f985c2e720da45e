from dataclasses import replace

import pytest

from azlift.errors import LedgerBroken
from azlift.ledger.events import GENESIS, Event, chained, check_chain, this_life
from azlift.stages import Kind, Stage


def chain(*stages: Stage) -> list[Event]:
    events: list[Event] = []
    for seq, stage in enumerate(stages, 1):
        previous = events[-1].hash if events else GENESIS
        said = {"at": "t", "subject": "g", "stage": stage, "kind": Kind.OUTCOME, "key": "k", "noun": "", "body": "{}"}
        events.append(chained(seq, previous, driver="me", **said))
    return events


LIFE = (Stage.RENDERED, Stage.PREVIEWED, Stage.LANDED)


def test_an_untouched_chain_holds() -> None:
    events = chain(*LIFE)
    assert list(check_chain(events)) == events


@pytest.mark.parametrize("name", ["at", "subject", "key", "noun", "body", "driver"])
def test_any_changed_member_breaks_the_chain(name: str) -> None:
    events = chain(*LIFE)
    events[1] = replace(events[1], **{name: "forged"})
    with pytest.raises(LedgerBroken, match="event 2"):
        list(check_chain(events))


def test_a_missing_event_is_named() -> None:
    first, _, third = chain(*LIFE)
    with pytest.raises(LedgerBroken, match="event 2 is missing"):
        list(check_chain([first, third]))


def test_a_life_begins_after_the_last_roll_back() -> None:
    events = chain(*LIFE, Stage.ROLLED_BACK, Stage.RENDERED)
    assert [e.stage for e in this_life(events)] == [Stage.RENDERED]


def test_a_body_that_is_no_fact_is_said_to_be_none() -> None:
    (event,) = chain(Stage.RENDERED)
    with pytest.raises(LedgerBroken, match="event 1 does not hold"):
        _ = event.fact
