"""Seconds per verb for synthetic estates of several sizes, and how each grows: `python tests/benchmarks/verbs.py`.

`--azure-up-to N`: the verbs that reach the (pretend) Azure are measured for estates of at most N machines.
Growth is the exponent between neighbouring sizes: 1.0 is linear, 2.0 quadratic. Times are of this machine, now: compare
within one run only.
"""

import argparse
import asyncio
import math
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "estate"), str(ROOT / "tests" / "making")]

from synthetic import write_workbook

from azlift import cloud, journey, on_record
from azlift.approval import write_no_gates
from azlift.model import Limits
from azlift.runner.pretend_azure import pretend_azure
from azlift.settings import write_settings
from azlift.venue import Venue, open_venue, opened

SPEED = 50_000.0
LIMITS = Limits(groups_per_wave=100, machines_per_wave=200, gib_per_wave=1_000_000)

Timings = dict[str, float]


def timed(into: Timings, verb: str, act: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = act()
    into[verb] = into.get(verb, 0.0) + time.perf_counter() - began
    return result


def without_azure(venue: Venue, workbook: Path) -> Timings:
    times: Timings = {}
    timed(times, "survey", lambda: journey.survey([workbook], venue))
    timed(times, "place", lambda: journey.place(venue))
    timed(times, "plan", lambda: journey.plan(venue))
    plan = on_record.current_plan(venue)
    subjects = [*(on_record.zone_of(wave.id) for wave in plan.waves), *(group.id for group in plan.groups)]
    timed(times, "render", lambda: [journey.render(subject, venue) for subject in subjects])
    return times


async def with_azure(workspace: Path) -> Timings:
    times: Timings = {}
    async with opened(str(workspace)) as venue:
        await cloud.register_providers(venue.cloud)
        for wave in on_record.current_plan(venue).waves:
            for verb in (journey.preview, journey.land, journey.verify):
                await one_verb(times, verb, [on_record.zone_of(wave.id)], venue)
            for verb in (journey.preview, journey.land, journey.verify):
                await one_verb(times, verb, wave.groups, venue)
    return times


async def one_verb(times: Timings, verb: Any, subjects: Any, venue: Venue) -> None:
    gate = asyncio.Semaphore(venue.settings.groups_at_once)

    async def one(subject: str) -> None:
        async with gate:
            await verb(subject, venue)

    began = time.perf_counter()
    await asyncio.gather(*(one(subject) for subject in subjects))
    times[verb.__name__] = times.get(verb.__name__, 0.0) + time.perf_counter() - began


def measure(machines: int, folder: Path, azure_up_to: int) -> Timings:
    workbook = write_workbook(folder / f"{machines}.xlsx", machines)
    workspace = folder / f"workspace-{machines}"
    write_settings(workspace, templates=str(ROOT / "templates"), limits=LIMITS.model_dump())
    write_no_gates(workspace)
    with pretend_azure(workspace, SPEED):
        times = without_azure(open_venue(workspace), workbook)
        if machines <= azure_up_to:
            times |= asyncio.run(with_azure(workspace))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--machines", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--azure-up-to", type=int, default=1_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = {size: measure(size, Path(folder), options.azure_up_to) for size in options.machines}
    print("| verb | " + " | ".join(f"{size:,}" for size in found) + " | growth |")
    print("|---|" + "---:|" * (len(found) + 1))
    for verb in found[min(found)]:
        times = [(size, timings[verb]) for size, timings in found.items() if verb in timings]
        cells = [f"{dict(times)[size]:.2f} s" if size in dict(times) else "not run" for size in found]
        print(f"| {verb} | " + " | ".join(cells) + f" | {growth(times)} |")


def growth(times: list[tuple[int, float]]) -> str:
    """The exponents between neighbouring sizes."""
    pairs = pairwise(times)
    return ", ".join(f"{math.log(late / early) / math.log(more / fewer):.2f}" for (fewer, early), (more, late) in pairs)


if __name__ == "__main__":
    main()
