from itertools import pairwise

import pytest

from azlift.stages import MOVED, MOVES, PATHS, Stage, comes_before, fold_stage, illegal_moves, may_follow, way_to

LIFE = [Stage.RENDERED, Stage.PREVIEWED, Stage.LANDED, Stage.VERIFIED]
NIGHT = [Stage.TESTED, Stage.TEST_CLEANED, Stage.CUT_OVER, Stage.VALIDATED]
WAVE = [
    *(Stage.COMMITTED, Stage.READY, Stage.APPROVED, Stage.EXECUTING, Stage.WINDOW_OPEN, Stage.CUTTING_OVER),
    *(Stage.VALIDATING, Stage.GO, Stage.HYPERCARE, Stage.HANDED_OVER, Stage.PARTLY_CLOSED, Stage.CLOSED),
]


def test_a_whole_life_and_the_next_one_are_legal() -> None:
    assert illegal_moves([*LIFE, Stage.ROLLED_BACK, *LIFE]) == []
    assert illegal_moves([*LIFE, *NIGHT, Stage.ROLLED_BACK, *LIFE, Stage.CUT_OVER]) == []
    assert illegal_moves([*LIFE, *NIGHT, Stage.ACCEPTED, Stage.SOURCE_RETIRED]) == []


def test_a_wave_goes_its_way_and_back_from_a_no_go() -> None:
    assert illegal_moves(WAVE) == []
    assert illegal_moves([*WAVE[:7], Stage.NO_GO, Stage.ROLLED_BACK, *WAVE]) == []
    assert illegal_moves([*WAVE[:4], Stage.READY, Stage.APPROVED, *WAVE[3:]]) == [], "an approval that was voided"


def test_nothing_leaves_acceptance_but_the_end_of_its_source() -> None:
    assert {s for s in Stage if may_follow(Stage.ACCEPTED, s)} == {Stage.ACCEPTED, Stage.SOURCE_RETIRED}


def test_nothing_is_cut_over_while_its_test_stands() -> None:
    assert not may_follow(Stage.TESTED, Stage.CUT_OVER)


def test_what_works_in_azure_is_not_rendered_anew() -> None:
    assert not any(may_follow(stage, Stage.RENDERED) for stage in MOVED)


def test_a_subject_never_changes_its_path() -> None:
    for one in PATHS:
        for other in PATHS:
            if one is not other:
                assert not any(may_follow(a, b) for a in one for b in other)


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


def test_the_way_to_a_stage_is_the_shortest_legal_one_and_leads_forward() -> None:
    assert way_to(None, Stage.LANDED) == (Stage.RENDERED, Stage.PREVIEWED, Stage.LANDED)
    assert way_to(Stage.COMMITTED, Stage.APPROVED) == (Stage.READY, Stage.APPROVED)
    assert way_to(Stage.TESTED, Stage.CUT_OVER) == (Stage.VERIFIED, Stage.CUT_OVER)
    assert way_to(Stage.ACCEPTED, Stage.ROLLED_BACK) == (), "there is no way back"
    for one in MOVES:
        for other in Stage:
            way = way_to(one, other)
            assert all(may_follow(now, then) for now, then in pairwise((one, *way)))
