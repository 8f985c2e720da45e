import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from nights import ANNA, around_now, on_the_eve, with_window, write_runbook
from typer.testing import CliRunner

from azlift.cli import app
from azlift.errors import AnsweredOtherwise, InputError, NotFound, OutsideWindow, PersonNeeded
from azlift.stages import Stage
from azlift.venue import open_venue

Workspaces = Callable[..., Path]
MANUAL = "{step: freeze, manual: Close it to users., undo: {manual: Open it to users.}}"
SKIP = ("lower-dns-ttl", "mute-alerts", "notify", "stop-source", "final-copy", "switch", "announce")


@pytest.fixture
def eve(workspace: Workspaces) -> Path:
    """Two groups on the eve of their night, of which each waits for a person once."""
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop"), machine("mail01")))
    with_window(venue, *around_now())
    write_runbook(folder, MANUAL, skip=SKIP)
    inside(folder, on_the_eve)
    return folder


def azlift(folder: Path, *words: str) -> Any:
    return CliRunner().invoke(app, [*words, "--workspace", str(folder)])


def said(done: Any) -> str:
    return str(done.output)


def test_a_night_from_the_command_line(eve: Path) -> None:
    done = azlift(eve, "cut-over", "wave-01")
    assert isinstance(done.exception, PersonNeeded)
    assert "Close it to users." in said(done)
    assert "azlift answer wave-01 freeze --done --comment TEXT" in done.exception.advice
    assert azlift(eve, "decide", "wave-01", "--go", "--reason", "x").exit_code != 0, "nothing is validated"
    assert azlift(eve, "answer", "shop", "freeze", "--done", "--comment", "closed").exit_code == 0
    done = azlift(eve, "cut-over", "wave-01", "-o", "json")
    assert [q["group"] for q in json.loads(done.stdout.splitlines()[0])["waiting"]] == ["mail01"]
    assert "mail01: freeze is done" in said(azlift(eve, "answer", "wave-01", "freeze", "--done", "--comment", "closed"))
    done = azlift(eve, "cut-over", "wave-01")
    assert done.exit_code == 0, done.exception
    assert "azlift decide wave-01 --go|--no-go" in said(done)
    done = azlift(eve, "decide", "wave-01", "--go", "--reason", "all green")
    assert "wave-01 is a go" in said(done), done.exception
    assert azlift(eve, "cut-over", "wave-01").exit_code == 0
    standings = open_venue(eve).ledger.standings()
    assert standings["step:shop/announce"].stage is Stage.DONE
    assert standings["wave:wave-01"].stage is Stage.GO


def test_a_night_that_waits_goes_on_by_itself(eve: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from azlift import convoy, journey

    monkeypatch.setattr(convoy, "ASKED_EVERY_SECONDS", 0.1)

    def answer_all() -> None:
        venue, answered = open_venue(eve), 0
        while answered < 2:
            for question in journey.waiting_steps("wave-01", venue):
                journey.answer(question.group, question.step, ANNA, True, "closed", venue)
                answered += 1
            time.sleep(0.1)

    person = threading.Thread(target=answer_all, daemon=True)
    person.start()
    done = azlift(eve, "cut-over", "wave-01", "--wait")
    person.join(10)
    assert done.exit_code == 0, done.exception
    assert {open_venue(eve).ledger.standings()[g].stage for g in ("shop", "mail01")} == {Stage.VALIDATED}


def test_a_no_go_is_taken_back_with_the_people_who_did_what_is_done_by_hand(eve: Path) -> None:
    from azlift import journey
    from azlift.errors import StepWaits

    azlift(eve, "cut-over", "wave-01", "--group", "shop")
    azlift(eve, "answer", "shop", "freeze", "--done", "--comment", "closed")
    assert azlift(eve, "cut-over", "wave-01", "--group", "shop").exit_code == 0
    assert "is a no-go" in said(azlift(eve, "decide", "wave-01", "--no-go", "--reason", "the shop is slow"))

    async def roll_back(venue: Any) -> str:
        try:
            await journey.roll_back("shop", venue)
        except StepWaits as waits:
            return str(waits)
        return ""

    assert "Open it to users." in inside(eve, roll_back)
    assert azlift(eve, "answer", "shop", "freeze", "--done", "--comment", "open again").exit_code == 0
    assert inside(eve, roll_back) == ""
    assert open_venue(eve).ledger.standings()["shop"].stage is Stage.ROLLED_BACK


def test_what_keeps_the_whole_wave_is_said_once_and_nothing_is_done(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    with_window(venue, *around_now(-2, 8))
    done = azlift(folder, "cut-over", "wave-01")
    assert isinstance(done.exception, OutsideWindow)
    assert not [s for s in venue.ledger.standings() if s.startswith("step:")]


def test_unknown_waves_groups_and_steps_are_told(eve: Path) -> None:
    assert isinstance(azlift(eve, "cut-over", "wave-09").exception, NotFound)
    assert isinstance(azlift(eve, "cut-over", "wave-01", "--group", "shpo").exception, NotFound)
    assert isinstance(azlift(eve, "runbook", "wave-09").exception, NotFound)
    assert isinstance(azlift(eve, "answer", "shop", "freeze", "--done", "--comment", "x").exception, InputError)
    azlift(eve, "cut-over", "wave-01")
    done = azlift(eve, "answer", "wave-01", "notify", "--done", "--comment", "x")
    assert isinstance(done.exception, InputError)
    assert done.exception.advice == "They wait at: freeze."
    azlift(eve, "answer", "shop", "freeze", "--done", "--comment", "x")
    assert isinstance(
        azlift(eve, "answer", "shop", "freeze", "--not-done", "--comment", "x").exception, AnsweredOtherwise
    )


def test_the_runbook_is_shown_before_the_night(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop")))
    write_runbook(folder, "{step: wipe, after: switch, manual: Wipe it., irreversible: it is sold}", skip=("freeze",))
    done = azlift(folder, "runbook", "wave-01")
    assert "wipe: it is sold" in said(done)
    assert "final-copy" in said(done), "nobody said how long it takes"
    steps = azlift(folder, "runbook", "wave-01", "--group", "shop")
    assert "wipe (no way back)" in said(steps)
    (book,) = json.loads(azlift(folder, "runbook", "wave-01", "-o", "json").stdout)
    assert book["point_of_no_return"] == "wipe"
    (folder / "runbook.yaml").write_text("steps:\n  - {step: swich, manual: x}\n")
    broken = azlift(folder, "runbook", "wave-01")
    assert isinstance(broken.exception, InputError)
    assert "Did you mean `switch`" in str(broken.exception)
