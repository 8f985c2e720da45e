"""Linked access: what is taken into use needs a right there."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, interface, template
from tests.rehearsal.people import CONTRIBUTOR, GROUP, MACHINE_CONTRIBUTOR, NETWORK, assign, guest, principal_of

from azlift.rehearsal.authorization.links import linked

SUBNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v/subnets/s"


def with_subnet(desk: Desk) -> str:
    desk.put(f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v", NETWORK)
    desk.put(SUBNET, {"properties": {"addressPrefix": "10.0.0.0/24"}})
    desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"})
    return SUBNET.replace("~", desk.subscription)


def nic(subnet: str) -> dict[str, object]:
    configuration = {"name": "c", "properties": {"subnet": {"id": subnet}}}
    return {"location": "westeurope", "properties": {"ipConfigurations": [configuration]}}


def test_an_interface_needs_leave_to_join_its_subnet(desk: Desk) -> None:
    subnet = with_subnet(desk)
    somebody = guest(desk, CONTRIBUTOR, "~/resourceGroups/rg2")
    path = "~/resourceGroups/rg2/providers/Microsoft.Network/networkInterfaces/n"
    reply = somebody.ask("PUT", path, nic(subnet))
    assert reply.refusal == (403, "LinkedAuthorizationFailed")
    entry = desk.world.directory.entries[principal_of(somebody)]
    assert reply.json()["error"]["message"] == (
        f"The client '{entry.app_id}' with object id '{entry.object_id}' has permission to perform action "
        f"'Microsoft.Network/networkInterfaces/write' on scope '{path.replace('~', desk.subscription)}'; however, it "
        "does not have permission to perform action 'Microsoft.Network/virtualNetworks/subnets/join/action' on the "
        f"linked scope(s) '{subnet}' or the linked scope(s) are invalid."
    )
    assign(desk, MACHINE_CONTRIBUTOR, SUBNET, principal_of(somebody))
    assert somebody.ask("PUT", path, nic(subnet)).status == 201


def test_what_was_joined_before_is_not_asked_about_again(desk: Desk) -> None:
    subnet = with_subnet(desk)
    path = "~/resourceGroups/rg2/providers/Microsoft.Network/networkInterfaces/n"
    desk.put(path, nic(subnet))
    somebody = guest(desk, CONTRIBUTOR, "~/resourceGroups/rg2")
    assert somebody.ask("PUT", path, {**nic(subnet), "tags": {"a": "b"}}).status == 200


def test_a_template_is_told_beforehand(desk: Desk) -> None:
    subnet = with_subnet(desk)
    somebody = guest(desk, CONTRIBUTOR, "~/resourceGroups/rg2")
    path = "~/resourceGroups/rg2/providers/Microsoft.Resources/deployments/d"
    resource = {**interface(), **nic(subnet), "dependsOn": []}
    reply = somebody.ask("PUT", path, deployment(template([resource])))
    assert reply.refusal == (400, "InvalidTemplateDeployment")
    assert reply.json()["error"]["details"][0]["code"] == "LinkedAuthorizationFailed"


@pytest.mark.parametrize(
    ("kind", "properties", "top", "expected"),
    [
        ("Microsoft.Network/virtualNetworks/subnets", {"routeTable": {"id": "/r"}}, {}, "routeTables/join/action /r"),
        (
            "Microsoft.Compute/virtualMachines",
            {"networkProfile": {"networkInterfaces": [{"id": "/n"}]}},
            {},
            "networkInterfaces/join/action /n",
        ),
        ("Contoso.X/y", {}, {"identity": {"userAssignedIdentities": {"/i": {}}}}, "assign/action /i"),
    ],
)
def test_links_are_found_where_azure_looks_for_them(
    kind: str, properties: object, top: dict[str, object], expected: str
) -> None:
    (found,) = linked(kind, properties, top)
    assert " ".join(found).endswith(expected)
