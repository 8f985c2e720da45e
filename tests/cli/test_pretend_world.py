"""The pretend Azure's world at rest, from the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from azlift.cli import app
from azlift.errors import HeldByAnother, InputError
from azlift.rehearsal.store import Store
from azlift.runner.pretend_azure import STATE


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["rehearsal", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace whose pretend Azure holds one group."""
    store = Store(tmp_path / STATE)
    store.stage("group", "/subscriptions/s/resourcegroups/g", group("westeurope"))
    store.close()
    return tmp_path


def group(location: str) -> dict[str, object]:
    return {"subscription": "s", "name": "g", "location": location, "tags": {}, "created": 1.0}


def test_a_world_is_kept_changed_compared_and_laid_back(workspace: Path) -> None:
    place = ["--workspace", str(workspace)]
    run("snapshot", "before", *place)
    store = Store(workspace / STATE)
    store.stage("group", "/subscriptions/s/resourcegroups/g", group("northeurope"))
    store.close()
    (found,) = json.loads(run("diff", "before", *place, "-o", "json"))
    assert found == {
        "id": "/subscriptions/s/resourcegroups/g",
        "change": "changed",
        "members": [{"path": "location", "before": "westeurope", "after": "northeurope"}],
    }
    assert "location" in run("diff", "before", *place)
    run("restore", "before", *place)
    assert "0 differences" in run("diff", "before", *place)
    run("reset", *place)
    (gone,) = json.loads(run("diff", "before", *place, "-o", "json"))
    assert gone["change"] == "removed"


def test_what_cannot_be_done_is_told_with_advice(workspace: Path, tmp_path: Path) -> None:
    place = ["--workspace", str(workspace)]
    with pytest.raises(InputError, match="there is no snapshot 'none'") as caught:
        CliRunner().invoke(app, ["rehearsal", "restore", "none", *place], catch_exceptions=False)
    assert caught.value.advice
    held = Store(workspace / STATE)
    with pytest.raises(HeldByAnother) as busy:
        CliRunner().invoke(app, ["rehearsal", "reset", *place], catch_exceptions=False)
    assert "azlift rehearsal serve" in busy.value.advice
    held.close()


def test_the_doctor_tells_what_is_simulated_and_what_is_not() -> None:
    assert "types with semantics" in run("doctor")
    assert json.loads(run("doctor", "-o", "json"))["types_with_semantics"]["Microsoft.Compute/disks"] is not None
