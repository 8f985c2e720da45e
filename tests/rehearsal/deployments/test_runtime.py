"""What run-time functions of a template learn from the world."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    interface,
    network,
    plain,
    security_group,
    template,
)

from azlift.rehearsal.deployments.runtime import WorldRuntime
from azlift.rehearsal.language_errors import TemplateError


def test_outputs_read_the_running_world(desk: Desk) -> None:
    body = template(
        [network(), interface(dependsOn=["vnet1"])],
        outputs={
            "address": {
                "type": "string",
                "value": "[reference(resourceId('Microsoft.Network/networkInterfaces', 'nic1'), '2024-07-01')"
                ".ipConfigurations[0].properties.privateIPAddress]",
            }
        },
    )
    done = desk.deploy(deployment(body))
    assert done["properties"]["outputs"]["address"]["value"] == "10.0.0.4"


def test_a_reference_is_the_properties_or_in_full_all_but_the_id_and_what_arm_knows_of_the_asking(desk: Desk) -> None:
    path = "~/resourceGroups/rg1/providers/Microsoft.Network/networkSecurityGroups/n"
    body = desk.put(path, plain(security_group()))
    runtime = WorldRuntime(desk.world)
    told = {name: value for name, value in body.items() if name not in ("id", "name", "type")}
    assert runtime.reference(body["id"], "2024-07-01", True) == {
        **told,
        "apiVersion": "2024-07-01",
        "subscriptionId": desk.world.account.subscription_id,
        "resourceGroupName": "rg1",
        "resourceId": "Microsoft.Network/networkSecurityGroups/n",
        "referenceApiVersion": "2024-07-01",
        "condition": True,
        "isConditionTrue": True,
        "isTemplateResource": False,
        "isAction": False,
        "provisioningOperation": "Read",
    }
    assert runtime.reference(body["id"].upper(), "2024-07-01", True)["properties"] == body["properties"]
    assert runtime.reference(body["id"], None, False) == body["properties"]


def test_groups_and_deployments_can_be_referenced_too(desk: Desk) -> None:
    done = desk.deploy(deployment(template([], outputs={"a": {"type": "int", "value": 1}})))
    runtime = WorldRuntime(desk.world)
    assert runtime.reference(done["id"], None, False)["outputs"] == {"a": {"type": "Int", "value": 1}}
    assert runtime.reference(f"{desk.subscription}/resourceGroups/RG1", None, True)["location"] == "westeurope"
    group = "/providers/Microsoft.Management/managementGroups/mg1"
    desk.put(group, {"properties": {"displayName": "One"}})
    empty = {**deployment(template([])), "location": "westeurope"}
    desk.ask("PUT", f"{group}/providers/Microsoft.Resources/deployments/d", empty)
    told = runtime.reference(f"{group}/providers/Microsoft.Resources/deployments/d", "2020-10-01", True)
    assert told["scope"] == "Microsoft.Management/managementGroups/mg1"


def test_what_is_not_there_and_what_is_not_modelled_are_named(desk: Desk) -> None:
    runtime = WorldRuntime(desk.world)
    with pytest.raises(TemplateError, match="The Resource '/x' was not found") as caught:
        runtime.reference("/x", None, False)
    assert caught.value.code == "ResourceNotFound"
    with pytest.raises(TemplateError, match="The Resource '/x' was not found"):
        runtime.list_action("listKeys", "/x", "2024-07-01", None)
    desk.deploy(deployment(template([network()])))
    vnet = f"{desk.subscription}/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/vnet1"
    with pytest.raises(TemplateError, match="does not model the action 'listKeys' of resource"):
        runtime.list_action("listKeys", vnet, "2024-07-01", None)


def test_an_output_that_can_not_be_read_fails_the_deployment(desk: Desk) -> None:
    output = {"type": "string", "value": "[reference('/subscriptions/s/providers/A.B/cs/c', '2024-07-01').x]"}
    done = desk.deploy(deployment(template([], outputs={"a": output})))
    assert done["properties"]["provisioningState"] == "Failed"
    assert done["properties"]["error"]["code"] == "DeploymentOutputEvaluationFailed"


def test_only_its_parent_learns_the_secure_outputs_of_a_nested_deployment(desk: Desk) -> None:
    inner = template(
        [],
        parameters={"guid": {"type": "string", "defaultValue": "[newGuid()]"}},
        outputs={
            "secret": {"type": "secureString", "value": "hush"},
            "open": {"type": "int", "value": 1},
            "guid": {"type": "string", "value": "[parameters('guid')]"},
        },
    )
    nested = {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2025-04-01",
        "name": "inner",
        "properties": {
            "mode": "Incremental",
            "expressionEvaluationOptions": {"scope": "inner"},
            "template": inner,
        },
    }
    listed = "[listOutputsWithSecureValues('inner', '2025-04-01')]"
    done = desk.deploy(deployment(template([nested], outputs={"all": {"type": "object", "value": listed}})))
    inner_id = f"{desk.subscription}/resourceGroups/rg1/providers/Microsoft.Resources/deployments/inner"
    told = WorldRuntime(desk.world).reference(inner_id, None, False)["outputs"]
    assert told["secret"] == {"type": "SecureString"}
    assert done["properties"]["outputs"]["all"]["value"] == {
        "secret": "hush",
        "open": 1,
        "guid": told["guid"]["value"],
    }
    with pytest.raises(TemplateError, match="The Resource '/none' was not found"):
        WorldRuntime(desk.world).list_action("listOutputsWithSecureValues", "/none", "2025-04-01", None)
