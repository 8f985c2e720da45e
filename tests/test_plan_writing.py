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


def test_a_repaired_plan_is_a_file_to_take_up_and_nowhere_to_write_it_is_told(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), MADE)
    plan = on_record.current_plan(venue)
    file = venue.workspace / "repaired.csv"
    plan_writing.write_repaired(plan, file, venue)
    assert read_proposal(file, plan, on_record.routed_estate(venue)) == proposal_of(plan)
    with pytest.raises(PlanError, match="cannot be written") as refused:
        plan_writing.write_repaired(plan, venue.workspace / "none" / "repaired.csv", venue)
    assert refused.value.advice
