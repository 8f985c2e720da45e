"""Deployments of the pretend Azure: taken in, refused, run along their dependencies, repeated, cancelled, pruned."""

import json
from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    SUBSCRIPTION_SCHEMA,
    deployment,
    disk,
    interface,
    landing,
    machine,
    network,
    template,
)

from azlift.rehearsal.deployments.history import MOST_KEPT, PRUNE_ABOVE, PRUNE_TO

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"
COMPUTE = "~/resourceGroups/rg1/providers/Microsoft.Compute"
NETWORK = "~/resourceGroups/rg1/providers/Microsoft.Network"


def details_of(reply: Any) -> list[str]:
    """The codes inside an InvalidTemplateDeployment."""
    assert reply.refusal == (400, "InvalidTemplateDeployment"), reply.body
    details = reply.json()["error"]["details"]
    inner = details[0].get("details", details)
    return [each["code"] for each in inner]


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


def test_resources_run_in_parallel_and_wait_for_what_they_depend_on(desk: Desk) -> None:
    desk.deploy(deployment(landing(machines=3)))
    operations = desk.ask("GET", "~/resourcegroups/rg1/deployments/d1/operations").json()["value"]
    begun = {
        each["properties"].get("targetResource", {}).get("resourceName"): each["properties"] for each in operations
    }
    assert begun["os1"]["timestamp"] == begun["os3"]["timestamp"]
    assert begun["vm1"]["timestamp"] == begun["vm3"]["timestamp"]
    assert begun["vm1"]["duration"] == "PT45S"
    assert operations[-1]["properties"]["provisioningOperation"] == "EvaluateDeploymentOutput"
    one = desk.ask("GET", f"{BASE}/d1/operations/{operations[0]['operationId']}")
    assert one.json() == operations[0]
    assert desk.ask("GET", f"{BASE}/d1/operations/0000").refusal == (404, "DeploymentOperationNotFound")


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


