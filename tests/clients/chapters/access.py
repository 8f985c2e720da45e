"""Roles, locks and policy."""

import re

from tests.clients.chapters.deployments import EMPTY
from tests.clients.steps import Chapter, Step, refused, silent

SOMEBODY = "11111111-1111-1111-1111-111111111111"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
ASSIGN = f"role assignment create --assignee-object-id {SOMEBODY} --assignee-principal-type ServicePrincipal"
ASSIGN_ME = "role assignment create --assignee $client"
GROUP = "/subscriptions/$subscription/resourceGroups"

DIRECTORY = Chapter(
    "the directory",
    [
        Step("ad sp show --id $client", {"appId": "$client", "servicePrincipalType": "Application"}),
        Step("ad sp list --display-name 'azlift rehearsal'", {"[].appId": ["$client"]}),
        Step("ad sp list --filter \"appId eq '$client'\"", {"length(@)": 1}),
        Step("ad user list", {"@": []}),
        refused("ad sp show --id 55555555-5555-5555-5555-555555555555", "does not exist", 3),
        refused("ad signed-in-user show", "/me request is only valid with delegated authentication flow"),
    ],
)

ROLES = Chapter(
    "roles",
    [
        Step("group create -n roles -l westeurope", {"name": "roles"}),
        Step("role definition list -n Contributor", {"[0].name": "b24988ac-6180-42a0-ab88-20f7382dd24c", "[0].permissions[0].actions": ["*"]}),
        Step("role definition list -n Reader", {"[0].roleType": "BuiltInRole", "[0].roleName": "Reader"}),
        Step("role definition list -n 'No such role'", {"@": []}),
        Step("role definition list --custom-role-only true", {"@": []}),
        Step(
            f"{ASSIGN} --role Reader --scope {GROUP}/roles",
            {"principalId": SOMEBODY, "roleDefinitionId": re.compile(READER), "scope": f"{GROUP}/roles", "principalType": "ServicePrincipal"},
        ),
        Step(f"{ASSIGN} --role Reader --scope {GROUP}/roles", {"principalId": SOMEBODY}),
        Step("role assignment list -g roles --fill-principal-name false", {"[].roleDefinitionName": ["Reader"]}),
        Step(f"{ASSIGN_ME} --role Reader --scope {GROUP}/roles", {"principalType": "ServicePrincipal"}),
        Step("role assignment list -g roles --assignee $client", {"[].principalName": ["$client"]}),
        silent(f"role assignment delete --assignee $client --role Reader --scope {GROUP}/roles"),
        Step("role assignment list -g roles", {"[].principalId": [SOMEBODY]}),
        Step(f"role assignment list --scope {GROUP}/roles --include-inherited --fill-principal-name false", {"length(@) > `1`": True}),
        Step("role assignment list --all --fill-principal-name false", {f"length([?principalId=='{SOMEBODY}'])": 1}),
        silent(f"role assignment delete --assignee-object-id {SOMEBODY} --role Reader --scope {GROUP}/roles"),
        Step("role assignment list -g roles", {"@": []}),
        Step(
            "role definition create --role-definition @$files/role.json",
            {"roleName": "Disk watcher", "roleType": "CustomRole", "permissions[0].actions": ["Microsoft.Compute/disks/read"]},
        ),
        Step(f"{ASSIGN} --role 'Disk watcher' --scope {GROUP}/roles", {"principalId": SOMEBODY}),
        refused("role definition delete -n 'Disk watcher'", "RoleDefinitionHasAssignments"),
        silent(f"role assignment delete --assignee-object-id {SOMEBODY} --role 'Disk watcher' --scope {GROUP}/roles"),
        silent("role definition delete -n 'Disk watcher'"),
    ],
    {"role.json": {
        "Name": "Disk watcher", "Description": "Reads disks", "Actions": ["Microsoft.Compute/disks/read"], "NotActions": [],
        "AssignableScopes": ["/subscriptions/$subscription"],
    }},
)  # fmt: skip

LOCKS = Chapter(
    "locks",
    [
        Step("group create -n locked -l westeurope", {"name": "locked"}),
        Step("disk create -g locked -n d1 --size-gb 4", {"name": "d1"}),
        Step(
            "lock create -n keep --lock-type CanNotDelete -g locked --notes why",
            {"level": "CanNotDelete", "notes": "why"},
        ),
        Step("lock list -g locked", {"[].name": ["keep"]}),
        Step("lock show -n keep -g locked", {"level": "CanNotDelete"}),
        refused("disk delete -g locked -n d1 -y", "ScopeLocked"),
        refused("group delete -n locked -y", "ScopeLocked"),
        Step("disk update -g locked -n d1 --set tags.a=b", {"tags.a": "b"}),
        silent("lock delete -n keep -g locked"),
        Step(
            "lock create -n frozen --lock-type ReadOnly -g locked --resource d1 --resource-type Microsoft.Compute/disks",
            {"level": "ReadOnly", "id": re.compile("disks/d1/providers/Microsoft.Authorization/locks/frozen$")},
        ),
        refused("disk update -g locked -n d1 --set tags.a=c", "ScopeLocked"),
        silent("lock delete -n frozen -g locked --resource d1 --resource-type Microsoft.Compute/disks"),
        silent("disk delete -g locked -n d1 -y"),
        Step("lock list -g locked", {"@": []}),
    ],
)

RULE = '{"if": {"field": "location", "notEquals": "westeurope"}, "then": {"effect": "deny"}}'
ELSEWHERE = {**EMPTY, "resources": [{
    "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2024-05-01", "name": "nsg1", "location": "northeurope", "properties": {},
}]}  # fmt: skip

POLICY = Chapter(
    "policy",
    [
        Step("group create -n ruled -l westeurope", {"name": "ruled"}),
        Step(
            f"policy definition create -n only-west --display-name 'Only West Europe' --mode All --rules '{RULE}'",
            {"name": "only-west", "policyType": "Custom", "policyRule.then.effect": "deny"},
        ),
        Step("policy definition show -n only-west", {"displayName": "Only West Europe"}),
        Step("policy definition list", {"[?name=='only-west'].policyType": ["Custom"]}),
        Step(
            f"policy assignment create -n here --policy only-west --scope {GROUP}/ruled",
            {"name": "here", "scope": f"{GROUP}/ruled"},
        ),
        Step(
            f"policy assignment list --scope {GROUP}/ruled",
            {"[?name=='here'].policyDefinitionId | [0]": re.compile("only-west")},
        ),
        Step(
            f"policy assignment show -n here --scope {GROUP}/ruled",
            {"policyDefinitionId": re.compile("policyDefinitions/only-west$")},
        ),
        refused("disk create -g ruled -n d1 --size-gb 4 -l northeurope", "RequestDisallowedByPolicy"),
        Step("disk create -g ruled -n d2 --size-gb 4 -l westeurope", {"name": "d2"}),
        refused("deployment group create -g ruled -f $files/elsewhere.json", "RequestDisallowedByPolicy"),
        refused("deployment group validate -g ruled -f $files/elsewhere.json", "InvalidTemplateDeployment"),
        silent(f"policy assignment delete -n here --scope {GROUP}/ruled"),
        Step(
            "deployment group create -g ruled -f $files/elsewhere.json", {"properties.provisioningState": "Succeeded"}
        ),
        silent("policy definition delete -n only-west"),
        refused("policy definition show -n only-west", "PolicyDefinitionNotFound", 3),
    ],
    {"elsewhere.json": ELSEWHERE},
)

CHAPTERS = [DIRECTORY, ROLES, LOCKS, POLICY]
