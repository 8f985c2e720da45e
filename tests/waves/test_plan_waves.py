import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_estates import estate, estates, limits, machine, shuffled, telecom

from azlift.estate import read_inventory
from azlift.model import Estate, Limits, Route
from azlift.waves import plan_csv, plan_waves, read_plan_edits

SHARED = Path(os.environ.get("AZLIFT_SHARED", Path(__file__).parents[3] / "shared")) / "data"
WORKBOOK = SHARED / "inventories" / "rvtools" / "SizingWorkshop-RVTools.xlsx"


@given(estates(), limits())
def test_every_moving_workload_is_in_one_group_and_one_wave_and_the_others_stay(made: Estate, few: Limits) -> None:
    plan = plan_waves(made, few)
    in_waves = [group for wave in plan.waves for group in wave.groups]
    assert sorted(in_waves) == sorted(group.id for group in plan.groups)
    assert len(in_waves) == len(set(in_waves))
    moving = [member for group in plan.groups for member in group.workloads]
    stays = {Route.RETAIN, Route.RETIRE}
    assert sorted(moving) == sorted(w.id for w in made.workloads if w.route not in stays)
    assert sorted(plan.staying) == sorted(w.id for w in made.workloads if w.route in stays)


@given(estates(), limits(), st.integers())
def test_the_order_of_rows_and_links_changes_nothing(made: Estate, few: Limits, seed: int) -> None:
    assert plan_waves(shuffled(made, seed), few) == plan_waves(made, few)


def test_ten_thousand_machines_are_planned_within_three_seconds() -> None:
    made = telecom(10_000, seed=1)
    began = time.process_time()
    plan = plan_waves(made, Limits())
    assert time.process_time() - began < 3
    assert sum(len(group.workloads) for group in plan.groups) == 10_000


def test_an_estate_in_which_nothing_moves_has_no_waves() -> None:
    plan = plan_waves(estate([machine(0, route=Route.RETIRE)]), Limits())
    assert (plan.groups, plan.waves, plan.violations) == ((), (), ())


@pytest.mark.skipif(not WORKBOOK.is_file(), reason=f"the real workbook is not here: {WORKBOOK}")
def test_the_real_estate_is_planned_whole_and_its_plan_survives_a_spreadsheet(tmp_path: Path) -> None:
    made = read_inventory([WORKBOOK]).estate
    plan = plan_waves(made, Limits())
    assert sum(len(group.workloads) for group in plan.groups) == len(made.workloads) == 795
    assert plan.violations == ()
    assert plan.waves[0].pilot
    path = tmp_path / "plan.csv"
    path.write_text(plan_csv(plan, made, {}))
    assert read_plan_edits(path, plan, made) == plan
