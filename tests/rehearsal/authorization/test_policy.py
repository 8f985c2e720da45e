"""Azure Policy: definitions, assignments, conditions, effects, and what is said of a request they refuse."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk, Reply
from tests.rehearsal.landing_template import deployment, landing, network, template
from tests.rehearsal.people import GROUP, NETWORK

P = "providers/Microsoft.Authorization"
ONE = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v"
ALLOWED_LOCATIONS = "e56962a6-4747-49cd-b67b-bf8b01975c4c"
GROUP_LOCATIONS = "e765b5de-1225-4ba3-bd56-1ac6695af988"
REQUIRE_TAG = "871b6d14-10aa-478d-b590-94f262ecfa99"
REQUIRE_GROUP_TAG = "96670d01-0a4d-4649-9c89-2d3abc0a5025"
NOT_ALLOWED_TYPES = "6c112d4e-5bc7-47ae-a041-ea2d9dccd749"
ALLOWED_SIZES = "cccc23c7-8427-4f53-ad12-b6a63eb452b3"
INHERIT_TAG = "ea3f2387-9b95-492a-a190-fcdc54f7b070"
APPEND_TAG = "2a0e14a6-b0a6-4fab-991a-187a4f81c498"


def put_assignment(desk: Desk, definition: str, scope: str = "~", name: str = "a", **members: Any) -> Reply:
    """Assign a definition, built in (a GUID) or of an id; `parameters` as plain values."""
    if not definition.startswith("/"):
        definition = f"/{P}/policyDefinitions/{definition}"
    parameters = {key: {"value": value} for key, value in members.pop("parameters", {}).items()}
    properties = {"policyDefinitionId": definition, "parameters": parameters, **members}
    return desk.ask("PUT", f"{scope}/{P}/policyAssignments/{name}", {"properties": properties})


def assign(desk: Desk, definition: str, scope: str = "~", name: str = "a", **members: Any) -> str:
    reply = put_assignment(desk, definition, scope, name, **members)
    assert reply.status == 201, reply.body
    return str(reply.json()["id"])


def define(desk: Desk, condition: Any, effect: Any = "deny", mode: str = "All", **members: Any) -> str:
    """A definition of one's own, answered by id."""
    then = effect if isinstance(effect, dict) else {"effect": effect}
    rule = {"if": condition, "then": then}
    body = {"properties": {"mode": mode, "policyRule": rule, **members}}
    reply = desk.ask("PUT", f"~/{P}/policyDefinitions/own", body)
    assert reply.status == 201, reply.body
    return str(reply.json()["id"])


# Built-in policies


def test_a_location_that_is_not_allowed_is_refused_as_azure_refuses_it(desk: Desk) -> None:
    made = assign(desk, ALLOWED_LOCATIONS, displayName="Europe", parameters={"listOfAllowedLocations": ["northeurope"]})
    reply = desk.ask("PUT", ONE, NETWORK)
    assert reply.refusal == (403, "RequestDisallowedByPolicy")
    error = reply.json()["error"]
    definition = f"/{P}/policyDefinitions/{ALLOWED_LOCATIONS}"
    assert error["target"] == "v"
    assert error["message"] == (
        "Resource 'v' was disallowed by policy. Policy identifiers: "
        f'\'[{{"policyAssignment":{{"name":"Europe","id":"{made}"}},'
        f'"policyDefinition":{{"name":"Allowed locations","id":"{definition}","version":"1.0.0"}}}}]\'.'
    )
    (told,) = error["additionalInfo"]
    assert told["type"] == "PolicyViolation"
    info = told["info"]
    assert info["evaluationDetails"]["evaluatedExpressions"][0] == {
        "result": "True",
        "expressionKind": "Field",
        "expression": "location",
        "path": "location",
        "expressionValue": "westeurope",
        "targetValue": ["northeurope"],
        "operator": "NotIn",
    }
    expected = {
        "policyDefinitionId": definition,
        "policyDefinitionEffect": "deny",
        "policyAssignmentId": made,
        "policyAssignmentName": "a",
        "policyAssignmentDisplayName": "Europe",
        "policyAssignmentScope": desk.subscription,
        "policyAssignmentParameters": {"listOfAllowedLocations": {"value": ["northeurope"]}},
    }
    assert expected.items() <= info.items()
    assert desk.world.find(ONE.replace("~", desk.subscription)) is None
    assert desk.ask("PUT", ONE, {**NETWORK, "location": "North Europe"}).status == 201


