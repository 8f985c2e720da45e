from wave_nights import CLOSES, OPENS, a_wave, at

from azlift.stages import Stage
from azlift.wave_life import GroupRecord


def test_a_test_copy_stands_from_its_first_request_until_it_is_rolled_back() -> None:
    def stands(*copies: object) -> bool:
        return GroupRecord(at(Stage.VERIFIED), copies=copies).test_stands  # type: ignore[arg-type]

    assert not stands(at(None), at(None))
    assert stands(at(None, "running", Stage.LANDED), at(None))
    assert stands(at(Stage.ROLLED_BACK), at(Stage.LANDED))
    assert not stands(at(Stage.ROLLED_BACK), at(Stage.ROLLED_BACK))
    assert not stands(at(Stage.TEST_CLEANED), at(Stage.ROLLED_BACK)), "cleaned, with its verdict still on record"


def test_a_time_has_come_at_its_very_instant_and_one_that_nobody_set_never_does() -> None:
    record = a_wave(now=OPENS)
    assert record.has(OPENS)
    assert not record.has(CLOSES)
    assert not record.has(None)
