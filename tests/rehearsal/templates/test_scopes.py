"""Management groups, subscriptions and the tenant: ids, functions, and where nested deployments go."""

from dataclasses import replace
from typing import Any

import pytest
from tests.rehearsal.templates.writing import (
    AT_SUBSCRIPTION,
    GROUP,
    SCOPE,
    SUBSCRIPTION,
    World,
    expand,
    names,
    nested,
    only,
    refused,
    resource,
    symbolic,
    template,
    why,
)

from azlift.rehearsal.templates import Directory, Scope

MANAGED = "/providers/Microsoft.Management/managementGroups/mg1"
AT_MANAGEMENT_GROUP = replace(SCOPE.at(management_group="mg1"), location="northeurope")
AT_TENANT = replace(SCOPE.at(), location="northeurope")
POLICY = "Microsoft.Authorization/policyDefinitions"


def answer(expression: str, scope: Scope) -> Any:
    whole = template(outputs={"it": {"type": "object", "value": {"it": f"[{expression}]"}}})
    return expand(whole, scope).outputs(World())["it"]["value"]["it"]


@pytest.mark.parametrize(
    ("scope", "expression", "wanted"),
    [
        (SCOPE, f"resourceId('{POLICY}', 'p')", f"{GROUP}/providers/{POLICY}/p"),
        (AT_SUBSCRIPTION, f"resourceId('{POLICY}', 'p')", f"{SUBSCRIPTION}/providers/{POLICY}/p"),
        (AT_MANAGEMENT_GROUP, f"resourceId('{POLICY}', 'p')", f"/providers/{POLICY}/p"),
        (AT_TENANT, f"resourceId('{POLICY}', 'p')", f"/providers/{POLICY}/p"),
        (AT_MANAGEMENT_GROUP, f"managementGroupResourceId('{POLICY}', 'p')", f"{MANAGED}/providers/{POLICY}/p"),
        (
            SCOPE,
            f"managementGroupResourceId('mg2', '{POLICY}', 'p')",
            f"/providers/Microsoft.Management/managementGroups/mg2/providers/{POLICY}/p",
        ),
        (
            AT_MANAGEMENT_GROUP,
            f"extensionResourceId(managementGroup().id, '{POLICY}', 'p')",
            f"{MANAGED}/providers/{POLICY}/p",
        ),
        (AT_TENANT, f"subscriptionResourceId('s2', '{POLICY}', 'p')", f"/subscriptions/s2/providers/{POLICY}/p"),
        (AT_MANAGEMENT_GROUP, f"tenantResourceId('{POLICY}', 'p')", f"/providers/{POLICY}/p"),
        (AT_MANAGEMENT_GROUP, "managementGroup().name", "mg1"),
        (AT_MANAGEMENT_GROUP, "deployment().location", "northeurope"),
        (AT_TENANT, "tenant().tenantId", SCOPE.tenant_id),
    ],
)
def test_ids_are_of_the_scope_they_are_made_in(scope: Scope, expression: str, wanted: str) -> None:
    assert answer(expression, scope) == wanted


@pytest.mark.parametrize(
    ("scope", "function"),
    [
        (AT_SUBSCRIPTION, "resourceGroup"),
        (AT_MANAGEMENT_GROUP, "subscription"),
        (AT_TENANT, "managementGroup"),
        (SCOPE, "managementGroup"),
    ],
)
def test_a_scope_function_is_refused_where_there_is_no_such_scope(scope: Scope, function: str) -> None:
    reason = why(lambda: answer(f"{function}()", scope))
    assert f"The template function '{function.upper()}' is not expected at this location" in reason


def test_what_has_no_management_group_around_it_must_name_one() -> None:
    reason = why(lambda: answer(f"managementGroupResourceId('{POLICY}', 'p')", SCOPE))
    assert "'managementGroupResourceId' is not expected at this location" in reason


def test_scope_functions_answer_what_the_directory_says() -> None:
    directory = Directory(
        tenant={"displayName": "Contoso", "countryCode": "NL"},
        subscriptions={SUBSCRIPTION.rpartition("/")[2]: {"displayName": "Pay as you go"}},
        management_groups={"mg1": {"properties": {"displayName": "Platform", "details": {"version": 1}}}},
        deployer={"objectId": "o"},
    )
    known = replace(SCOPE, directory=directory)
    assert answer("subscription()", known) == {
        "id": SUBSCRIPTION,
        "subscriptionId": SUBSCRIPTION.rpartition("/")[2],
        "tenantId": SCOPE.tenant_id,
        "displayName": "Pay as you go",
    }
    assert answer("tenant().displayName", known) == "Contoso"
    assert answer("deployer()", known) == {"tenantId": SCOPE.tenant_id, "objectId": "o"}
    managed = replace(AT_MANAGEMENT_GROUP, directory=directory)
    assert answer("managementGroup()", managed) == {
        "id": MANAGED,
        "name": "mg1",
        "properties": {"displayName": "Platform", "details": {"version": 1}},
        "type": "/providers/Microsoft.Management/managementGroups",
    }