def test_inside_a_deployment_it_is_told_beforehand(desk: Desk) -> None:
    assign(desk, ALLOWED_LOCATIONS, parameters={"listOfAllowedLocations": ["northeurope"]})
    path = f"{GROUP}/providers/Microsoft.Resources/deployments/d"
    for method, where in (("PUT", path), ("POST", f"{path}/validate")):
        reply = desk.ask(method, where, deployment(template([network()])))
        assert reply.refusal == (400, "InvalidTemplateDeployment")
        error = reply.json()["error"]
        expected = (
            "The template deployment failed because of policy violation. Please see details for more information."
        )
        assert error["message"] == expected
        assert [each["code"] for each in error["details"]] == ["RequestDisallowedByPolicy"]
        assert error["details"][0]["additionalInfo"][0]["type"] == "PolicyViolation"
    asked = desk.ask("POST", f"{path}/whatIf", deployment(template([network()])))
    desk.wait()
    assert desk.follow(asked, "location").json()["error"]["code"] == "InvalidTemplateDeployment"


def test_with_other_errors_it_is_one_of_multiple(desk: Desk) -> None:
    assign(desk, define(desk, {"field": "type", "equals": "Microsoft.Network/virtualNetworks"}))
    body = landing()
    machine = next(each for each in body["resources"] if each["type"] == "Microsoft.Compute/virtualMachines")
    machine["zones"] = ["7"]
    error = desk.ask("PUT", f"{GROUP}/providers/Microsoft.Resources/deployments/d", deployment(body)).json()["error"]
    expected = "The template deployment failed with multiple errors. Please see details for more information."
    assert error["message"] == expected
    codes = {each["code"] for each in error["details"]}
    assert "RequestDisallowedByPolicy" in codes
    assert len(codes) > 1


def test_groups_have_policies_of_their_own(desk: Desk) -> None:
    assign(desk, GROUP_LOCATIONS, parameters={"listOfAllowedLocations": ["northeurope"]})
    assign(desk, REQUIRE_GROUP_TAG, name="tag", parameters={"tagName": "owner"})
    where = "~/resourceGroups/rg2"
    reply = desk.ask("PUT", where, {"location": "westeurope", "tags": {"OWNER": "me"}})
    assert reply.refusal == (403, "RequestDisallowedByPolicy")
    assert "Allowed locations for resource groups" in reply.json()["error"]["message"]
    assert desk.ask("PUT", where, {"location": "northeurope"}).refusal == (403, "RequestDisallowedByPolicy")
    assert desk.ask("PUT", where, {"location": "northeurope", "tags": {"OWNER": "me"}}).status == 201
    assert desk.ask("PATCH", where, {"tags": {}}).refusal == (403, "RequestDisallowedByPolicy")


def test_a_tag_that_is_required_is_required_of_every_change(desk: Desk) -> None:
    desk.put(ONE, NETWORK)
    assign(desk, REQUIRE_TAG, GROUP, parameters={"tagName": "owner"})
    assert desk.ask("PATCH", ONE, {"tags": {"other": "x"}}).refusal == (403, "RequestDisallowedByPolicy")
    assert desk.ask("PUT", ONE, NETWORK).refusal == (403, "RequestDisallowedByPolicy")
    assert desk.ask("PATCH", ONE, {"tags": {"Owner": "me"}}).status == 200


def test_types_and_sizes_can_be_ruled_out(desk: Desk) -> None:
    assign(desk, NOT_ALLOWED_TYPES, parameters={"listOfResourceTypesNotAllowed": ["microsoft.network/VIRTUALNETWORKS"]})
    assert desk.ask("PUT", ONE, NETWORK).refusal == (403, "RequestDisallowedByPolicy")
    desk.ask("DELETE", f"~/{P}/policyAssignments/a")
    assign(desk, ALLOWED_SIZES, parameters={"listOfAllowedSKUs": ["Standard_B1s"]})
    reply = desk.ask("PUT", f"{GROUP}/providers/Microsoft.Resources/deployments/d", deployment(landing()))
    details = reply.json()["error"]["details"]
    assert [each["code"] for each in details] == ["RequestDisallowedByPolicy"]
    evaluated = details[0]["additionalInfo"][0]["info"]["evaluationDetails"]["evaluatedExpressions"]
    assert evaluated[-1]["path"] == "properties.hardwareProfile.vmSize"


