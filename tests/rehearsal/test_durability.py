"""What a restart leaves: everything committed, deployments on their way, tokens still good, one server per state."""

import json
from pathlib import Path

import pytest
from tests.rehearsal.conftest import Desk, HandClock, open_desk
from tests.rehearsal.landing_template import deployment, landing

from azlift.rehearsal.identity import Facts
from azlift.rehearsal.opening import load_scenario
from azlift.rehearsal.store import StateInUse, Store

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"


def crash(desk: Desk) -> Desk:
    """What a killed process leaves is the file; a new world opens it at the instant it kept."""
    store = desk.world.store
    store._staged.clear()
    assert store._lock is not None
    store._lock.close()
    fresh = Store(Path(store._lock.name).parent)
    instant = (fresh.read("world", "clock") or {})["instant"]
    return open_desk(fresh, desk.front.identity.facts, HandClock(instant))


@pytest.fixture
def kept(tmp_path: Path, facts: Facts) -> Desk:
    desk = open_desk(Store(tmp_path), facts, HandClock())
    for namespace in ("Microsoft.Compute", "Microsoft.Network"):
        desk.world.keep_registration(namespace, "Registered")
    desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    return desk


@pytest.mark.parametrize("seconds", [0.5, 2, 5, 9, 30, 54.5, 60, 100])
def test_a_deployment_goes_on_after_a_crash_at_any_instant(kept: Desk, seconds: float) -> None:
    reply = kept.ask("PUT", f"{BASE}/d1", deployment(landing(machines=2)))
    kept.clock.instant += seconds
    kept.ask("GET", f"{BASE}/d1")
    again = crash(kept)
    again.wait()
    assert again.follow(reply, "azure-asyncoperation").json() == {"status": "Succeeded"}
    assert len(again.ask("GET", "~/resources").json()["value"]) == 8
    assert len(again.ask("GET", f"{BASE}/d1").json()["properties"]["outputResources"]) == 8


def test_a_crash_before_every_step_ends_in_the_same_world(kept: Desk) -> None:
    kept.ask("PUT", f"{BASE}/d1", deployment(landing()))
    desk = kept
    for _ in range(40):
        desk.clock.instant += 2
        desk.ask("GET", f"{BASE}/d1")
        desk = crash(desk)
    body = desk.ask("GET", f"{BASE}/d1").json()
    assert body["properties"]["provisioningState"] == "Succeeded"
    assert desk.ask("POST", f"{BASE}/d1/exportTemplate").json() == {"template": landing()}
    assert desk.world.find(f"{desk.subscription}/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm1")


def test_what_a_new_guid_was_before_the_crash_it_is_after(kept: Desk) -> None:
    body = landing()
    body["parameters"] = {"id": {"type": "string", "defaultValue": "[newGuid()]"}}
    body["outputs"] = {"id": {"type": "string", "value": "[parameters('id')]"}}
    kept.ask("PUT", f"{BASE}/d1", deployment(body))
    echoed = kept.ask("GET", f"{BASE}/d1").json()["properties"]["parameters"]["id"]["value"]
    again = crash(kept)
    again.wait()
    assert again.ask("GET", f"{BASE}/d1").json()["properties"]["outputs"]["id"]["value"] == echoed


def test_groups_quotas_registrations_and_faults_survive(kept: Desk, tmp_path: Path) -> None:
    kept.ask("POST", "/rehearsal/quotas", {"location": "westeurope", "name": "cores", "limit": 1}, api=None)
    plan = tmp_path / "faults.json"
    fault = {"match": {"operation": "GET", "resource": "*/resourceGroups/rg1"}, "kind": "status", "status": 503}
    plan.write_text(json.dumps({"faults": [fault]}))
    load_scenario(kept.world, plan)
    assert kept.ask("GET", "~/resourceGroups/rg1").status == 503
    again = crash(kept)
    load_scenario(again.world, plan)
    assert again.ask("GET", "~/resourceGroups/rg1").status == 200
    assert again.ask("PUT", f"{BASE}/d", deployment(landing())).refusal == (400, "InvalidTemplateDeployment")


def test_a_second_server_on_the_same_state_is_refused(kept: Desk, tmp_path: Path) -> None:
    with pytest.raises(StateInUse):
        Store(tmp_path)
    kept.world.store.close()
    Store(tmp_path).close()
