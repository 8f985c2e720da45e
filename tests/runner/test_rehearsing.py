"""The main job from the command line: the sample estate, killed and not."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from azlift import on_record
from azlift.stages import Stage
from azlift.venue import open_venue

ROOT = Path(__file__).parents[2]
REHEARSE = [sys.executable, "-c", "from azlift.cli import main; main()", "rehearse", "--speed", "1000"]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


def rehearse(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*REHEARSE, "--workspace", str(workspace), *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=900
    )


def shown(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert "Traceback" not in done.stderr
    summary: dict[str, Any] = json.loads(done.stdout)
    return summary


def killed(workspace: Path, after_events: int, *sources: str) -> None:
    """Start a rehearsal and `kill -9` it once its ledger holds so many events."""
    command = [*REHEARSE, *sources, "--workspace", str(workspace)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 300
    while events(workspace) < after_events and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert process.poll() is None, "it ended before it could be killed"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def events(workspace: Path) -> int:
    if not (workspace / "rehearsal.ledger").exists():
        return 0
    return len(open_venue(workspace).ledger.outline())


CALENDAR = """
time_zone: Europe/Berlin
windows: [{when: "Sat 22:00-Sun 06:00"}]
"""
RUNBOOK = """
steps:
  - {step: lower-dns-ttl, skip: it has no name}
  - {step: mute-alerts, skip: nobody is alarmed}
  - {step: notify, skip: nobody uses it}
  - {step: freeze, skip: nothing writes to it}
  - {step: stop-source, http: {url: "https://vcenter.example.net/stop", method: PUT}, undo_minutes: 1}
  - {step: final-copy, manual: copy it, nothing_to_undo: it writes to Azure}
  - {step: switch, skip: it has no name}
  - {step: announce, skip: nobody uses it}
"""


def small(folder: Path) -> Path:
    """A source of three machines of two applications, with all that is written of their nights."""
    folder.mkdir()
    rows = [f"srv{n},Ubuntu 22.04,2,4096,40,app{n % 2}" for n in range(3)]
    (folder / "list.csv").write_text("\n".join(["name,os,cpus,memory mb,disk gb,application", *rows]) + "\n")
    (folder / "calendar.yaml").write_text(CALENDAR)
    (folder / "runbook.yaml").write_text(RUNBOOK)
    shutil.copy(ROOT / "inventory" / "sample" / "offboarding.yaml", folder)
    return folder


@pytest.mark.slow
def test_a_killed_rehearsal_finishes_when_it_is_typed_again(tmp_path: Path) -> None:
    """A small estate: CI rehearses the sample by its command."""
    source, folder = small(tmp_path / "source"), tmp_path / "workspace"
    killed(folder, 90, str(source))
    summary = shown(rehearse(folder, str(source), "-o", "json"))
    assert summary["adds_up"]
    assert (summary["verified"], summary["left_behind"], summary["stuck"]) == (3, {}, {})
    assert (summary["machines_listed"], summary["machines_unfinished"]) == (3, 0)
    story = "\n".join(summary["story"])
    for told in ("is void: what was approved has changed", "a worker died", "no-go: ", "rolled back: ", "closed"):
        assert told in story
    venue = open_venue(folder)
    events = venue.ledger.verify()
    stages = [venue.ledger.standings()[group.id].stage for group in on_record.current_plan(venue).groups]
    assert stages == [Stage.SOURCE_RETIRED, Stage.SOURCE_RETIRED]
    again = shown(rehearse(folder, str(source), "-o", "json"))
    assert again["verified"] == 3
    assert venue.ledger.verify() == events, "nothing is done twice"


@pytest.mark.slow
def test_no_secret_is_in_the_ledger_the_plan_or_prefects_database(tmp_path: Path) -> None:
    killed(tmp_path, 50)
    secret = json.loads((tmp_path / "rehearsal" / "azure" / "identity.json").read_text())["client_secret"]
    holders = [tmp_path / "rehearsal.ledger", tmp_path / "rehearsal.ledger-wal", tmp_path / "azlift.yaml"]
    holders += [tmp_path / "plan.csv", tmp_path / "plan.yaml", *(tmp_path / "prefect").rglob("*.*")]
    read = [file for file in holders if file.is_file()]
    assert len(read) >= 5
    assert [file.name for file in read if secret.encode() in file.read_bytes()] == []


def test_a_source_that_is_not_there_is_code_3(tmp_path: Path) -> None:
    done = rehearse(tmp_path, "none.xlsx")
    assert done.returncode == 3
    assert "none.xlsx" in done.stderr
