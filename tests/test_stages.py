import pytest

from azlift.stages import MOVES, Stage, comes_before, fold_stage, illegal_moves, may_follow

LIFE = [Stage.RENDERED, Stage.PREVIEWED, Stage.LANDED, Stage.VERIFIED]


def test_a_whole_life_and_the_next_one_are_legal() -> None:
    assert illegal_moves([*LIFE, Stage.ROLLED_BACK, *LIFE]) == []


def test_every_stage_has_its_row_in_the_table() -> None:
    assert set(MOVES) == {None, *Stage}


@pytest.mark.parametrize("stage", [Stage.PREVIEWED, Stage.LANDED, Stage.VERIFIED, Stage.ROLLED_BACK])
def test_nothing_of_a_group_comes_before_its_rendering(stage: Stage) -> None:
    assert not may_follow(None, stage)


def test_nothing_lands_unpreviewed() -> None:
    assert [stage for stage in Stage if may_follow(stage, Stage.LANDED)] == [Stage.PREVIEWED, Stage.LANDED]


def test_an_illegal_step_is_named_by_both_its_ends() -> None:
    assert illegal_moves([Stage.RENDERED, Stage.VERIFIED]) == [(Stage.RENDERED, Stage.VERIFIED)]


def test_a_subject_stands_where_it_was_last() -> None:
    assert fold_stage(LIFE) is Stage.VERIFIED
    assert fold_stage([]) is None


def test_an_earlier_step_is_earlier_on_its_own_path_only() -> None:
    assert comes_before(Stage.RENDERED, Stage.VERIFIED)
    assert comes_before(Stage.SURVEYED, Stage.PLANNED)
    assert not comes_before(Stage.VERIFIED, Stage.RENDERED)
    assert not comes_before(Stage.SURVEYED, Stage.LANDED)
    assert not comes_before(Stage.LANDED, Stage.LANDED)
