import csv
import io
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from small_estates import estate, estates, link, machine, workload_id

from azlift.model import Estate, Limits, Route
from azlift.waves import plan_csv, plan_waves, plan_yaml
from azlift.waves.plan_files import COLUMNS

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_spreadsheet_tells_a_machines_wave_size_cost_and_reason() -> None:
    made = estate([machine(0, "CRM", "prod"), machine(1, "AD", "prod")], [link(0, 1, 389)])
    plan = plan_waves(made, Limits(machines_per_wave=1, pilot_machines=1))
    rows = table(plan_csv(plan, made, {workload_id(0): ("Standard_D2s_v5", Decimal("70.08"))}))
    assert tuple(rows[0]) == COLUMNS
    assert rows[1] == {
        "wave": "2",
        "window": "",
        "group": "crm",
        "workload": workload_id(0),
        "name": "vm0",
        "application": "CRM",
        "owner": "Team A",
        "environment": "prod",
        "vcpu": "2",
        "memory_mib": "4096",
        "disk_gib": "100",
        "size": "Standard_D2s_v5",
        "cost_per_month": "70.08",
        "after": "ad",
        "because": "declared application CRM (1 machine)",
    }
    assert (rows[0]["workload"], rows[0]["size"], rows[0]["cost_per_month"]) == (workload_id(1), "", "")


def test_a_machine_that_stays_is_the_last_row_with_the_reason_of_its_route() -> None:
    staying = machine(0, route=Route.RETAIN).model_copy(update={"route_reason": "no size holds it"})
    made = estate([staying, machine(1)])
    last = table(plan_csv(plan_waves(made, Limits()), made, {}))[-1]
    assert (last["wave"], last["group"], last["workload"], last["because"]) == (
        "stay",
        "",
        workload_id(0),
        "no size holds it",
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    made = estate([machine(0, text, text, name=text)])
    rows = table(plan_csv(plan_waves(made, Limits()), made, {workload_id(0): (text, Decimal(-1))}))
    assert rows[0]["name"] == f"'{text}"
    assert not any(cell.startswith(FORMULAS[0][0]) or cell[:1] in "+-@\t\r\n" for cell in rows[0].values() if cell)


def test_the_list_names_limits_waves_groups_and_machines() -> None:
    made = estate([machine(0, "CRM"), machine(1, "CRM", name="007"), machine(2, route=Route.RETIRE)])
    assert yaml.safe_load(plan_yaml(plan_waves(made, Limits()), made)) == {
        "limits": {"groups_per_wave": 50, "machines_per_wave": 50, "gib_per_wave": 40000, "pilot_machines": 5},
        "windows": {},
        "waves": {1: {"crm": ["007", "vm0"]}},
        "stay": {},
        "staying": ["vm2"],
    }


@given(estates(), st.just(Limits()))
def test_both_files_hold_every_machine_once(made: Estate, few: Limits) -> None:
    plan = plan_waves(made, few)
    rows = table(plan_csv(plan, made, {}))
    assert sorted(row["workload"] for row in rows) == sorted(made.by_id)
    content = yaml.safe_load(plan_yaml(plan, made))
    names = [name for groups in content["waves"].values() for members in groups.values() for name in members]
    assert sorted(names + content["staying"]) == sorted(workload.name for workload in made.workloads)
