import pytest

from azlift.model import Failure
from azlift.notices import topic_of
from azlift.notices.topics import OF_WAVE, TOPICS
from azlift.stages import PATHS, Kind, Stage

FAILED = Failure(subject="crm", verb="landed", code="QuotaExceeded", message="m")


def test_every_stage_of_a_wave_is_told_under_some_topic() -> None:
    assert set(OF_WAVE) == {*PATHS[2], Stage.ROLLED_BACK}
    assert set(OF_WAVE.values()) <= set(TOPICS)


def test_the_night_is_told_as_window_and_peoples_words_as_gates() -> None:
    assert topic_of("wave", Stage.WINDOW_OPEN, Kind.OUTCOME, None) == "window"
    assert topic_of("wave", Stage.APPROVED, Kind.OUTCOME, None) == "gates"
    assert topic_of("said", Stage.SAID, Kind.OUTCOME, None) == "gates"
    assert topic_of("answer", Stage.SAID, Kind.OUTCOME, None) == "window", "a step that waits at night cannot wait"
    assert topic_of("hold", Stage.PAUSED, Kind.OUTCOME, None) == "holds"


def test_of_a_group_only_what_people_wait_for_is_told() -> None:
    assert topic_of("group", Stage.CUT_OVER, Kind.OUTCOME, None) == "life"
    for stage in (Stage.RENDERED, Stage.PREVIEWED, Stage.LANDED, Stage.VERIFIED):
        assert topic_of("group", stage, Kind.OUTCOME, None) is None
    assert topic_of("zone", Stage.LANDED, Kind.OUTCOME, None) is None


@pytest.mark.parametrize("about", ["wave", "group", "zone", "test", "step", "said"])
def test_a_failure_is_told_wherever_it_is_but_not_what_follows_from_it(about: str) -> None:
    assert topic_of(about, Stage.LANDED, Kind.FAILURE, FAILED) == "failures"  # type: ignore[arg-type]
    waiting = FAILED.model_copy(update={"code": "Waiting"})
    assert topic_of(about, Stage.LANDED, Kind.FAILURE, waiting) is None  # type: ignore[arg-type]


def test_what_was_only_begun_and_what_is_about_no_wave_is_not_told() -> None:
    assert topic_of("group", Stage.CUT_OVER, Kind.INTENT, None) is None
    assert topic_of("group", Stage.CUT_OVER, Kind.NOTE, None) is None
    assert topic_of("other", Stage.SAID, Kind.FAILURE, FAILED) is None
