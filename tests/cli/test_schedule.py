import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from estates import estate, machine, planned

from azlift.clock import move_clock
from azlift.runner.flow_runs import prefect_server
from azlift.venue import CALENDAR_FILE


def laid_out(folder: Path) -> None:
    move_clock(folder / CALENDAR_FILE, datetime(2027, 1, 4, tzinfo=UTC), speed=0)
    (folder / "calendar.yaml").write_text("time_zone: Europe/Berlin\nstart: 2027-03-25\n")
    planned(folder, estate(machine("web01")))


def test_what_the_plan_wants_is_shown_without_prefect(azlift_alone: Callable[..., Any], tmp_path: Path) -> None:
    laid_out(tmp_path / "workspace")
    done = azlift_alone("schedule", "--show", PREFECT_API_URL="")
    assert (done.returncode, done.stderr) == (0, "")
    assert "cut-over  2027-03-27 22:00 Europe/Berlin" in " ".join(done.stdout.split(" "))
    assert "freq=daily" in done.stdout
    said = json.loads(azlift_alone("schedule", "--show", "--output", "json").stdout)
    assert {"wave": "wave-01", "phase": "cut-over", "when": "2027-03-27 22:00 Europe/Berlin", "what": ""} in said[
        "starts"
    ]


def test_without_a_server_that_stays_nothing_is_scheduled(azlift: Callable[..., Any], tmp_path: Path) -> None:
    laid_out(tmp_path / "workspace")
    done = azlift("schedule", PREFECT_API_URL="")
    assert done.returncode == 3
    assert "no Prefect server is given" in done.stderr
    assert "prefect server start" in done.stderr


def test_without_a_plan_it_says_what_to_do_first(azlift: Callable[..., Any]) -> None:
    done = azlift("schedule", "--show")
    assert done.returncode == 3
    assert "Run azlift plan first" in done.stderr


def test_deployments_that_prefect_does_not_have_are_named(
    azlift: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out(tmp_path / "workspace")
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "server"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)  # of a server that other tests deployed to
    with prefect_server(tmp_path / "server") as api:
        done = azlift("schedule", PREFECT_API_URL=api)
    assert done.returncode == 5, done.stderr
    assert "Prefect has no deployment close-wave/close, cut-over-wave/cut-over" in done.stderr
    assert "prefect deploy --prefect-file flows/prefect.yaml --all" in done.stderr
