"""The whole life of a wave, as its driver, its people and its team carry it, command by command, each given again until
it is done: prepared, tested, ready, approved, landed, cut over in its window, validated, decided, announced, watched,
accepted, handed over, retired at the source, closed.

What the team's programs really did is a file beside the workspace: it outlives every kill, as a DNS server would.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from carrying import carry
from estates import estate, machine, planned
from nights import with_window
from people import person, write_people
from simulation import ORIGIN, ROOT, TENANT, WAVE

from azlift import convoy, journey, on_record
from azlift.errors import AzliftError
from azlift.model import Action, Order
from azlift.on_record import wave_subject
from azlift.settings import write_settings
from azlift.stages import Stage
from azlift.venue import Venue

PEOPLE = {name: person(name, TENANT) for name in ("ada", "bob", "sue", "dan", "olga")}
ROLES = {
    "architect": ["ada"],
    "business_owner": ["bob"],
    "sponsor": ["sue"],
    "decision_owner": ["dan"],
    "operations_manager": ["olga"],
}
EVIDENCE = "offboarding.yaml"
TEAM = "dan"
"""Who answers what the steps ask."""
RUNBOOK = """
steps:
  - {step: lower-dns-ttl, skip: the names are short-lived already}
  - step: mute-alerts
    command: {run: [./mute], idempotent: true}
    undo: {command: {run: [./unmute], idempotent: true}}
  - {step: notify, skip: everybody knows}
  - {step: freeze, manual: Close the application., undo: {manual: Open it again.}}
  - {step: stop-source, command: {run: [./stop]}, undo: {command: {run: [./start]}}}
  - {step: final-copy, skip: nothing to copy}
  - {step: switch, command: {run: [./switch], look: [./where]}, undo: {command: {run: [./back], look: [./where]}}}
  - {step: announce, command: {run: [./announce], look: [./announced]}}
"""
ONCE = ("stop-source", "switch", "announce")
"""Steps that could do harm twice."""


class Team:
    """Carries out what the runbook says; what it did is in a file, and so is what it looks at."""

    def __init__(self, workspace: Path) -> None:
        self.file = workspace.parent / f"{workspace.name}.deeds"

    async def carry_out(self, action: Action, order: Order) -> str:
        line = json.dumps({"group": order.group, "step": order.step, "undo": order.undo}) + "\n"
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, line.encode())
        os.close(descriptor)
        return "done"

    async def was_done(self, action: Action, order: Order) -> bool | None:
        if action.command and action.command.look:
            return self.stands(order.group, order.step) is not order.undo
        return False if action.repeatable else None

    def deeds(self) -> Counter[tuple[str, str, bool]]:
        """How often each step of each group was done, and undone."""
        lines = self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []
        return Counter((one["group"], one["step"], one["undo"]) for one in map(json.loads, lines))

    def stands(self, group: str, step: str) -> bool:
        """Whether a step is done and not taken back."""
        deeds = self.deeds()
        return deeds[group, step, False] > deeds[group, step, True]


def workspace_of_a_life(folder: Path) -> Path:
    """Two groups of one machine, a window that is open now, people who hold the gates, and a runbook."""
    write_settings(
        folder, estate="proof", templates=str(ROOT / "templates"), limits={"pilot_machines": 60}, hypercare_hours=0
    )
    write_people(folder, {role: [PEOPLE[name] for name in names] for role, names in ROLES.items()})
    (folder / "runbook.yaml").write_text(RUNBOOK, encoding="utf-8")
    shutil.copy(ROOT / "inventory" / "sample" / EVIDENCE, folder)
    for program in ("mute", "unmute", "stop", "start", "switch", "back", "where", "announce", "announced"):
        (folder / program).write_text("#!/bin/sh\n", encoding="utf-8")
        (folder / program).chmod(0o755)
    venue = planned(folder, estate(machine("shop1"), machine("mail1")))
    opens = datetime.fromtimestamp(ORIGIN, UTC) - timedelta(hours=1)
    with_window(venue, opens, opens + timedelta(hours=24))
    venue.ledger.engine.dispose()
    return folder


async def live(venue: Venue) -> bool:
    """Give each command of a wave's life in its order; whether all is done. What stops one is for the next time."""
    venue.__dict__["hands"] = Team(venue.workspace)
    try:
        async with convoy.driving(WAVE, venue):
            return await _life(venue)
    except AzliftError:
        return False


