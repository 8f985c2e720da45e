"""Deployments on their way: along their dependencies, repeated, failed, cancelled."""

import json

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    disk,
    landing,
    network,
    template,
)

from azlift.rehearsal import durations
from azlift.rehearsal.clock import iso_duration

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"
COMPUTE = "~/resourceGroups/rg1/providers/Microsoft.Compute"


def test_resources_run_in_parallel_and_wait_for_what_they_depend_on(desk: Desk) -> None:
    desk.deploy(deployment(landing(machines=3)))
    operations = desk.ask("GET", "~/resourcegroups/rg1/deployments/d1/operations").json()["value"]
    begun = {
        each["properties"].get("targetResource", {}).get("resourceName"): each["properties"] for each in operations
    }
    assert begun["os1"]["timestamp"] == begun["os3"]["timestamp"]
    assert begun["vm1"]["timestamp"] == begun["vm3"]["timestamp"]
    assert begun["vm1"]["duration"] == iso_duration(durations.VIRTUAL_MACHINE)
    assert operations[-1]["properties"]["provisioningOperation"] == "EvaluateDeploymentOutput"
    one = desk.ask("GET", f"{BASE}/d1/operations/{operations[0]['operationId']}")
    assert one.json() == operations[0]
    assert desk.ask("GET", f"{BASE}/d1/operations/0000").refusal == (404, "DeploymentOperationNotFound")


def test_deploying_the_same_template_again_changes_nothing(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    before = {key: (each.etag, each.created) for key, each in desk.world.resources.items()}
    assert desk.deploy(deployment(landing()), name="d2")["properties"]["provisioningState"] == "Succeeded"
    assert {key: (each.etag, each.created) for key, each in desk.world.resources.items()} == before


def test_an_extension_may_be_written_as_a_child_of_what_it_extends(desk: Desk) -> None:
    lock = {
        "type": "Microsoft.Network/virtualNetworks/providers/locks",
        "apiVersion": "2020-05-01",
        "name": "vnet1/Microsoft.Authorization/keep",
        "dependsOn": ["vnet1"],
        "properties": {"level": "CanNotDelete"},
    }
    assert desk.deploy(deployment(template([network(), lock])))["properties"]["provisioningState"] == "Succeeded"
    network_path = "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/vnet1"
    kept = desk.ask("GET", f"{network_path}/providers/Microsoft.Authorization/locks/keep", api="2020-05-01")
    assert (kept.status, kept.json()["type"]) == (200, "Microsoft.Authorization/locks")


def test_one_failure_stops_only_what_depends_on_it(desk: Desk) -> None:
    fault = {"match": {"resource": "*/disks/os1"}, "kind": "fail", "code": "InternalError", "message": "no"}
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
    fault = {"match": {"resource": "*/virtualMachines/vm1"}, "kind": "fail", "code": "AllocationFailed"}
    desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    done = desk.deploy(deployment(landing()))
    assert "AllocationFailed" in done["properties"]["error"]["details"][0]["message"]
    view = desk.ask("GET", f"{COMPUTE}/virtualMachines/vm1/instanceView").json()
    assert view["statuses"][0]["code"] == "ProvisioningState/failed"
    assert desk.ask("GET", f"{COMPUTE}/virtualMachines/vm1").json()["properties"]["provisioningState"] == "Failed"
    assert desk.deploy(deployment(landing()))["properties"]["provisioningState"] == "Succeeded"


def test_a_resource_throttled_inside_a_deployment_is_tried_again_by_arm(desk: Desk) -> None:
    fault = {"match": {"resource": "*/disks/os1"}, "kind": "status", "status": 429, "times": 2}
    desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    done = desk.deploy(deployment(landing()))
    assert done["properties"]["provisioningState"] == "Succeeded"
    assert desk.ask("GET", "/rehearsal/faults", api=None).json()["faults"][0]["fired"] == 2


def test_two_subnets_that_a_template_puts_side_by_side_both_come_to_stand(desk: Desk) -> None:
    subnets = [
        {
            "type": "Microsoft.Network/virtualNetworks/subnets",
            "apiVersion": "2021-08-01",
            "name": f"vnet1/more{number}",
            "dependsOn": ["vnet1"],
            "properties": {"addressPrefix": f"10.0.{number}.0/24"},
        }
        for number in (1, 2, 3)
    ]
    done = desk.deploy(deployment(template([network(), *subnets])))
    assert done["properties"]["provisioningState"] == "Succeeded"
    vnet = desk.ask("GET", "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/vnet1").json()
    assert {each["name"] for each in vnet["properties"]["subnets"]} == {"s1", "more1", "more2", "more3"}


def test_what_stands_behind_a_failure_is_skipped_to_the_end_of_the_chain(desk: Desk) -> None:
    fault = {"match": {"resource": "*/disks/a"}, "kind": "fail", "code": "Broken", "message": "no"}
    desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    chain = [disk("a"), disk("b", dependsOn=["a"]), disk("c", dependsOn=["b"]), disk("free")]
    done = desk.deploy(deployment(template(chain)))
    assert done["properties"]["provisioningState"] == "Failed"
    assert sorted(each.id.name for each in desk.world.resources.values()) == ["a", "free"]
    begun = [each["properties"]["targetResource"] for each in desk.ask("GET", f"{BASE}/d1/operations").json()["value"]]
    assert sorted(each["resourceName"] for each in begun) == ["a", "free"]
