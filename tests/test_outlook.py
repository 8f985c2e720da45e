"""A plan and its forecast: what the links carry bounds the waves."""

from datetime import date
from typing import Any

from estates import estate, machine

from azlift.model import Calendar, Disk, Limits, WavePlan
from azlift.outlook import make_outlook, plan_and_forecast
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
