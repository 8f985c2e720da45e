"""What has become of a plan: the waves that hold, those that do not, and the facts that differ."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from desks import desk, later, planned, shops, with_machines
from estates import estate, machine
from estates import planned as planned_workspace

from azlift import journey
from azlift.drifting import Facts, calendar_changes, drift, link_changes, machine_changes, plan_drift
from azlift.model import Calendar, Disk, Drift, Estate, Limits, Link, Roster, Route, Severity
from azlift.planning import Desk

NOBODY = Roster(basis="", placements=(), unplaceable=(), names={})


def drifted(at: Desk, now: Desk) -> Drift:
    assert at.known
    said = now.conditions.calendar if now.conditions else None
    return drift(at.known, Facts(at.estate, NOBODY, at.known.calendar), Facts(now.estate, NOBODY, said), now)


def under(at: Desk, **said: Any) -> Desk:
    assert at.conditions
    calendar = Calendar.model_validate({**at.conditions.calendar.model_dump(exclude_unset=True), **said})
    return replace(at, conditions=replace(at.conditions, calendar=calendar))


def test_where_nothing_differs_every_wave_holds() -> None:
    at, plan = planned(desk(shops(4)))
    found = drifted(at, at)
    assert [wave.wave for wave in found.waves] == [wave.id for wave in plan.waves]
    assert found.valid
    assert (found.changed, found.unplanned, found.gone) == ((), (), ())


def test_a_freeze_breaks_the_wave_in_it_and_no_other() -> None:
    at, plan = planned(desk(shops(5)))
    frozen = plan.waves[1]
    assert frozen.opens
    day = f"{frozen.opens.date()}/{frozen.opens.date() + timedelta(days=1)}"
    found = drifted(at, under(at, freezes=[{"days": day, "reason": "audit"}]))
    assert [wave.wave for wave in found.waves if not wave.valid] == [frozen.id]
    broken = next(wave for wave in found.waves if not wave.valid)
    assert all("audit" in finding.evidence for finding in broken.broken_by)
    assert found.changed == (f"calendar.yaml, freezes: days {day}, reason audit is new",)


def test_a_machine_that_is_gone_and_one_that_stays_break_their_waves_by_name() -> None:
    at, _ = planned(desk(shops(4)))
    machines = list(at.estate.workloads)
    lost = machines.pop(0)
    machines[0] = machines[0].model_copy(update={"route": Route.RETAIN})
    now = replace(at, estate=at.estate.model_copy(update={"workloads": tuple(machines), "links": ()}))
    found = drifted(at, now)
    assert set(found.gone) == {lost.id, machines[0].id}
    (broken,) = [wave for wave in found.waves if not wave.valid]
    texts = [finding.message for finding in broken.broken_by]
    assert any(f"{lost.name} of {broken.wave} no longer moves: it is in no inventory" in text for text in texts)
    assert any(f"{machines[0].name} of {broken.wave} no longer moves: its route is retain" in text for text in texts)


def test_newcomers_are_named_and_break_nothing() -> None:
    at, _ = planned(desk(shops(3)))
    newcomer = machine("new", "newcomer")
    found = drifted(at, replace(at, estate=with_machines(at.estate, newcomer)))
    assert found.unplanned == (newcomer.id,)
    assert found.valid


def test_a_window_that_passed_without_its_wave_is_told_and_one_under_way_is_not_judged() -> None:
    at, plan = planned(desk(shops(5)), "wave-01")
    found = drifted(at, later(at, 2))
    assert "wave-01" not in {wave.wave for wave in found.waves}
    missed = next(wave for wave in found.waves if wave.wave == "wave-02")
    assert [(one.code, one.severity) for one in missed.broken_by] == [("window-missed", Severity.BLOCKING)]
    assert [wave.wave for wave in found.waves if wave.valid] == [wave.id for wave in plan.waves[2:]]


def test_a_wave_that_a_source_asks_for_is_the_same_window_a_week_later() -> None:
    made = shops(3, wave="wave-04")
    at, plan = planned(desk(made, limits=Limits(machines_per_wave=6, pilot_machines=0)))
    assert [wave.slot[:10] for wave in plan.waves] == ["2026-12-19"]
    assert at.conditions
    later_on = replace(at, conditions=replace(at.conditions, today=date(2026, 12, 10), counted_from=plan.counted_from))
    assert drifted(at, later_on).valid


def test_a_slower_link_breaks_what_it_cannot_copy_in_time() -> None:
    wide = (Disk(key="1", label="Hard disk 1", capacity_mib=2048 * 1024, os_disk=True),)
    link = {"name": "line", "mbit_per_s": 10_000}
    at, plan = planned(desk(shops(5, disks=wide), links=[link], horizon_weeks=12))
    assert plan.violations == ()
    found = drifted(at, under(at, links=[{**link, "mbit_per_s": 50}]))
    assert found.changed == ("calendar.yaml, links line, mbit_per_s: 10000.0 → 50.0",)
    assert not found.valid
    codes = {finding.code for wave in found.waves for finding in wave.broken_by}
    assert codes <= {"supply-exceeded", "copy-does-not-fit", "window-too-short"}
    assert "supply-exceeded" in codes


def test_a_violation_that_the_plan_always_had_is_no_drift() -> None:
    at, plan = planned(desk(shops(4), windows=[{"when": "Sat 22:00-Sat 22:30"}]))
    assert any(finding.code == "window-too-short" for finding in plan.violations)
    assert drifted(at, at).valid


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (Calendar(), None, ["calendar.yaml is no longer there"]),
        (None, Calendar(), ["calendar.yaml is new"]),
        (None, None, []),
        (Calendar(), Calendar(horizon_weeks=9), ["calendar.yaml, horizon_weeks: 52 → 9"]),
    ],
)
def test_calendars_are_compared_key_by_key(then: Calendar | None, now: Calendar | None, said: list[str]) -> None:
    assert calendar_changes(then, now) == said


def test_a_quota_of_the_same_family_region_and_day_is_the_same_entry() -> None:
    quota = {"family": "standardDSv5Family", "region": "westeurope", "vcpu": 100}
    then, now = ({"quotas": [quota]}, {"quotas": [{**quota, "vcpu": 60}, {**quota, "family": "standardESv5Family"}]})
    assert calendar_changes(Calendar.model_validate(then), Calendar.model_validate(now)) == [
        "calendar.yaml, quotas: standardESv5Family westeurope is new",
        "calendar.yaml, quotas standardDSv5Family westeurope, vcpu: 100.0 → 60.0",
    ]


def test_machines_are_compared_by_what_a_plan_hangs_on() -> None:
    before = machine("db", vcpu=2)
    after = before.model_copy(update={"vcpu": 4, "owner": "Finance", "tags": {"rack": "7"}})
    said = list(machine_changes(estate(before), estate(after), {before.id}))
    assert said == ["db, owner: nothing → Finance", "db, vCPU: 2 → 4"]


def test_dependencies_that_came_and_went_are_named() -> None:
    one, other = machine("web"), machine("db")
    link = Link(source=one.id, target=other.id, port=1433, kind="declared")
    both = {one.id, other.id}
    told = link_changes(estate(one, other), estate(one, other, links=(link,)), both)
    assert list(told) == ["the dependency web → db port 1433 is new"]
    assert list(link_changes(estate(one, other, links=(link,)), estate(one, other), both)) == [
        "the dependency web → db port 1433 is gone"
    ]


def test_a_workspace_is_compared_with_what_stood_when_it_was_planned(
    workspace: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("azlift.venue.Venue.today", property(lambda self: date(2026, 11, 26)))
    folder = workspace()
    (folder / "calendar.yaml").write_text("horizon_weeks: 8\n")
    venue = planned_workspace(folder, shops(4))
    assert plan_drift(venue).valid
    grown: Estate = shops(4, vcpu=4)
    venue.ledger.record("estate:all", "surveyed", grown.fingerprint, grown)  # type: ignore[arg-type]
    found = plan_drift(venue)
    assert any(change == "m0a, vCPU: 2 → 4" for change in found.changed)
    assert any("USD a month" in change for change in found.changed)
    assert journey.plan  # what was read is not recorded
    assert venue.ledger.find_latest("estate:all", Roster) == venue.ledger.latest("estate:all", Roster)
