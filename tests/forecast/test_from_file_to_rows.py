"""From `calendar.yaml` to the rows of the planning problem, and back from a plan to what tightens them."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from azlift.forecast import (
    Convoy,
    cutover,
    delta_share,
    hours_of,
    line_rows,
    lines_of,
    load_of,
    seeding,
    simulate,
)
from azlift.model import Disk, Limits, Origin, Workload
from azlift.waves.calendar import origin_of, slots_of
from azlift.waves.calendar_file import read_calendar_file
from azlift.waves.capacity import capacity_rows
from azlift.waves.problem import Problem, breaches_of
from azlift.waves.timetable import Timetable

THURSDAY = date(2026, 11, 26)
CALENDAR = b"""\
horizon_weeks: 6
windows:
  - when: Sat 22:00-Sun 06:00
freezes:
  - {days: 2026-12-12/2026-12-13, reason: year end, applications: [Billing]}
links:
  - {name: er, mbit_per_s: 100, usable_share: 0.6, blackouts: [daily 08:00-18:00]}
replication: {test_lead_days: 3}
"""


def vm(number: int, **facts: Any) -> Workload:
    made: dict[str, Any] = {
        "id": f"w-{number:012x}",
        "name": f"vm{number}",
        "origin": Origin(file="estate.xlsx"),
        "source_key": f"vm-{number}",
        "vcpu": 2,
        "memory_mib": 4096,
        "disks": (Disk(key="2000", label="Hard disk 1", capacity_mib=400 * 1024),),
    }
    return Workload(**made | facts)


GROUPS = [[vm(1, application="Billing"), vm(2, application="Billing")], [vm(3)], [vm(4), vm(5)]]
CALENDAR_READ = read_calendar_file("calendar.yaml", CALENDAR).content
SLOTS = slots_of(CALENDAR_READ, THURSDAY)
HOURS = hours_of(SLOTS)
LINES = lines_of(CALENDAR_READ, origin_of(THURSDAY), HOURS[-1])
LOADS = [[load_of(workload, CALENDAR_READ) for workload in group] for group in GROUPS]


def problem(delta_shares: dict[str, float]) -> Problem:
    granted = [Timetable(CALENDAR_READ, SLOTS).allowed(group).slots for group in GROUPS]
    dimensions = capacity_rows(CALENDAR_READ, Limits(pilot_machines=2), SLOTS, GROUPS)
    stocks = line_rows(LOADS, HOURS, LINES, CALENDAR_READ.replication, delta_shares)
    return Problem(
        weeks=np.array([slot.week for slot in SLOTS]),
        allowed=np.array([[slot.id in there for slot in SLOTS] for there in granted]),
        dimensions=tuple(row.name for row in dimensions),
        size=np.array([row.size for row in dimensions]),
        cap=np.array([row.cap for row in dimensions]),
        stocks=tuple(row.line for row in stocks),
        stock=np.array([row.stock for row in stocks]),
        supply=np.array([row.supply for row in stocks]),
        before=(),
        saving=np.ones(len(GROUPS)),
        edge_one=np.array([], dtype=np.int64),
        edge_other=np.array([], dtype=np.int64),
        edge_weight=np.array([]),
        finish=0.0,
        anchor=np.full(len(GROUPS), -1),
        stay_weight=0.0,
    )


def convoys(plan: list[int]) -> list[Convoy]:
    return [Convoy(f"wave-{slot}", HOURS[slot], tuple(LOADS[group])) for group, slot in enumerate(plan)]


def test_the_first_weekend_is_too_early_for_any_byte_and_the_freeze_for_its_application() -> None:
    broken = {(breach.kind, breach.slot, breach.row) for breach in breaches_of(problem({}), np.array([2, 0, 3]))}
    assert ("not-allowed", 2, "") in broken
    assert ("supply", 0, "er") in broken


def test_a_plan_within_the_rows_is_copied_in_time_and_its_cutovers_fit() -> None:
    plan = [1, 2, 3]
    assert breaches_of(problem({}), np.array(plan)) == []
    assert all(one.fits for one in seeding(convoys(plan), LINES["er"], CALENDAR_READ.replication))
    for group, slot in enumerate(plan):
        rules, pace = CALENDAR_READ.replication, CALENDAR_READ.pace
        assert cutover(LOADS[group], LINES, rules, pace, HOURS[slot], SLOTS[slot].hours).fits


def test_what_is_sent_as_changes_tightens_the_supply_of_the_next_plan() -> None:
    found = convoys([1, 2, 3])
    share = delta_share(found, seeding(found, LINES["er"], CALENDAR_READ.replication))
    assert 0 < share < 1
    assert problem({"er": share}).supply == pytest.approx((1 - share) * problem({}).supply)


def test_played_through_the_copies_are_complete_when_they_are_due() -> None:
    found = convoys([1, 2, 3])
    rules = CALENDAR_READ.replication
    seeded = {one.name: one for one in seeding(found, LINES["er"], rules)}
    departures = [(load, seeded[wave.name].start, wave.cutover) for wave in found for load in wave.loads]
    due = [seeded[wave.name].due for wave in found for _ in wave.loads]
    played = simulate(departures, LINES["er"], rules)
    assert all(one.copied <= moment for one, moment in zip(played, due, strict=True))
    assert [one.stopped for one in played] == [wave.cutover for wave in found for _ in wave.loads]