def test_a_tag_is_taken_over_from_the_group_or_given(desk: Desk) -> None:
    desk.ask("PATCH", GROUP, {"tags": {"env": "prod"}})
    for name, tag in (("a", "env"), ("b", "missing")):
        assign(desk, INHERIT_TAG, name=name, parameters={"tagName": tag})
    assign(desk, APPEND_TAG, name="c", parameters={"tagName": "cost", "tagValue": "42"})
    assert desk.put(ONE, NETWORK)["tags"] == {"env": "prod", "cost": "42"}
    assert desk.put(ONE, {**NETWORK, "tags": {"ENV": "test"}})["tags"] == {"ENV": "test", "cost": "42"}


def test_an_array_alias_looks_at_every_member_and_into_its_properties(desk: Desk) -> None:
    desk.put(ONE, with_subnets(SUBNET, {**SUBNET, "name": "t", "properties": {"addressPrefix": "10.0.1.0/24"}}))
    alias = "Microsoft.Network/networkInterfaces/ipconfigurations[*].subnet.id"
    assign(desk, define(desk, {"field": alias, "like": "*/subnets/s"}))

    def nic(*subnets: str) -> Reply:
        there = f"{ONE.replace('~', desk.subscription)}/subnets"
        configurations = [
            {"name": name, "properties": {"subnet": {"id": f"{there}/{name}"}, "primary": name == subnets[0]}}
            for name in subnets
        ]
        body = {"location": "westeurope", "properties": {"ipConfigurations": configurations}}
        return desk.ask("PUT", f"{GROUP}/providers/Microsoft.Network/networkInterfaces/n", body)

    assert nic("s").refusal == (403, "RequestDisallowedByPolicy")
    assert nic("t").status == 201


SUBNET = {"name": "s", "properties": {"addressPrefix": "10.0.0.0/24"}}


def with_subnets(*subnets: Any) -> Any:
    return {"location": "westeurope", "properties": {**ADDRESSES, "subnets": list(subnets)}}


ADDRESSES = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}


# Conditions


TAGGED = {**NETWORK, "tags": {"env": "Prod-1", "n": "7"}}
FIELD = "Microsoft.Network/virtualNetworks/addressSpace.addressPrefixes"


