"""Desks for tests: an estate of small applications under a calendar, and the plan made there."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from estates import estate, machine
from scarce import shop_of

from azlift.model import Calendar, Estate, Limits, Link, WavePlan, Workload
from azlift.planning import Desk, plan_anew
from azlift.waves import Conditions, Proposal, proposal_of

DAY = date(2026, 11, 26)
"""A Thursday: the first windows open on the 28th."""


def shops(count: int, **changed: Any) -> Estate:
    """Applications `app0`, `app1`, … of two machines each; the second calls the first, and app n calls app n - 1."""
    machines = [machine(f"m{n}{part}", f"app{n}", **changed) for n in range(count) for part in "ab"]
    pairs = [(f"m{n}b", f"m{n}a") for n in range(count)] + [(f"m{n}a", f"m{n - 1}a") for n in range(1, count)]
    by_name = {one.name: one.id for one in machines}
    links = tuple(Link(source=by_name[one], target=by_name[other], kind="declared") for one, other in pairs)
    return estate(*machines, links=links)


def desk(made: Estate, *, today: date = DAY, limits: Limits | None = None, **said: Any) -> Desk:
    """`said` is the calendar; every machine costs 10 a week today and 7 in Azure, where none has a size."""
    limits = limits or Limits(machines_per_wave=4, pilot_machines=2)
    prices = {one.id: 7.0 for one in made.workloads}
    costs = {one.id: 10.0 for one in made.workloads}
    calendar = Calendar.model_validate({"horizon_weeks": 8, **said})
    conditions = Conditions(limits, today, calendar, costs=costs, prices=prices)
    return Desk(made, limits, conditions, shop_of(estate()), None, frozenset())


def planned(at: Desk, *under_way: str) -> tuple[Desk, WavePlan]:
    """The plan of this desk, and the desk on which it lies; these of its waves have begun."""
    plan = plan_anew(at)
    return replace(at, known=plan, under_way=frozenset(under_way)), plan


def later(at: Desk, weeks: int) -> Desk:
    assert at.conditions
    return replace(at, conditions=replace(at.conditions, today=at.conditions.today + timedelta(weeks=weeks)))


def moved(plan: WavePlan, **numbers: int) -> Proposal:
    """The plan with these groups in waves of other numbers."""
    asked = proposal_of(plan)
    return replace(asked, numbers={**asked.numbers, **numbers})


def with_machines(made: Estate, *more: Workload) -> Estate:
    return made.model_copy(update={"workloads": (*made.workloads, *more)})
