"""Bad input on the way to a plan: each fault named with file, row and column, and everything else still judged."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_estates import estate, link, machine

from azlift.errors import PlanError
from azlift.estate import read_inventory
from azlift.model import Calendar, Estate, Finding, Limits, Route, WavePlan
from azlift.outlook import plan_and_forecast
from azlift.waves import Conditions, draft_plan, origin_of
from azlift.waves.calendar_file import read_calendar_file

DAY = date(2026, 11, 26)
LIMITS = Limits(machines_per_wave=4, pilot_machines=0)


def planned(made: Estate, text: str = "") -> WavePlan:
    said = read_calendar_file("calendar.yaml", text.encode())
    conditions = Conditions(LIMITS, DAY, said.content, rows=said.rows)
    return plan_and_forecast(draft_plan(made, conditions), origin_of(DAY), {})


def of(found: tuple[Finding, ...], code: str) -> list[tuple[str, int | None, str]]:
    return [(f.origin.file, f.origin.row, f.origin.column) for f in found if f.code == code and f.origin]


def moved(plan: WavePlan) -> set[str]:
    return {group for wave in plan.waves for group in wave.groups}


def apps(*names: str) -> Estate:
    return estate([machine(number, name) for number, name in enumerate(names)])


# -- order --------------------------------------------------------------------------------------------------------


def test_a_cycle_of_before_and_after_is_named_and_all_groups_are_planned() -> None:
    lines = ["order:"]
    for first, then in (("a", "b"), ("b", "a"), ("a", "c")):
        lines.append(f"  - {{first: {{applications: [{first}]}}, then: {{applications: [{then}]}}}}")
    plan = planned(apps("a", "b", "c"), "\n".join(lines))
    assert of(plan.violations, "order-cycle") == [("calendar.yaml", 3, "order")]
    assert moved(plan) == {"a", "b", "c"}
    number = {group: wave.number for wave in plan.waves for group in wave.groups}
    assert number["a"] < min(number["b"], number["c"])


def test_a_cycle_of_links_is_named_and_all_groups_are_planned() -> None:
    made = estate([machine(0, "a"), machine(1, "b")], [link(0, 1), link(1, 0)])
    plan = planned(made)
    (finding,) = [one for one in plan.violations if one.code == "dependency-cycle"]
    assert "b → a → b is a cycle" in finding.message or "a → b → a is a cycle" in finding.message
    assert moved(plan) == {"a", "b"}


# -- too large, too late ------------------------------------------------------------------------------------------


def test_a_group_larger_than_any_wave_is_named_and_the_others_are_planned() -> None:
    made = estate([machine(n, "big") for n in range(9)] + [machine(9, "small")])
    plan = planned(made)
    told = [finding for finding in plan.violations if finding.code == "wave-too-large"]
    assert ["9 machines, limit 4" in finding.message for finding in told] == [True]
    assert moved(plan) == {"big", "small"}


def test_no_window_before_an_end_is_told_with_the_row_and_with_what_refuses_the_others() -> None:
    text = "horizon_weeks: 3\nends:\n  - what: Lease\n    last_day: 2026-11-27\n    applications: [a]"
    with pytest.raises(PlanError) as caught:
        planned(apps("a", "b"), text)
    told = str(caught.value)
    assert "a must move, and no slot is open to it" in told
    assert "Lease ends on 2026-11-27 (UTC) (3 windows)" in told
    assert "calendar.yaml, row 4: no window begins before 'Lease' ends on 2026-11-27" in told
    assert "b must move" not in told


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("freezes:\n  - {days: 2026-12-05, applications: [nobody]}", "calendar-matches-nothing", 2),
        ("exclusions:\n  - {days: [2026-12-07]}", "calendar-no-such-window", 2),
        ("order:\n  - {first: {owners: [x]}, then: {applications: [a]}}", "calendar-matches-nothing", 2),
        ("reservations:\n  - {family: f, region: r, vcpu: 1}", "calendar-reservation-unused", 2),
    ],
)
def test_an_entry_that_does_nothing_is_told_with_the_plan(text: str, code: str, row: int) -> None:
    plan = planned(apps("a", "b"), text)
    assert [found[:2] for found in of(plan.findings, code)] == [("calendar.yaml", row)]
    assert moved(plan) == {"a", "b"}


def test_a_pin_to_a_window_that_does_not_exist_is_told_with_its_row() -> None:
    with pytest.raises(PlanError, match=r"calendar\.yaml, row 2: no window is, or begins on, 2026-12-07"):
        planned(apps("a", "b"), "pins:\n  - {days: [2026-12-07], applications: [a]}")


# -- figures and names --------------------------------------------------------------------------------------------


def lists(folder: Path) -> Estate:
    good = [f"ok{n},2,4,Billing" for n in range(6)]
    bad = ["minus,-4,-1,Billing", "absent,,,Billing", "words,two,lots,Billing"]
    (folder / "list.csv").write_text("\n".join(["Hostname,vCPU,RAM_GB,Owner", *good, *bad]) + "\n")
    links = ["source,target,port", "ok0,minus,443", "ok0,nobody,80", "ghost,ok1,22", "ok1,ok2,-7"]
    (folder / "links.csv").write_text("\n".join(links) + "\n")
    return read_inventory([folder]).estate


def test_negative_and_absent_figures_are_named_and_their_machines_planned(tmp_path: Path) -> None:
    made = lists(tmp_path)
    named = {(row, column) for file, row, column in of(made.findings, "bad-cell") if file == "list.csv"}
    assert named == {(8, "vCPU"), (8, "RAM_GB"), (10, "vCPU"), (10, "RAM_GB")}
    plan = planned(made.model_copy(update={"workloads": tuple(routed(made))}))
    assert sum(len(group.workloads) for group in plan.groups) == 9
    assert moved(plan) == {group.id for group in plan.groups}


def test_links_to_unknown_machines_are_named_and_the_others_kept(tmp_path: Path) -> None:
    made = lists(tmp_path)
    assert of(made.findings, "link-unresolved") == [("links.csv", 3, "target"), ("links.csv", 4, "source")]
    assert of(made.findings, "bad-cell")[0] == ("links.csv", 5, "port")
    assert len(made.links) == 2


def routed(made: Estate) -> list[Any]:
    return [workload.model_copy(update={"route": Route.REHOST}) for workload in made.workloads]


@pytest.mark.parametrize(
    "facts",
    [
        {"vcpu": None, "memory_mib": None, "disks": (), "datacenter": "", "host": ""},
        {"in_use_mib": 0},
        {"application": "", "owner": "", "environment": ""},
    ],
)
def test_a_machine_of_which_nothing_is_known_is_planned_all_the_same(facts: dict[str, Any]) -> None:
    bare = machine(1, "bare").model_copy(update=facts)
    text = (
        "links:\n  - {name: er, mbit_per_s: 100}\n"
        "quotas:\n  - {family: f, region: r, vcpu: 1}\n"
        "replication: {disk_mb_per_s: 10}"
    )
    plan = planned(estate([machine(0, "known"), bare]), text)
    assert sum(len(group.workloads) for group in plan.groups) == 2


def test_an_empty_estate_and_an_empty_calendar_are_planned() -> None:
    assert planned(estate([])).waves == ()
    assert Calendar() == read_calendar_file("calendar.yaml", b"").content
