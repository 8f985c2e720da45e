from azlift.ledger.events import GENESIS, Event, chained
from azlift.ledger.lives import open_attempt, standing_outcome
from azlift.stages import Kind, Stage


def events(*said: tuple[Stage, Kind, str]) -> list[Event]:
    rest = {"at": "t", "subject": "g", "noun": "", "body": "{}", "driver": "me"}
    return [chained(seq, GENESIS, stage=s, kind=k, key=key, **rest) for seq, (s, k, key) in enumerate(said, 1)]


LANDED = (Stage.LANDED, Kind.OUTCOME, "d1")


def test_an_outcome_stands_under_the_key_it_was_reached_with() -> None:
    life = events((Stage.PREVIEWED, Kind.OUTCOME, "d1"), LANDED)
    assert standing_outcome(life, Stage.LANDED, "d1") == life[1]
    assert standing_outcome(life, Stage.LANDED, "d2") is None


def test_a_failure_a_roll_back_begun_and_an_earlier_step_end_what_came_before() -> None:
    for later in (
        (Stage.VERIFIED, Kind.FAILURE, "d1"),
        (Stage.ROLLED_BACK, Kind.INTENT, "r"),
        (Stage.RENDERED, Kind.OUTCOME, "d1"),
    ):
        assert standing_outcome(events(LANDED, later), Stage.LANDED, "d1") is None


def test_a_later_step_leaves_it_standing() -> None:
    life = events(LANDED, (Stage.VERIFIED, Kind.OUTCOME, "d1"))
    assert standing_outcome(life, Stage.LANDED, "d1") == life[0]


def test_an_attempt_is_open_until_something_comes_of_it() -> None:
    begun = [(Stage.LANDED, Kind.INTENT, "d1"), (Stage.LANDED, Kind.NOTE, "d1")]
    assert [e.kind for e in open_attempt(events(*begun), Stage.LANDED, "d1")] == [Kind.INTENT, Kind.NOTE]
    assert open_attempt(events(*begun), Stage.LANDED, "d2") == []
    assert open_attempt(events(*begun, (Stage.LANDED, Kind.FAILURE, "d1")), Stage.LANDED, "d1") == []