@pytest.mark.parametrize(
    ("condition", "denied"),
    [
        ({"field": "type", "equals": "microsoft.network/virtualnetworks"}, True),
        ({"field": "name", "like": "V*"}, True),
        ({"field": "name", "notLike": "x*"}, True),
        ({"field": "fullName", "match": "?"}, True),
        ({"field": "name", "match": "#"}, False),
        ({"field": "name", "matchInsensitively": "V"}, True),
        ({"field": "name", "match": "V"}, False),
        ({"field": "name", "notMatch": "#"}, True),
        ({"field": "location", "in": ["West Europe", "westeurope"]}, True),
        ({"field": "location", "notIn": ["westeurope"]}, False),
        ({"field": "tags['ENV']", "contains": "prod"}, True),
        ({"field": "tags[env]", "equals": "prod-1"}, True),
        ({"field": "tags.env", "notContains": "test"}, True),
        ({"field": "tags", "containsKey": "Env"}, True),
        ({"field": "tags", "notContainsKey": "owner"}, True),
        ({"field": "tags['owner']", "exists": "false"}, True),
        ({"field": "tags['owner']", "exists": True}, False),
        ({"field": "tags['owner']", "notEquals": "me"}, True),
        ({"field": "kind", "equals": "x"}, False),
        ({"field": f"{FIELD}[*]", "equals": "10.0.0.0/16"}, True),
        ({"field": f"{FIELD}[*]", "notEquals": "10.0.0.0/16"}, False),
        ({"field": FIELD, "contains": "10.0.0.0/16"}, True),
        ({"field": "Microsoft.Compute/disks/sku.name", "exists": "true"}, False),
        ({"field": "Microsoft.Compute/disks/sku.name", "notEquals": "x"}, True),
        ({"value": "[length(field('name'))]", "less": 2}, True),
        ({"value": "[field('tags').n]", "greaterOrEquals": "7"}, True),
        ({"value": "[int(field('tags.n'))]", "greater": 7}, False),
        ({"value": "[int(field('tags.n'))]", "lessOrEquals": 7}, True),
        ({"value": "[resourceGroup().location]", "equals": "westeurope"}, True),
        ({"value": "[resourceGroup().tags.none]", "equals": ""}, True),
        ({"value": "[concat(field('name'), '-', subscription().subscriptionId)]", "like": "v-*"}, True),
        ({"value": f"[ipRangeContains('10.0.0.0/8', field('{FIELD}[*]')[0])]", "equals": True}, True),
        ({"value": "[addDays('2026-01-31T00:00:00Z', 1)]", "like": "2026-02-01T*"}, True),
        ({"value": "[requestContext().apiVersion]", "less": "2019-01-01"}, False),
        ({"value": "[policy().assignmentId]", "like": "*/policyAssignments/a"}, True),
        ({"value": "[utcNow()]", "greater": "2026-01-01"}, True),
        ({"count": {"field": f"{FIELD}[*]"}, "equals": 1}, True),
        ({"count": {"field": f"{FIELD}[*]", "where": {"field": f"{FIELD}[*]", "like": "192.*"}}, "greater": 0}, False),
        (
            {
                "count": {
                    "value": ["v", "w"],
                    "name": "n",
                    "where": {"field": "name", "equals": "[current('n')]"},
                },
                "equals": 1,
            },
            True,
        ),
        ({"not": {"field": "name", "equals": "w"}}, True),
        ({"allOf": [{"field": "name", "equals": "v"}, {"field": "type", "equals": "x"}]}, False),
        ({"anyOf": [{"field": "name", "equals": "v"}, {"field": "type", "equals": "x"}]}, True),
        ({"field": "id", "contains": "/resourceGroups/rg1/"}, True),
    ],
)
def test_conditions_mean_what_they_mean_to_azure(desk: Desk, condition: Any, denied: bool) -> None:
    assign(desk, define(desk, condition))
    assert desk.ask("PUT", ONE, TAGGED).status == (403 if denied else 201)


def test_a_count_looks_at_the_member_at_hand(desk: Desk) -> None:
    subnets = "Microsoft.Network/virtualNetworks/subnets[*]"
    where = {
        "allOf": [
            {"field": f"{subnets}.name", "notEquals": "GatewaySubnet"},
            {"field": f"{subnets}.networkSecurityGroup.id", "exists": "false"},
        ]
    }
    assign(desk, define(desk, {"count": {"field": subnets, "where": where}, "greater": 0}))

    def with_subnet(name: str) -> Reply:
        return desk.ask("PUT", ONE, with_subnets({**SUBNET, "name": name}))

    assert with_subnet("s").refusal == (403, "RequestDisallowedByPolicy")
    assert with_subnet("GatewaySubnet").status == 201


def test_a_rule_that_cannot_be_evaluated_denies(desk: Desk) -> None:
    assign(desk, define(desk, {"value": "[int(field('name'))]", "equals": 1}))
    reply = desk.ask("PUT", ONE, NETWORK)
    assert reply.refusal == (403, "RequestDisallowedByPolicy")
    assert "could not be evaluated" in reply.json()["error"]["message"]


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"if": {"field": "name", "equals": "v"}},
        {"if": {"field": "name", "equals": "v"}, "then": {"effect": "explode"}},
        {"if": {"field": "name", "same": "v"}, "then": {"effect": "deny"}},
        {"if": {"field": "name", "value": "v", "equals": "v"}, "then": {"effect": "deny"}},
        {"if": {"field": "name", "equals": "v", "like": "v"}, "then": {"effect": "deny"}},
        {"if": {"allOf": {"field": "name", "equals": "v"}}, "then": {"effect": "deny"}},
        {"if": {"count": {"field": "name"}, "equals": 1}, "then": {"effect": "deny"}},
        {"if": "name", "then": {"effect": "deny"}},
        {"if": {"field": "name", "equals": "v"}, "then": {"effect": 1}},
    ],
)
def test_a_rule_that_is_none_is_refused(desk: Desk, rule: Any) -> None:
    reply = desk.ask("PUT", f"~/{P}/policyDefinitions/own", {"properties": {"policyRule": rule}})
    assert reply.refusal == (400, "InvalidPolicyRule")


