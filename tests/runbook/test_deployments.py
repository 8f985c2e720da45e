import asyncio
from typing import Any

import pytest
from answering_server import Asked, answering

from azlift.errors import OutcomeUnknown, SettingsError, StepFailed
from azlift.model import DeploymentRun, Order
from azlift.runbook import deployments
from azlift.runbook.deployments import run_deployment

ASKED = DeploymentRun(name="switch traffic/prod", parameters={"site": "ber"})


class Prefect:
    """As Prefect's API: one run of one idempotency key; its states come one after the other."""

    def __init__(self, *states: tuple[str, str]) -> None:
        self.states, self.runs = list(states), dict[str, str]()

    def __call__(self, asked: Asked) -> tuple[int, Any]:
        if asked.path == "/api/deployments/name/switch%20traffic/prod":
            return 200, {"id": "d1"}
        if asked.path == "/api/deployments/d1/create_flow_run":
            return 201, {"id": self.runs.setdefault(asked.body["idempotency_key"], f"run-{len(self.runs) + 1}")}
        if asked.path.startswith("/api/flow_runs/"):
            kind, name = self.states.pop(0) if len(self.states) > 1 else self.states[0]
            return 200, {"state": {"type": kind, "name": name, "message": "ok"}}
        return 404, {}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployments, "ASKED_EVERY_SECONDS", 0.01)


def run(prefect: Prefect, order: Order, monkeypatch: pytest.MonkeyPatch, asked: DeploymentRun = ASKED) -> str:
    with answering(prefect) as server:
        monkeypatch.setenv("PREFECT_API_URL", f"{server.url}/api")
        return asyncio.run(run_deployment(asked, order))


def test_a_deployment_is_run_and_waited_for(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    prefect = Prefect(("SCHEDULED", "Scheduled"), ("RUNNING", "Running"), ("COMPLETED", "Completed"))
    assert run(prefect, order, monkeypatch) == "run run-1: Completed ok"


def test_asking_again_finds_the_same_run(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    prefect = Prefect(("COMPLETED", "Completed"))
    assert run(prefect, order, monkeypatch) == run(prefect, order, monkeypatch)
    assert list(prefect.runs.values()) == ["run-1"]


@pytest.mark.parametrize("kind", ["FAILED", "CRASHED", "CANCELLED"])
def test_a_run_that_ends_badly_has_failed(order: Order, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    with pytest.raises(StepFailed, match="run run-1 ended"):
        run(Prefect((kind, kind.title())), order, monkeypatch)


def test_a_run_that_does_not_end_is_waited_for_again_later(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ASKED.model_copy(update={"timeout_minutes": 0.002})
    with pytest.raises(OutcomeUnknown, match="has not ended"):
        run(Prefect(("RUNNING", "Running")), order, monkeypatch, asked)


def test_a_deployment_that_is_not_there_is_told(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StepFailed, match="answered 404"):
        run(Prefect(("X", "X")), order, monkeypatch, DeploymentRun(name="a/b"))


def test_without_a_server_it_says_which_setting_is_missing(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with pytest.raises(SettingsError, match="PREFECT_API_URL says nowhere"):
        asyncio.run(run_deployment(ASKED, order))
