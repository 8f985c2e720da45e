"""A deployment as Azure shows it."""

import json

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    landing,
    template,
)

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"


def test_the_deployment_object_has_the_members_azure_returns(desk: Desk) -> None:
    reply = desk.ask("PUT", f"{BASE}/d1", deployment(landing()))
    assert reply.status == 201
    assert reply.json()["properties"]["provisioningState"] == "Accepted"
    assert desk.follow(reply, "azure-asyncoperation").json() == {"status": "Accepted"}
    desk.wait(2)
    assert desk.follow(reply, "azure-asyncoperation").json() == {"status": "Running"}
    desk.wait()
    done = desk.ask("GET", f"{BASE}/d1").json()
    properties = done["properties"]
    assert done["type"] == "Microsoft.Resources/deployments"
    assert properties["provisioningState"] == "Succeeded"
    assert properties["correlationId"] == "00000000-0000-0000-0000-00000000c0de"
    assert properties["templateHash"].isdigit()
    assert {each["namespace"] for each in properties["providers"]} == {"Microsoft.Compute", "Microsoft.Network"}
    assert [each["resourceName"] for each in properties["dependencies"]] == ["nic1", "vm1"]
    assert len(properties["outputResources"]) == 5
    assert desk.ask("PUT", f"{BASE}/d1", deployment(landing())).status == 200


def test_parameters_are_echoed_and_secure_ones_without_their_value(desk: Desk) -> None:
    body = template(
        [],
        parameters={"size": {"type": "int"}, "secret": {"type": "securestring"}},
        outputs={"twice": {"type": "int", "value": "[mul(parameters('size'), 2)]"}},
    )
    done = desk.deploy(deployment(body, parameters={"size": {"value": 3}, "secret": {"value": "hush"}}))
    assert done["properties"]["parameters"] == {"size": {"type": "Int", "value": 3}, "secret": {"type": "SecureString"}}
    assert done["properties"]["outputs"] == {"twice": {"type": "Int", "value": 6}}
    assert "hush" not in json.dumps(done)
