"""From groups, order and calendar to numbers."""

from datetime import date
from typing import Any

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_estates import estate, link, machine, workload_id

from azlift.model import Calendar, Estate, Limits, Quota, Workload
from azlift.outlook import at_nights, lined_problem, make_outlook
from azlift.waves import Conditions, draft_plan, origin_of, problem_of
from azlift.waves.bounds import lower_bound
from azlift.waves.compiling import make_problem
from azlift.waves.problem import NOWHERE, Problem

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


# -- what changes nothing, and what never helps -------------------------------------------------------------------

FORBIDDEN = st.lists(
    st.fixed_dictionaries(
        {"days": st.sampled_from(["2026-12-05", "2026-12-05/2026-12-06", "2026-12-12/2026-12-27", "2026-11-28"])},
        optional={"environments": st.just(["prod"]), "applications": st.just(["a1", "a3"])},
    ),
    max_size=3,
)


CLIMBED = 5e-3
"""Climbs of finitely many steps end short by that without meaning it."""


def shops(links: int) -> Estate:
    machines = [machine(n, f"a{n}", "prod" if n % 2 else "dev") for n in range(6)]
    return estate(machines, [link(n, n + 1) for n in range(links)])


def bounded(freezes: list[dict[str, Any]], links: int) -> tuple[Problem, float]:
    """Two a slot, so that who moves first decides."""
    said = {"horizon_weeks": 8, "freezes": freezes, "per_wave": {"machines": 2}}
    made = Conditions(Limits(pilot_machines=0), DAY, Calendar.model_validate(said))
    problem = problem_of(draft_plan(shops(links), made))
    return problem, lower_bound(problem).value


@settings(max_examples=25, deadline=None)
@given(freezes=FORBIDDEN, more=FORBIDDEN, links=st.integers(0, 4))
@example(freezes=[], more=[{"days": "2026-12-05/2026-12-06", "environments": ["prod"]}], links=0)
def test_a_forbidden_day_grants_nothing_and_never_lowers_the_bound(
    freezes: list[dict[str, Any]], more: list[dict[str, Any]], links: int
) -> None:
    (before, least), (after, bound) = bounded(freezes, links), bounded([*freezes, *more], links)
    assert not (after.allowed & ~before.allowed).any()
    assert (after.cap <= before.cap).all()
    assert bound >= least * (1 - CLIMBED)


def test_a_machines_capacity_on_one_disk_or_over_two_rows_is_the_same_problem() -> None:
    whole = estate([machine(n, f"a{n}") for n in range(3)], [link(0, 1)])
    halves = whole.model_copy(update={"workloads": tuple(map(halved, whole.workloads))})
    said = {"horizon_weeks": 8, "links": [{"name": "er", "mbit_per_s": 50}]}
    made = conditions(Calendar.model_validate(said))
    one, two = (lined(own, made) for own in (whole, halves))
    for name in ("allowed", "size", "cap", "stock", "supply", "saving", "edge_weight"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name
    assert (one.before, one.dimensions, one.stocks) == (two.before, two.dimensions, two.stocks)


def lined(made: Estate, under: Conditions) -> Problem:
    draft = draft_plan(made, under)
    outlook = make_outlook(draft, origin_of(DAY))
    return lined_problem(at_nights(draft, outlook), outlook, {})


def halved(workload: Workload) -> Workload:
    disks = [disk.model_copy(update={"capacity_mib": disk.capacity_mib // 2}) for disk in workload.disks]
    second = [disk.model_copy(update={"key": f"{disk.key}-2"}) for disk in disks]
    return workload.model_copy(update={"disks": (*disks, *second)})
