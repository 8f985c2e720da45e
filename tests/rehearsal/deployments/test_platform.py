"""What templates learn of the cloud itself."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import SUBSCRIPTION_SCHEMA, deployment, template

from azlift.rehearsal.deployments.platform import WorldPlatform

OTHER = "00000000-0000-0000-0000-000000000001"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"


def test_zones_are_those_of_the_catalogue_for_types_that_have_zones(desk: Desk) -> None:
    platform = WorldPlatform(desk.world, None)
    assert list(platform.zones("microsoft.compute/VIRTUALMACHINES", "West Europe")) == ["1", "2", "3"]
    assert list(platform.zones("Microsoft.Compute/virtualMachines", "ukwest")) == []
    assert list(platform.zones("Microsoft.Cdn/profiles", "westeurope")) == []


def test_each_subscription_has_zones_of_its_own_which_the_locations_list_tells(desk: Desk) -> None:
    platform = WorldPlatform(desk.world, None)
    own = platform.physical_zones(desk.world.account.subscription_id.upper(), "West Europe")
    assert own == {"1": "westeurope-az1", "2": "westeurope-az2", "3": "westeurope-az3"}
    other = platform.physical_zones(OTHER, "westeurope")
    assert sorted(other.values()) == sorted(own.values())
    assert other != own
    assert platform.physical_zones(OTHER, "ukwest") == {}
    listed = desk.ask("GET", "~/locations").json()["value"]
    mapped = next(each for each in listed if each["name"] == "westeurope")["availabilityZoneMappings"]
    assert {each["logicalZone"]: each["physicalZone"] for each in mapped} == own


def test_providers_are_those_azure_has(desk: Desk) -> None:
    platform = WorldPlatform(desk.world, desk.world.account.subscription_id)
    found = platform.provider("microsoft.network")
    assert found is not None
    assert found["namespace"] == "Microsoft.Network"
    assert platform.provider("no namespace") is None


def test_roles_are_azures_and_the_tenants_own(desk: Desk) -> None:
    platform = WorldPlatform(desk.world, None)
    assert platform.role_definition("READER") == READER
    assert platform.role_definition("King") is None
    properties = {"roleName": "King", "permissions": [{"actions": ["*"]}], "assignableScopes": [desk.subscription]}
    desk.put(f"~/providers/Microsoft.Authorization/roleDefinitions/{OTHER}", {"properties": properties})
    assert platform.role_definition("king") == OTHER


@pytest.mark.parametrize("above", [False, True])
def test_a_template_is_told_while_it_is_expanded(desk: Desk, above: bool) -> None:
    outputs = {
        "zones": {"type": "array", "value": "[pickZones('Microsoft.Network', 'publicIPAddresses', 'westeurope', 2)]"},
        "place": {
            "type": "string",
            "value": f"[toPhysicalZone('{desk.world.account.subscription_id}', 'westeurope', '3')]",
        },
        "role": {"type": "string", "value": "[roleDefinitions('Reader').id]"},
        "sites": {"type": "string", "value": "[providers('Microsoft.Network', 'virtualNetworks').resourceType]"},
    }
    body = template([], *((SUBSCRIPTION_SCHEMA,) if above else ()), outputs=outputs)
    if above:
        path = "~/providers/Microsoft.Resources/deployments/d"
        desk.ask("PUT", path, {"location": "westeurope", **deployment(body)})
        desk.wait()
        done = desk.ask("GET", path).json()
    else:
        done = desk.deploy(deployment(body))
    answers = {name: output["value"] for name, output in done["properties"]["outputs"].items()}
    assert answers == {
        "zones": ["1", "2"],
        "place": "westeurope-az3",
        "role": f"{desk.subscription}/providers/Microsoft.Authorization/roleDefinitions/{READER}",
        "sites": "virtualNetworks",
    }
