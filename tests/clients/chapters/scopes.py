"""Deployments above the resource group, and management groups."""

from tests.clients.steps import Chapter, Step, refused, silent

SUBSCRIPTION = "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#"
MANAGEMENT_GROUP = "https://schema.management.azure.com/schemas/2019-08-01/managementGroupDeploymentTemplate.json#"
TENANT = "https://schema.management.azure.com/schemas/2019-08-01/tenantDeploymentTemplate.json#"

INSIDE = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "resources": [
        {
            "type": "Microsoft.Network/networkSecurityGroups",
            "apiVersion": "2024-05-01",
            "name": "nsg-inside",
            "location": "westeurope",
            "properties": {},
        }
    ],
}
TO_SUBSCRIPTION = {
    "$schema": SUBSCRIPTION,
    "contentVersion": "1.0.0.0",
    "parameters": {"group": {"type": "string"}},
    "resources": [
        {"type": "Microsoft.Resources/resourceGroups", "apiVersion": "2024-11-01", "name": "[parameters('group')]", "location": "westeurope"},
        {
            "type": "Microsoft.Resources/deployments",
            "apiVersion": "2024-11-01",
            "name": "inside",
            "resourceGroup": "[parameters('group')]",
            "dependsOn": ["[parameters('group')]"],
            "properties": {"mode": "Incremental", "template": INSIDE},
        },
    ],
    "outputs": {"where": {"type": "string", "value": "[subscription().subscriptionId]"}},
}  # fmt: skip
TO_MANAGEMENT_GROUP = {
    "$schema": MANAGEMENT_GROUP,
    "contentVersion": "1.0.0.0",
    "resources": [],
    "outputs": {"who": {"type": "string", "value": "[managementGroup().name]"}},
}
TO_TENANT = {
    "$schema": TENANT,
    "contentVersion": "1.0.0.0",
    "resources": [{"type": "Microsoft.Management/managementGroups", "apiVersion": "2023-04-01", "name": "mg-by-template", "properties": {}}],
    "outputs": {"who": {"type": "string", "value": "[tenant().tenantId]"}},
}  # fmt: skip

DEPLOYMENTS = Chapter(
    "deployments to a subscription",
    [
        Step(
            "deployment sub validate -l westeurope -n sub-1 -f $files/sub.json -p group=made",
            {"properties.provisioningState": "Succeeded", "length(properties.validatedResources) >= `1`": True},
        ),
        Step(
            "deployment sub what-if -l westeurope -n sub-1 -f $files/sub.json -p group=made --no-pretty-print",
            {"status": "Succeeded", "changes[].changeType | [0]": "Create"},
        ),
        Step(
            "deployment sub create -l westeurope -n sub-1 -f $files/sub.json -p group=made",
            {
                "properties.provisioningState": "Succeeded",
                "location": "westeurope",
                "properties.outputs.where.value": "$subscription",
            },
        ),
        Step(
            "deployment sub show -n sub-1",
            {"name": "sub-1", "id": "/subscriptions/$subscription/providers/Microsoft.Resources/deployments/sub-1"},
        ),
        Step("deployment sub list", {"[?name=='sub-1'].properties.provisioningState": ["Succeeded"]}),
        Step(
            "deployment operation sub list -n sub-1",
            {"[].properties.targetResource.resourceName | contains(@, 'made') && contains(@, 'inside')": True},
        ),
        Step("deployment group show -g made -n inside", {"properties.provisioningState": "Succeeded"}),
        Step("network nsg show -g made -n nsg-inside", {"name": "nsg-inside"}),
        Step("deployment sub export -n sub-1", {"resources[0].type": "Microsoft.Resources/resourceGroups"}),
        refused(
            "deployment sub create -l northeurope -n sub-1 -f $files/sub.json -p group=made",
            "InvalidDeploymentLocation",
        ),
        refused("deployment sub create -l westeurope -f $files/inside.json", "nsg-inside"),
        silent("deployment sub delete -n sub-1"),
        refused("deployment sub show -n sub-1", "DeploymentNotFound", 3),
    ],
    {"sub.json": TO_SUBSCRIPTION, "inside.json": INSIDE},
)

HIERARCHY = Chapter(
    "management groups and the tenant",
    [
        Step(
            "account management-group create -n mg-1 --display-name One --no-register",
            {"name": "mg-1", "displayName": "One"},
        ),
        Step(
            "account management-group create -n mg-2 --parent mg-1 --no-register",
            {"name": "mg-2", "details.parent.name": "mg-1"},
        ),
        Step("account management-group list --no-register", {"[?name=='mg-1'].displayName": ["One"]}),
        Step(
            "account management-group show -n mg-1 --expand --no-register",
            {"name": "mg-1", "children[].name": ["mg-2"]},
        ),
        Step("account management-group update -n mg-1 --display-name Uno", {"displayName": "Uno"}),
        refused("account management-group show -n mg-9 --no-register", "mg-9", 3),
        Step(
            "deployment mg validate -m mg-1 -l westeurope -n mg-d -f $files/mg.json",
            {"properties.provisioningState": "Succeeded"},
        ),
        Step(
            "deployment mg create -m mg-1 -l westeurope -n mg-d -f $files/mg.json",
            {"properties.provisioningState": "Succeeded", "properties.outputs.who.value": "mg-1"},
        ),
        Step(
            "deployment mg show -m mg-1 -n mg-d",
            {
                "id": "/providers/Microsoft.Management/managementGroups/mg-1/providers/Microsoft.Resources/deployments/mg-d"
            },
        ),
        Step("deployment mg list -m mg-1", {"[].name": ["mg-d"]}),
        Step(
            "deployment mg what-if -m mg-1 -l westeurope -n mg-d -f $files/mg.json --no-pretty-print",
            {"status": "Succeeded", "changes": []},
        ),
        Step("deployment mg export -m mg-1 -n mg-d", {"outputs.who.type": "string"}),
        Step(
            "deployment tenant validate -l westeurope -n tenant-d -f $files/tenant.json",
            {"properties.provisioningState": "Succeeded"},
        ),
        Step(
            "deployment tenant what-if -l westeurope -n tenant-d -f $files/tenant.json --no-pretty-print",
            {"status": "Succeeded", "changes[].changeType": ["Create"]},
        ),
        Step(
            "deployment tenant create -l westeurope -n tenant-d -f $files/tenant.json",
            {"properties.provisioningState": "Succeeded", "properties.outputs.who.value": "$tenant"},
        ),
        Step("deployment tenant show -n tenant-d", {"id": "/providers/Microsoft.Resources/deployments/tenant-d"}),
        Step(
            "deployment operation tenant list -n tenant-d",
            {"[].properties.targetResource.resourceName": ["mg-by-template"]},
        ),
        Step(
            "account management-group show -n mg-by-template --no-register",
            {"name": "mg-by-template", "tenantId": "$tenant"},
        ),
        silent("deployment tenant delete -n tenant-d"),
        silent("account management-group delete -n mg-2 --no-register"),
    ],
    {"mg.json": TO_MANAGEMENT_GROUP, "tenant.json": TO_TENANT},
)

CHAPTERS = [DEPLOYMENTS, HIERARCHY]
