"""The plan's files in the workspace."""

from collections.abc import Callable
from pathlib import Path

import pytest
from estates import estate, machine, planned

from azlift import on_record, plan_writing
from azlift.errors import PlanError
from azlift.waves import proposal_of, read_proposal

MADE = estate(machine("a", "one"), machine("b", "two"))


def test_all_three_files_ask_for_the_plan_as_it_is(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), MADE)
    plan_writing.write_plan(venue)
    plan, found = on_record.current_plan(venue), on_record.routed_estate(venue)
    for name in ("plan.csv", "plan.xlsx", "plan.yaml"):
        assert read_proposal(venue.workspace / name, plan, found) == proposal_of(plan)


def test_the_page_shows_the_plan_and_is_written_anew_whatever_is_there(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), MADE)
    page = venue.workspace / "plan.html"
    page.write_text("somebody's")
    plan_writing.write_plan(venue)
    text = page.read_text()
    assert all(group.id in text for group in on_record.current_plan(venue).groups)
    assert "What it costs and saves" in text


def test_a_repaired_plan_is_a_file_to_take_up_and_nowhere_to_write_it_is_told(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), MADE)
    plan = on_record.current_plan(venue)
    file = plan_writing.write_repaired(plan, None, venue)
    assert plan_writing.write_repaired(plan, None, venue) == file, "always anew"
    assert read_proposal(file, plan, on_record.routed_estate(venue)) == proposal_of(plan)
    with pytest.raises(PlanError, match="cannot be written") as refused:
        plan_writing.write_repaired(plan, venue.workspace / "none" / "repaired.csv", venue)
    assert refused.value.advice


def test_what_is_written_for_azure_migrate_and_cmf_is_read_back_as_the_same_waves(
    workspace: Callable[..., Path],
) -> None:
    venue = planned(workspace(), MADE)
    plan, found = on_record.current_plan(venue), on_record.routed_estate(venue)
    theirs, form = venue.workspace / "mapping.csv", venue.workspace / "intake.csv"
    conditions = plan_writing.write_for_azure_migrate(theirs, None, venue)
    plan_writing.write_for_cmf(form, venue)
    for file in (theirs, form):
        assert read_proposal(file, plan, found).numbers == proposal_of(plan).numbers
    assert len(conditions) == 8


def test_azure_migrates_own_export_is_filled_and_nothing_else_in_it_changed(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), MADE)
    export = venue.workspace / "export.csv"
    export.write_text("Machine,Rack,Wave Name\na,7,old\n")
    plan_writing.write_for_azure_migrate(venue.workspace / "filled.csv", export, venue)
    assert (venue.workspace / "filled.csv").read_text().splitlines() == ["Machine,Rack,Wave Name", "a,7,wave-01"]
    with pytest.raises(PlanError, match="cannot be read"):
        plan_writing.write_for_azure_migrate(venue.workspace / "filled.csv", venue.workspace / "none.csv", venue)


def test_no_file_that_is_there_is_written_over(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), MADE)
    plan_writing.write_plan(venue)
    own = venue.workspace / "plan.csv"
    before = own.read_bytes()
    for write in (
        lambda: plan_writing.write_for_cmf(own, venue),
        lambda: plan_writing.write_for_azure_migrate(own, None, venue),
        lambda: plan_writing.write_repaired(on_record.current_plan(venue), own, venue),
    ):
        with pytest.raises(PlanError, match="is there already"):
            write()
    assert own.read_bytes() == before
