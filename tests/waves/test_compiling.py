"""From groups, order and calendar to numbers."""

from datetime import date

import numpy as np
from small_estates import estate, link, machine, workload_id

from azlift.model import Calendar, Limits, Quota
from azlift.waves import Conditions, draft_plan
from azlift.waves.compiling import make_problem
from azlift.waves.problem import NOWHERE

DAY = date(2026, 11, 26)


def conditions(calendar: Calendar | None = None, **changed: object) -> Conditions:
    return Conditions(
        Limits(machines_per_wave=5, pilot_machines=1),
        DAY,
        calendar or Calendar(horizon_weeks=4),
        **changed,  # type: ignore[arg-type]
    )


def test_with_a_ramp_there_is_no_pilot_and_the_first_waves_hold_a_share() -> None:
    calendar = Calendar.model_validate({"horizon_weeks": 4, "per_wave": {"machines": 8, "ramp": [0.25, 0.5]}})
    made = conditions(calendar)
    draft = draft_plan(estate([machine(n, f"a{n}") for n in range(3)]), made)
    problem = make_problem(draft.frame, made, draft.edges, {})
    assert draft.pilot == frozenset()
    assert problem.cap[problem.dimensions.index("machines")].tolist() == [2, 4, 8, 8]


def test_a_group_larger_than_any_wave_fills_one() -> None:
    made = conditions()
    draft = draft_plan(estate([machine(n, "big") for n in range(9)]), made)
    problem = make_problem(draft.frame, made, draft.edges, {})
    assert problem.size[problem.dimensions.index("machines")].tolist() == [5]


def test_costs_order_quotas_and_anchors_become_rows() -> None:
    calendar = Calendar(horizon_weeks=4, quotas=(Quota(family="standardDSv5Family", region="westeurope", vcpu=4),))
    vcpu = {workload_id(n): (("standardDSv5Family", "westeurope"), 2) for n in range(2)}
    made = conditions(calendar, costs={workload_id(0): 7.0}, vcpu=vcpu)
    draft = draft_plan(estate([machine(0, "a"), machine(1, "b")], [link(0, 1)]), made)
    problem = make_problem(draft.frame, made, draft.edges, {"a": draft.frame.slots[2].id})
    assert problem.saving.tolist() == [7.0, 1.0]
    assert problem.stocks == ("vCPU of standarddsv5family in westeurope",)
    assert problem.stock.tolist() == [[2.0, 2.0]]
    assert [(row.first, row.then, row.gap) for row in problem.before] == [(1, 0, 0)]
    assert problem.anchor.tolist() == [2, NOWHERE]
    assert problem.edge_weight.shape == (1,)
    assert np.all(problem.supply == 4)
