"""Copies started late against copies started early: `python tests/benchmarks/replication.py`.

Estates are generated: used GB of a machine lognormal about 180 (a third of them four times that), from 40 to 30,000;
1.25 % of it changes a day, lognormal. Waves are weekly and grow from 5 % to full size in seven; 60 % of the link is
used. `weeks` is how long the copies alone would take, against the weeks the plan has.
"""

import time
from collections.abc import Sequence

import numpy as np

from azlift.forecast import Convoy, Load, Seeding, delta_share, seeding
from azlift.forecast.loads import GIB_PER_HOUR_OF_MBIT_PER_S, total_gib
from azlift.forecast.replication import reached
from azlift.model import Line, Replication

RAMP = (0.05, 0.1, 0.2, 0.35, 0.5, 0.75)
WEEK = 168.0
FIRST_CUTOVER = 3 * WEEK + 5 * 24 + 22
RULES = Replication(test_lead_days=7, machines_at_most=1_000_000, machines_per_appliance=1_000_000)
CASES = ((2_000, 36, 0.5), (2_000, 36, 1), (2_000, 36, 2), (10_000, 49, 2), (10_000, 49, 5), (10_000, 49, 10))


def loads_of(machines: int, dice: np.random.Generator) -> list[Load]:
    gb = np.exp(dice.normal(np.log(180), 1.1, machines)) * np.where(dice.random(machines) < 0.3, 4, 1)
    gib = np.clip(gb, 40, 30_000) * 1e9 / 2**30
    change = gib * 0.0125 * np.exp(dice.normal(0, 0.6, machines)) / 24
    return [Load(f"w-{n}", "er", float(gib[n]), float(change[n]), 2) for n in range(machines)]


def convoys_of(loads: Sequence[Load], weeks: int) -> list[Convoy]:
    sizes = np.array([*RAMP, *[1.0] * (weeks - len(RAMP))])
    ends = np.round(np.concatenate([[0.0], (sizes / sizes.sum()).cumsum()]) * len(loads)).astype(int)
    return [
        Convoy(f"wave-{week:02d}", FIRST_CUTOVER + week * WEEK, tuple(loads[ends[week] : ends[week + 1]]))
        for week in range(weeks)
    ]


def started_early(convoys: Sequence[Convoy], line: Line) -> list[Seeding]:
    """One copy after the other from the first day, as if nothing else were sent."""
    now, made = 0.0, []
    for convoy in convoys:
        start, now = now, reached(line, now, total_gib(convoy.loads))
        made.append(Seeding(convoy.name, start, now, convoy.cutover, 0.0, 0, 0))
    return made


def measure(machines: int, weeks: int, gbit_per_s: float) -> None:
    loads = loads_of(machines, np.random.default_rng(1))
    line = Line(name="er", gib_per_hour=gbit_per_s * 1_000 * 0.6 * GIB_PER_HOUR_OF_MBIT_PER_S)
    convoys = convoys_of(loads, weeks)
    began = time.process_time()
    late = seeding(convoys, line, RULES)
    seconds = time.process_time() - began
    early = started_early(convoys, line)
    print(
        f"{machines:>8,} {gbit_per_s:>6} {total_gib(loads) / line.gib_per_hour / WEEK:>6.1f} {weeks:>5}"
        f" {sum(one.spare_gib < 0 for one in late):>9} {sum(not one.fits for one in late):>5}"
        f" {delta_share(convoys, late):>8.2f} {delta_share(convoys, early):>8.2f} {seconds:>8.3f}"
    )


if __name__ == "__main__":
    print("machines Gbit/s  weeks  plan  no room  late  changes   if early  seconds")
    for case in CASES:
        measure(*case)
