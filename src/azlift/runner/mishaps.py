"""What goes wrong in a rehearsal besides what the pretend Azure is told: a template changes after it was approved, a
worker dies in mid-wave, and a night ends with a no-go. Each once, as the ledger tells."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from azlift import on_record
from azlift.model import Approval, GroupId, Wave, WaveId
from azlift.settings import write_settings
from azlift.stages import Kind, Stage
from azlift.venue import Venue, open_venue

TEMPLATES = Path("rehearsal") / "templates"
CHANGED = "move_group.json.j2"
SCHEMA = '"$schema"'
PATIENCE_SECONDS = 120


def is_for_template(wave: Wave, venue: Venue) -> bool:
    """The first wave, once: no word of it was ever void."""
    said = venue.ledger.facts(on_record.said_of(wave.id), Approval)
    return wave.number == 1 and bool(said) and not any(word.answer == "void" for word in said)


def change_a_template(workspace: Path) -> None:
    """Say something more in the template of move groups, in a copy of the folder that is the rehearsal's own."""
    venue, mine = open_venue(workspace), workspace / TEMPLATES
    if not mine.exists():
        shutil.copytree(venue.templates, mine)
    file = mine / CHANGED
    text = file.read_text(encoding="utf-8")
    note = json.dumps({"changed": "after it was approved, to see what happens"})
    file.write_text(text.replace(SCHEMA, f'"metadata": {note},\n  {SCHEMA}', 1), encoding="utf-8")
    write_settings(workspace, templates=str(mine))


def is_for_worker(wave: Wave, venue: Venue) -> bool:
    """The last wave but one, or the only one, once: one driver alone has begun to land its groups, or none."""
    chosen = max(1, len(on_record.current_plan(venue).waves) - 1)
    return wave.number == chosen and not _landing_drivers(wave, venue)


def let_a_worker_die(wave: WaveId, workspace: Path) -> None:
    """Carry the wave in another process, and kill that as soon as it has asked Azure for a group."""
    code = "from azlift.cli import main; main()"
    command = [sys.executable, "-c", code, "migrate", wave, "--workspace", str(workspace)]
    log = workspace / "rehearsal" / "worker.log"
    with log.open("ab") as out:
        worker = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)  # noqa: S603 (ourselves)
    deadline = time.monotonic() + PATIENCE_SECONDS
    planned = on_record.current_plan(open_venue(workspace)).by_wave[wave]
    while worker.poll() is None and time.monotonic() < deadline:
        if _landing_drivers(planned, open_venue(workspace)):
            break
        time.sleep(0.05)
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def is_for_no_go(wave: Wave, venue: Venue) -> bool:
    """The last wave, once."""
    last = max(one.number for one in on_record.current_plan(venue).waves)
    said = venue.ledger.outline(on_record.wave_subject(wave.id))
    return wave.number == last and not any(e.stage is Stage.NO_GO and e.kind is Kind.OUTCOME for e in said)


def taken_over(venue: Venue) -> list[tuple[datetime, WaveId, GroupId]]:
    """The groups that one driver asked Azure for and of which another put down what came of it: when, and where."""
    waves = on_record.current_plan(venue).waves
    found = [(at, wave.id, group) for wave in waves for group in wave.groups for at in _taken_over_at(group, venue)]
    return [min(one for one in found if one[1] == wave) for wave in dict.fromkeys(wave for _, wave, _ in found)]


def _taken_over_at(group: GroupId, venue: Venue) -> Iterator[datetime]:
    asked: dict[str, str] = {}
    for event in venue.ledger.outline(group):
        if event.stage is Stage.LANDED and event.kind is Kind.INTENT:
            asked[event.key] = event.driver
        elif event.stage is Stage.LANDED and event.kind is Kind.OUTCOME and asked.get(event.key) != event.driver:
            yield datetime.fromisoformat(event.at)


def _landing_drivers(wave: Wave, venue: Venue) -> set[str]:
    """Who has asked Azure for groups of the wave, or put down what came of it."""
    kinds = (Kind.INTENT, Kind.OUTCOME)
    return {
        event.driver
        for group in wave.groups
        for event in venue.ledger.outline(group)
        if event.stage is Stage.LANDED and event.kind in kinds
    }
