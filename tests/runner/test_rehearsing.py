"""The main job from the command line. That a killed one finishes when it is typed again is shown by `.ci/run`, which
kills that of the sample."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from azlift.venue import open_venue

ROOT = Path(__file__).parents[2]
REHEARSE = [sys.executable, "-c", "from azlift.cli import main; main()", "rehearse", "--speed", "1000"]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


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
def test_no_secret_is_in_the_ledger_the_plan_or_prefects_database(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    killed(folder, 50, str(small(tmp_path / "source")))
    secret = json.loads((folder / "rehearsal" / "azure" / "identity.json").read_text())["client_secret"]
    holders = [folder / "rehearsal.ledger", folder / "rehearsal.ledger-wal", folder / "azlift.yaml"]
    holders += [folder / "plan.csv", folder / "plan.yaml", *(folder / "prefect").rglob("*.*")]
    read = [file for file in holders if file.is_file()]
    assert len(read) >= 5
    assert [file.name for file in read if secret.encode() in file.read_bytes()] == []


def test_a_source_that_is_not_there_is_code_3(tmp_path: Path) -> None:
    command = [*REHEARSE, "--workspace", str(tmp_path), "none.xlsx"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 3
    assert "none.xlsx" in done.stderr
