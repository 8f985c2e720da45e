"""What plan decides: made anew, with waves under way, and as a file asks."""

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from desks import DAY, desk, later, moved, planned, shops, with_machines
from estates import machine

from azlift.errors import PlanError
from azlift.model import Limits
from azlift.planning import plan_anew, slots_by_group, take_up
from azlift.reviewing import check
from azlift.waves import Effort, plan_csv


def test_each_wave_says_what_it_uses_costs_and_saves() -> None:
    _, plan = planned(desk(shops(4)))
    for wave in plan.waves:
        machines = sum(len(plan.by_group[group].workloads) for group in wave.groups)
        assert wave.used["machines"] == machines
        assert wave.used["machines"] + wave.slack["machines"] == 4
        assert wave.cost_per_month == pytest.approx(machines * 7 * 52 / 12, abs=0.01)
        assert wave.saving_per_month == pytest.approx(machines * 3 * 52 / 12, abs=0.01)


def test_a_wave_of_a_machine_nobody_priced_has_no_cost() -> None:
    at = desk(shops(2))
    assert at.conditions
    plan = plan_anew(replace(at, conditions=replace(at.conditions, prices={})))
    assert {wave.cost_per_month for wave in plan.waves} == {None}


def test_what_is_under_way_keeps_its_groups_its_number_and_its_window() -> None:
    at, first = planned(desk(shops(5)), "wave-01", "wave-02")
    grown = with_machines(at.estate, machine("new", "newcomer"))
    again = plan_anew(replace(later(at, 3), estate=grown))
    assert again.waves[:2] == first.waves[:2]
    slots = slots_by_group(again)
    assert all(slots[group] > "2026-12-17" for wave in again.waves[2:] for group in wave.groups)
    assert sorted(g for w in again.waves for g in w.groups) == [*(f"app{n}" for n in range(5)), "newcomer"]
    assert not any(wave.pilot for wave in again.waves[2:])


def test_nobody_joins_a_wave_under_way_whose_window_is_still_to_come() -> None:
    at, first = planned(desk(shops(4)), "wave-02")
    grown = with_machines(at.estate, machine("new", "newcomer"))
    again = plan_anew(replace(at, estate=grown))
    assert set(again.by_wave["wave-02"].groups) == set(first.by_wave["wave-02"].groups)
    assert again.by_wave["wave-02"].slot == first.by_wave["wave-02"].slot
    assert again.violations == ()


def test_an_unedited_file_is_the_plan_and_an_edited_one_is_marked_dated_and_bounded(tmp_path: Path) -> None:
    at, plan = planned(desk(shops(4)))
    file = tmp_path / "plan.csv"
    file.write_text(plan_csv(plan, at.estate, {}))
    assert take_up(file, plan, at) is plan
    last = plan.waves[-1]
    group = last.groups[0]
    windows = file.read_text().replace(f"{last.number},{last.slot},{group},", f"9,2027-01-09T2200Z,{group},")
    file.write_text(windows)
    edited = take_up(file, plan, at)
    (wave,) = [wave for wave in edited.waves if group in wave.groups]
    assert (wave.number, wave.slot, wave.why.startswith("edited by a person")) == (9, "2027-01-09T2200Z", True)
    assert edited.bound is not None
    assert edited.worth
    assert plan.worth
    assert edited.worth.saving > plan.worth.saving
    assert edited.worth.stability > 0


def test_a_file_of_another_estate_is_refused(tmp_path: Path) -> None:
    at, plan = planned(desk(shops(2)))
    file = tmp_path / "plan.csv"
    file.write_text(plan_csv(plan, at.estate, {}))
    grown = replace(at, estate=with_machines(at.estate, machine("new")))
    with pytest.raises(PlanError, match="another state of the estate"):
        take_up(file, plan, grown)


def test_the_plan_remembers_the_day_and_the_calendar() -> None:
    at, plan = planned(desk(shops(2)))
    assert at.conditions
    assert (plan.planned_on, plan.calendar) == (DAY, at.conditions.calendar)


