"""Drafts under a calendar, for tests: applications of two machines in a chain of calls."""

from datetime import date
from typing import Any

from small_estates import estate, link, machine

from azlift.model import Calendar, Estate, Limits
from azlift.waves import Conditions, Draft, draft_plan

DAY = date(2026, 11, 26)


def chain(count: int, **changed: Any) -> Estate:
    """app1 calls app0, app2 calls app1, and so on."""
    machines = [machine(n, f"app{n // 2}", **changed) for n in range(2 * count)]
    return estate(machines, [link(2 * n + 2, 2 * n) for n in range(count - 1)])


def conditions(limits: Limits | None = None, **said: Any) -> Conditions:
    limits = limits or Limits(machines_per_wave=4, pilot_machines=2)
    return Conditions(limits, DAY, Calendar.model_validate({"horizon_weeks": 8, **said}))


def draft(made: Estate, limits: Limits | None = None, **said: Any) -> Draft:
    return draft_plan(made, conditions(limits, **said))
