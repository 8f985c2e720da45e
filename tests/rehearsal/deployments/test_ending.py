"""Deployments at their end: cancelled, failed inside, told to the one outside."""

import json

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    disk,
    landing,
    template,
)

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"
COMPUTE = "~/resourceGroups/rg1/providers/Microsoft.Compute"


def test_a_cancelled_deployment_starts_nothing_more(desk: Desk) -> None:
    reply = desk.ask("PUT", f"{BASE}/d1", deployment(landing()))
    desk.wait(2)
    assert desk.ask("POST", f"{BASE}/d1/cancel").status == 204
    desk.wait()
    assert desk.follow(reply, "azure-asyncoperation").json()["status"] == "Canceled"
    assert desk.ask("GET", f"{COMPUTE}/virtualMachines/vm1").refusal == (404, "ResourceNotFound")
    assert desk.ask("POST", f"{BASE}/d1/cancel").refusal == (409, "DeploymentCannotBeCancelled")


def test_a_nested_failure_reaches_the_outer_deployment(desk: Desk) -> None:
    inner = {**deployment(template([disk()]))["properties"], "expressionEvaluationOptions": {"scope": "inner"}}
    outer = template(
        [{"type": "Microsoft.Resources/deployments", "apiVersion": "2025-04-01", "name": "inner", "properties": inner}]
    )
    fault = {"match": {"resource": "*/disks/os1"}, "kind": "status", "status": 409, "code": "OperationNotAllowed"}
    desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    done = desk.deploy(deployment(outer))
    assert done["properties"]["provisioningState"] == "Failed"
    message = json.loads(done["properties"]["error"]["details"][0]["message"])
    assert message["error"]["details"][0]["code"] == "DeploymentFailed"
    assert "OperationNotAllowed" in json.dumps(message)
