"""A plan and its forecast: what the links carry bounds the waves."""

from datetime import date
from typing import Any

import numpy as np
from estates import estate, machine

from azlift.model import Calendar, Disk, Limits, Severity, WavePlan
from azlift.outlook import at_nights, describe_and_forecast, lined_problem, make_outlook, plan_and_forecast
from azlift.waves import Conditions, draft_plan, origin_of

DAY = date(2026, 11, 26)


def planned(gib: int, mbit: float | None, **said: Any) -> WavePlan:
    """Six machines of `gib` each, over one link."""
    disk = Disk(key="1", label="Hard disk 1", capacity_mib=gib * 1024, os_disk=True)
    made = estate(*(machine(f"m{n}", f"app{n}", disks=(disk,)) for n in range(6)))
    links = [{"name": "line", "mbit_per_s": mbit}] if mbit else []
    calendar = Calendar.model_validate({"links": links, **said})
    limits = Limits(machines_per_wave=6, gib_per_wave=10**6, pilot_machines=0)
    return plan_and_forecast(draft_plan(made, Conditions(limits, DAY, calendar)), origin_of(DAY), {})


def test_without_links_only_the_night_is_forecast() -> None:
    plan = planned(100, None)
    (wave,) = plan.waves
    assert wave.forecast is not None
    assert (wave.forecast.copy_from, wave.forecast.copied_by) == (None, None)
    assert wave.forecast.cutover_hours.low <= wave.forecast.cutover_hours.expected <= wave.forecast.cutover_hours.high


def test_a_fast_line_moves_all_at_once_after_the_test_lead() -> None:
    plan = planned(100, 10_000)
    (wave,) = plan.waves
    assert wave.opens is not None
    assert (wave.opens.date() - DAY).days >= 7
    assert [finding.code for finding in plan.violations] == []


def test_a_slow_line_spreads_the_waves_and_each_copy_ends_before_its_window() -> None:
    slow = planned(2_000, 100)
    assert len(slow.waves) > 1
    for wave in slow.waves:
        assert wave.forecast is not None
        assert wave.forecast.copy_from is not None
        assert wave.forecast.copied_by is not None
        assert wave.opens is not None
        assert wave.forecast.copy_from < wave.forecast.copied_by <= wave.opens


def test_more_bandwidth_never_ends_later() -> None:
    ends = [max(wave.opens for wave in planned(1_000, mbit).waves if wave.opens) for mbit in (100, 300, 3_000)]
    assert ends == sorted(ends, reverse=True)


def test_a_window_too_short_for_cutover_and_rollback_is_told() -> None:
    plan = planned(100, None, windows=[{"when": "Sat 22:00-Sat 23:00"}])
    assert "window-too-short" in [finding.code for finding in plan.violations]


def test_what_is_built_anew_copies_nothing() -> None:
    from azlift.model import Route

    made = estate(machine("m0", "app", route=Route.REDEPLOY))
    draft = draft_plan(made, Conditions(Limits(), DAY, Calendar()))
    outlook = make_outlook(draft, origin_of(DAY))
    assert [load.gib for loads in outlook.loads.values() for load in loads] == [0.0]


# -- nights, reading, replicating ---------------------------------------------------------------------------------


def codes(plan: WavePlan, severity: Severity = Severity.WARNING) -> set[str]:
    return {finding.code for finding in plan.violations if finding.severity is severity}


def test_a_wave_has_no_more_machines_than_its_night_takes() -> None:
    """Rounds of two machines, an hour each, there and back: a window of two hours takes four of the six."""
    plan = planned(100, None, windows=[{"when": "Sat 22:00-Sun 00:00"}], pace={"machines_at_once": 2})
    assert sorted(len(wave.groups) for wave in plan.waves) == [2, 4]
    assert codes(plan, Severity.BLOCKING) == set()


