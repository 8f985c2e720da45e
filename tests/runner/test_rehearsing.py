"""The main job from the command line: the sample estate, killed and not."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from azlift import on_record
from azlift.model import Landing
from azlift.stages import Stage
from azlift.venue import open_venue

ROOT = Path(__file__).parents[2]
REHEARSE = [sys.executable, "-c", "from azlift.cli import main; main()", "rehearse", "--speed", "1000"]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


def rehearse(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*REHEARSE, "--workspace", str(workspace), *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=300
    )


def shown(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert "Traceback" not in done.stderr
    summary: dict[str, Any] = json.loads(done.stdout)
    return summary


def killed(workspace: Path, after_events: int) -> None:
    """Start a rehearsal and `kill -9` it once its ledger holds so many events."""
    command = [*REHEARSE, "--workspace", str(workspace)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 120
    while events(workspace) < after_events and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert process.poll() is None, "it ended before it could be killed"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def events(workspace: Path) -> int:
    if not (workspace / "rehearsal.ledger").exists():
        return 0
    return len(open_venue(workspace).ledger.outline())


@pytest.mark.slow
def test_the_sample_estate_end_to_end_and_once_more(tmp_path: Path) -> None:
    done = rehearse(tmp_path, "-o", "json")
    summary = shown(done)
    assert done.returncode == 5, done.stderr
    assert summary["adds_up"]
    assert (summary["rows"], summary["to_move"], summary["verified"]) == (61, 53, 52)
    assert summary["left_behind"] == {"voicemail": 1}
    assert summary["machines_listed"] == summary["machines_recorded"] == 52
    assert "voicemail" in done.stderr

    venue = open_venue(tmp_path)
    landed = [e.hash for e in venue.ledger.history() if e.noun == "Landing"]
    again = shown(rehearse(tmp_path, "-o", "json"))
    assert again["verified"] == 52
    assert [e.hash for e in venue.ledger.history() if e.noun == "Landing"] == landed, "nothing landed twice"


@pytest.mark.slow
@pytest.mark.parametrize("after_events", [2, 50, 110])
def test_a_killed_rehearsal_finishes_when_it_is_typed_again(tmp_path: Path, after_events: int) -> None:
    killed(tmp_path, after_events)
    summary = shown(rehearse(tmp_path, "-o", "json"))
    assert summary["adds_up"]
    assert (summary["verified"], summary["left_behind"]) == (52, {"voicemail": 1})
    venue = open_venue(tmp_path)
    assert venue.ledger.verify()
    for group in on_record.current_plan(venue).groups:
        if venue.ledger.standings()[group.id].stage is Stage.VERIFIED:
            assert len(venue.ledger.facts(group.id, Landing)) == 1


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
