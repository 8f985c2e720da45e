"""Export of a group: what is exported deploys again, to the same."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, landing

EXPORT = "~/resourceGroups/rg1/exportTemplate"


def exported(desk: Desk, **body: Any) -> Any:
    reply = desk.ask("POST", EXPORT, body)
    assert reply.status == 200, reply.body
    return reply.json()["template"]


def test_what_is_exported_deploys_to_the_same_and_changes_nothing(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    before = {key: each.etag for key, each in desk.world.resources.items()}
    template = exported(desk, resources=["*"], options="IncludeParameterDefaultValue")
    assert template["parameters"]["virtualMachines_vm1_name"] == {"defaultValue": "vm1", "type": "String"}
    done = desk.deploy(deployment(template), "again")
    assert done["properties"]["provisioningState"] == "Succeeded", done
    assert {key: each.etag for key, each in desk.world.resources.items()} == before


def test_it_deploys_elsewhere_under_other_names(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    template = exported(desk, resources=["*"])
    names = {name: {"value": f"other{at}"} for at, name in enumerate(sorted(template["parameters"]))}
    desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"})
    done = desk.deploy(deployment(template, parameters=names), "there", "rg2")
    assert done["properties"]["provisioningState"] == "Succeeded", done
    kinds = [each.id.type for each in desk.world.resources.values() if each.id.group == "rg2"]
    assert len(kinds) == 7


def test_some_resources_can_be_chosen_and_names_kept(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    vnet = f"{desk.subscription}/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/vnet1"
    template = exported(desk, resources=[vnet], options="SkipAllParameterization")
    assert template["parameters"] == {}
    assert [each["name"] for each in template["resources"]] == ["vnet1", "vnet1/s1"]
    assert template["resources"][1]["dependsOn"] == ["[resourceId('Microsoft.Network/virtualNetworks', 'vnet1')]"]


@pytest.mark.parametrize("body", [{"options": "IncludeSecrets"}, {"resources": "*"}, {"colour": "red"}])
def test_what_cannot_be_asked_is_refused(desk: Desk, body: Any) -> None:
    assert desk.ask("POST", EXPORT, body).refusal == (400, "InvalidRequestContent")
    assert desk.ask("POST", EXPORT.replace("rg1", "none"), {"resources": ["*"]}).refusal == (
        404,
        "ResourceGroupNotFound",
    )