def test_by_the_longest_that_all_may_take_a_night_takes_fewer() -> None:
    """15 + 20 + 60 there and 15 + 20 + 60 minutes back: three hours and ten minutes a round."""
    window = [{"when": "Sat 22:00-Sun 02:00"}]
    expected, high = (
        planned(100, None, windows=window, pace={"machines_at_once": 2, "must_fit": end})
        for end in ("expected", "high")
    )
    assert (len(expected.waves), len(high.waves)) == (1, 3)
    assert codes(expected) == {"window-too-short"}
    assert codes(high) == set()


def test_a_group_moves_only_in_windows_that_are_long_enough_for_it() -> None:
    windows = [{"when": "Sat 22:00-Sat 22:30"}, {"when": "Sun 22:00-Sun 23:30"}]
    plan = planned(100, None, windows=windows)
    assert {wave.opens.strftime("%a") for wave in plan.waves if wave.opens} == {"Sun"}
    assert codes(plan, Severity.BLOCKING) == set()


def test_a_group_too_large_for_any_night_moves_in_the_longest_and_is_told_as_impossible() -> None:
    disk = Disk(key="1", label="Hard disk 1", capacity_mib=1024, os_disk=True)
    made = estate(*(machine(f"m{n}", "big", disks=(disk,)) for n in range(9)))
    windows = [{"when": "Sat 22:00-Sat 23:00"}, {"when": "Sun 20:00-Sun 22:00"}]
    calendar = Calendar.model_validate({"windows": windows, "pace": {"machines_at_once": 2}})
    limits = Limits(machines_per_wave=9, pilot_machines=0)
    plan = plan_and_forecast(draft_plan(made, Conditions(limits, DAY, calendar)), origin_of(DAY), {})
    (wave,) = plan.waves
    assert wave.opens is not None
    assert wave.opens.strftime("%a") == "Sun"
    (finding,) = [one for one in plan.violations if one.severity is Severity.BLOCKING]
    assert finding.code == "window-too-short"
    assert "they take 5.0 h" in finding.message


def test_an_edited_plan_that_puts_a_group_into_too_short_a_window_is_told() -> None:
    made = estate(machine("m0", "a"), machine("m1", "b"))
    calendar = Calendar.model_validate({"windows": [{"when": "Sat 22:00-Sat 22:30"}, {"when": "Sun 22:00-Sun 23:30"}]})
    draft = draft_plan(made, Conditions(Limits(pilot_machines=0), DAY, calendar))
    outlook = make_outlook(draft, origin_of(DAY))
    draft = at_nights(draft, outlook)
    problem = lined_problem(draft, outlook, {})
    plan = describe_and_forecast(draft, outlook, problem, np.array([0, 1]), {"a": 1, "b": 2})
    refused = [finding for finding in plan.violations if finding.code == "window-refused"]
    assert [finding.message for finding in refused] == ["a may not move in wave-01, 2026-11-28T2200Z"]
    assert refused[0].evidence == "0.5 hours of 1 needed"


def test_slow_disks_of_one_appliance_put_off_the_waves() -> None:
    """Six times 2,000 GiB of one disk each, of which two are read at once at 5 MB/s: 33.5 GiB an hour."""
    slow = {"disk_mb_per_s": 5, "disks_per_appliance": 2, "reserve_share": 0}
    free, bound = (planned(2_000, 10_000, replication=said) for said in ({}, slow))
    last = [max(wave.opens for wave in plan.waves if wave.opens) for plan in (free, bound)]
    assert last[0] < last[1]
    hours = 6 * 2_000 / (2 * 5e6 * 3600 / 2**30)
    assert (last[1].date() - DAY).days >= hours / 24 + 7


def test_no_more_machines_replicate_at_once_than_a_vcenter_takes() -> None:
    plan = planned(100, 10_000, replication={"machines_at_most": 2})
    assert max(len(wave.groups) for wave in plan.waves) == 2


def test_waves_so_close_that_too_many_replicate_at_once_are_told() -> None:
    nights = [{"when": "daily 22:00-06:00"}]
    plan = planned(100, 10_000, windows=nights, replication={"machines_at_most": 2, "test_lead_days": 5})
    assert "too-many-replicating" in codes(plan)
    assert "copy-does-not-fit" not in codes(plan)
