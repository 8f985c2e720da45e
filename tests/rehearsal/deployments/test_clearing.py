"""Mode Complete: what the template does not name goes."""

from typing import Any

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    disk,
    interface,
    landing,
    network,
    template,
)

from azlift.rehearsal.deployments.clearing import others_in_group
from azlift.rehearsal.identifiers import key_of


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


def test_others_are_what_is_not_named_and_no_part_of_what_is(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    scope = f"{desk.subscription}/resourceGroups/"

    def others(*paths: str) -> set[str]:
        named = {key_of(f"{desk.subscription}/resourceGroups/rg1/providers/{path}") for path in paths}
        return {each.id.name for each in others_in_group(desk.world, f"{scope}RG1", named)}

    assert others() == {"nsg1", "vnet1", "nic1", "os1", "vm1"}
    assert others("Microsoft.Compute/virtualMachines/vm1") == {"nsg1", "vnet1"}
    assert others("Microsoft.Network/networkSecurityGroups/nsg1") == {"vnet1", "nic1", "os1", "vm1"}
    assert others_in_group(desk.world, f"{scope}elsewhere", set()) == []


def test_a_failed_deployment_in_mode_complete_removes_nothing(desk: Desk) -> None:
    desk.deploy(deployment(template([network()])))
    fault = {"match": {"resource": "*/disks/os1"}, "kind": "fail", "code": "Broken", "message": "no"}
    desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    done = desk.deploy(deployment(template([disk()]), mode="Complete"), "d2")
    assert done["properties"]["provisioningState"] == "Failed"
    assert desk.world.find(f"{desk.subscription}/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/vnet1")


def test_what_a_nested_template_names_stays(desk: Desk) -> None:
    desk.deploy(deployment(template([network(), disk()])))
    inner = deployment(template([disk()]))["properties"] | {"expressionEvaluationOptions": {"scope": "inner"}}
    outer = {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2025-04-01",
        "name": "inner",
        "properties": inner,
    }
    assert desk.deploy(deployment(template([outer]), mode="Complete"), "d2")["properties"]["provisioningState"] == (
        "Succeeded"
    )
    assert [each.id.name for each in desk.world.resources.values()] == ["os1"]
