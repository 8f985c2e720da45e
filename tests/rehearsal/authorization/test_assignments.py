"""Role assignments: made, repeated, refused, listed."""

import uuid
from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment
from tests.rehearsal.people import ASSIGNMENTS, CONTRIBUTOR, GROUP, NETWORK, READER, assign, newcomer, principal_of

NAME = "22222222-2222-2222-2222-222222222222"
STRANGER = "33333333-3333-3333-3333-333333333333"


def body(role: str, principal: str, **members: Any) -> Any:
    definition = f"/providers/Microsoft.Authorization/roleDefinitions/{role}"
    return {"properties": {"roleDefinitionId": definition, "principalId": principal, **members}}


def test_an_assignment_is_made_at_any_scope_and_told_as_azure_tells_it(desk: Desk) -> None:
    somebody = principal_of(newcomer(desk))
    network = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v"
    desk.put(network, NETWORK)
    for scope in ("/providers/Microsoft.Management/managementGroups/" + desk.world.account.tenant_id, "~", network):
        assert assign(desk, READER, scope, somebody).status == 201
    made = desk.ask("PUT", f"{GROUP}/{ASSIGNMENTS}/{NAME}", body(READER, somebody)).json()
    assert made["properties"] == {
        "roleDefinitionId": f"{desk.subscription}/providers/Microsoft.Authorization/roleDefinitions/{READER}",
        "principalId": somebody,
        "principalType": "ServicePrincipal",
        "scope": f"{desk.subscription}/resourceGroups/rg1",
        "createdOn": made["properties"]["createdOn"],
        "updatedOn": made["properties"]["createdOn"],
        "createdBy": principal_of(desk),
        "updatedBy": principal_of(desk),
        "condition": None,
        "conditionVersion": None,
        "description": None,
        "delegatedManagedIdentityResourceId": None,
    }


def test_the_same_again_is_fine_the_same_under_another_name_is_not(desk: Desk) -> None:
    somebody = principal_of(newcomer(desk))
    assert desk.ask("PUT", f"{GROUP}/{ASSIGNMENTS}/{NAME}", body(READER, somebody)).status == 201
    assert desk.ask("PUT", f"{GROUP}/{ASSIGNMENTS}/{NAME}", body(READER, somebody)).status == 200
    again = desk.ask("PUT", f"{GROUP}/{ASSIGNMENTS}/{uuid.uuid4()}", body(READER, somebody))
    assert again.refusal == (409, "RoleAssignmentExists")
    assert again.json()["error"]["message"].endswith(f"assignment is {NAME.replace('-', '')}.")
    other = desk.ask("PUT", f"{GROUP}/{ASSIGNMENTS}/{NAME}", body(CONTRIBUTOR, somebody))
    assert other.refusal == (409, "RoleAssignmentUpdateNotPermitted")


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("x", body(READER, STRANGER), (400, "InvalidRoleAssignmentId")),
        (NAME, body(NAME, STRANGER), (404, "RoleDefinitionDoesNotExist")),
        (NAME, body(READER, STRANGER), (400, "PrincipalNotFound")),
        (NAME, body(READER, STRANGER, principalType="Robot"), (400, "InvalidRequestContent")),
        (NAME, body(READER, STRANGER, condition="x"), (400, "NotModelledInRehearsal")),
        (NAME, {"properties": {"principalId": STRANGER}}, (400, "InvalidRequestContent")),
    ],
)
def test_what_azure_would_refuse_is_refused(desk: Desk, name: str, given: Any, expected: tuple[int, str]) -> None:
    assert desk.ask("PUT", f"~/{ASSIGNMENTS}/{name}", given).refusal == expected


def test_who_is_not_in_the_directory_yet_is_taken_on_word_and_a_wrong_word_is_refused(desk: Desk) -> None:
    fresh = body(READER, STRANGER, principalType="ServicePrincipal")
    assert desk.ask("PUT", f"~/{ASSIGNMENTS}/{NAME}", fresh).status == 201
    wrong = body(CONTRIBUTOR, principal_of(newcomer(desk)), principalType="User")
    reply = desk.ask("PUT", f"~/{ASSIGNMENTS}/{uuid.uuid4()}", wrong)
    assert reply.refusal == (400, "UnmatchedPrincipalType")
    message = reply.json()["error"]["message"]
    assert message.endswith("has type 'ServicePrincipal' , which is different from specified PrinciaplType 'User'.")


def test_lists_are_narrowed_by_scope_and_principal(desk: Desk) -> None:
    one, two = (principal_of(newcomer(desk, name)) for name in ("one", "two"))
    for scope, principal in (("~", one), (GROUP, one), (GROUP, two)):
        assert assign(desk, READER, scope, principal).status == 201

    def listed(scope: str, query: str = "") -> int:
        return len(desk.ask("GET", f"{scope}/{ASSIGNMENTS}{query}").json()["value"])

    founders = 1
    assert listed("~") == 3 + founders
    assert listed("~", "?$filter=atScope()") == 1 + founders
    assert listed(GROUP, "?$filter=atScope()") == 3 + founders
    assert listed("~", f"?$filter=principalId eq '{one}'") == 2
    assert listed(GROUP, f"?$filter=atScope() and assignedTo('{two}')") == 1
    assert desk.ask("GET", f"~/{ASSIGNMENTS}?$filter=nobody()").refusal == (400, "InvalidFilterInQueryString")


def test_what_a_group_has_is_assigned_to_its_members(desk: Desk) -> None:
    somebody = principal_of(newcomer(desk))
    group = desk.world.directory.add("Group", desk.world.account.tenant_id, "g", members=(somebody,))
    assign(desk, READER, GROUP, group.object_id)
    found = desk.ask("GET", f"~/{ASSIGNMENTS}?$filter=assignedTo('{somebody}')").json()["value"]
    assert [each["properties"]["principalType"] for each in found] == ["Group"]
    assert desk.ask("GET", f"~/{ASSIGNMENTS}?$filter=principalId eq '{somebody}'").json()["value"] == []


def test_nobody_can_lock_themselves_out_of_their_rehearsal(desk: Desk) -> None:
    (founders,) = desk.ask("GET", f"/{ASSIGNMENTS}").json()["value"]
    assert founders["properties"]["scope"] == "/"
    assert desk.ask("GET", founders["id"]).json() == founders
    assert desk.ask("DELETE", founders["id"]).refusal == (400, "FoundersAssignment")


def test_a_role_and_its_assignment_may_come_with_one_template(desk: Desk) -> None:
    role = "44444444-4444-4444-4444-444444444444"
    somebody = newcomer(desk)
    definition = "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', variables('role'))]"
    made = {
        "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "variables": {"role": role},
        "resources": [
            {
                "type": "Microsoft.Authorization/roleDefinitions",
                "apiVersion": "2022-04-01",
                "name": "[variables('role')]",
                "properties": {
                    "roleName": "Looker",
                    "permissions": [{"actions": ["*/read"]}],
                    "assignableScopes": ["[subscription().id]"],
                },
            },
            {
                "type": "Microsoft.Authorization/roleAssignments",
                "apiVersion": "2022-04-01",
                "name": "[guid(variables('role'))]",
                "properties": {"roleDefinitionId": definition, "principalId": principal_of(somebody)},
                "dependsOn": [definition],
            },
        ],
    }
    assert somebody.ask("GET", GROUP).refusal == (403, "AuthorizationFailed")
    done = desk.deploy({"location": "westeurope", **deployment(made)}, group=None)
    assert done["properties"]["provisioningState"] == "Succeeded", done
    assert somebody.ask("GET", GROUP).status == 200
