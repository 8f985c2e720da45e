"""How long it takes to compile an estate and its calendar into a planning problem, part by part, in CPU seconds.

    python tests/benchmarks/compiling.py --machines 2000 10000 --slots weekly daily

`plan check` judges an edited plan from scratch: all of these parts, but for the grouping.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1] / "waves"))

from small_estates import telecom

from azlift.model import Calendar, Estate, Limits
from azlift.outlook import at_nights, lined_problem, make_outlook
from azlift.waves.calendar import origin_of
from azlift.waves.compiling import make_frame
from azlift.waves.conditions import Conditions
from azlift.waves.drafting import draft_groups
from azlift.waves.groups import group_estate, make_groups
from azlift.waves.ordering import order_groups
from azlift.waves.splitting import edges, find_cuts

DAY = date(2026, 11, 26)
WINDOWS = {"weekly": "Sat 22:00-Sun 06:00", "daily": "daily 22:00-06:00"}
Made = TypeVar("Made")


def timed(part: str, make: Callable[[], Made]) -> Made:
    start = time.process_time()
    made = make()
    print(f"  {part:24} {time.process_time() - start:7.3f} s")
    return made


def peopled(machines: int) -> Estate:
    """`telecom`, with owners and sites by application, and maintenance windows of one machine in twenty."""
    made, dice = telecom(machines, seed=1), Random(3)
    home: dict[str, dict[str, str]] = {}
    workloads = []
    for workload in made.workloads:
        drawn = {"owner": f"Team {dice.randrange(30)}", "datacenter": dice.choice(("fra1", "fra2", "ams", "nyc"))}
        facts = home.setdefault(workload.application or workload.id, drawn)
        windows = ("daily 21:00-07:00",) if dice.random() < 0.05 else ()
        workloads.append(workload.model_copy(update={**facts, "maintenance_windows": windows}))
    return made.model_copy(update={"workloads": tuple(workloads)})


def calendar(windows: str) -> Calendar:
    """Freezes, holidays and an end by scope, work of teams, two links with blackouts, and a quota."""
    return Calendar.model_validate(
        {
            "time_zone": "Europe/Berlin",
            "windows": [{"when": WINDOWS[windows]}],
            "freezes": [
                {"days": "2026-12-15/2027-01-05", "environments": ["prod*"]},
                {"days": "2027-03-25/2027-04-05", "owners": ["Team 1*"]},
            ],
            "holidays": [{"country": "DE", "subdivision": "BY", "sites": ["fra*"]}],
            "ends": [{"last_day": "2027-10-30", "what": "Lease", "sites": ["fra2"]}],
            "exclusions": [{"days": ["2027-02-06"], "applications": ["app 1*"]}],
            "per_wave": {"machines": 400, "groups": 200, "gib": 400_000, "ramp": [0.05, 0.1, 0.2]},
            "teams": [{"name": "Platform", "skill": "move", "hours_per_window": 2_000}],
            "work": [{"skill": "move", "hours_per_machine": 1.5, "environments": ["prod"]}],
            "links": [
                {"name": "er", "sites": ["fra*"], "mbit_per_s": 10_000, "blackouts": ["daily 08:00-18:00"]},
                {"name": "vpn", "mbit_per_s": 10_000},
            ],
            "pace": {"machines_at_once": 64},
            "quotas": [{"family": "standardDSv5Family", "region": "westeurope", "vcpu": 100_000}],
        }
    )


def measure(machines: int, windows: str) -> None:
    print(f"{machines:,} machines, {windows} windows")
    estate = peopled(machines)
    vcpu = {workload.id: (("standardDSv5Family", "westeurope"), 2) for workload in estate.workloads}
    conditions = Conditions(Limits(machines_per_wave=400), DAY, calendar(windows), vcpu=vcpu)
    found = timed("group_estate", lambda: group_estate(estate)).groups
    membership = {group: one.members for group, one in found.items()}
    reasons = {group: (one.members, one.because) for group, one in found.items()}
    ordering = timed("order_groups", lambda: order_groups(membership, estate, conditions.calendar))
    cuts = timed("find_cuts", lambda: find_cuts(membership, estate))
    groups = timed("make_groups", lambda: make_groups(reasons, ordering.after, estate, cuts))
    timed("edges", lambda: edges(cuts))
    timed("make_frame", lambda: make_frame(groups, ordering, estate, conditions))
    draft = timed("draft_groups, all above", lambda: draft_groups(reasons, estate, conditions))
    outlook = timed("make_outlook", lambda: make_outlook(draft, origin_of(DAY)))
    nights = timed("at_nights", lambda: at_nights(draft, outlook))
    problem = timed("lined_problem", lambda: lined_problem(nights, outlook, {}))
    print(f"  {problem.groups:,} groups, {problem.slots} slots, {len(problem.before):,} orders")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--machines", type=int, nargs="+", default=[10_000])
    arguments.add_argument("--slots", nargs="+", choices=WINDOWS, default=["weekly", "daily"])
    given = arguments.parse_args()
    for machines in given.machines:
        for windows in given.slots:
            measure(machines, windows)


if __name__ == "__main__":
    main()
