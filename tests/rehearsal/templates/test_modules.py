"""Modules written the way the public registry's are: nullable types, roles and locks on a resource, telemetry, keys of
another vault."""

import re
from typing import Any

import pytest
from tests.rehearsal.templates.writing import GROUP, SUBSCRIPTION, World, expand, refused, symbolic, waits

ROLES = "Microsoft.Authorization/roleDefinitions"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
THIS = "coalesce(parameters('roles'), createArray())[copyIndex('formatted')]"
FORMATTED = "coalesce(variables('formatted'), createArray())[copyIndex()]"
TELEMETRY = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "resources": [],
    "outputs": {"telemetry": {"type": "String", "value": "For more information, see the registry."}},
}


def definitions() -> dict[str, Any]:
    kinds = ["CanNotDelete", "None", "ReadOnly"]
    lock = {"name": {"type": "string", "nullable": True}, "kind": {"type": "string", "allowedValues": kinds}}
    role = {"roleDefinitionIdOrName": {"type": "string"}, "principalId": {"type": "string"}}
    key = {"keyVaultResourceId": {"type": "string"}, "keyName": {"type": "string"}}
    return {
        "lock": {"type": "object", "properties": lock, "nullable": True},
        "_1.role": {
            "type": "object",
            "properties": role,
            "metadata": {"__bicep_imported_from!": {"sourceTemplate": "x"}},
        },
        "roles": {"type": "array", "items": {"$ref": "#/definitions/_1.role"}, "nullable": True},
        "key": {"type": "object", "properties": key, "nullable": True},
    }


def resources() -> dict[str, Any]:
    vault = "parameters('key').keyVaultResourceId"
    telemetry = {"mode": "Incremental", "template": TELEMETRY}
    return {
        "vault::key": {
            "condition": "[not(empty(tryGet(parameters('key'), 'keyVaultResourceId')))]",
            "existing": True,
            "type": "Microsoft.KeyVault/vaults/keys",
            "apiVersion": "2023-02-01",
            "subscriptionId": f"[split({vault}, '/')[2]]",
            "resourceGroup": f"[split({vault}, '/')[4]]",
            "name": f"[format('{{0}}/{{1}}', last(split({vault}, '/')), parameters('key').keyName)]",
        },
        "telemetry": {
            "condition": "[parameters('enableTelemetry')]",
            "type": "Microsoft.Resources/deployments",
            "apiVersion": "2024-03-01",
            "name": "[take(format('46d3xbcp.{0}', substring(uniqueString(deployment().name, 'x'), 0, 4)), 64)]",
            "properties": telemetry,
        },
        "disk": {
            "type": "Microsoft.Compute/disks",
            "apiVersion": "2024-03-02",
            "name": "[parameters('name')]",
            "location": "[resourceGroup().location]",
            "tags": "[parameters('tags')]",
            "properties": {
                "key": "[if(not(empty(parameters('key'))), reference('vault::key').keyUriWithVersion, null())]",
                "zones": "[map(coalesce(parameters('zones'), createArray()), "
                "lambda('z', string(lambdaVariables('z'))))]",
            },
            "dependsOn": ["vault::key"],
        },
        "disk_lock": {
            "condition": "[and(not(empty(coalesce(parameters('lock'), createObject()))), "
            "not(equals(tryGet(parameters('lock'), 'kind'), 'None')))]",
            "type": "Microsoft.Authorization/locks",
            "apiVersion": "2020-05-01",
            "scope": "[format('Microsoft.Compute/disks/{0}', parameters('name'))]",
            "name": "[coalesce(tryGet(parameters('lock'), 'name'), format('lock-{0}', parameters('name')))]",
            "properties": {"level": "[coalesce(tryGet(parameters('lock'), 'kind'), '')]"},
            "dependsOn": ["disk"],
        },
        "disk_roles": {
            "copy": {"name": "disk_roles", "count": "[length(coalesce(variables('formatted'), createArray()))]"},
            "type": "Microsoft.Authorization/roleAssignments",
            "apiVersion": "2022-04-01",
            "scope": "[format('Microsoft.Compute/disks/{0}', parameters('name'))]",
            "name": f"[coalesce(tryGet({FORMATTED}, 'name'), guid({FORMATTED}.roleDefinitionId))]",
            "properties": {
                "roleDefinitionId": f"[{FORMATTED}.roleDefinitionId]",
                "principalType": f"[tryGet({FORMATTED}, 'principalType')]",
            },
            "dependsOn": ["disk"],
        },
    }


