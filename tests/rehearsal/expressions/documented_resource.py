"""Microsoft, "Resource functions", "Scope functions" and "Deployment functions" for ARM templates and for Bicep.

What the world is asked for (reference, list…) is tried with deployments.
"""

from tests.rehearsal.expressions.documented import Example
from tests.rehearsal.expressions.evaluating import SUBSCRIPTION

GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups"
STORAGE = "'Microsoft.Storage/storageAccounts','examplestorage'"
OTHER = "11111111-1111-1111-1111-111111111111"
POLICY = "0a914e76-4921-4c19-b460-a2d36003525a"
AUTHORIZATION = "Microsoft.Authorization"

EXAMPLES = [
    Example("pickZones", "supported", "pickZones('Microsoft.Compute', 'virtualMachines', 'westus2')", ["1"]),
    Example("pickZones", "notSupportedRegion", "pickZones('Microsoft.Compute', 'virtualMachines', 'westus')", []),
    Example("pickZones", "notSupportedType", "pickZones('Microsoft.Cdn', 'profiles', 'westus2')", []),
    Example("pickZones", "three", "pickZones('Microsoft.Compute', 'virtualMachines', 'westus2', 3)", ["1", "2", "3"]),
    Example(
        "resourceId",
        "sameRGOutput",
        f"resourceId({STORAGE})",
        f"{GROUP}/myRg/providers/Microsoft.Storage/storageAccounts/examplestorage",
    ),
    Example(
        "resourceId",
        "differentRGOutput",
        f"resourceId('otherResourceGroup', {STORAGE})",
        f"{GROUP}/otherResourceGroup/providers/Microsoft.Storage/storageAccounts/examplestorage",
    ),
    Example(
        "resourceId",
        "differentSubOutput",
        f"resourceId('{OTHER}', 'otherResourceGroup', {STORAGE})",
        f"/subscriptions/{OTHER}/resourceGroups/otherResourceGroup/providers/Microsoft.Storage/storageAccounts/"
        "examplestorage",
    ),
    Example(
        "resourceId",
        "nestedResourceOutput",
        "resourceId('Microsoft.SQL/servers/databases', 'serverName', 'databaseName')",
        f"{GROUP}/myRg/providers/Microsoft.SQL/servers/serverName/databases/databaseName",
    ),
    Example(
        "subscriptionResourceId",
        "roleDefinition",
        f"subscriptionResourceId('{AUTHORIZATION}/roleDefinitions', 'b24988ac-6180-42a0-ab88-20f7382dd24c')",
        f"/subscriptions/{SUBSCRIPTION}/providers/{AUTHORIZATION}/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c",
    ),
    Example(
        "tenantResourceId",
        "policyDefinitionId",
        f"tenantResourceId('{AUTHORIZATION}/policyDefinitions', parameters('policy'))",
        f"/providers/{AUTHORIZATION}/policyDefinitions/{POLICY}",
        {"policy": POLICY},
    ),
    Example(
        "extensionResourceId",
        "policyDefinitionId",
        f"extensionResourceId('/providers/Microsoft.Management/managementGroups/mg', '{AUTHORIZATION}/"
        f"policyDefinitions', '{POLICY}')",
        f"/providers/Microsoft.Management/managementGroups/mg/providers/{AUTHORIZATION}/policyDefinitions/{POLICY}",
    ),
    Example(
        "managementGroupResourceId",
        "policyDefinitionId",
        f"managementGroupResourceId('mg', '{AUTHORIZATION}/policyDefinitions', '{POLICY}')",
        f"/providers/Microsoft.Management/managementGroups/mg/providers/{AUTHORIZATION}/policyDefinitions/{POLICY}",
    ),
    Example("resourceGroup", "id", "resourceGroup().id", f"{GROUP}/myRg"),
    Example("resourceGroup", "type", "resourceGroup().type", "Microsoft.Resources/resourceGroups"),
    Example("resourceGroup", "state", "resourceGroup().properties.provisioningState", "Succeeded"),
    Example("subscription", "id", "subscription().id", f"/subscriptions/{SUBSCRIPTION}"),
    Example("subscription", "subscriptionId", "subscription().subscriptionId", SUBSCRIPTION),
    Example("tenant", "tenantId", "tenant().tenantId", OTHER),
    Example("deployment", "name", "deployment().name", "d1"),
    Example("deployment", "contentVersion", "deployment().properties.template.contentVersion", "1.0.0.0"),
    Example("environment", "resourceManager", "environment().resourceManager", "https://management.azure.com/"),
    Example("environment", "suffix", "environment().suffixes.storage", "core.windows.net"),
    Example("parameters", "stringOutput", "parameters('it')", "option 1", {"it": "option 1"}),
    Example("parameters", "intOutput", "parameters('it')", 1, {"it": 1}),
    Example(
        "parameters", "objectOutput", "parameters('it')", {"one": "a", "two": "b"}, {"it": {"one": "a", "two": "b"}}
    ),
    Example("parameters", "arrayOutput", "parameters('it')", [1, 2, 3], {"it": [1, 2, 3]}),
    Example("parameters", "crossOutput", "concat('option ', parameters('it'))", "option 1", {"it": "1"}),
    Example("variables", "exampleOutput1", "variables('var1')", "myVariable", {}, {"var1": "myVariable"}),
    Example("variables", "exampleOutput2", "variables('var2')", [1, 2, 3, 4], {}, {"var2": [1, 2, 3, 4]}),
    Example(
        "variables",
        "exampleOutput3",
        "variables('var3')",
        "myVariable",
        {},
        {"var1": "myVariable", "var3": "[variables('var1')]"},
    ),
    Example(
        "variables",
        "exampleOutput4",
        "variables('var4')",
        {"property1": "value1", "property2": "value2"},
        {},
        {"var4": {"property1": "value1", "property2": "value2"}},
    ),
]