def test_a_search_that_was_cut_short_is_gone_on_with_and_leaving_its_plan_costs_nothing() -> None:
    at = desk(shops(40), limits=Limits(machines_per_wave=6, pilot_machines=0), horizon_weeks=40)
    stopped = Event()
    stopped.set()
    short = plan_anew(at, Effort(stop=stopped))
    assert short.cut_short
    assert short.violations == ()
    again = plan_anew(replace(at, known=short))
    assert not again.cut_short
    assert again.worth
    assert short.worth
    assert again.worth.stability == 0
    assert again.worth.total <= short.worth.total


def test_progress_is_told_with_a_bound_that_holds() -> None:
    told = []
    at = desk(shops(40), limits=Limits(machines_per_wave=6, pilot_machines=0), horizon_weeks=40)
    plan = plan_anew(at, Effort(report=lambda worth, moves, bound: told.append((worth.total, bound))))
    assert told
    assert plan.worth
    assert all(0 < bound <= plan.worth.total <= total + 1e-6 for total, bound in told)


def test_who_has_moved_keeps_its_share_of_a_quota() -> None:
    quota = [{"family": "standardDSv5Family", "region": "westeurope", "vcpu": 20}]
    at = desk(shops(5), quotas=quota)
    assert at.conditions
    vcpu = {one.id: (("standardDSv5Family", "westeurope"), 2) for one in at.estate.workloads}
    at = replace(at, conditions=replace(at.conditions, vcpu=vcpu))
    first = plan_anew(at)
    known = replace(at, known=first, under_way=frozenset({"wave-01"}))
    again = plan_anew(later(known, 3))
    moved = sum(len(first.by_group[group].workloads) for group in first.by_wave["wave-01"].groups)
    (row,) = [name for name in again.waves[-1].used if name.startswith("vCPU")]
    assert again.waves[-1].used[row] + again.waves[-1].slack[row] == 20 - 2 * moved


def test_what_cannot_be_done_is_not_taken_up_and_says_where_it_was_put(tmp_path: Path) -> None:
    at, plan = planned(desk(shops(3)))
    file, last = tmp_path / "plan.csv", plan.waves[-1]
    text = plan_csv(plan, at.estate, {})
    file.write_text(text.replace(f"{last.number},{last.slot},", "9,2027-01-10T2200Z,"))
    with pytest.raises(PlanError, match="cannot be done") as refused:
        take_up(file, plan, at)
    said = str(refused.value)
    assert "2027-01-10T2200Z is asked for; the calendar's nearest are 2027-01-09T2200Z and 2027-01-16T2200Z" in said
    assert "plan repair" in refused.value.advice


def test_a_plan_on_a_calendar_is_nothing_without_it(tmp_path: Path) -> None:
    at, plan = planned(desk(shops(3)))
    file = tmp_path / "plan.csv"
    file.write_text(plan_csv(plan, at.estate, {}))
    lost = replace(at, conditions=None)
    with pytest.raises(PlanError, match="has none any more"):
        take_up(file, plan, lost)
    assert plan_anew(lost).calendar is None


def test_a_pilot_that_would_leave_somebody_no_window_is_none() -> None:
    at = desk(shops(3), ends=[{"last_day": "2026-12-01", "what": "lease"}], limits=Limits(pilot_machines=2))
    plan = plan_anew(at)
    assert [wave.slot[:10] for wave in plan.waves] == ["2026-11-28"]
    assert not any(wave.pilot for wave in plan.waves)


def test_what_is_judged_may_fill_the_pilot_no_further_than_a_pilot_may_be() -> None:
    at, plan = planned(desk(shops(4)))
    pilot = next(wave for wave in plan.waves if wave.pilot)
    moved_in = moved(plan, **{plan.waves[1].groups[0]: pilot.number})
    review = check(moved_in, plan, at)
    assert any(one.code == "wave-too-large" and one.wave == pilot.id for one in review.arose)
