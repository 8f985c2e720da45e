"""Deployments taken in: one of a name at a time, and after a restart as before."""

import json

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    landing,
    template,
)

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"
COMPUTE = "~/resourceGroups/rg1/providers/Microsoft.Compute"


def test_an_active_deployment_can_not_be_replaced(desk: Desk) -> None:
    desk.ask("PUT", f"{BASE}/d1", deployment(landing()))
    reply = desk.ask("PUT", f"{BASE}/d1", deployment(landing()))
    assert reply.refusal == (409, "DeploymentActive")
    assert "is still active (expiration time is '" in reply.json()["error"]["message"]
    assert desk.ask("DELETE", f"{BASE}/d1").refusal == (409, "DeploymentActive")


def test_a_nested_deployment_does_not_replace_one_of_its_name_that_is_active(desk: Desk) -> None:
    inner = {**deployment(template([]))["properties"], "expressionEvaluationOptions": {"scope": "inner"}}
    kind = "Microsoft.Resources/deployments"
    outer = template([{"type": kind, "apiVersion": "2025-04-01", "name": "d1", "properties": inner}])
    desk.ask("PUT", f"{BASE}/d1", deployment(landing()))
    desk.ask("PUT", f"{BASE}/outer", deployment(outer))
    desk.wait()
    error = desk.ask("GET", f"{BASE}/outer").json()["properties"]["error"]
    assert json.loads(error["details"][0]["message"])["error"]["code"] == "DeploymentActive"
    assert desk.ask("GET", f"{BASE}/d1").json()["properties"]["provisioningState"] == "Succeeded"


def test_a_deployment_that_cannot_be_expanded_again_after_a_restart_fails_and_does_not_hang(desk: Desk) -> None:
    desk.ask("PUT", f"{BASE}/d1", deployment(landing()))
    (running,) = desk.world.deployments.values()
    desk.world.expansions.clear()
    desk.world.keep_asked(running.key, {"template": {"resources": "lost"}, "parameters": {}})
    desk.wait()
    done = desk.ask("GET", f"{BASE}/d1").json()["properties"]
    assert (done["provisioningState"], done["error"]["code"]) == ("Failed", "InvalidRequestContent")
