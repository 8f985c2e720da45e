"""Writing templates and expanding them: what the tests of the template engine share."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from azlift.rehearsal.templates import Expansion, PlannedResource, Scope, TemplateError, expand_template

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000"
GROUP = f"{SUBSCRIPTION}/resourceGroups/rg1"
SCOPE = Scope(
    tenant_id="11111111-1111-1111-1111-111111111111",
    subscription_id="00000000-0000-0000-0000-000000000000",
    resource_group="rg1",
    location="westeurope",
    resource_group_tags={},
    deployment_name="d1",
    cloud={"name": "AzureCloud"},
)
AT_SUBSCRIPTION = replace(SCOPE, resource_group=None, location="northeurope")
SECRET = {"keyVault": {"id": f"{GROUP}/providers/Microsoft.KeyVault/vaults/v"}, "secretName": "admin"}


class World:
    """Answers what it was asked, and remembers it."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def reference(self, resource_id: str, api_version: str | None, full: bool) -> Any:
        self.asked.append((resource_id, api_version, full))
        return {"id": resource_id, "outputs": {"disk": {"value": "[x]"}}}

    def list_action(self, action: str, resource_id: str, api_version: str, body: Any) -> Any:
        self.asked.append((action, resource_id, api_version, body))
        return {"keys": [{"value": "key-one"}]}


def template(*resources: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": list(resources), **members}


def symbolic(**resources: dict[str, Any]) -> dict[str, Any]:
    return {**template(), "languageVersion": "2.0", "resources": resources}


def resource(name: str, kind: str = "Microsoft.Compute/disks", **members: Any) -> dict[str, Any]:
    return {"type": kind, "apiVersion": "2024-03-02", "name": name, **members}


def nested(name: str, inside: dict[str, Any], evaluation: str = "inner", **members: Any) -> dict[str, Any]:
    properties: dict[str, Any] = {"mode": "Incremental", "template": inside}
    properties["expressionEvaluationOptions"] = {"scope": evaluation}
    properties["parameters"] = members.pop("parameters", {})
    return resource(name, "Microsoft.Resources/deployments", properties=properties, **members)


def expand(text: Mapping[str, Any], scope: Scope = SCOPE, /, **parameters: Any) -> Expansion:
    wire = {name: {"value": value} for name, value in parameters.items()}
    return expand_wire(text, wire, scope)


def expand_wire(text: Mapping[str, Any], wire: Mapping[str, Any], scope: Scope = SCOPE) -> Expansion:
    guids = itertools.count()
    return expand_template(text, wire, scope, utc_now="2026-03-04T05:06:07Z", new_guid=lambda: f"guid-{next(guids)}")


def only(expansion: Expansion) -> PlannedResource:
    [planned] = expansion.resources
    return planned


def names(expansion: Expansion) -> list[str]:
    return [planned.name for planned in expansion.resources]


def waits(expansion: Expansion) -> dict[str, list[str]]:
    """Name -> the names of what it waits for."""
    by_id = {planned.id: planned.name for planned in expansion.resources}
    return {planned.name: [by_id[other] for other in planned.depends_on] for planned in expansion.resources}


def refused(make: Callable[[], Any]) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        make()
    return caught.value


def why(make: Callable[[], Any]) -> str:
    """Why an output cannot be had."""
    error = refused(make)
    assert error.code == "DeploymentOutputEvaluationFailed"
    return "; ".join(str(detail["message"]) for detail in error.details)


def expanded_or_refused(text: Any, **parameters: Any) -> str:
    """ "expanded", or the code of the refusal; any other exception is the test's failure."""
    try:
        expansion = expand(text, AT_SUBSCRIPTION, **parameters)
        [planned.body(World()) for planned in expansion.resources]
        expansion.outputs(World())
    except TemplateError as error:
        return error.code
    return "expanded"


def landing() -> dict[str, Any]:
    """A subscription deployment that makes a resource group and, in it, a machine per member of an object."""
    machine = {
        "name": "[parameters('machines').vm01.name]",
        "location": "[resourceGroup().location]",
        "tags": "[union(resourceGroup().tags, createObject('role', 'web'))]",
        "dependsOn": [
            "[resourceId('Microsoft.Network/networkInterfaces', concat(parameters('machines').vm01.name, '-nic'))]"
        ],
        "properties": {
            "hardwareProfile": {"vmSize": "[parameters('machines').vm01.size]"},
            "storageProfile": {
                "copy": [
                    {
                        "name": "dataDisks",
                        "count": "[length(parameters('machines').vm01.disks)]",
                        "input": {
                            "lun": "[copyIndex('dataDisks')]",
                            "diskSizeGB": "[parameters('machines').vm01.disks[copyIndex('dataDisks')]]",
                        },
                    }
                ]
            },
        },
    }
    inside = template(
        resource("[concat(parameters('machines').vm01.name, '-nic')]", "Microsoft.Network/networkInterfaces"),
        {**resource("", "Microsoft.Compute/virtualMachines"), **machine},
        parameters={"machines": {"type": "object"}},
        outputs={
            "vm": {
                "type": "string",
                "value": "[resourceId('Microsoft.Compute/virtualMachines', parameters('machines').vm01.name)]",
            }
        },
    )
    return template(
        resource(
            "[parameters('group')]",
            "Microsoft.Resources/resourceGroups",
            location="[deployment().location]",
            tags={"wave": "1"},
        ),
        nested(
            "machines",
            inside,
            resourceGroup="[parameters('group')]",
            dependsOn=["[subscriptionResourceId('Microsoft.Resources/resourceGroups', parameters('group'))]"],
            parameters={"machines": {"value": "[parameters('machines')]"}},
        ),
        parameters={"group": {"type": "string"}, "machines": {"type": "object"}},
        outputs={"vm": {"type": "string", "value": "[reference('machines').outputs.disk.value]"}},
    )


INSIDE = template(
    resource("[parameters('name')]", tags={"v": "[variables('v')]"}),
    parameters={"name": {"type": "string", "defaultValue": "inner"}},
    variables={"v": "inner"},
)