def module() -> dict[str, Any]:
    known = {"Reader": f"[subscriptionResourceId('{ROLES}', '{READER}')]"}
    role = (
        f"[union({THIS}, createObject('roleDefinitionId', coalesce(tryGet(variables('known'), "
        f"{THIS}.roleDefinitionIdOrName), if(contains({THIS}.roleDefinitionIdOrName, '/providers/'), "
        f"{THIS}.roleDefinitionIdOrName, subscriptionResourceId('{ROLES}', {THIS}.roleDefinitionIdOrName)))))]"
    )
    count = "[length(coalesce(parameters('roles'), createArray()))]"
    parameters = {
        "name": {"type": "string", "maxLength": 80, "metadata": {"description": "Required. The name."}},
        "tags": {"type": "object", "nullable": True},
        "zones": {"type": "array", "items": {"type": "int"}, "nullable": True, "allowedValues": [1, 2, 3]},
        "lock": {"$ref": "#/definitions/lock"},
        "roles": {"$ref": "#/definitions/roles"},
        "key": {"$ref": "#/definitions/key"},
        "enableTelemetry": {"type": "bool", "defaultValue": True},
    }
    return {
        **symbolic(**resources()),
        "definitions": definitions(),
        "parameters": parameters,
        "variables": {"copy": [{"name": "formatted", "count": count, "input": role}], "known": known},
        "outputs": {"where": {"type": "string", "value": "[reference('disk', '2024-03-02', 'full').id]"}},
    }


def test_a_module_with_nothing_but_its_name_makes_its_resource_and_its_telemetry() -> None:
    expansion = expand(module(), name="d")
    telemetry, disk = expansion.resources
    assert waits(expansion) == {telemetry.name: [], "d": []}
    assert re.fullmatch(r"46d3xbcp\.[a-z2-7]{4}", telemetry.name)
    assert not disk.needs_runtime
    assert disk.body(World()) == {
        "location": "westeurope",
        "properties": {"key": None, "zones": []},
    }
    assert expansion.outputs(World())["where"]["value"] == f"{GROUP}/providers/Microsoft.Compute/disks/d"


def test_a_module_with_everything_makes_everything() -> None:
    vault = "/subscriptions/s2/resourceGroups/keys/providers/Microsoft.KeyVault/vaults/kv"
    asked = {
        "name": "d",
        "zones": [1, 3],
        "enableTelemetry": False,
        "lock": {"kind": "ReadOnly"},
        "roles": [
            {"roleDefinitionIdOrName": "Reader", "principalId": "p"},
            {"roleDefinitionIdOrName": "own", "principalId": "p"},
        ],
        "key": {"keyVaultResourceId": vault, "keyName": "k"},
    }
    expansion = expand(module(), **asked)
    key, disk, lock, *roles = expansion.resources
    assert (key.id, key.existing) == (f"{vault}/keys/k", True)
    assert disk.prediction()["properties"] == {
        "key": f"[reference('{vault}/keys/k', '2023-02-01').keyUriWithVersion]",
        "zones": ["1", "3"],
    }
    assert lock.id == f"{disk.id}/providers/Microsoft.Authorization/locks/lock-d"
    assert lock.body(World())["properties"] == {"level": "ReadOnly"}
    assert [each.body(World())["properties"]["roleDefinitionId"] for each in roles] == [
        f"{SUBSCRIPTION}/providers/{ROLES}/{READER}",
        f"{SUBSCRIPTION}/providers/{ROLES}/own",
    ]
    assert {each.depends_on for each in (lock, *roles)} == {(disk.id,)}


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"lock": {"kind": "Maybe"}}, "The parameter value is not part of the allowed value(s)"),
        ({"roles": [{"principalId": "p"}]}, "The property 'roleDefinitionIdOrName' is required"),
        ({"zones": [4]}, "The parameter value is not part of the allowed value(s)"),
    ],
)
def test_a_module_refuses_what_its_types_do_not_allow(asked: dict[str, Any], reason: str) -> None:
    assert reason in refused(lambda: expand(module(), name="d", **asked)).message
