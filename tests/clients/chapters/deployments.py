"""Deployments to a resource group: from validation to the history, and how they fail."""

import re

from tests.clients.steps import Chapter, Step, refused, silent

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
EMPTY = {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": []}

DISK = {
    "type": "Microsoft.Compute/disks",
    "apiVersion": "2024-03-02",
    "name": "[parameters('name')]",
    "location": "[resourceGroup().location]",
    "sku": {"name": "Premium_LRS"},
    "properties": {"creationData": {"createOption": "Empty"}, "diskSizeGB": "[parameters('size')]"},
}
TEMPLATE = {
    **EMPTY,
    "parameters": {
        "name": {"type": "string", "maxLength": 20},
        "size": {"type": "int", "defaultValue": 8, "minValue": 4},
        "secret": {"type": "securestring", "defaultValue": ""},
    },
    "resources": [DISK],
    "outputs": {
        "id": {"type": "string", "value": "[resourceId('Microsoft.Compute/disks', parameters('name'))]"},
        "size": {"type": "int", "value": "[reference(parameters('name')).diskSizeGB]"},
    },
}
PARAMETERS = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
    "contentVersion": "1.0.0.0",
    "parameters": {"name": {"value": "d2"}, "size": {"value": 16}},
}
COMMENTED = """{ // comments and a comma too many are what az passes on as they are
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  /* nothing
     yet */
  "resources": [],
  "outputs": { "said": { "type": "string", "value": "[format('{0}-{1}', 'a', resourceGroup().name)]" }, },
}
"""

GROUP_SCOPE = Chapter(
    "deployments to a group",
    [
        Step("group create -n deploy -l westeurope", {"name": "deploy"}),
        Step(
            "deployment group validate -g deploy -n first -f $files/disk.json -p name=d1",
            {
                "properties.provisioningState": "Succeeded",
                "properties.validatedResources[0].id": re.compile(
                    "/resourceGroups/deploy/providers/Microsoft.Compute/disks/d1$"
                ),
                "properties.parameters.size.value": 8,
                "error": None,
            },
        ),
        Step(
            "deployment group what-if -g deploy -n first -f $files/disk.json -p name=d1 --no-pretty-print",
            {"status": "Succeeded", "changes[].changeType": ["Create"], "changes[0].after.properties.diskSizeGB": 8},
        ),
        Step(
            "deployment group create -g deploy -n first -f $files/disk.json -p name=d1 secret=hush",
            {
                "properties.provisioningState": "Succeeded",
                "properties.outputs.size.value": 8,
                "properties.outputs.id.type": "String",
                "properties.outputResources[0].id": re.compile("disks/d1$"),
                "properties.parameters.secret.value": None,
                "properties.parameters.name.type": "String",
                "properties.templateHash": re.compile(r"^\d+$"),
                "properties.mode": "Incremental",
                "properties.providers[0].namespace": "Microsoft.Compute",
                "properties.correlationId": re.compile("^[0-9a-f-]{36}$"),
            },
        ),
        Step("deployment group show -g deploy -n first", {"name": "first", "properties.outputs.size.value": 8}),
        Step(
            "deployment operation group list -g deploy -n first",
            {
                "[?properties.targetResource.resourceType=='Microsoft.Compute/disks'].properties.provisioningOperation": [
                    "Create"
                ],
                "[?properties.targetResource.resourceType=='Microsoft.Compute/disks'].properties.statusCode": ["OK"],
                "[?properties.provisioningOperation=='EvaluateDeploymentOutput'].properties.provisioningState": [
                    "Succeeded"
                ],
            },
        ),
        Step(
            "deployment group what-if -g deploy -n first -f $files/disk.json -p name=d1 --no-pretty-print",
            {"changes[].changeType": ["NoChange"]},
        ),
        Step(
            "deployment group what-if -g deploy -n first -f $files/disk.json -p name=d1 size=32 --no-pretty-print",
            {
                "changes[].changeType": ["Modify"],
                "changes[0].delta[].[path, propertyChangeType, before, after]": [
                    ["properties.diskSizeGB", "Modify", 8, 32]
                ],
            },
        ),
        Step(
            "deployment group what-if -g deploy -n first -f $files/disk.json -p name=d1 -r ResourceIdOnly --no-pretty-print",
            {"changes[].changeType": ["Deploy"], "changes[0].after": None},
        ),
        Step(
            "deployment group what-if -g deploy -n second -f $files/disk.json -p @$files/disk.parameters.json --no-pretty-print",
            {"changes[].changeType | sort(@)": ["Create", "Ignore"]},
        ),
        Step(
            "deployment group create -g deploy -n second -f $files/disk.json -p @$files/disk.parameters.json",
            {"properties.outputs.size.value": 16, "properties.duration": re.compile("^PT")},
        ),
        Step(
            "deployment group create -g deploy -n complete -f $files/disk.json -p name=d1 --mode Complete",
            {"properties.mode": "Complete", "properties.provisioningState": "Succeeded"},
        ),
        Step("disk list -g deploy", {"[].name": ["d1"]}),
        Step(
            "deployment group create -g deploy -n commented -f $files/commented.json",
            {"properties.outputs.said.value": "a-deploy"},
        ),
        Step("deployment group list -g deploy", {"[].name | sort(@)": ["commented", "complete", "first", "second"]}),
        Step("deployment group list -g deploy --filter \"provisioningState eq 'Failed'\"", {"@": []}),
        Step(
            "deployment group export -g deploy -n first",
            {"resources[0].type": "Microsoft.Compute/disks", "outputs.size.type": "int"},
        ),
        silent("deployment group delete -g deploy -n second"),
        refused("deployment group show -g deploy -n second", "DeploymentNotFound", 3),
        refused("deployment group cancel -g deploy -n first", "DeploymentCannotBeCancelled"),
    ],
    {"disk.json": TEMPLATE, "disk.parameters.json": PARAMETERS, "commented.json": COMMENTED},
)

