from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from estates import estate, machine
from pressing import pages

from azlift import journey, on_record
from azlift.errors import PlanError
from azlift.stages import Stage
from azlift.venue import open_venue


def surveyed(workspace: Path) -> None:
    venue = open_venue(workspace)
    made = estate(machine("web01"), machine("web02"))
    venue.ledger.record(on_record.ESTATE, Stage.SURVEYED, made.fingerprint, made)
    journey.place(venue)


def test_the_flow_writes_the_plan_and_shows_it(run_flow: Callable[..., Any], prefect_api: str, tmp_path: Path) -> None:
    surveyed(tmp_path)
    assert run_flow("plan_waves", workspace=str(tmp_path)).is_completed()
    assert (tmp_path / "plan.csv").exists()
    assert (tmp_path / "plan.xlsx").exists()
    assert (tmp_path / "plan.yaml").exists()
    assert "wave-01" in pages(prefect_api, "waves")[0]
    assert "| wave-01 |" in pages(prefect_api, "plan")[0]


def test_an_edit_is_taken_up(run_flow: Callable[..., Any], tmp_path: Path) -> None:
    surveyed(tmp_path)
    run_flow("plan_waves", workspace=str(tmp_path))
    file = tmp_path / "plan.csv"
    file.write_text(file.read_text().replace("1,,web02", "2,,web02"))
    with pytest.raises(PlanError, match="was changed"):
        run_flow("plan_waves", workspace=str(tmp_path))
    run_flow("plan_waves", workspace=str(tmp_path), edited=str(file))
    assert [wave.groups for wave in on_record.current_plan(open_venue(tmp_path)).waves] == [("web01",), ("web02",)]