def test_deploying_the_same_template_again_changes_nothing(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    before = {key: (each.etag, each.created) for key, each in desk.world.resources.items()}
    assert desk.deploy(deployment(landing()), name="d2")["properties"]["provisioningState"] == "Succeeded"
    assert {key: (each.etag, each.created) for key, each in desk.world.resources.items()} == before


def test_an_active_deployment_can_not_be_replaced(desk: Desk) -> None:
    desk.ask("PUT", f"{BASE}/d1", deployment(landing()))
    reply = desk.ask("PUT", f"{BASE}/d1", deployment(landing()))
    assert reply.refusal == (409, "DeploymentActive")
    assert "is still active (expiration time is '" in reply.json()["error"]["message"]
    assert desk.ask("DELETE", f"{BASE}/d1").refusal == (409, "DeploymentActive")


def test_a_cancelled_deployment_starts_nothing_more(desk: Desk) -> None:
    reply = desk.ask("PUT", f"{BASE}/d1", deployment(landing()))
    desk.wait(2)
    assert desk.ask("POST", f"{BASE}/d1/cancel").status == 204
    desk.wait()
    assert desk.follow(reply, "azure-asyncoperation").json()["status"] == "Canceled"
    assert desk.ask("GET", f"{COMPUTE}/virtualMachines/vm1").refusal == (404, "ResourceNotFound")
    assert desk.ask("POST", f"{BASE}/d1/cancel").refusal == (409, "DeploymentCannotBeCancelled")


def test_one_failure_stops_only_what_depends_on_it(desk: Desk) -> None:
    fault = {"match": {"resource": "*/disks/os1"}, "kind": "operation_failed", "code": "InternalError", "message": "no"}
    desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    done = desk.deploy(deployment(landing(machines=2)))
    error = done["properties"]["error"]
    assert (done["properties"]["provisioningState"], error["code"]) == ("Failed", "DeploymentFailed")
    inner = json.loads(error["details"][0]["message"])
    assert inner["error"]["code"] == "ResourceDeploymentFailure"
    assert inner["error"]["details"][0]["code"] == "InternalError"
    assert desk.ask("GET", f"{COMPUTE}/virtualMachines/vm1").status == 404
    assert desk.ask("GET", f"{COMPUTE}/virtualMachines/vm2").status == 200
    failed = [
        each["properties"]
        for each in desk.ask("GET", f"{BASE}/d1/operations").json()["value"]
        if each["properties"]["provisioningState"] == "Failed"
    ]
    assert [each["targetResource"]["resourceName"] for each in failed] == ["os1"]
    assert failed[0]["statusMessage"]["error"]["details"][0]["message"] == "no"


def test_an_allocation_failure_fails_the_machine_as_azure_does_and_the_repeat_heals_it(desk: Desk) -> None:
    fault = {"match": {"resource": "*/virtualMachines/vm1"}, "kind": "allocation_failed"}
    desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    done = desk.deploy(deployment(landing()))
    assert "AllocationFailed" in done["properties"]["error"]["details"][0]["message"]
    view = desk.ask("GET", f"{COMPUTE}/virtualMachines/vm1/instanceView").json()
    assert view["statuses"][0]["code"] == "ProvisioningState/failed"
    assert desk.ask("GET", f"{COMPUTE}/virtualMachines/vm1").json()["properties"]["provisioningState"] == "Failed"
    assert desk.deploy(deployment(landing()))["properties"]["provisioningState"] == "Succeeded"


def test_a_resource_throttled_inside_a_deployment_is_tried_again_by_arm(desk: Desk) -> None:
    fault = {"match": {"resource": "*/disks/os1"}, "kind": "throttle", "times": 2}
    desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    done = desk.deploy(deployment(landing()))
    assert done["properties"]["provisioningState"] == "Succeeded"
    assert len(desk.ask("GET", "/rehearsal/faults", api=None).json()["faults"][0]["fired"]) == 2


def test_preflight_names_every_error_before_anything_is_created(desk: Desk) -> None:
    body = landing(machines=2)
    body["resources"][4]["properties"]["hardwareProfile"]["vmSize"] = "Standard_None"
    body["resources"][6]["properties"].pop("diskSizeGB")
    reply = desk.ask("PUT", f"{BASE}/d1", deployment(body))
    assert details_of(reply) == ["InvalidParameter", "InvalidParameter"]
    assert "The tracking id is '" in reply.json()["error"]["message"]
    assert not desk.world.resources


def test_several_preflight_errors_come_as_multiple_errors(desk: Desk) -> None:
    body = template([machine("vm1", "no1", "no2"), interface("nic9", "no3")])
    reply = desk.ask("PUT", f"{BASE}/d1", deployment(body))
    assert reply.json()["error"]["details"][0]["code"] == "MultipleErrorsOccurred"
    assert details_of(reply) == ["ResourceNotFound", "InvalidResourceReference"]


@pytest.mark.parametrize(
    ("resources", "code"),
    [
        ([interface("n", "nowhere")], "InvalidResourceReference"),
        ([machine(), interface(), network()], "ResourceNotFound"),
        ([machine(), disk()], "InvalidResourceReference"),
        ([network(), interface(), disk(), machine(zones=["1"])], "BadRequest"),
        ([network(location="atlantis")], "LocationNotAvailableForResourceType"),
    ],
)  # fmt: skip
def test_preflight_refuses_references_that_lead_nowhere_and_bodies_that_do_not_fit(
    desk: Desk, resources: list[Any], code: str
) -> None:
    reply = desk.ask("POST", f"{BASE}/d1/validate", deployment(template(resources)))
    assert details_of(reply)[0] == code


def test_preflight_counts_the_quota_of_the_whole_template(desk: Desk) -> None:
    desk.ask("POST", "/rehearsal/quotas", {"location": "westeurope", "name": "cores", "limit": 4}, api=None)
    assert details_of(desk.ask("PUT", f"{BASE}/d1", deployment(landing(machines=3)))) == ["QuotaExceeded"]
    assert desk.ask("POST", f"{BASE}/d1/validate", deployment(landing(machines=2))).status == 200


def test_preflight_refuses_a_zone_the_region_does_not_have(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/uk", {"location": "ukwest"})
    body = landing()
    for resource in body["resources"]:
        resource["location"] = "ukwest"
    body["resources"][3]["zones"] = body["resources"][4]["zones"] = ["1"]
    reply = desk.ask("POST", BASE.replace("rg1", "uk") + "/d/validate", deployment(body))
    assert set(details_of(reply)) == {"InvalidAvailabilityZone"}


def test_a_template_of_an_unregistered_provider_is_refused(bare_desk: Desk) -> None:
    bare_desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    reply = bare_desk.ask("PUT", f"{BASE}/d1", deployment(landing()))
    assert reply.refusal == (409, "MissingSubscriptionRegistration")
    assert reply.json()["error"]["details"][0]["target"] == "Microsoft.Network"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "InvalidRequestContent"),
        ({"properties": {"template": template([])}}, "InvalidRequestContent"),
        ({"properties": {"mode": "Sometimes", "template": template([])}}, "InvalidRequestContent"),
        ({**deployment(template([])), "location": "westeurope"}, "InvalidDeployment"),
        ({**deployment(template([])), "unknown": 1}, "InvalidRequestContent"),
        (deployment(template([]), templateLink={"uri": "https://x"}), "NotModelledInRehearsal"),
        (deployment(template([]), parameters={"x": {"value": 1}}), "InvalidTemplate"),
        (deployment({"resources": []}), "InvalidRequestContent"),
        (
            deployment(template([{"type": "Microsoft.Web/sites", "apiVersion": "2024-01-01", "name": "w"}])),
            "InvalidTemplateDeployment",
        ),
    ],
)
def test_requests_azure_would_refuse_are_refused(desk: Desk, body: Any, code: str) -> None:
    assert desk.ask("PUT", f"{BASE}/d1", body).refusal == (400, code)


