"""Mode Complete: what the template does not name goes."""

from typing import Any

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    interface,
    landing,
    network,
    template,
)


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
