import pytest

from azlift.report.standing import has_landed, is_left_behind, is_verified, standing_of
from azlift.stages import Stage, Standing


def test_a_subject_nothing_is_known_of_has_not_begun() -> None:
    assert standing_of("crm", {}) == Standing("crm")


@pytest.mark.parametrize("stage", [None, *Stage])
def test_what_has_landed_and_what_is_verified(stage: Stage | None) -> None:
    standing = Standing("crm", stage)
    later = {Stage.TESTED, Stage.TEST_CLEANED, Stage.CUT_OVER, Stage.VALIDATED, Stage.ACCEPTED, Stage.SOURCE_RETIRED}
    assert has_landed(standing) == (stage in {Stage.LANDED, Stage.VERIFIED, *later})
    assert is_verified(standing) == (stage in {Stage.VERIFIED, *later})


def test_only_a_failure_leaves_behind() -> None:
    assert [is_left_behind(Standing("crm", None, run)) for run in ("idle", "running", "failed")] == [False, False, True]