SLOW = {
    **EMPTY,
    "resources": [{**DISK, "name": "slow", "properties": {"creationData": {"createOption": "Empty"}, "diskSizeGB": 4}}],
}

CANCELLED = Chapter(
    "a deployment cancelled half-way",
    [
        Step("group create -n cancelled -l westeurope", {"name": "cancelled"}),
        Step("rest -m post -u $endpoint/rehearsal/clock --body '{\"speed\": 0}'", {"speed": 0.0}),
        silent("deployment group create -g cancelled -n slow -f $files/slow.json --no-wait"),
        Step(
            "deployment group show -g cancelled -n slow",
            {"properties.provisioningState": re.compile("^(Accepted|Running)$")},
        ),
        refused("deployment group create -g cancelled -n slow -f $files/slow.json", "DeploymentActive"),
        silent("deployment group cancel -g cancelled -n slow"),
        Step("rest -m post -u $endpoint/rehearsal/clock --body '{\"speed\": 400}'", {"speed": 400.0}),
        silent(
            "deployment group wait -g cancelled -n slow --custom \"properties.provisioningState=='Canceled'\" --interval 1"
        ),
        Step("deployment group show -g cancelled -n slow", {"properties.provisioningState": "Canceled"}),
    ],
    {"slow.json": SLOW},
)

BROKEN = {**EMPTY, "resources": [{**DISK, "name": "[concat('a',", "properties": {}}]}
UNKNOWN = {**EMPTY, "outputs": {"x": {"type": "string", "value": "[shout('x')]"}}}
MISPLACED = {**EMPTY, "resources": [{**DISK, "name": "d9", "colour": "red"}]}
NOT_A_DISK = {**EMPTY, "resources": [{**DISK, "name": "d9", "properties": {"creationData": {"createOption": "Empty"}}}]}
DANGLING = {**EMPTY, "resources": [{**DISK, "name": "d9", "dependsOn": ["Microsoft.Compute/disks/nowhere"]}]}
LEFT_OUT = {**EMPTY, "resources": [{
    "type": "Microsoft.Compute/virtualMachines", "apiVersion": "2024-07-01", "name": "vm1", "location": "westeurope",
    "properties": {
        "hardwareProfile": {"vmSize": "Standard_None"},
        "storageProfile": {"osDisk": {"createOption": "Attach", "osType": "Linux", "managedDisk": {"id": "[resourceId('Microsoft.Compute/disks', 'none')]"}}},
        "networkProfile": {"networkInterfaces": [{"id": "[resourceId('Microsoft.Network/networkInterfaces', 'none')]"}]},
    },
}]}  # fmt: skip

REFUSED = Chapter(
    "deployments that are refused",
    [
        Step("group create -n refusing -l westeurope", {"name": "refusing"}),
        refused("deployment group create -g refusing -f $files/disk.json -p size=8", "Missing input parameters: name"),
        refused("deployment group create -g refusing -f $files/disk.json -p name=d1 size=1", "InvalidTemplate"),
        refused(
            "deployment group create -g refusing -f $files/disk.json -p name=d1 colour=red",
            "unrecognized template parameter 'colour'",
        ),
        refused("deployment group create -g refusing -f $files/broken.json", "InvalidTemplate"),
        refused("deployment group create -g refusing -f $files/unknown.json", "InvalidTemplate"),
        refused(
            "deployment group create -g refusing -f $files/misplaced.json",
            "Could not find member 'colour' on object of type",
        ),
        refused("deployment group create -g refusing -f $files/not-a-disk.json", "InvalidParameter"),
        refused("deployment group create -g refusing -f $files/dangling.json", "InvalidTemplate"),
        refused("deployment group validate -g refusing -f $files/machine.json", "InvalidTemplateDeployment"),
        refused("deployment group what-if -g refusing -f $files/broken.json --no-pretty-print", "InvalidTemplate"),
        refused("deployment group create -g nowhere -f $files/commented.json", "ResourceGroupNotFound"),
        refused("deployment group show -g refusing -n none", "DeploymentNotFound", 3),
        Step("deployment group list -g refusing", {"@": []}),
        Step("resource list -g refusing", {"@": []}),
    ],
    {
        "disk.json": {**TEMPLATE, "parameters": {k: v for k, v in TEMPLATE["parameters"].items() if k != "secret"}},
        "broken.json": BROKEN,
        "unknown.json": UNKNOWN,
        "misplaced.json": MISPLACED,
        "not-a-disk.json": NOT_A_DISK,
        "dangling.json": DANGLING,
        "machine.json": LEFT_OUT,
        "commented.json": COMMENTED,
    },
)

CHAPTERS = [GROUP_SCOPE, CANCELLED, REFUSED]