async def _life(venue: Venue) -> bool:
    groups = on_record.current_plan(venue).by_wave[WAVE].groups
    if _wave_stage(venue) not in DECIDED:
        if not await _prepare(groups, venue) or not await _approved(venue):
            return False
        if await convoy.carry_in_order(WAVE, venue, lambda group: _landed(group, venue)):
            return False
        for group in groups:
            await _with_people(lambda group=group: journey.cut_over(group, venue), venue)  # type: ignore[misc]
            await journey.validate(group, venue)
        await journey.decide(WAVE, venue, PEOPLE["dan"], True, "all is green")
    for group in groups:
        await _with_people(lambda group=group: journey.announce(group, venue), venue)  # type: ignore[misc]
    await _to_the_end(groups, venue)
    return True


async def _to_the_end(groups: tuple[str, ...], venue: Venue) -> None:
    """Watched, accepted, handed over, retired and closed: each by whoever may, signed in at a machine of theirs."""
    if _wave_stage(venue) not in OVER:
        await journey.watch(WAVE, venue)
        venue.cloud.known_as[:] = [PEOPLE["bob"]]
        for group in groups:
            await journey.accept(group, venue, "it works")
        venue.cloud.known_as[:] = [PEOPLE["olga"]]
        await journey.hand_over(WAVE, venue, "it runs")
    venue.cloud.known_as[:] = [PEOPLE["bob"]]
    for group in groups:
        await journey.retire(group, venue, "nobody needs it", venue.workspace / EVIDENCE)
    await journey.close(WAVE, venue, "it is done")


OVER = frozenset({Stage.HANDED_OVER, Stage.CLOSED})
DECIDED = OVER | {Stage.GO, Stage.HYPERCARE}
NIGHT = frozenset({Stage.CUT_OVER, Stage.VALIDATED})


def _wave_stage(venue: Venue) -> Stage | None:
    standing = venue.ledger.standings().get(wave_subject(WAVE))
    return standing.stage if standing else None


async def _prepare(groups: tuple[str, ...], venue: Venue) -> bool:
    """Zone, previews, and the test of each group with its copy cleaned away, unless the night has begun."""
    await journey.approve("commit", WAVE, venue, reason="planned together", person=PEOPLE["ada"])
    await journey.approve("commit", WAVE, venue, reason="planned together", person=PEOPLE["bob"])
    if _wave_stage(venue) in {Stage.EXECUTING, Stage.WINDOW_OPEN, Stage.CUTTING_OVER, Stage.VALIDATING}:
        return True
    await journey.prepare(WAVE, venue)
    if not await carry(on_record.zone_of(WAVE), venue):
        return False
    for group in groups:
        journey.render(group, venue)
        await journey.preview(group, venue)
        await journey.test(group, venue)
        await journey.clean_test(group, venue)
    return True


async def _approved(venue: Venue) -> bool:
    if _wave_stage(venue) in {Stage.EXECUTING, Stage.WINDOW_OPEN, Stage.CUTTING_OVER, Stage.VALIDATING}:
        return True
    await journey.ready(WAVE, venue)
    for name in ("bob", "sue"):
        await journey.approve("go", WAVE, venue, reason="rehearsed and tested", person=PEOPLE[name])
    return True


async def _landed(group: str, venue: Venue) -> bool:
    standing = venue.ledger.standings().get(group)
    return bool(standing and standing.stage in NIGHT) or await carry(group, venue)


async def _with_people(command: Callable[[], Awaitable[object]], venue: Venue) -> None:
    """Give the command, let people answer what it asks, truthfully, and give it again."""
    for _ in range(10):
        try:
            await command()
        except AzliftError:
            questions = journey.waiting_steps(WAVE, venue)
            if not questions:
                raise
            for asked in questions:
                done = Team(venue.workspace).stands(asked.group, asked.step) if asked.unknown else True
                journey.answer(asked.group, asked.step, PEOPLE[TEAM], done, "I looked", venue)
        else:
            return
    raise AssertionError("it never ends")
