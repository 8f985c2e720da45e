"""Both templates, expanded by the pretend Azure's template language: what ARM would put is what was expected."""

import json
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network
from typing import Any

import pytest
from azure.mgmt.compute import models as compute
from azure.mgmt.network import models as network

from azlift.model import Rendering, Workload
from azlift.rehearsal.templates import PlannedResource, Scope, expand_template

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
GROUP = "rg-contoso-wave-01-westeurope"
NESTED = "Microsoft.Resources/deployments"
BODIES = {
    "Microsoft.Network/networkInterfaces": network.NetworkInterface,
    "Microsoft.Network/networkSecurityGroups": network.NetworkSecurityGroup,
    "Microsoft.Network/virtualNetworks": network.VirtualNetwork,
    "Microsoft.Compute/disks": compute.Disk,
    "Microsoft.Compute/virtualMachines": compute.VirtualMachine,
}


class NothingRuns:
    """A world that is never asked: our templates need nothing at run time."""

    def reference(self, resource_id: str, api_version: str | None, full: bool) -> Any:
        raise AssertionError(f"reference({resource_id}) at run time")

    def list_action(self, action: str, resource_id: str, api_version: str, body: Any) -> Any:
        raise AssertionError(f"{action}({resource_id}) at run time")


def scope(resource_group: str | None) -> Scope:
    return Scope(
        tenant_id="99999999-0000-0000-0000-000000000000",
        subscription_id=SUBSCRIPTION,
        resource_group=resource_group,
        location="westeurope",
        resource_group_tags={},
        deployment_name="d",
        cloud={},
    )


def expanded(template: Mapping[str, Any], parameters: Mapping[str, Any], where: Scope) -> list[PlannedResource]:
    """The resources in template order, those of nested deployments in the place of the deployment."""
    resources = expand_template(
        template, parameters, where, utc_now="2026-11-23T00:00:00Z", new_guid=lambda: ""
    ).resources
    found: list[PlannedResource] = []
    for resource in resources:
        if resource.type != NESTED:
            found.append(resource)
        else:
            properties = resource.body(NothingRuns())["properties"]
            found += expanded(properties["template"], properties["parameters"], scope(resource.scope.resource_group))
    return found


def all_of(rendering: Rendering) -> list[PlannedResource]:
    where = scope(rendering.resource_group)
    return [found for part in rendering.parts for found in expanded(part.template, part.parameters, where)]


def bodies(rendering: Rendering) -> dict[str, dict[str, Any]]:
    return {resource.id: resource.body(NothingRuns()) for resource in all_of(rendering)}


@pytest.fixture(params=["zonal_group", "zoneless_group"])
def group_rendering(request: pytest.FixtureRequest) -> Rendering:
    found: Rendering = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["zonal_group", "zoneless_group", "zone_rendering"])
def rendering(request: pytest.FixtureRequest) -> Rendering:
    found: Rendering = request.getfixturevalue(request.param)
    return found


def test_what_arm_would_put_is_what_was_expected(rendering: Rendering) -> None:
    found = [(resource.id, resource.type, resource.name, resource.api_version) for resource in all_of(rendering)]
    assert found == [(known.id, known.type, known.name, known.api_version) for known in rendering.expected]


def test_every_resource_lands_in_the_waves_group_and_region_with_our_tags(rendering: Rendering) -> None:
    for id_, body in bodies(rendering).items():
        assert id_.startswith(f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}")
        assert body["location"] == "westeurope"
        assert rendering.tags.items() <= body["tags"].items()
        assert body["tags"]["cost-centre"] == "[4711]"
        assert len(body["tags"]) <= 50


def test_a_machine_depends_on_all_its_cards_and_disks_and_they_on_nothing(group_rendering: Rendering) -> None:
    members = {known.id: set(known.members) for known in group_rendering.expected}
    assert {resource.id: set(resource.depends_on) for resource in all_of(group_rendering)} == members
    assert any(members.values())


def test_a_machine_attaches_exactly_its_members(group_rendering: Rendering) -> None:
    found = bodies(group_rendering)
    for known in group_rendering.expected:
        if known.type == "Microsoft.Compute/virtualMachines":
            properties = found[known.id]["properties"]
            storage = properties["storageProfile"]
            disks = [disk["managedDisk"]["id"] for disk in [storage["osDisk"], *storage["dataDisks"]]]
            cards = [card["id"] for card in properties["networkProfile"]["networkInterfaces"]]
            assert [*cards, *disks] == list(known.members)
            assert [disk["lun"] for disk in storage["dataDisks"]] == list(range(len(storage["dataDisks"])))
            assert properties["hardwareProfile"] == {"vmSize": known.size} == {"vmSize": "Standard_D2s_v5"}


