"""The board of a plan, why a group or a wave is where it is, and what judging it again says."""

from dataclasses import replace

from desks import desk, moved, planned, shops

from azlift.drifting import Facts, drift
from azlift.model import Limits, Roster, Route
from azlift.reasons import slot_reasons
from azlift.report import (
    Section,
    board,
    drift_sections,
    findings_counted,
    group_sections,
    plan_board,
    review_sections,
    wave_sections,
    worth_text,
)
from azlift.reviewing import check
from azlift.waves import plan_waves


def titled(sections: list[Section]) -> dict[str, Section]:
    return {section.title: section for section in sections}


def test_the_board_has_a_row_per_wave_with_its_window_and_money() -> None:
    _, plan = planned(desk(shops(4)))
    shown = board(plan)
    assert len(shown.rows) == len(plan.waves)
    first = dict(zip(shown.columns, shown.rows[0], strict=True))
    assert (first["wave"], first["opens"]) == ("wave-01", "2026-11-28 22:00")
    assert (first["machines"], first["TiB"]) == ("2", "0.1")
    assert (first["cost"], first["saved"]) == ("61", "26")


def test_without_windows_the_board_says_why_instead() -> None:
    made = shops(3)
    shown = board(plan_waves(made, Limits(machines_per_wave=2)))
    assert shown.columns[-1] == "why"
    assert "opens (UTC)" not in shown.columns


def test_what_it_costs_is_said_part_by_part_with_the_gap() -> None:
    _, plan = planned(desk(shops(4)))
    assert plan.worth
    assert worth_text(plan).startswith(f"It costs {plan.worth.total:,.0f} until its end (waiting ")
    assert "at most" in worth_text(plan)
    assert worth_text(plan_waves(shops(2), Limits())) == ""


def test_a_review_names_what_is_new_what_moved_what_changes_and_what_mends_it() -> None:
    at, plan = planned(desk(shops(5)))
    group, second = plan.waves[2].groups[0], plan.waves[1]
    said = titled(list(review_sections(check(moved(plan, **{group: second.number}), plan, at))))
    violations = said["Violations"].rows
    assert any(row[1] == second.id and row[-1] == "new" for row in violations)
    assert [row[0] for row in said["Groups elsewhere"].rows] == [group]
    changes = {row[0]: row[1:] for row in said["What changes"].rows}
    assert changes["waiting"][2].startswith("-")
    assert changes["last window closes"][2].endswith("days")
    assert "The cheapest repair, move by move" in said


def test_a_wave_is_explained_by_its_limits_its_night_and_its_groups() -> None:
    _, plan = planned(desk(shops(4)))
    wave = plan.waves[1]
    limits, night, *_, groups = wave_sections(wave, plan)
    assert [row[0] for row in limits.rows] == list(wave.slack)
    assert ["the tightest" in row for row in limits.rows].count(True) == 1
    assert dict(night.rows)["cutover"].endswith(" h")
    assert [row[0] for row in groups.rows] == list(wave.groups)


def test_a_group_is_explained_window_by_window() -> None:
    at, plan = planned(desk(shops(4)))
    group, wave = plan.by_group["app2"], next(wave for wave in plan.waves if "app2" in wave.groups)
    about, windows = group_sections(group, wave, slot_reasons("app2", plan, at))
    assert dict(about.rows)["waits for"] == "app1"
    assert [row[1] for row in windows.rows if row[0] == wave.slot] == ["here"]
    assert all(row[2] or row[1] for row in windows.rows)
    folded = [row for row in windows.rows if row[1].endswith("windows")]
    assert folded
    assert len(windows.rows) - len(folded) + sum(int(row[1].split()[0]) for row in folded) == 8


def test_drift_names_each_wave_and_every_reason() -> None:
    at, plan = planned(desk(shops(3)))
    machines = tuple(w.model_copy(update={"route": Route.RETAIN}) for w in at.estate.workloads[:2])
    now = replace(at, estate=at.estate.model_copy(update={"workloads": (*machines, *at.estate.workloads[2:])}))
    nobody = Roster(basis="", placements=(), unplaceable=(), names={})
    found = drift(plan, Facts(at.estate, nobody), Facts(now.estate, nobody), now)
    (waves,) = drift_sections(found)
    assert [row[2] for row in waves.rows if row[0]].count("broken") == 1
    assert sum("no longer moves" in row[3] for row in waves.rows) == 2
    assert len([row for row in waves.rows if row[0]]) == len(plan.waves)


def test_findings_are_counted_by_kind() -> None:
    _, plan = planned(desk(shops(2)))
    counted = findings_counted(plan.findings)
    assert sum(int(row[2]) for row in counted.rows) == len(plan.findings)


def test_the_board_is_markdown_for_prefect_with_worth_weights_and_what_is_wrong() -> None:
    _, plan = planned(desk(shops(4), windows=[{"when": "Sat 22:00-Sat 22:30"}]))
    text = plan_board(plan)
    assert all(f"| {wave.id} |" in text for wave in plan.waves)
    assert "It costs" in text
    assert "split\\_per\\_week 9" in text
    assert "| warning |" in text
    undated = plan_board(plan_waves(shops(2), Limits()))
    assert "| wave-01 |" in undated
    assert "It costs" not in undated