# Effects


def test_an_audit_lets_pass_and_is_noted(desk: Desk) -> None:
    made = assign(desk, define(desk, {"field": "type", "equals": "Microsoft.Network/virtualNetworks"}, "audit"))
    desk.put(ONE, NETWORK)
    events = "providers/Microsoft.PolicyInsights/policyEvents/default/queryResults"
    for place in ("~", GROUP):
        told = desk.ask("POST", f"{place}/{events}").json()
        assert told["@odata.count"] == 1
        (event,) = told["value"]
        assert (event["policyAssignmentId"], event["policyDefinitionAction"]) == (made, "audit")
        assert event["resourceId"] == ONE.replace("~", desk.subscription)
    states = "providers/Microsoft.PolicyInsights/policyStates/latest/queryResults"
    desk.put(ONE, {**NETWORK, "tags": {"a": "b"}})
    assert desk.ask("POST", f"~/{events}").json()["@odata.count"] == 2
    (state,) = desk.ask("POST", f"~/{states}").json()["value"]
    assert state["complianceState"] == "NonCompliant"


def test_what_is_only_validated_is_not_noted(desk: Desk) -> None:
    assign(desk, define(desk, {"field": "type", "equals": "Microsoft.Network/virtualNetworks"}, "audit"))
    path = f"{GROUP}/providers/Microsoft.Resources/deployments/d/validate"
    assert desk.ask("POST", path, deployment(template([network()]))).status == 200
    assert desk.world.rules.notes == []


def test_without_enforcement_a_denial_is_only_noted(desk: Desk) -> None:
    assign(
        desk,
        ALLOWED_LOCATIONS,
        enforcementMode="DoNotEnforce",
        parameters={"listOfAllowedLocations": ["northeurope"]},
    )
    desk.put(ONE, NETWORK)
    assert [each["policyDefinitionAction"] for each in desk.world.rules.notes] == ["deny"]


@pytest.mark.parametrize("effect", ["disabled", "auditIfNotExists", "deployIfNotExists", "manual"])
def test_other_effects_change_nothing(desk: Desk, effect: str) -> None:
    assign(desk, define(desk, {"field": "name", "like": "*"}, effect))
    assert desk.ask("PUT", ONE, NETWORK).status == 201
    assert desk.world.rules.notes == []


def test_modify_adds_replaces_and_removes(desk: Desk) -> None:
    operations = [
        {"operation": "addOrReplace", "field": "tags['env']", "value": "[field('location')]"},
        {"operation": "remove", "field": "tags['secret']"},
        {"operation": "add", "field": "Microsoft.Network/virtualNetworks/enableDdosProtection", "value": False},
    ]
    details = {"roleDefinitionIds": [], "operations": operations}
    assign(desk, define(desk, {"field": "name", "equals": "v"}, {"effect": "modify", "details": details}))
    made = desk.put(ONE, {**NETWORK, "tags": {"Env": "x", "secret": "y"}})
    assert made["tags"] == {"Env": "westeurope"}
    assert made["properties"]["enableDdosProtection"] is False


def test_what_modify_mends_deny_does_not_see(desk: Desk) -> None:
    assign(desk, REQUIRE_TAG, name="deny", parameters={"tagName": "cost"})
    assert desk.ask("PUT", ONE, NETWORK).status == 403
    assign(desk, APPEND_TAG, name="append", parameters={"tagName": "cost", "tagValue": "42"})
    assert desk.ask("PUT", ONE, NETWORK).status == 201


# Assignments


