from collections.abc import Callable
from pathlib import Path

import pytest
from estates import estate, machine, planned

from azlift import journey
from azlift.venue import OUTBOX_FILE, open_venue


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    planned(made, estate(machine("web01")))
    (made / "notices.yaml").write_text("channels: [{name: ops, kind: slack, url_from: OPS_URL}]\n")
    return made


def test_tell_says_which_channel_was_told_what(azlift_alone, azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    assert azlift_alone("tell", "-w", folder).stderr == ""
    journey.pause("wave-01", open_venue(folder), "the vendor called")
    told = azlift("tell", "-w", folder)
    assert told.returncode == 0
    assert "ops: told: [" in told.stderr
    assert "the vendor called" in (folder / OUTBOX_FILE).read_text()
    assert azlift("tell", "-w", folder).stderr == ""


def test_a_file_with_a_fault_is_code_3(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    (folder / "notices.yaml").write_text("channels: [{name: ops, kind: fax, url_from: OPS_URL}]\n")
    done = azlift("tell", "-w", folder)
    assert done.returncode == 3
    assert "notices.yaml" in done.stderr
    assert "row 1" in done.stderr


def test_status_names_a_channel_that_could_not_be_told(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    azlift("tell", "-w", folder)
    journey.pause("wave-01", open_venue(folder), "the vendor called")
    (folder / OUTBOX_FILE).mkdir()
    assert "ops: not told" in azlift("tell", "-w", folder).stderr
    shown = azlift("status", "-w", folder)
    assert "told:ops: " in shown.stderr
    assert "mend the rights there" in shown.stderr
