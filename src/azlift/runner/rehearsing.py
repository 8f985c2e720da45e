"""A rehearsal: the pretend Azure, Prefect, and every flow from the inventory to the last wave, in one command.

Stopped at any instant, the same command goes on from there: the pretend Azure keeps its world in the workspace, and
the ledger knows what was asked of it.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from shutil import copyfile

from azlift import on_record
from azlift.approval import PEOPLE_FILE
from azlift.checks import CHECKS_FILE
from azlift.cloud import close_cloud, list_virtual_machines
from azlift.model import ESTATE_TAG, Estate, Rendering, Roster, WaveId
from azlift.rendering import GROUP_TAG
from azlift.report import RehearsalSummary
from azlift.report.story import story_lines
from azlift.runbook import RUNBOOK_FILE
from azlift.runner.acts import EVIDENCE
from azlift.runner.chronicle import chronicle
from azlift.runner.flow_runs import prefect_server, run_flow
from azlift.runner.playing import play
from azlift.runner.pretend_azure import pretend_azure
from azlift.runner.pretend_people import seat_people
from azlift.settings import prepare_rehearsal
from azlift.stages import STANDING
from azlift.venue import Venue, open_venue

FAULTS = "faults.yaml"
"""A source folder may hold a scenario for the pretend Azure, so that a rehearsal shows what a failure looks like."""

WRITTEN = ("calendar.yaml", RUNBOOK_FILE, CHECKS_FILE, PEOPLE_FILE, EVIDENCE)
"""What people write of their waves: a source folder may hold each, for a workspace that has none of its own."""

VIRTUAL_MACHINE = "microsoft.compute/virtualmachines"

Watch = Callable[[Venue], AbstractContextManager[None]]
"""Shows a person how far it is while the block runs."""


def rehearse(sources: Sequence[Path], workspace: Path, speed: float, watch: Watch) -> RehearsalSummary:
    """Everything, against the pretend Azure; what came of it, in numbers that add up to the rows read."""
    began, cpu = time.monotonic(), time.process_time()
    prepare_rehearsal(workspace)
    _bring_along(sources, workspace)
    with pretend_azure(workspace, speed, _beside(FAULTS, sources)), prefect_server(workspace):
        seat_people(workspace)
        venue = open_venue(workspace)
        with watch(venue):
            run_flow("survey_estate", workspace=str(workspace), sources=[str(source) for source in sources])
            run_flow("plan_waves", workspace=str(workspace))
            stuck = play(workspace)
        machines = asyncio.run(_listed(venue))
    return _summary(venue, machines, stuck, time.monotonic() - began, time.process_time() - cpu)


def _bring_along(sources: Sequence[Path], workspace: Path) -> None:
    """What a source folder says of calendar, night and checks, where the workspace does not say it itself."""
    for name in WRITTEN:
        file = _beside(name, sources)
        if file and not (workspace / name).exists():
            copyfile(file, workspace / name)


def _beside(name: str, sources: Sequence[Path]) -> Path | None:
    return next((source / name for source in sources if (source / name).is_file()), None)


async def _listed(venue: Venue) -> Counter[str]:
    """How many of our virtual machines the SDK lists, by group."""
    try:
        machines = await list_virtual_machines(venue.cloud)
    finally:
        await close_cloud(venue.cloud)
    ours = (machine.tags for machine in machines if machine.tags.get(ESTATE_TAG) == venue.settings.estate)
    return Counter(tags[GROUP_TAG] for tags in ours)


def _summary(
    venue: Venue, machines: Counter[str], stuck: Mapping[WaveId, str], wall_seconds: float, ours_seconds: float
) -> RehearsalSummary:
    estate, roster = venue.ledger.latest(on_record.ESTATE, Estate), venue.ledger.latest(on_record.ESTATE, Roster)
    plan, standings = on_record.current_plan(venue), venue.ledger.standings()
    verified = [g for g in plan.groups if g.id in standings and standings[g.id].stage in STANDING]
    left = [g for g in plan.groups if g not in verified]
    return RehearsalSummary(
        rows=estate.totals.rows,
        left_out=Counter(row.reason for row in estate.left_out),
        staying=Counter(u.findings[0].code for u in roster.unplaceable),
        to_move=sum(len(group.workloads) for group in plan.groups),
        verified=sum(len(group.workloads) for group in verified),
        left_behind={group.id: len(group.workloads) for group in left},
        groups=len(plan.groups),
        waves=len(plan.waves),
        machines_recorded=sum(_machines(venue.ledger.latest(g.id, Rendering)) for g in verified),
        machines_listed=sum(machines[group.id] for group in verified),
        machines_unfinished=sum(machines[group.id] for group in left),
        stuck=dict(stuck),
        story=story_lines(chronicle(venue)),
        wall_seconds=wall_seconds,
        ours_seconds=ours_seconds,
    )


def _machines(rendering: Rendering) -> int:
    return sum(1 for resource in rendering.expected if resource.type.lower() == VIRTUAL_MACHINE)