def test_a_policy_reaches_down_and_not_where_it_is_told_not_to(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"})
    root = f"/providers/Microsoft.Management/managementGroups/{desk.world.account.tenant_id}"
    assign(
        desk,
        REQUIRE_TAG,
        root,
        notScopes=[f"{desk.subscription}/resourceGroups/RG2"],
        parameters={"tagName": "owner"},
    )
    assert desk.ask("PUT", ONE, NETWORK).status == 403
    assert desk.ask("PUT", ONE.replace("rg1", "rg2"), NETWORK).status == 201


def test_an_exemption_lets_off_until_it_ends(desk: Desk) -> None:
    made = assign(desk, REQUIRE_TAG, parameters={"tagName": "owner"})
    properties = {"policyAssignmentId": made, "exemptionCategory": "Waiver", "expiresOn": "2026-09-22T00:00:00Z"}
    exemption = f"{GROUP}/{P}/policyExemptions/e"
    assert desk.ask("PUT", exemption, {"properties": properties}).status == 201
    assert desk.ask("PUT", ONE, NETWORK).status == 201
    desk.wait(86_400)
    assert desk.ask("PUT", ONE, NETWORK).status == 403
    assert len(desk.ask("GET", f"~/{P}/policyExemptions").json()["value"]) == 1


def test_messages_of_an_assignment_take_the_place_of_identifiers(desk: Desk) -> None:
    assign(
        desk,
        REQUIRE_TAG,
        nonComplianceMessages=[{"message": "Say who owns it."}],
        parameters={"tagName": "owner"},
    )
    error = desk.ask("PUT", ONE, NETWORK).json()["error"]
    assert error["message"] == (
        "Resource 'v' was disallowed by policy. Reasons: 'Say who owns it.'. See error details for policy resource IDs."
    )
    assert error["additionalInfo"][0]["info"]["evaluationDetails"]["reason"] == "Say who owns it."


def test_a_set_hands_its_parameters_on(desk: Desk) -> None:
    member = {
        "policyDefinitionId": f"/{P}/policyDefinitions/{REQUIRE_TAG}",
        "policyDefinitionReferenceId": "tag",
        "parameters": {"tagName": {"value": "[parameters('name')]"}},
    }
    properties = {"parameters": {"name": {"type": "String", "defaultValue": "owner"}}, "policyDefinitions": [member]}
    made = desk.ask("PUT", f"~/{P}/policySetDefinitions/set", {"properties": properties})
    assert made.status == 201
    assign(desk, made.json()["id"])
    error = desk.ask("PUT", ONE, NETWORK).json()["error"]
    assert '"policySetDefinition":{"name":"set"' in error["message"]
    info = error["additionalInfo"][0]["info"]
    assert (info["policySetDefinitionName"], info["policyDefinitionReferenceId"]) == ("set", "tag")
    assert desk.ask("PUT", ONE, {**NETWORK, "tags": {"owner": "me"}}).status == 201
    assert desk.ask("DELETE", made.json()["id"]).refusal == (409, "PolicyDefinitionInUse")


@pytest.mark.parametrize(
    ("definition", "members", "expected"),
    [
        (REQUIRE_TAG, {}, (400, "MissingPolicyParameter")),
        (REQUIRE_TAG, {"parameters": {"tagName": "a", "x": 1}}, (400, "UndefinedPolicyParameter")),
        (REQUIRE_TAG, {"parameters": {"tagName": 1}}, (400, "InvalidPolicyParameters")),
        (
            NOT_ALLOWED_TYPES,
            {"parameters": {"listOfResourceTypesNotAllowed": [], "effect": "explode"}},
            (400, "PolicyParameterValueNotAllowed"),
        ),
        ("11111111-1111-1111-1111-111111111111", {}, (404, "PolicyDefinitionNotFound")),
        (f"/{P}/policySetDefinitions/none", {}, (404, "PolicySetDefinitionNotFound")),
        (REQUIRE_TAG, {"overrides": []}, (400, "NotModelledInRehearsal")),
        (REQUIRE_TAG, {"surprise": 1}, (400, "InvalidRequestContent")),
    ],
)
def test_an_assignment_azure_would_refuse_is_refused(
    desk: Desk, definition: str, members: Any, expected: tuple[int, str]
) -> None:
    assert put_assignment(desk, definition, **members).refusal == expected


def test_a_definition_rules_where_it_was_made_and_below(desk: Desk) -> None:
    own = define(desk, {"field": "name", "equals": "v"})
    root = f"/providers/Microsoft.Management/managementGroups/{desk.world.account.tenant_id}"
    reply = put_assignment(desk, own, root)
    assert reply.refusal == (400, "InvalidCreatePolicyAssignmentRequest")
    assert "is out of scope" in reply.json()["error"]["message"]


def test_definitions_and_assignments_are_listed_and_those_in_use_stay(desk: Desk) -> None:
    own = define(desk, {"field": "name", "equals": "x"}, metadata={"category": "Mine"})
    made = assign(desk, own, GROUP)

    def listed(query: str, kind: str = "policyDefinitions", place: str = "~") -> int:
        return len(desk.ask("GET", f"{place}/{P}/{kind}{query}").json()["value"])

    assert listed("?$filter=policyType eq 'Custom'") == 1
    assert listed("?$filter=policyType eq 'BuiltIn'") == listed("") - 1 >= 15
    assert listed("?$filter=category eq 'mine'") == 1
    assert listed("?$filter=atExactScope()") == 1
    assert desk.ask("GET", f"/{P}/policyDefinitions/{REQUIRE_TAG}").json()["properties"]["policyType"] == "BuiltIn"
    assert listed("", "policyAssignments") == listed("", "policyAssignments", GROUP) == 1
    assert listed("?$filter=atScope()", "policyAssignments") == 0
    assert listed(f"?$filter=policyDefinitionId eq '{own}'", "policyAssignments") == 1
    assert desk.ask("DELETE", own).refusal == (409, "PolicyDefinitionInUse")
    assert desk.ask("DELETE", made).status == 200
    assert desk.ask("DELETE", own).status == 200
    assert desk.ask("DELETE", own).status == 204


def test_an_assignment_says_who_made_it_and_keeps_that(desk: Desk) -> None:
    assign(desk, REQUIRE_TAG, parameters={"tagName": "owner"})
    desk.wait(60)
    again = put_assignment(desk, REQUIRE_TAG, parameters={"tagName": "env"}).json()["properties"]["metadata"]
    assert again["createdOn"] < again["updatedOn"]
    assert again["createdBy"] == again["updatedBy"] == desk.front.identity.facts.object_id


def test_a_policy_may_come_with_a_template_and_rules_from_then_on(desk: Desk) -> None:
    body = {
        "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "resources": [
            {
                "type": "Microsoft.Authorization/policyAssignments",
                "apiVersion": "2022-06-01",
                "name": "a",
                "properties": {
                    "policyDefinitionId": f"/{P}/policyDefinitions/{REQUIRE_TAG}",
                    "parameters": {"tagName": {"value": "owner"}},
                },
            }
        ],
    }
    done = desk.deploy({"location": "westeurope", **deployment(body)}, group=None)
    assert done["properties"]["provisioningState"] == "Succeeded", done
    assert desk.ask("PUT", ONE, NETWORK).refusal == (403, "RequestDisallowedByPolicy")


def test_a_definition_and_its_assignment_may_come_with_one_template(desk: Desk) -> None:
    own = "[subscriptionResourceId('Microsoft.Authorization/policyDefinitions', 'own')]"
    rule = {"if": {"field": "name", "equals": "[[concat('', 'v')]"}, "then": {"effect": "deny"}}
    body = {
        "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "resources": [
            {
                "type": "Microsoft.Authorization/policyDefinitions",
                "apiVersion": "2022-06-01",
                "name": "own",
                "properties": {"mode": "All", "policyRule": rule},
            },
            {
                "type": "Microsoft.Authorization/policyAssignments",
                "apiVersion": "2022-06-01",
                "name": "a",
                "properties": {"policyDefinitionId": own},
                "dependsOn": [own],
            },
        ],
    }
    done = desk.deploy({"location": "westeurope", **deployment(body)}, group=None)
    assert done["properties"]["provisioningState"] == "Succeeded", done
    assert desk.ask("PUT", ONE, NETWORK).refusal == (403, "RequestDisallowedByPolicy")
    assert desk.ask("PUT", f"{ONE[:-1]}w", NETWORK).status == 201
