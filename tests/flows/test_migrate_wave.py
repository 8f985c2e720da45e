import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from azure_sights import deployments_sent, everything, steer
from estates import estate, machine, planned
from pressing import artifacts

from azlift.errors import HeldByAnother
from azlift.stages import Stage
from azlift.venue import open_venue

ROOT = Path(__file__).parents[2]
DEPLOYED = [one["name"] for one in yaml.safe_load((ROOT / "flows" / "prefect.yaml").read_text())["deployments"]]


def test_a_wave_comes_to_stand_and_a_second_run_does_nothing(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], prefect_api: str
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop"), machine("db01", "shop"), machine("mail01")))
    state = run_flow("migrate_wave", workspace=str(folder), wave="wave-01")
    assert (state.is_completed(), state.name) == (True, "Completed")
    assert venue.ledger.standings()["shop"].stage is Stage.VERIFIED
    events, stands = len(venue.ledger.history()), everything(folder)
    run_flow("migrate_wave", workspace=str(folder), wave="wave-01")
    assert len(venue.ledger.history()) == events
    assert everything(folder) == stands
    assert set(deployments_sent(folder).values()) == {1}
    (progress, *_) = artifacts(prefect_api, "wave-01")
    assert progress["type"] == "progress"
    assert float(progress["data"]) == 100.0


def test_a_failed_group_is_left_behind_by_name_with_advice_while_the_others_go_on(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], prefect_api: str
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("unlucky01"), machine("lucky01")))
    name = venue.settings.estate
    steer(
        folder,
        "POST",
        "/rehearsal/faults",
        {"faults": [allocation_fault(f"*/rg-{name}-*/virtualMachines/vm-unlucky01")]},
    )
    state = run_flow("migrate_wave", workspace=str(folder), wave="wave-01")
    assert (state.name, state.message) == ("PartlyDone", "left behind: unlucky01")
    assert venue.ledger.standings()["lucky01"].stage is Stage.VERIFIED
    (failure,) = venue.ledger.failures()
    assert "AllocationFailed" in failure.code
    (shown, *_) = artifacts(prefect_api, "wave-01-left-behind")
    assert "unlucky01" in shown["data"]
    assert failure.advice.split(".")[0] in shown["data"]


def allocation_fault(resource: str) -> dict[str, Any]:
    return {"kind": "fail", "code": "AllocationFailed", "match": {"resource": resource}}


def test_what_failed_once_stands_after_the_next_run(
    run_flow: Callable[..., Any], workspace: Callable[..., Path]
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("unlucky02")))
    fault = allocation_fault(f"*/rg-{venue.settings.estate}-*/virtualMachines/vm-unlucky02")
    steer(folder, "POST", "/rehearsal/faults", {"faults": [fault]})
    assert run_flow("migrate_wave", workspace=str(folder), wave="wave-01").name == "PartlyDone"
    assert run_flow("migrate_wave", workspace=str(folder), wave="wave-01").name == "Completed"
    assert venue.ledger.failures() == ()
    assert venue.ledger.verify()


def test_a_wave_without_a_landing_zone_fails_and_says_so(
    run_flow: Callable[..., Any], workspace: Callable[..., Path]
) -> None:
    folder = workspace(address_space="10.0.0.0/27", wave_prefix=27)
    venue = planned(folder, estate(*(machine(f"web{n:02}", "shop") for n in range(30))))
    state = run_flow("migrate_wave", workspace=str(folder), wave="wave-01")
    assert state.is_failed()
    assert "no landing zone" in state.message
    (failure,) = venue.ledger.failures()
    assert failure.subject == "zone:wave-01"
    assert "addresses" in failure.message


def test_a_wave_has_one_driver(run_flow: Callable[..., Any], workspace: Callable[..., Path]) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    with venue.ledger.driving("wave-01"):
        holder = open_venue(folder).ledger
        holder.driver = "elsewhere:1:1"
        with pytest.raises(HeldByAnother):
            holder.driving("wave-01").__enter__()


@pytest.mark.slow
def test_a_worker_runs_a_deployment_of_prefect_yaml(
    prefect: Callable[..., Any], prefect_api: str, workspace: Callable[..., Path], tmp_path: Path
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    prefect("work-pool", "create", "--type", "process", "--overwrite", "azlift")
    prefect("--no-prompt", "deploy", "--prefect-file", "flows/prefect.yaml", "--all")
    deployed = httpx.post(f"{prefect_api}/deployments/filter", json={}).json()
    assert {one["name"] for one in deployed} == {
        *("survey", "plan", "drift", "reconcile", "prepare", "test", "ready", "approve", "migrate"),
        *("cut-over", "answer", "decide", "accept", "watch", "hand-over", "retire", "close", "roll-back", "tell"),
    }
    parameters = json.dumps({"workspace": str(folder), "wave": "wave-01"})
    prefect("deployment", "run", "migrate-wave/migrate", "--params", parameters)
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "azlift", "--type", "process"]
    with (tmp_path / "worker.log").open("wb") as log:
        environment = {**os.environ, "AZLIFT_HOME": str(ROOT)}
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + 150
            while time.monotonic() < deadline and venue.ledger.standings().get("web01") is None:
                time.sleep(1)
            while time.monotonic() < deadline and venue.ledger.standings()["web01"].stage is not Stage.VERIFIED:
                time.sleep(1)
        finally:
            worker.kill()
            worker.wait(30)
    assert venue.ledger.standings()["web01"].stage is Stage.VERIFIED, (tmp_path / "worker.log").read_text()[-3000:]
