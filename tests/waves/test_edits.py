from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from small_estates import estate, estates, limits, machine

from azlift.errors import PlanError
from azlift.model import Estate, Limits
from azlift.waves import plan_csv, plan_waves, plan_xlsx, plan_yaml, read_plan_edits


@given(estates(), limits())
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_plan_written_and_read_without_edits_is_equal(tmp_path: Path, made: Estate, few: Limits) -> None:
    plan = plan_waves(made, few).model_copy(update={"basis": "digest"})
    files = {
        "plan.csv": plan_csv(plan, made, {}).encode(),
        "plan.xlsx": plan_xlsx(plan, made, {}),
        "plan.yaml": plan_yaml(plan, made).encode(),
    }
    for name, content in files.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert read_plan_edits(path, plan, made) == plan


def test_a_file_of_another_kind_is_refused_by_its_name(tmp_path: Path) -> None:
    made = estate([machine(0)])
    with pytest.raises(PlanError, match=r"plan\.txt: not a plan file: its name ends in \.txt"):
        read_plan_edits(tmp_path / "plan.txt", plan_waves(made, Limits()), made)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    made = estate([machine(0)])
    with pytest.raises(PlanError, match="cannot be read: No such file"):
        read_plan_edits(tmp_path / "plan.csv", plan_waves(made, Limits()), made)


def test_a_plan_of_another_estate_is_refused(tmp_path: Path) -> None:
    plan = plan_waves(estate([machine(0)]), Limits())
    with pytest.raises(PlanError, match="another state of the estate: 2 machines in one and not in the other"):
        read_plan_edits(tmp_path / "plan.csv", plan, estate([machine(1)]))
