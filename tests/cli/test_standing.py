import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from estates import estate, machine, planned

from azlift import journey, on_record
from azlift.errors import NotFound
from azlift.model import Milestone
from azlift.stages import Stage
from azlift.venue import open_venue


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    planned(made, estate(machine("web01"), machine("mail01")))
    return made


def fail(folder: Path) -> None:
    refused = NotFound("no template \x1b[31mred", advice="Write one.")
    open_venue(folder).ledger.record_failure("web01", Stage.RENDERED, "", refused)


def test_status_shows_the_axes_and_what_to_do(azlift_alone, azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    assert azlift_alone("status", "-w", folder).stdout.split()[-5:-2] == ["feasible", "idle", "ok"]
    assert "`gates: none`" in azlift("status", "-w", folder).stderr, "a workspace in which nobody is asked says so"
    fail(folder)
    shown = azlift("status", "-w", folder).stdout
    assert "failed" in shown
    assert "web01: it could not be rendered: no template <U+001B>[31mred" in shown
    assert "Write one." in shown


def test_status_of_a_group_tells_its_axes_why_it_waits_and_its_record(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    fail(folder)
    done = azlift("status", "web01", "-w", folder)
    assert done.returncode == 0, done.stderr
    assert "web01 waits: it could not be rendered" in done.stdout
    assert "failure" in done.stdout.split("On record")[1]
    data = json.loads(azlift("status", "web01", "-w", folder, "-o", "json").stdout)
    assert [group["group"] for group in data["waves"][0]["groups"]] == ["web01"]


def test_why_tells_what_keeps_a_group_and_who_can_act(azlift_alone, azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    free = azlift_alone("why", "mail01", "-w", folder)
    assert "Nothing keeps it. Next: it is to be landed and verified: azlift migrate wave-01" in free.stdout
    azlift("pause", "wave-01", "--reason", "the vendor called", "-w", folder)
    held = azlift("why", "mail01", "-w", folder)
    assert "wave-01 waits: it was paused" in held.stdout
    assert "azlift resume wave-01 --reason TEXT" in held.stdout
    data = json.loads(azlift("why", "mail01", "-w", folder, "-o", "json").stdout)
    assert data["reasons"][0]["condition"]["code"] == "paused"
    assert azlift("why", "nobody", "-w", folder).returncode == 3


def test_a_wave_is_paused_resumed_and_abandoned_by_commands(azlift_alone, azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    assert azlift_alone("pause", "wave-01", "--reason", "wait", "-w", folder).returncode == 0
    refused = azlift("render", "web01", "-w", folder)
    assert refused.returncode == 4
    assert "wave-01 was paused" in refused.stderr
    assert "azlift resume wave-01" in refused.stderr
    assert azlift_alone("resume", "wave-01", "--reason", "go", "-w", folder).returncode == 0
    assert azlift("render", "web01", "-w", folder).returncode == 0
    assert azlift_alone("abandon", "wave-01", "--reason", "sold", "-w", folder).returncode == 0
    assert azlift("render", "web01", "-w", folder).returncode == 4
    assert azlift("pause", "wave-77", "--reason", "x", "-w", folder).returncode == 3
    assert azlift("pause", "wave-01", "-w", folder).returncode == 2


@pytest.mark.slow
def test_a_paused_wave_is_not_migrated_and_is_no_failure(azlift_alone, folder: Path) -> None:  # type: ignore[no-untyped-def]
    journey.pause("wave-01", open_venue(folder), "wait")
    done = azlift_alone("migrate", "wave-01", "-w", folder)
    assert done.returncode == 4, done.stderr
    assert "wave-01 was paused: wait" in done.stderr
    assert open_venue(folder).ledger.failures() == ()


def test_status_is_shown_again_whenever_it_changes_until_ctrl_c(folder: Path) -> None:
    command = [sys.executable, "-c", "from azlift.cli import main; main()", "status", "--watch", "-o", "json"]
    heeds = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731 (tests in the background ignore it)
    with subprocess.Popen([*command, "-w", str(folder)], stdout=-1, text=True, preexec_fn=heeds) as process:
        assert process.stdout
        first = json.loads(process.stdout.readline())
        committed = Milestone(wave="wave-01")
        open_venue(folder).ledger.record(on_record.wave_subject("wave-01"), Stage.COMMITTED, "k", committed)
        began = time.monotonic()
        second = json.loads(process.stdout.readline())
        assert time.monotonic() - began < 10
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    assert [said["waves"][0]["stage"] for said in (first, second)] == ["feasible", "committed"]


def test_who_pauses_is_on_record_and_a_wave_can_be_paused_while_nobody_can_sign_in(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    (folder / "people.yaml").write_text("roles: {}\n")
    assert azlift("pause", "wave-01", "--reason", "wait", "-w", folder).returncode == 0
    said = open_venue(folder).ledger.latest(on_record.hold_of("wave-01"), Milestone)
    assert said.by
    assert len(said.by.object_id) == 36
    assert azlift("resume", "wave-01", "--reason", "go", "-w", folder).returncode == 0
    (folder / "rehearsal" / "access.json").unlink()
    alone = azlift("pause", "wave-01", "--reason", "wait", "-w", folder)
    assert alone.returncode == 0
    assert "who you are is not on record" in alone.stderr
    assert open_venue(folder).ledger.latest(on_record.hold_of("wave-01"), Milestone).by is None
    refused = azlift("resume", "wave-01", "--reason", "go", "-w", folder)
    assert refused.returncode == 3
    assert "no pretend Azure is running" in refused.stderr