def test_a_group_without_tags_has_no_such_member() -> None:
    """As for a group made by azure-cli (Azure/bicep issue 2101)."""
    reason = why(lambda: answer("resourceGroup().tags", SCOPE))
    assert "property 'tags' doesn't exist, available properties are 'id, name, type, location, properties'" in reason
    assert answer("resourceGroup().tags", replace(SCOPE, resource_group_tags={"a": "b"})) == {"a": "b"}


def test_resources_of_a_management_group_or_the_tenant_stand_there() -> None:
    policy, group = resource("p", POLICY), resource("mg2", "Microsoft.Management/managementGroups")
    assert [each.id for each in expand(template(policy, group), AT_MANAGEMENT_GROUP).resources] == [
        f"{MANAGED}/providers/{POLICY}/p",
        "/providers/Microsoft.Management/managementGroups/mg2",
    ]
    assert only(expand(template(policy), AT_TENANT)).id == f"/providers/{POLICY}/p"


@pytest.mark.parametrize(
    ("scope", "wanted"),
    [
        ("/", ""),
        ("[tenantResourceId('Microsoft.Management/managementGroups', 'mg1')]", MANAGED),
        ("Microsoft.Management/managementGroups/mg1", MANAGED),
        ("[subscription().id]", SUBSCRIPTION),
        ("subscriptions/s2/", "/subscriptions/s2"),
        ("Microsoft.Resources/resourceGroups/rg2", f"{SUBSCRIPTION}/resourceGroups/rg2"),
    ],
)
def test_an_extension_stands_at_the_scope_it_names(scope: str, wanted: str) -> None:
    lock = resource("l", "Microsoft.Authorization/locks", scope=scope)
    planned = only(expand(template(lock), AT_SUBSCRIPTION))
    assert planned.id == f"{wanted}/providers/Microsoft.Authorization/locks/l"


@pytest.mark.parametrize(
    ("members", "prefix"),
    [
        ({"scope": "/"}, ""),
        ({"scope": "Microsoft.Management/managementGroups/mg2"}, MANAGED.replace("mg1", "mg2")),
        ({"scope": "/providers/Microsoft.Management/managementGroups/mg2"}, MANAGED.replace("mg1", "mg2")),
        ({"scope": "subscriptions/s2"}, "/subscriptions/s2"),
        ({"scope": "/subscriptions/s2/resourceGroups/rg2", "location": None}, "/subscriptions/s2/resourceGroups/rg2"),
        ({"subscriptionId": "s2"}, "/subscriptions/s2"),
        ({"subscriptionId": "s2", "resourceGroup": "rg2", "location": None}, "/subscriptions/s2/resourceGroups/rg2"),
        ({}, MANAGED),
    ],
)
def test_a_deployment_of_a_management_group_goes_where_it_says(members: dict[str, Any], prefix: str) -> None:
    raw = {**nested("n", template(), location="uksouth"), **members}
    planned = only(expand(template(raw), AT_MANAGEMENT_GROUP))
    assert planned.scope.prefix == prefix
    assert planned.id == f"{prefix}/providers/Microsoft.Resources/deployments/n"
    assert "location" not in planned.body(World()) or members.get("location", "") is not None


def test_a_deployment_of_a_management_group_cannot_go_to_a_group_of_no_subscription() -> None:
    error = refused(lambda: expand(template(nested("n", template(), resourceGroup="rg2")), AT_MANAGEMENT_GROUP))
    assert "The property 'resourceGroup' needs a 'subscriptionId' at this scope" in error.message


def test_existing_resources_may_stand_in_other_scopes() -> None:
    vault = {**resource("v", "Microsoft.KeyVault/vaults"), "existing": True}
    here = symbolic(
        group={**vault, "resourceGroup": "rg2"},
        both={**vault, "subscriptionId": "s2", "resourceGroup": "rg2"},
        subscription={**vault, "subscriptionId": "s2"},
        tenant={**vault, "scope": "/"},
    )
    below = "/providers/Microsoft.KeyVault/vaults/v"
    expansion = expand(here)
    assert [planned.id for planned in expansion.resources] == [
        f"{SUBSCRIPTION}/resourceGroups/rg2{below}",
        f"/subscriptions/s2/resourceGroups/rg2{below}",
        f"/subscriptions/s2{below}",
        below,
    ]
    assert names(expansion) == ["v"] * 4