def test_deployment_names_and_scopes_are_judged(desk: Desk) -> None:
    assert desk.ask("PUT", f"{BASE}/{'x' * 65}", deployment(template([]))).refusal == (400, "InvalidDeploymentName")
    assert desk.ask("PUT", BASE.replace("rg1", "no") + "/d", deployment(template([]))).refusal == (
        404,
        "ResourceGroupNotFound",
    )
    top = "~/providers/Microsoft.Resources/deployments/d"
    assert desk.ask("PUT", top, deployment(template([]))).refusal == (400, "InvalidDeployment")
    complete = {"location": "westeurope", **deployment(template([], SUBSCRIPTION_SCHEMA), mode="Complete")}
    assert desk.ask("PUT", top, complete).refusal == (400, "DeploymentModeNotSupported")
    good = {"location": "westeurope", **deployment(template([], SUBSCRIPTION_SCHEMA))}
    assert desk.ask("PUT", top, good).status == 201
    desk.wait()
    assert desk.ask("PUT", top, {**good, "location": "northeurope"}).refusal == (409, "InvalidDeploymentLocation")
    assert desk.ask("GET", f"{BASE}/none").refusal == (404, "DeploymentNotFound")


def test_azure_clis_unquoted_keys_and_comments_are_read_on_deployment_routes_only(desk: Desk) -> None:
    text = json.dumps(template([]))
    body = f'{{"properties": {{"mode": "Incremental", template: {text[:-1]} /* end */ }} // mine\n}}}}'.encode()
    assert desk.ask("PUT", f"{BASE}/d1", body).status == 201
    assert desk.ask("PUT", "~/resourceGroups/x", b"{location: 'westeurope'}").refusal == (400, "InvalidRequestContent")