def test_disks_have_the_placements_size_and_the_machines_system(group_rendering: Rendering) -> None:
    found = bodies(group_rendering)
    for known in group_rendering.expected:
        if known.type == "Microsoft.Compute/virtualMachines":
            os_disk = found[known.id]["properties"]["storageProfile"]["osDisk"]
            disk = found[os_disk["managedDisk"]["id"]]
            assert disk["properties"]["osType"] == os_disk["osType"]
            assert disk["properties"]["hyperVGeneration"] == "V2"
            assert disk["properties"]["diskSizeGB"] == 40
            assert disk["sku"] == {"name": "Premium_LRS"}
            assert disk.get("zones") == found[known.id].get("zones")


def test_a_disk_whose_iops_are_bought_is_told_how_many_in_sectors_of_512_bytes(zonal_group: Rendering) -> None:
    found = bodies(zonal_group)
    bought = [found[known.id] for known in zonal_group.expected if known.iops]
    assert len(bought) == 3
    for disk in bought:
        assert disk["sku"] == {"name": "PremiumV2_LRS"}
        assert disk["zones"] == [zonal_group.parts[0].parameters["zone"]["value"]]
        assert disk["properties"] == {
            "creationData": {"createOption": "Empty", "logicalSectorSize": 512},
            "diskIOPSReadWrite": 12_000,
            "diskMBpsReadWrite": 600,
            "diskSizeGB": 100,
        }


def test_a_machines_tags_say_which_workload_it_was_in_the_sources_own_words(
    group_rendering: Rendering, machines: tuple[Workload, ...]
) -> None:
    found = {
        (body["tags"]["azlift-workload"], body["tags"]["azlift-source"]) for body in bodies(group_rendering).values()
    }
    assert found == {(machine.id, machine.name) for machine in machines}


def test_hostile_text_is_found_nowhere_but_in_tags(rendering: Rendering) -> None:
    for id_, body in bodies(rendering).items():
        said = id_ + json.dumps({name: value for name, value in body.items() if name != "tags"})
        assert "listKeys" not in said
        assert "7*7" not in said
        assert "DMZ" not in said


def test_the_network_waits_for_its_guards_and_they_stand_alone(zone_rendering: Rendering) -> None:
    group, *guards, virtual_network = all_of(zone_rendering)
    assert group.type == "Microsoft.Resources/resourceGroups"
    assert all(guard.depends_on == () for guard in guards)
    assert virtual_network.depends_on == tuple(guard.id for guard in guards)


def test_the_network_waits_for_its_resource_group(zone_rendering: Rendering) -> None:
    (part,) = zone_rendering.parts
    group, nested = expand_template(
        part.template, part.parameters, scope(None), utc_now="2026-11-23T00:00:00Z", new_guid=lambda: ""
    ).resources
    assert nested.type == NESTED
    assert nested.depends_on == (group.id,)
    assert nested.scope.resource_group == GROUP


def test_each_card_has_its_subnet_in_the_zone_with_a_guard(
    zone_rendering: Rendering, group_rendering: Rendering
) -> None:
    zone = bodies(zone_rendering)
    network_id = zone_rendering.expected[-1].id
    properties = zone[network_id]["properties"]
    (space,) = properties["addressSpace"]["addressPrefixes"]
    subnets = {f"{network_id}/subnets/{subnet['name']}": subnet["properties"] for subnet in properties["subnets"]}
    cards = [
        body["properties"]["ipConfigurations"][0]["properties"]["subnet"]["id"]
        for id_, body in bodies(group_rendering).items()
        if "/networkInterfaces/" in id_
    ]
    assert set(cards) == set(subnets)
    for subnet in subnets.values():
        assert IPv4Network(subnet["addressPrefix"]).subnet_of(IPv4Network(space))
        assert subnet["networkSecurityGroup"]["id"] in zone


def unknown_members(model: Any, at: str = "") -> Iterator[str]:
    """The members of a body that Azure's own model of it has no name for."""
    fields = model._attr_to_rest_field
    known = {field._rest_name for field in fields.values()}
    yield from (f"{at}.{name}" for name in model if name not in known)
    for attribute, field in fields.items():
        value = getattr(model, attribute)
        for item in value if isinstance(value, list) else [value]:
            if hasattr(item, "_attr_to_rest_field"):
                yield from unknown_members(item, f"{at}.{field._rest_name}")


def test_every_member_is_one_that_azures_own_models_know(rendering: Rendering) -> None:
    for resource in all_of(rendering):
        if resource.type in BODIES:
            assert list(unknown_members(BODIES[resource.type](resource.body(NothingRuns())), resource.name)) == []


def test_the_check_of_members_finds_one_that_is_misspelt_deep_inside() -> None:
    body = {"properties": {"storageProfile": {"osDisk": {"createOption": "Attach", "deleteOptions": "Delete"}}}}
    assert list(unknown_members(compute.VirtualMachine(body), "vm")) == [
        "vm.properties.storageProfile.osDisk.deleteOptions"
    ]
