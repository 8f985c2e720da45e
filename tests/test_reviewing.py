"""An edited plan judged and mended, beside the plan before."""

from dataclasses import replace

import pytest
from desks import desk, moved, planned, shops

from azlift.errors import PlanError
from azlift.model import Limits, Severity
from azlift.reviewing import check, repair
from azlift.waves import plan_waves, proposal_of


def test_a_plan_that_nobody_edited_changes_nothing_and_breaks_nothing() -> None:
    at, plan = planned(desk(shops(4)))
    review = check(proposal_of(plan), plan, at)
    assert (review.shifts, review.arose, review.went, review.mends) == ((), (), (), ())
    assert review.mended
    assert review.before == review.after
    assert [wave.slot for wave in review.plan.waves] == [wave.slot for wave in plan.waves]


def test_too_many_in_a_wave_is_told_with_what_it_changes_and_the_move_that_mends_it() -> None:
    at, plan = planned(desk(shops(5)))
    first, second = plan.waves[1], plan.waves[2]
    group = second.groups[0]
    review = check(moved(plan, **{group: first.number}), plan, at)
    (broken,) = [one for one in review.arose if one.code == "wave-too-large"]
    assert (broken.wave, broken.severity) == (first.id, Severity.WARNING)
    assert "2 machines too many" in broken.message
    assert [shift.group for shift in review.shifts] == [group]
    assert review.before
    assert review.after
    assert review.after.saving < review.before.saving
    assert review.mended
    assert review.mends


def test_a_group_before_what_it_calls_is_told() -> None:
    at, plan = planned(desk(shops(4), limits=Limits(machines_per_wave=2, pilot_machines=0)))
    review = check(moved(plan, app0=4, app3=1), plan, at)
    assert {one.code for one in review.arose} == {"group-before-its-dependency"}
    assert all(one.wave for one in review.arose)


def test_a_new_wave_without_a_window_blocks_and_one_with_a_window_does_not() -> None:
    at, plan = planned(desk(shops(3)))
    asked = moved(plan, app2=7)
    (blocked,) = check(asked, plan, at).arose
    assert (blocked.code, blocked.severity, blocked.wave) == ("no-window", Severity.BLOCKING, "wave-07")
    free = check(replace(asked, windows={7: "2027-01-16T2200Z"}), plan, at)
    assert free.arose == ()
    assert free.ends_after
    assert free.ends_before
    assert free.ends_after > free.ends_before


def test_a_frozen_window_is_told_with_the_freeze() -> None:
    at, plan = planned(desk(shops(2), freezes=[{"days": "2027-01-09/2027-01-10", "reason": "inventory"}]))
    asked = replace(moved(plan, app1=7), windows={7: "2027-01-09T2200Z"})
    (refused,) = check(asked, plan, at).arose
    assert (refused.code, refused.severity) == ("window-refused", Severity.BLOCKING)
    assert "inventory" in refused.evidence


def test_a_group_cannot_leave_a_wave_under_way_nor_join_it() -> None:
    at, plan = planned(desk(shops(5)), "wave-02")
    inside, outside = plan.waves[1].groups[0], plan.waves[2].groups[0]
    left = check(moved(plan, **{inside: 3}), plan, at)
    joined = check(moved(plan, **{outside: 2}), plan, at)
    for review in (left, joined):
        assert any(one.code == "window-refused" and "under way" in one.evidence for one in review.arose)


def test_regrouped_machines_are_judged_too() -> None:
    at, plan = planned(desk(shops(3)))
    asked = proposal_of(plan)
    machine = asked.members["app2"][0]
    split = replace(
        asked,
        members={**asked.members, "app2": asked.members["app2"][1:], "alone": [machine]},
        numbers={**asked.numbers, "alone": asked.numbers["app2"]},
    )
    review = check(split, plan, at)
    assert {shift.group for shift in review.shifts} == {"alone"}
    assert review.plan.by_group["alone"].workloads == (machine,)


def test_repair_moves_the_fewest_back_into_a_wave_that_is_there() -> None:
    at, plan = planned(desk(shops(6)))
    second, third = plan.waves[1], plan.waves[2]
    asked = moved(plan, **dict.fromkeys(third.groups, second.number))
    review, fewest = repair(asked, plan, at)
    assert fewest
    assert len(review.shifts) == len(third.groups)
    assert {one.severity for one in review.plan.violations} <= {Severity.NOTE}
    assert {wave.id for wave in review.plan.waves} == {wave.id for wave in plan.waves}


def test_what_cannot_be_mended_is_refused() -> None:
    at, plan = planned(desk(shops(4)))
    assert at.conditions
    closed = at.conditions.calendar.model_copy(update={"horizon_weeks": 1})
    with pytest.raises(PlanError, match="no plan was found"):
        repair(proposal_of(plan), plan, replace(at, conditions=replace(at.conditions, calendar=closed)))


def test_a_plan_by_limits_is_checked_without_windows_and_not_repaired() -> None:
    at = replace(desk(shops(4)), conditions=None)
    plan = plan_waves(at.estate, at.limits)
    review = check(moved(plan, app0=2), plan, at)
    assert [shift.group for shift in review.shifts] == ["app0"]
    assert (review.before, review.after) == (None, None)
    with pytest.raises(PlanError, match="without windows"):
        repair(proposal_of(plan), plan, at)