def test_head_delete_list_and_export_of_deployments(desk: Desk) -> None:
    desk.deploy(deployment(template([])), "a")
    desk.deploy(deployment(landing()), "b")
    assert [each["name"] for each in desk.ask("GET", BASE).json()["value"]] == ["a", "b"]
    assert desk.ask("GET", f"{BASE}?$filter=provisioningState eq 'Failed'").json()["value"] == []
    assert desk.ask("POST", f"{BASE}/b/exportTemplate").json() == {"template": landing()}
    assert [desk.ask("HEAD", f"{BASE}/{name}").status for name in ("a", "none")] == [204, 404]
    reply = desk.ask("DELETE", f"{BASE}/a")
    assert reply.status == 202
    assert desk.follow(reply, "location").status == 202
    desk.wait()
    assert desk.follow(reply, "location").status == 204
    assert desk.ask("HEAD", f"{BASE}/a").status == 404


def test_validate_lists_what_it_validated(desk: Desk) -> None:
    answer = desk.ask("POST", f"{BASE}/v/validate", deployment(landing())).json()
    assert len(answer["properties"]["validatedResources"]) == 5
    assert desk.ask("GET", f"{BASE}/v").status == 404


def test_the_history_is_pruned_before_it_is_full(desk: Desk) -> None:
    for number in range(PRUNE_ABOVE + 1):
        desk.ask("PUT", f"{BASE}/d{number:04d}", deployment(template([])))
        desk.wait(5)
        desk.world.limits = type(desk.world.limits)()
    assert len(desk.world.deployments) == PRUNE_ABOVE + 1
    desk.ask("PUT", f"{BASE}/last", deployment(template([])))
    assert len(desk.world.deployments) == PRUNE_TO + 1
    assert desk.ask("HEAD", f"{BASE}/d0000").status == 404


def test_a_full_history_of_active_deployments_refuses_another(desk: Desk) -> None:
    for number in range(MOST_KEPT):
        desk.ask("PUT", f"{BASE}/d{number:04d}", deployment(template([])))
        desk.world.limits = type(desk.world.limits)()
    reply = desk.ask("PUT", f"{BASE}/last", deployment(template([])))
    assert reply.refusal == (409, "DeploymentQuotaExceeded")


def test_a_nested_failure_reaches_the_outer_deployment(desk: Desk) -> None:
    inner = {**deployment(template([disk()]))["properties"], "expressionEvaluationOptions": {"scope": "inner"}}
    outer = template(
        [{"type": "Microsoft.Resources/deployments", "apiVersion": "2025-04-01", "name": "inner", "properties": inner}]
    )
    fault = {"match": {"resource": "*/disks/os1"}, "kind": "quota"}
    desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    done = desk.deploy(deployment(outer))
    assert done["properties"]["provisioningState"] == "Failed"
    message = json.loads(done["properties"]["error"]["details"][0]["message"])
    assert message["error"]["details"][0]["code"] == "DeploymentFailed"
    assert "OperationNotAllowed" in json.dumps(message)


def test_complete_mode_removes_what_the_template_does_not_name(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    kept = template([network()])
    done = desk.deploy(deployment(kept, mode="Complete"), "d2")
    assert done["properties"]["provisioningState"] == "Succeeded"
    names = [each["name"] for each in desk.ask("GET", "~/resourceGroups/rg1/resources").json()["value"]]
    assert names == ["vnet1"]


def test_complete_mode_fails_when_something_can_not_go(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"})
    desk.deploy(deployment(template([network(), interface(dependsOn=["vnet1"])])))
    nic = plain_interface(desk)
    assert desk.ask("PUT", "~/resourceGroups/rg2/providers/Microsoft.Network/networkInterfaces/n2", nic).status == 201
    desk.wait()
    done = desk.deploy(deployment(template([]), mode="Complete"), "d2")
    assert done["properties"]["provisioningState"] == "Failed"
    assert done["properties"]["error"]["details"][0]["code"] == "InUseSubnetCannotBeDeleted"


def plain_interface(desk: Desk) -> Any:
    subnet = f"{desk.subscription}/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/vnet1/subnets/s1"
    properties = {"ipConfigurations": [{"name": "ip1", "properties": {"subnet": {"id": subnet}}}]}
    return {"location": "westeurope", "properties": properties}
