"""Why a group is where it is, window by window."""

from dataclasses import replace

from desks import desk, planned, shops

from azlift.model import Limits
from azlift.reasons import slot_reasons


def test_each_window_has_a_cost_or_what_keeps_the_group_out() -> None:
    limits = Limits(machines_per_wave=2, pilot_machines=0)
    at, plan = planned(desk(shops(4), limits=limits, freezes=[{"days": "2027-01-09/2027-01-10", "reason": "audit"}]))
    where = {group: wave.slot for wave in plan.waves for group in wave.groups}
    reasons = {reason.slot: reason for reason in slot_reasons("app2", plan, at)}
    assert len(reasons) == 8
    here = reasons[where["app2"]]
    assert (here.refused, here.costs_more) == ("", 0.0)
    assert "audit" in reasons["2027-01-09T2200Z"].refused
    assert reasons[where["app0"]].refused.startswith("the order: not before app1")
    assert reasons[where["app3"]].refused
    last = list(reasons.values())[-1]
    assert last.refused.startswith("the order: not after app3")


def test_a_full_window_is_named_by_its_row() -> None:
    unlinked = shops(4).model_copy(update={"links": ()})
    at, plan = planned(desk(unlinked, limits=Limits(machines_per_wave=2, pilot_machines=0)))
    reasons = {reason.slot: reason for reason in slot_reasons(plan.waves[-1].groups[0], plan, at)}
    assert reasons[plan.waves[0].slot].refused == "machines full: 0.0 left"


def test_without_windows_there_is_nothing_to_say() -> None:
    at, plan = planned(desk(shops(2)))
    undated = replace(at, conditions=None, known=plan)
    assert slot_reasons("app0", plan, undated) == ()
    assert slot_reasons("nobody", plan, at) == ()
