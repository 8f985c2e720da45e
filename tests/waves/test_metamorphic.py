"""What must hold between the plans of two estates or calendars of which one is the other with something changed.

More of anything: the plan before is a valid start, so the new one is never worse, and no bound is higher.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from small_estates import estate, link, machine, shuffled, workload_id

from azlift.model import Calendar, Disk, Estate, Limits
from azlift.waves import Conditions, draft_plan, lower_bound, problem_of
from azlift.waves.problem import Ints, Problem, breaches_of, value_of
from azlift.waves.solving import solve

DAY = date(2026, 11, 26)
FAMILY = ("standardDSv5Family", "westeurope")


def quotas(now: int, later: int) -> list[dict[str, Any]]:
    """vCPU until the 9th of January, and from then on."""
    there = {"family": FAMILY[0], "region": FAMILY[1]}
    return [there | {"vcpu": now}, there | {"vcpu": later, "since": "2027-01-09"}]


PLAIN: dict[str, Any] = {
    "horizon_weeks": 10,
    "freezes": [{"days": "2026-12-19/2027-01-05", "reason": "year end"}],
    "quotas": quotas(30, 60),
    "teams": [{"name": "a", "skill": "database", "hours_per_window": 15}],
    "work": [{"skill": "database", "hours_per_machine": 3}],
    "weights": {"length_per_week": 3, "risk_per_week": 1, "ramp_weeks": 4, "uneven_per_machine": 2},
}
MORE: dict[str, dict[str, Any]] = {
    "vCPU": {"quotas": quotas(44, 60)},
    "hours": {"teams": [{"name": "a", "skill": "database", "hours_per_window": 30}]},
    "windows": {"windows": [{"when": "Sat 22:00-Sun 06:00"}, {"when": "2027-01-13 22:00/2027-01-14 05:00"}]},
    "days that are not frozen": {"freezes": [{"days": "2026-12-22/2027-01-05", "reason": "year end"}]},
    "weeks": {"horizon_weeks": 14},
}
CONVERGED = 5e-3
"""Climbs of finitely many steps end short by that without meaning it."""


def shops() -> Estate:
    """Fourteen applications of two machines in three environments, each of which calls the next."""
    machines = [machine(n, f"app{n // 2}", ("dev", "", "prod")[n // 2 % 3]) for n in range(28)]
    return estate(machines, [link(2 * n, 2 * n + 2) for n in range(13)])


def compiled(made: Estate, said: Mapping[str, Any]) -> tuple[Problem, list[str]]:
    """The problem, and the ids of its slots."""
    conditions = Conditions(
        Limits(machines_per_wave=6, pilot_machines=0),
        DAY,
        Calendar.model_validate(said),
        costs={workload_id(n): 5.0 + n % 4 for n in range(28)},
        vcpu={workload_id(n): (FAMILY, 2) for n in range(28)},
    )
    draft = draft_plan(made, conditions)
    return problem_of(draft), [slot.id for slot in draft.frame.slots]


def planned(problem: Problem, start: Ints | None = None) -> Ints:
    plan = solve(problem, seed=1, moves=20_000, start=start).plan
    assert {breach.kind for breach in breaches_of(problem, plan)} <= {"unplanned"}
    return plan


@pytest.mark.parametrize("what", MORE)
def test_more_of_it_never_gives_a_worse_plan_or_a_higher_bound(what: str) -> None:
    (scarce, slots), (plenty, later) = (compiled(shops(), PLAIN | more) for more in ({}, MORE[what]))
    plan = planned(scarce)
    start = np.array([later.index(slots[slot]) for slot in plan])
    assert breaches_of(plenty, start) == []
    assert value_of(plenty, start).total <= value_of(scarce, plan).total + 1e-6
    assert value_of(plenty, planned(plenty, start)).total <= value_of(scarce, plan).total + 1e-6
    bounds = [lower_bound(problem).value for problem in (plenty, scarce)]
    assert bounds[0] <= bounds[1] * (1 + CONVERGED)


def test_more_bandwidth_never_gives_a_worse_plan_or_a_higher_bound() -> None:
    """GiB that a link has carried by then, as `stocks` of the caller's, in a calendar of its own."""
    problem, _ = compiled(shops(), PLAIN)
    carried = {"stocks": ("GiB",), "stock": np.full((1, problem.groups), 100.0)}
    scarce, plenty = (
        replace(problem, **carried, supply=(gib * problem.weeks)[None, :] + 100.0) for gib in (180.0, 260.0)
    )
    plan = planned(scarce)
    again = planned(plenty, plan)
    assert value_of(plenty, again).total <= value_of(scarce, plan).total + 1e-6
    assert lower_bound(plenty).value <= lower_bound(scarce).value * (1 + CONVERGED)


@pytest.mark.parametrize("slot", [0, 2, 4])
def test_a_forbidden_day_never_lowers_the_bound(slot: int) -> None:
    problem, _ = compiled(shops(), PLAIN | {"quotas": []})
    allowed = problem.allowed.copy()
    allowed[:, slot] = False
    bounds = [lower_bound(one).value for one in (replace(problem, allowed=allowed), problem)]
    assert bounds[0] >= bounds[1] * (1 - CONVERGED)


def test_the_order_of_rows_and_links_changes_neither_the_problem_nor_the_plan() -> None:
    (one, _), (other, _) = compiled(shops(), PLAIN), compiled(shuffled(shops(), 7), PLAIN)
    assert one.burden.risk.tolist() == other.burden.risk.tolist()
    assert planned(one).tolist() == planned(other).tolist()
    assert lower_bound(one).value == lower_bound(other).value


def test_a_machine_s_disks_in_two_rows_instead_of_one_change_nothing() -> None:
    made = shops()
    halves = (Disk(key="1", label="1", capacity_mib=60 * 1024), Disk(key="2", label="2", capacity_mib=40 * 1024))
    split = made.model_copy(
        update={"workloads": tuple(workload.model_copy(update={"disks": halves}) for workload in made.workloads)}
    )
    (one, _), (other, _) = compiled(made, PLAIN), compiled(split, PLAIN)
    assert one.size.tolist() == other.size.tolist()
    assert planned(one).tolist() == planned(other).tolist()


@pytest.mark.parametrize(("key", "part"), [("risk_per_week", "risk"), ("uneven_per_machine", "unevenness")])
def test_a_weight_of_nothing_turns_its_part_off_and_a_dearer_one_never_makes_more_of_it(key: str, part: str) -> None:
    """Five applications on three slots: every plan is looked through."""
    machines = [machine(n, f"app{app}", ("dev", "prod")[app % 2]) for n, app in enumerate((0, 1, 1, 2, 2, 2, 3, 4, 4))]
    plain = PLAIN | {"horizon_weeks": 6, "teams": [], "work": []}
    problems = [
        compiled(estate(machines), plain | {"weights": PLAIN["weights"] | {key: weight}})[0] for weight in (0, 1, 50)
    ]
    plans = [planned(problem) for problem in problems]
    measured = [getattr(value_of(problems[1], plan), part) for plan in plans]
    assert measured == sorted(measured, reverse=True)
    assert measured[0] > measured[2]
    assert getattr(value_of(problems[0], plans[0]), part) == 0
