"""A deployment as Azure shows it."""

import json
from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    landing,
    template,
)

from azlift.rehearsal.deployments.presenting import (
    camel_cased,
    deployment_body,
    deployment_bytes,
    operation_bodies,
    status_body,
)
from azlift.rehearsal.deployments.record import Deployment, Node

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


SCOPE = "/subscriptions/s/resourceGroups/g/providers"


def shown(state: str = "Running", *nodes: Node, **changes: Any) -> Deployment:
    base: dict[str, Any] = {
        "id": f"{SCOPE}/Microsoft.Resources/deployments/d",
        "name": "d",
        "scope": "/subscriptions/s/resourceGroups/g",
        "location": "westeurope",
        "tags": {},
        "mode": "Incremental",
        "correlation_id": "c",
        "status_id": "0858",
        "template_hash": "1",
        "utc_now": "",
        "guid_seed": "",
        "started": 1_790_000_000.0,
        "changed": 1_790_000_062.5,
    }
    return Deployment(**{**base, "state": state, "nodes": list(nodes), **changes})


def node(name: str, *depends_on: str, **changes: Any) -> Node:
    kind = "Microsoft.Compute/disks"
    return Node(f"{SCOPE}/{kind}/{name}", kind, tuple(f"{SCOPE}/{kind}/{each}" for each in depends_on), **changes)


def test_times_providers_and_dependencies_come_from_the_resources() -> None:
    properties = deployment_body(shown("Running", node("a"), node("b", "a", "elsewhere")))["properties"]
    assert (properties["timestamp"], properties["duration"]) == ("2026-09-21T14:14:22.5000000Z", "PT1M2.5S")
    (provider,) = properties["providers"]
    assert provider["namespace"] == "Microsoft.Compute"
    assert provider["resourceTypes"] == [{"resourceType": "disks", "locations": ["westeurope"]}]
    (dependency,) = properties["dependencies"]
    assert (dependency["resourceName"], [each["resourceName"] for each in dependency["dependsOn"]]) == ("b", ["a"])


def test_a_location_is_shown_at_subscription_scope_and_resources_after_success_only() -> None:
    assert "location" not in deployment_body(shown())
    assert deployment_body(shown(scope="/subscriptions/s"))["location"] == "westeurope"
    for state in ("Running", "Failed", "Canceled"):
        assert "outputResources" not in deployment_body(shown(state))["properties"]
    done = deployment_body(shown("Succeeded", output_resources=["/a"], outputs={}))["properties"]
    assert (done["outputResources"], done["outputs"]) == ([{"id": "/a"}], {})


def test_the_bytes_of_a_finished_deployment_are_made_once() -> None:
    running, done = shown("Running"), shown("Failed")
    assert json.loads(deployment_bytes(running)) == deployment_body(running)
    assert running.serial is None
    assert deployment_bytes(done) is deployment_bytes(done)


def test_operations_are_those_begun_in_the_order_they_began() -> None:
    nodes = (
        node("late", state="Running", started=20.0, operation_id="L"),
        node(
            "early", state="Failed", started=10.0, ended=12.0, operation_id="E", error={"a": 1}, status_code="Conflict"
        ),
        node("waiting"),
        node("skipped", state="Skipped"),
    )
    early, late = operation_bodies(shown("Running", *nodes))
    assert (early["operationId"], late["operationId"]) == ("E", "L")
    assert (early["properties"]["statusMessage"], early["properties"]["statusCode"]) == ({"a": 1}, "Conflict")
    assert early["properties"]["duration"] == "PT2S"
    assert "statusMessage" not in late["properties"]
    assert operation_bodies(shown("Failed")) == []
    assert len(operation_bodies(shown("Succeeded"))) == 1


def test_a_status_has_the_error_only_when_there_is_one() -> None:
    assert status_body(shown("Succeeded")) == {"status": "Succeeded"}
    assert status_body(shown("Failed", error={"code": "x"})) == {"status": "Failed", "error": {"code": "x"}}


@pytest.mark.parametrize(
    ("given", "answered"),
    [
        ("LogicAppServicePrincipalId", "logicAppServicePrincipalId"),
        ("VMSS", "vmss"),
        ("TRANS_Test_Parameter", "tranS_Test_Parameter"),
        ("URLValue", "urlValue"),
        ("I", "i"),
        ("alreadyCamel", "alreadyCamel"),
        ("_Other", "_Other"),
    ],
)
def test_the_name_of_an_output_is_answered_as_arm_writes_it(given: str, answered: str) -> None:
    assert camel_cased(given) == answered
