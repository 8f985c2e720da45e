"""expand_template: what a template comes to, and what of it is refused."""

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def expanded_or_refused(text: Any, **parameters: Any) -> str:
    """ "expanded", or the code of the refusal; any other exception is the test's failure."""
    try:
        expansion = expand(text, AT_SUBSCRIPTION, **parameters)
        [planned.body(World()) for planned in expansion.resources]
        expansion.outputs(World())
    except TemplateError as error:
        return error.code
    return "expanded"


# -- the whole path of our own templates ----------------------------------------------------------------------------


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


def test_a_subscription_deployment_makes_a_group_and_deploys_into_it() -> None:
    machines = {"vm01": {"name": "[web01]", "size": "Standard_D2s_v5", "disks": [64, 128]}}
    outer = expand(landing(), AT_SUBSCRIPTION, group="rg-app", machines=machines)
    group, deployment = outer.resources
    assert group.id == f"{SUBSCRIPTION}/resourceGroups/rg-app"
    assert group.body(World()) == {"location": "northeurope", "tags": {"wave": "1"}}
    assert deployment.id == f"{group.id}/providers/Microsoft.Resources/deployments/machines"
    assert deployment.depends_on == (group.id,)
    assert deployment.scope.prefix == group.id
    assert (deployment.scope.location, deployment.scope.resource_group_tags) == ("northeurope", {"wave": "1"})
    assert outer.outputs(World()) == {"vm": {"type": "String", "value": "[x]"}}

    properties = deployment.body(World())["properties"]
    assert properties.keys() == {"mode", "template", "parameters"}
    inner = expand_wire(properties["template"], properties["parameters"], deployment.scope)
    nic, machine = inner.resources
    assert machine.id == f"{group.id}/providers/Microsoft.Compute/virtualMachines/[web01]"
    assert machine.depends_on == (nic.id,)
    assert machine.body(World()) == {
        "location": "northeurope",
        "tags": {"wave": "1", "role": "web"},
        "properties": {
            "hardwareProfile": {"vmSize": "Standard_D2s_v5"},
            "storageProfile": {"dataDisks": [{"lun": 0, "diskSizeGB": 64}, {"lun": 1, "diskSizeGB": 128}]},
        },
    }
    assert inner.outputs(World())["vm"]["value"] == machine.id


@given(st.text())
def test_a_parameter_value_is_data_whatever_it_says(text: str) -> None:
    inside = template(resource("disk", tags={"note": "[parameters('note')]"}), parameters={"note": {"type": "string"}})
    whole = template(
        nested("n", inside, parameters={"note": {"value": "[parameters('note')]"}}),
        parameters={"note": {"type": "string"}},
    )
    properties = only(expand(whole, note=text)).body(World())["properties"]
    disk = only(expand_wire(properties["template"], properties["parameters"]))
    assert disk.body(World()) == {"tags": {"note": text}}


# -- parameters -----------------------------------------------------------------------------------------------------


def test_parameters_are_given_defaulted_and_echoed_with_their_types() -> None:
    declared = {
        "size": {"type": "int", "defaultValue": 4, "minValue": 1, "maxValue": 8},
        "name": {"type": "String", "defaultValue": "[concat(parameters('prefix'), '-', utcNow('yyyy'))]"},
        "prefix": {"type": "string"},
        "id": {"type": "string", "defaultValue": "[newGuid()]"},
        "twice": {"type": "array", "defaultValue": ["[parameters('id')]", "[parameters('ID')]"]},
        "password": {"type": "secureString"},
    }
    expansion = expand(template(parameters=declared), PREFIX="app", password="hush")
    assert expansion.parameters == {
        "size": 4,
        "name": "app-2026",
        "prefix": "app",
        "id": "guid-0",
        "twice": ["guid-0", "guid-0"],
        "password": "hush",
    }
    assert expansion.secure == {"password"}
    assert list(expansion.parameter_types.values()) == ["Int", "String", "String", "String", "Array", "SecureString"]


def test_a_key_vault_reference_stays_closed_on_its_way_into_a_nested_deployment() -> None:
    secure = {"password": {"type": "securestring", "minLength": 12}}
    inside = template(resource("v", properties={"p": "[parameters('password')]"}), parameters=secure)
    whole = template(
        nested("n", inside, parameters={"password": {"value": "[parameters('password')]"}}), parameters=secure
    )
    outer = expand_wire(whole, {"password": {"reference": SECRET}})
    assert outer.parameters == {"password": {"reference": SECRET}}
    wire = only(outer).body(World())["properties"]["parameters"]
    assert wire == {"password": {"reference": SECRET}}
    assert only(expand_wire(inside, wire)).body(World())["properties"]["p"] == {"reference": SECRET}


TYPED = {
    "text": {"type": "string", "minLength": 2, "maxLength": 4, "defaultValue": "abc"},
    "number": {"type": "int", "minValue": 2, "maxValue": 4, "defaultValue": 3},
    "choice": {"type": "string", "allowedValues": ["a", "b"], "defaultValue": "a"},
    "choices": {"type": "array", "allowedValues": ["a", "b"], "defaultValue": []},
    "flag": {"type": "bool", "defaultValue": True},
    "facts": {"type": "object", "defaultValue": {}},
    "optional": {"type": "string", "nullable": True},
}


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("text", 5, "Expected a value of type 'String, Uri', but received a value of type 'Integer'"),
        ("text", "a", "Length of the value should be greater than or equal to '2'"),
        ("text", "abcde", "Length of the value should be less than or equal to '4'"),
        ("number", "3", "Expected a value of type 'Integer', but received a value of type 'String'"),
        ("number", True, "but received a value of type 'Boolean'"),
        ("number", 3.5, "but received a value of type 'Float'"),
        ("number", 1, "The value should be greater than or equal to '2'"),
        ("number", 5, "The value should be less than or equal to '4'"),
        (
            "choice",
            "c",
            "The provided value 'c' for the template parameter 'choice' is not valid. The parameter value is",
        ),
        ("choices", ["a", "c"], "is not part of the allowed value(s): 'a,b'"),
        ("flag", "true", "Expected a value of type 'Boolean'"),
        ("facts", [], "Expected a value of type 'Object'"),
        ("optional", 1, "Expected a value of type 'String, Uri'"),
    ],
)
def test_a_parameter_of_the_wrong_type_or_outside_its_bounds_is_refused(name: str, value: Any, reason: str) -> None:
    error = refused(lambda: expand(template(parameters=TYPED), **{name: value}))
    assert error.code == "InvalidTemplate"
    assert error.message.startswith("Deployment template validation failed: '")
    assert reason in error.message
    assert error.additional_info == (
        {
            "type": "TemplateViolation",
            "info": {"lineNumber": 0, "linePosition": 0, "path": f"properties.template.parameters.{name}"},
        },
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("text", "ab"), ("number", 4), ("choice", "b"), ("choices", ["b", "a"]), ("optional", None), ("optional", "x")],
)
def test_a_parameter_within_its_bounds_is_taken(name: str, value: Any) -> None:
    assert expand(template(parameters=TYPED), **{name: value}).parameters[name] == value


def test_null_is_taken_for_not_given() -> None:
    declared = {"a": {"type": "string", "defaultValue": "b"}}
    assert expand(template(parameters=declared), a=None).parameters == {"a": "b"}
    error = refused(lambda: expand(template(parameters={"a": {"type": "string"}}), a=None))
    assert "The value for the template parameter 'a' is not provided" in error.message


def test_a_default_outside_its_own_bounds_is_refused() -> None:
    declared = {"text": {"type": "string", "maxLength": 1, "defaultValue": "[concat('a', 'b')]"}}
    assert "less than or equal to '1'" in refused(lambda: expand(template(parameters=declared))).message


def test_parameters_that_are_not_an_object_are_refused() -> None:
    assert refused(lambda: expand_wire(template(), [])).code == "InvalidRequestContent"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("declared", "wire", "code", "reason"),
    [
        ({"a": {"type": "string"}}, {}, "InvalidTemplate", "The value for the template parameter 'a' is not provided"),
        ({"a": {"type": "string"}}, {"a": {}}, "InvalidTemplate", "parameter 'a' is not provided"),
        (
            {"a": {"type": "string"}},
            {"a": {"value": "x"}, "b": {"value": 1}},
            "InvalidTemplate",
            "The template parameters 'b' in the parameters file are not valid",
        ),
        ({"a": {"type": "string"}}, {"a": "x"}, "InvalidRequestContent", "DeploymentParameterDefinition"),
        ({"a": {"type": "string"}}, {"a": {"val": 1}}, "InvalidRequestContent", "Could not find member 'val'"),
        ({"a": {"type": "string"}}, {"a": {"reference": SECRET}}, "InvalidTemplate", "cannot be a Key Vault reference"),
        (
            {"a": {"type": "securestring"}},
            {"a": {"reference": SECRET, "value": "x"}},
            "InvalidRequestContent",
            "both a value and a reference",
        ),
        ({"a": {"type": "text"}}, {}, "InvalidTemplate", "The type 'text' is not valid"),
        ({"a": {}}, {}, "InvalidTemplate", "The type '' is not valid"),
        ({"a": {"type": "string", "min": 1}}, {}, "InvalidRequestContent", "Could not find member 'min'"),
        ({"a": {"type": "string", "minValue": 1}}, {}, "InvalidTemplate", "'minValue' is not valid for the type"),
        ({"a": {"type": "string", "allowedValues": []}}, {}, "InvalidTemplate", "at least one value"),
        (
            {
                "a": {"type": "string", "defaultValue": "[parameters('b')]"},
                "b": {"type": "string", "defaultValue": "[parameters('a')]"},
            },
            {},
            "InvalidTemplate",
            "it refers to itself",
        ),
        (
            {"a": {"type": "string", "defaultValue": "[variables('v')]"}},
            {},
            "InvalidTemplate",
            "'variables' is not expected",
        ),
        (
            {"a": {"type": "object", "defaultValue": "[reference('x')]"}},
            {},
            "InvalidTemplate",
            "'reference' is not expected",
        ),
    ],
)
def test_parameters_that_do_not_fit_their_declarations_are_refused(
    declared: dict[str, Any], wire: dict[str, Any], code: str, reason: str
) -> None:
    error = refused(lambda: expand_wire(template(parameters=declared), wire))
    assert (error.code, reason in error.message) == (code, True), error.message


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("#/definitions/disk/properties/gib", "Expected a value of type 'Integer'"),
        ("#/definitions/none", "there is no such definition"),
        ("https://elsewhere/type", "there is no such definition"),
        ("#/definitions/round", "refer to one another in a circle"),
    ],
)
def test_a_type_reference_is_followed_or_refused(reference: str, reason: str) -> None:
    text = template(
        definitions={
            "disk": {"type": "object", "properties": {"gib": {"type": "int"}}},
            "round": {"$ref": "#/definitions/round"},
        },
        parameters={"it": {"$ref": reference}},
    )
    assert reason in refused(lambda: expand(text, it="x")).message


def test_an_object_is_of_the_variant_its_discriminator_says() -> None:
    variants = {
        "a": {"properties": {"kind": {"type": "string"}, "size": {"type": "int"}}},
        "b": {"properties": {"kind": {"type": "string"}}},
    }
    declared = {"it": {"type": "object", "discriminator": {"propertyName": "kind", "mapping": variants}}}
    assert expand(template(parameters=declared), it={"kind": "b"}).parameters["it"] == {"kind": "b"}
    assert "'size' is required" in refused(lambda: expand(template(parameters=declared), it={"kind": "a"})).message
    assert "must be one of 'a, b'" in refused(lambda: expand(template(parameters=declared), it={"kind": "c"})).message


def test_types_defined_by_the_template_are_checked_to_their_leaves() -> None:
    text = template(
        definitions={
            "disk": {
                "type": "object",
                "properties": {"gib": {"type": "int", "minValue": 1}, "sku": {"type": "string", "nullable": True}},
                "additionalProperties": False,
            }
        },
        parameters={"disks": {"type": "array", "items": {"$ref": "#/definitions/disk"}}},
    )
    assert expand(text, disks=[{"gib": 4}]).parameters == {"disks": [{"gib": 4}]}
    for disks, reason in (
        ([{"gib": 0}], "item '0' property 'gib'"),
        ([{"sku": "x"}], "The property 'gib' is required"),
        ([{"gib": 1, "size": 2}], "The property 'size' is not permitted"),
    ):
        assert reason in refused(lambda value=disks: expand(text, disks=value)).message


# -- variables and functions ----------------------------------------------------------------------------------------


def test_variables_are_evaluated_in_any_order_with_copies_and_expression_names() -> None:
    text = template(
        variables={
            "b": {
                "[concat('k', '1')]": "[variables('A')]",
                "copy": [{"name": "l", "count": 2, "input": "[copyIndex('l')]"}],
            },
            "a": "x",
            "copy": [{"name": "names", "count": 3, "input": {"n": "[concat('disk', copyIndex('names', 1))]"}}],
        },
        outputs={
            "b": {"type": "object", "value": "[variables('b')]"},
            "names": {"type": "array", "value": "[map(variables('names'), lambda('n', lambdaVariables('n').n))]"},
        },
    )
    answers = expand(text).outputs(World())
    assert answers["b"] == {"type": "Object", "value": {"k1": "x", "l": [0, 1]}}
    assert answers["names"]["value"] == ["disk1", "disk2", "disk3"]


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"a": "[variables('b')]", "b": "[variables('a')]"}, "it refers to itself"),
        (
            {"a": "[toLower(1)]"},
            "The template variable 'a' is not valid: The template language function 'toLower' expects",
        ),
        ({"a": "[reference('x')]"}, "The template function 'reference' is not expected at this location"),
        ({"a": "[copyIndex()]"}, "The template function 'copyIndex' is not expected at this location"),
        ({"copy": [{"name": "a", "count": 801, "input": 1}]}, "has an invalid copy count"),
        ({"copy": [{"name": "a", "count": -1, "input": 1}]}, "has an invalid copy count"),
        ({"copy": [{"name": "a", "count": "[add(1, 1)]"}]}, "must have exactly the members"),
    ],
)
def test_a_variable_that_cannot_be_evaluated_is_refused_though_unused(variables: dict[str, Any], reason: str) -> None:
    assert reason in refused(lambda: expand(template(variables=variables))).message


def test_the_templates_own_functions_know_their_parameters_and_one_another() -> None:
    functions = [
        {
            "namespace": "our",
            "members": {
                "twice": {
                    "parameters": [{"name": "n", "type": "int"}],
                    "output": {"type": "int", "value": "[mul(parameters('N'), 2)]"},
                },
                "more": {
                    "parameters": [{"name": "n", "type": "int"}],
                    "output": {"type": "int", "value": "[add(our.twice(parameters('n')), 1)]"},
                },
                "loop": {"output": {"type": "int", "value": "[our.loop()]"}},
                "peek": {"output": {"type": "string", "value": "[variables('v')]"}},
            },
        }
    ]

    def answer(expression: str) -> Any:
        text = template(
            functions=functions, variables={"v": "x"}, outputs={"it": {"type": "int", "value": f"[{expression}]"}}
        )
        return expand(text).outputs(World())["it"]["value"]

    assert answer("OUR.More(3)") == 7
    assert "it calls itself" in refused(lambda: answer("our.loop()")).message
    assert "'variables' is not expected" in refused(lambda: answer("our.peek()")).message
    assert "requires 1 argument(s) while 0" in refused(lambda: answer("our.twice()")).message
    assert "Expected a value of type 'Integer'" in refused(lambda: answer("our.twice('a')")).message


# -- resources ------------------------------------------------------------------------------------------------------


def test_ids_interleave_types_and_names_and_extensions_stand_below_their_scope() -> None:
    expansion = expand(
        template(
            resource("v/s", "Microsoft.Network/virtualNetworks/subnets"),
            resource("l", "Microsoft.Authorization/locks", scope="Microsoft.Network/virtualNetworks/v"),
            resource("m", "Microsoft.Authorization/locks", scope="[resourceGroup().id]"),
            resource("v/Microsoft.Authorization/x", "Microsoft.Network/virtualNetworks/providers/locks"),
        )
    )
    assert [planned.id.removeprefix(GROUP) for planned in expansion.resources] == [
        "/providers/Microsoft.Network/virtualNetworks/v/subnets/s",
        "/providers/Microsoft.Network/virtualNetworks/v/providers/Microsoft.Authorization/locks/l",
        "/providers/Microsoft.Authorization/locks/m",
        "/providers/Microsoft.Network/virtualNetworks/v/providers/Microsoft.Authorization/locks/x",
    ]


def test_children_take_type_and_name_of_their_parents_and_are_gone_with_them() -> None:
    child = resource("s", "subnets", dependsOn=["v"])
    network = resource("v", "Microsoft.Network/virtualNetworks", resources=[child])
    expansion = expand(template(network))
    assert [planned.type for planned in expansion.resources] == [
        "Microsoft.Network/virtualNetworks",
        "Microsoft.Network/virtualNetworks/subnets",
    ]
    assert waits(expansion) == {"v": [], "v/s": ["v"]}
    assert "resources" not in expansion.resources[0].body(World())
    assert expand(template({**network, "condition": False})).resources == ()


def test_a_condition_that_does_not_hold_leaves_the_resource_and_waits_for_it_out() -> None:
    expansion = expand(
        template(
            resource("a", condition="[equals(1, 2)]", properties="[nothing here is looked at]"),
            resource("b", dependsOn=["a"]),
        )
    )
    assert waits(expansion) == {"b": []}


def test_the_body_is_what_the_provider_gets_and_is_fresh_each_time() -> None:
    planned = only(
        expand(
            template(
                resource(
                    "a",
                    comments="c",
                    condition=True,
                    dependsOn=[],
                    location="x",
                    sku={"name": "s"},
                    zones=["1"],
                    properties={"[concat('a', 'b')]": ["[[x]", None, 1.5, "[null()]"]},
                )
            )
        )
    )
    body = planned.body(World())
    assert body == {
        "location": "x",
        "sku": {"name": "s"},
        "zones": ["1"],
        "properties": {"ab": ["[x]", None, 1.5, None]},
    }
    body["zones"].append("2")
    assert planned.body(World())["zones"] == ["1"]


@pytest.mark.parametrize(
    ("member", "value", "code", "reason"),
    [
        ("type", None, "InvalidRequestContent", "Required property 'type' not found in JSON"),
        ("apiVersion", None, "InvalidRequestContent", "Required property 'apiVersion' not found in JSON"),
        ("name", None, "InvalidRequestContent", "Required property 'name' not found in JSON"),
        ("name", 5, "InvalidTemplate", "must be a non-empty string"),
        ("name", "[add(1, 2)]", "InvalidTemplate", "must be a non-empty string, not of type 'Integer'"),
        ("name", "a/b", "InvalidTemplate", "has incorrect segment lengths"),
        ("name", "a/", "InvalidTemplate", "has incorrect segment lengths"),
        ("type", "[variables('t')]", "InvalidTemplate", "The type property cannot be an expression"),
        ("type", "Microsoft.Compute", "InvalidTemplate", "has incorrect segment lengths"),
        (
            "vmSize",
            "x",
            "InvalidRequestContent",
            "Could not find member 'vmSize' on object of type 'ResourceDefinition'",
        ),
        ("condition", "true", "InvalidTemplate", "The property 'condition' must be a boolean"),
        ("dependsOn", ["x"], "InvalidTemplate", "The resource 'x' is not defined in the template"),
        ("dependsOn", "x", "InvalidTemplate", "must be an array of strings"),
        ("dependsOn", ["d"], "InvalidTemplate", "Circular dependency detected on resource"),
        (
            "resourceGroup",
            "x",
            "InvalidTemplate",
            "only allowed on resources of type 'Microsoft.Resources/deployments'",
        ),
        ("existing", True, "InvalidTemplate", "'existing' must be a boolean of a resource with a symbolic name"),
        ("asserts", {}, "InvalidTemplate", "not of this rehearsal"),
        ("location", "[reference('x').location]", "InvalidTemplate", "'reference' is not expected at this location"),
        ("name", "[reference('x').name]", "InvalidTemplate", "'reference' is not expected at this location"),
        ("properties", {"a": "[nosuch()]"}, "InvalidTemplate", "The template function 'nosuch' is not valid"),
        ("properties", {"copy": [{"name": "a", "count": 1}]}, "InvalidTemplate", "must have exactly the members"),
        ("properties", {"[add(1, 2)]": 1}, "InvalidTemplate", "The property name '[add(1, 2)]' is not valid"),
        ("type", "Microsoft.Resources/resourceGroups", "InvalidTemplate", "cannot be deployed at resource group scope"),
    ],
)
def test_a_resource_azure_would_refuse_is_refused(member: str, value: Any, code: str, reason: str) -> None:
    raw = {**resource("d"), member: value}
    error = refused(lambda: expand(template({name: item for name, item in raw.items() if item is not None})))
    assert (error.code, reason in error.message) == (code, True), error.message


def test_a_resource_whose_expressions_cannot_be_evaluated_is_named_with_its_path() -> None:
    error = refused(lambda: expand(template(resource("d", properties={"a": "[variables('x')]"}))))
    assert error.message.startswith(
        f"Unable to process template language expressions for resource '{GROUP}/providers/Microsoft.Compute/disks/d'. "
        "'The template variable 'x' is not found."
    )
    assert error.additional_info[0]["info"]["path"] == "properties.template.resources[0]"


def test_two_resources_of_one_id_are_refused_whatever_their_case_and_condition() -> None:
    error = refused(lambda: expand(template(resource("d"), resource("D", condition=False))))
    assert "The resource 'Microsoft.Compute/disks/D' is defined multiple times in a template" in error.message


@pytest.mark.parametrize(
    ("members", "code", "reason"),
    [
        ({"$schema": None}, "InvalidRequestContent", "Required property '$schema' not found"),
        ({"contentVersion": None}, "InvalidRequestContent", "Required property 'contentVersion' not found"),
        ({"resources": None}, "InvalidRequestContent", "Required property 'resources' not found"),
        ({"resource": []}, "InvalidRequestContent", "Could not find member 'resource' on object of type 'Template'"),
        ({"resources": {}}, "InvalidRequestContent", "must be an array"),
        ({"languageVersion": "2.0"}, "InvalidRequestContent", "must be an object"),
        ({"languageVersion": "2.2-experimental"}, "InvalidTemplate", "not of this rehearsal"),
        ({"imports": {}}, "InvalidTemplate", "The member 'imports' of 'properties.template'"),
        ({"parameters": []}, "InvalidRequestContent", "must be an object"),
    ],
)
def test_a_template_whose_top_level_is_not_azures_is_refused(members: dict[str, Any], code: str, reason: str) -> None:
    whole = {**template(), **members}
    error = refused(lambda: expand({name: item for name, item in whole.items() if item is not None}))
    assert (error.code, reason in error.message) == (code, True), error.message


@pytest.mark.parametrize(
    ("what", "limit", "make"),
    [
        ("parameters", 256, lambda n: {"parameters": {f"p{i}": {"type": "int", "defaultValue": 1} for i in range(n)}}),
        ("variables", 512, lambda n: {"variables": {f"v{i}": i for i in range(n)}}),
        ("outputs", 64, lambda n: {"outputs": {f"o{i}": {"type": "int", "value": 1} for i in range(n)}}),
        ("resources", 800, lambda n: {"resources": [resource(f"d{i}") for i in range(n)]}),
        (
            "resources",
            800,
            lambda n: {
                "resources": [
                    resource("[concat('a', copyIndex())]", copy={"name": "l", "count": 500}),
                    resource("[concat('b', copyIndex())]", copy={"name": "m", "count": n - 500}),
                ]
            },
        ),
    ],
)
def test_more_parts_than_azure_allows_are_refused(what: str, limit: int, make: Callable[[int], dict[str, Any]]) -> None:
    expand({**template(), **make(limit)})
    error = refused(lambda: expand({**template(), **make(limit + 1)}))
    assert f"The number of template {what} limit exceeded. Limit: '{limit}' and actual: '{limit + 1}'" in error.message


def test_templates_and_resources_that_are_too_large_are_refused() -> None:
    two_mib, five_mib = "a" * (2 * 1024 * 1024), "a" * (5 * 1024 * 1024)
    error = refused(lambda: expand(template(resource("d", tags={"a": two_mib}))))
    assert error.code == "DeploymentJobSizeExceeded"
    assert "Limit: '1048576' bytes" in error.message
    assert "Limit: '4194304' bytes" in refused(lambda: expand(template(variables={"a": five_mib}))).message
    big = template(
        resource("[concat('d', copyIndex())]", copy={"name": "l", "count": 60}, tags={"a": "[variables('a')]"}),
        variables={"a": "[join(map(range(0, 10000), lambda('i', 'xxxxxxxxxx')), '')]"},
    )
    assert "expanded template" in refused(lambda: expand(big)).message


# -- copies and order -----------------------------------------------------------------------------------------------


def disks(count: Any, **copy: Any) -> dict[str, Any]:
    return resource("[concat('d', copyIndex(1))]", copy={"name": "Disks", "count": count, **copy})


def test_copies_are_named_by_their_index_and_waited_for_by_the_name_of_their_loop() -> None:
    expansion = expand(template(disks("[add(1, 1)]"), resource("z", dependsOn=["disks"])))
    assert waits(expansion) == {"d1": [], "d2": [], "z": ["d1", "d2"]}


def test_a_copy_of_nothing_is_nothing_and_can_be_waited_for() -> None:
    assert waits(expand(template(disks(0), resource("z", dependsOn=["disks"])))) == {"z": []}


def test_serial_copies_wait_for_the_batch_before_theirs() -> None:
    expansion = expand(template(disks(5, mode="Serial", batchSize=2)))
    assert waits(expansion) == {"d1": [], "d2": [], "d3": ["d1", "d2"], "d4": ["d1", "d2"], "d5": ["d3", "d4"]}


@pytest.mark.parametrize(
    ("copy", "reason"),
    [
        ({"count": 801}, "has an invalid copy count"),
        ({"count": "3"}, "has an invalid copy count"),
        ({"count": 2, "mode": "batch"}, "The copy mode 'batch' is not valid"),
        ({"count": 2, "batchSize": 3, "mode": "serial"}, "has an invalid copy batch size"),
        ({"count": 2, "batchSize": 0}, "has an invalid copy batch size"),
        ({"count": 2, "input": 1}, "Could not find member 'input'"),
        ({"count": "[reference('x')]"}, "'reference' is not expected at this location"),
    ],
)
def test_a_copy_azure_would_refuse_is_refused(copy: dict[str, Any], reason: str) -> None:
    assert reason in refused(lambda: expand(template(disks(**copy)))).message


def test_a_copy_of_a_child_written_inside_its_parent_is_refused() -> None:
    child = resource("[concat('s', copyIndex())]", "subnets", copy={"name": "l", "count": 2})
    error = refused(lambda: expand(template(resource("v", "Microsoft.Network/virtualNetworks", resources=[child]))))
    assert "Copying nested resources is not supported" in error.message


def test_loops_inside_loops_keep_their_own_index() -> None:
    planned = expand(
        template(
            resource(
                "[concat('v', copyIndex())]",
                copy={"name": "machines", "count": 2},
                properties={
                    "copy": [
                        {
                            "name": "disks",
                            "count": 2,
                            "input": {
                                "copy": [
                                    {
                                        "name": "parts",
                                        "count": 1,
                                        "input": "[concat(copyIndex(), copyIndex('disks'), copyIndex('parts', 7))]",
                                    }
                                ]
                            },
                        }
                    ]
                },
            )
        )
    ).resources[1]
    assert planned.body(World())["properties"] == {"disks": [{"parts": ["107"]}, {"parts": ["117"]}]}


@pytest.mark.parametrize(
    "entry",
    [
        "n",
        "N",
        "Microsoft.Network/networkInterfaces/n",
        "microsoft.network/networkinterfaces/N",
        "[resourceId('Microsoft.Network/networkInterfaces', 'n')]",
        f"{GROUP}/providers/Microsoft.Network/networkInterfaces/n",
    ],
)
def test_what_is_waited_for_may_be_named_in_every_way_azure_knows(entry: str) -> None:
    expansion = expand(template(resource("d", dependsOn=[entry]), resource("n", "Microsoft.Network/networkInterfaces")))
    assert waits(expansion) == {"d": ["n"], "n": []}


def test_a_name_several_resources_share_does_not_say_which_is_waited_for() -> None:
    text = template(resource("x"), resource("x", "Microsoft.Network/networkInterfaces"), resource("d", dependsOn=["x"]))
    assert "several resources of the template have this name" in refused(lambda: expand(text)).message
    text["resources"][2]["dependsOn"] = ["Microsoft.Compute/disks/x"]
    assert expand(text).resources[2].depends_on == (f"{GROUP}/providers/Microsoft.Compute/disks/x",)


@given(st.permutations(range(6)))
def test_a_circle_is_found_wherever_it_is_written(order: list[int]) -> None:
    ring = [resource(f"r{i}", dependsOn=[f"r{(i + 1) % 6}"]) for i in order]
    assert "Circular dependency" in refused(lambda: expand(template(*ring))).message


def test_a_circle_through_several_resources_is_refused() -> None:
    text = template(
        resource("a", dependsOn=["b"]),
        resource("b", properties={"x": "[reference('c').id]"}),
        resource("c", dependsOn=["a"]),
    )
    error = refused(lambda: expand(text))
    assert f"Circular dependency detected on resource: '{GROUP}/providers/Microsoft.Compute/disks/a'" in error.message


@given(st.lists(st.sets(st.integers(0, 11)), min_size=1, max_size=12))
def test_dependencies_are_taken_as_written_and_refused_only_for_a_circle(wanted: list[set[int]]) -> None:
    raw = [
        resource(f"r{i}", dependsOn=[f"r{j}" for j in sorted(others) if j < len(wanted)])
        for i, others in enumerate(wanted)
    ]
    if all(j < i or j >= len(wanted) for i, others in enumerate(wanted) for j in others):
        assert waits(expand(template(*raw))) == {item["name"]: item["dependsOn"] for item in raw}
    else:
        assert expanded_or_refused(template(*raw)) in ("expanded", "InvalidTemplate")


# -- what only the running world knows ------------------------------------------------------------------------------


def test_a_reference_waits_for_its_sibling_and_is_asked_when_the_body_is() -> None:
    expansion = expand(
        template(
            resource("d", properties={"a": "[reference('n').id]", "b": "[toUpper('x')]"}),
            resource("n", "Microsoft.Network/networkInterfaces"),
            resource(
                "e",
                properties={"k": "[listKeys(resourceId('Microsoft.Compute/disks', 'd'), '2024-01-01').keys[0].value]"},
            ),
        )
    )
    assert waits(expansion) == {"d": ["n"], "n": [], "e": ["d"]}
    assert [planned.needs_runtime for planned in expansion.resources] == [True, False, True]
    world = World()
    nic = f"{GROUP}/providers/Microsoft.Network/networkInterfaces/n"
    assert expansion.resources[0].body(world) == {"properties": {"a": nic, "b": "X"}}
    assert expansion.resources[2].body(world) == {"properties": {"k": "key-one"}}
    disk = f"{GROUP}/providers/Microsoft.Compute/disks/d"
    assert world.asked == [(nic, "2024-03-02", False), ("listKeys", disk, "2024-01-01", None)]


def test_a_reference_to_another_resource_needs_its_api_version() -> None:
    other = "/subscriptions/s/resourceGroups/g/providers/A.B/c/d"

    def ask(arguments: str) -> list[tuple[Any, ...]]:
        world = World()
        only(expand(template(resource("d", properties=f"[reference({arguments})]")))).body(world)
        return world.asked

    assert ask(f"'{other}', '2020-01-01', 'Full'") == [(other, "2020-01-01", True)]
    assert "an api-version is needed" in refused(lambda: ask(f"'{other}'")).message
    assert "could not find template resource" in refused(lambda: ask("'nobody'")).message
    assert "must be 'Full'" in refused(lambda: ask(f"'{other}', '2020-01-01', 'Half'")).message


def test_what_the_world_refuses_reaches_the_caller_as_it_is() -> None:
    class Empty(World):
        def reference(self, resource_id: str, api_version: str | None, full: bool) -> Any:
            raise TemplateError("ResourceNotFound", f"The Resource '{resource_id}' was not found.")

    planned = only(expand(template(resource("d", properties="[reference('/x/y', '2020-01-01')]"))))
    assert refused(lambda: planned.body(Empty())).code == "ResourceNotFound"


# -- outputs --------------------------------------------------------------------------------------------------------


def test_outputs_are_typed_looped_conditional_and_closed_when_secure() -> None:
    text = template(
        parameters={"secret": {"type": "secureObject"}},
        outputs={
            "text": {"type": "string", "value": "[concat('a', 'b')]"},
            "loop": {"type": "array", "copy": {"count": 3, "input": "[copyIndex(1)]"}},
            "gone": {"type": "string", "condition": "[equals(1, 2)]", "value": "x"},
            "secret": {"type": "secureObject", "value": "[parameters('secret')]"},
        },
    )
    assert expand(text, secret={"a": 1}).outputs(World()) == {
        "text": {"type": "String", "value": "ab"},
        "loop": {"type": "Array", "value": [1, 2, 3]},
        "secret": {"type": "SecureObject"},
    }


@pytest.mark.parametrize(
    ("output", "code", "reason"),
    [
        ({"type": "string", "value": 5}, "DeploymentOutputEvaluationFailed", "but received a value of type 'Integer'"),
        ({"type": "int", "value": "[reference('d').id]"}, "DeploymentOutputEvaluationFailed", "'Integer'"),
        ({"type": "int", "value": "[reference('d').x]"}, "DeploymentOutputEvaluationFailed", "property 'x' doesn't"),
        ({"type": "int"}, "InvalidTemplate", "either a 'value' or a 'copy'"),
        ({"type": "int", "value": "[add(1)]"}, "InvalidTemplate", "The template output 'it' is not valid"),
        ({"type": "word", "value": 1}, "InvalidTemplate", "The type 'word' is not valid"),
        ({"type": "int", "value": 1, "values": 1}, "InvalidRequestContent", "Could not find member 'values'"),
        ({"type": "int", "value": 1, "condition": 1}, "InvalidTemplate", "The condition must be a boolean"),
        ({"type": "array", "copy": {"count": 1}}, "InvalidTemplate", "exactly the members 'count' and 'input'"),
    ],
)
def test_an_output_that_is_not_what_it_says_is_refused(output: dict[str, Any], code: str, reason: str) -> None:
    error = refused(lambda: expand(template(resource("d"), outputs={"it": output})).outputs(World()))
    assert (error.code, reason in error.message) == (code, True), error.message


# -- nested deployments ---------------------------------------------------------------------------------------------

INSIDE = template(
    resource("[parameters('name')]", tags={"v": "[variables('v')]"}),
    parameters={"name": {"type": "string", "defaultValue": "inner"}},
    variables={"v": "inner"},
)


def test_inner_evaluation_leaves_the_nested_template_as_it_is() -> None:
    whole = template(nested("n", INSIDE, parameters={"name": {"value": "[toUpper('x')]"}}))
    properties = only(expand(whole)).body(World())["properties"]
    assert properties == {"mode": "Incremental", "template": INSIDE, "parameters": {"name": {"value": "X"}}}


def test_outer_evaluation_evaluates_the_nested_template_with_the_parents_values_once() -> None:
    whole = template(
        nested("n", INSIDE, "outer"),
        resource("s"),
        parameters={"name": {"type": "string"}},
        variables={"v": "[concat('[', 'outer]')]"},
    )
    planned = expand(whole, name="[x]").resources[0]
    properties = planned.body(World())["properties"]
    assert properties["template"]["resources"][0]["name"] == "[[x]"
    inner = only(expand_wire(properties["template"], properties["parameters"]))
    assert (inner.name, inner.body(World())) == ("[x]", {"tags": {"v": "[outer]"}})


def test_an_outer_template_keeps_references_for_the_run_and_inner_templates_inside_it() -> None:
    outputs = {"o": {"type": "string", "value": "[reference('s').outputs.disk.value]"}}
    whole = template(
        nested("n", template(nested("deep", INSIDE), outputs=outputs), "outer"),
        resource("s"),
    )
    expansion = expand(whole)
    assert waits(expansion) == {"n": ["s"], "s": []}
    made = expansion.resources[0].body(World())["properties"]["template"]
    assert made["outputs"]["o"]["value"] == "[[x]"
    assert made["resources"][0]["properties"]["template"] == INSIDE


def test_nested_deployments_go_where_they_say() -> None:
    inside = template()
    expansion = expand(
        template(
            nested("same", inside),
            nested("group", inside, resourceGroup="rg2"),
            nested("both", inside, subscriptionId="s2", resourceGroup="rg3"),
            nested("subscription", inside, subscriptionId="s2", location="uksouth"),
            nested("tenant", inside, scope="/", location="uksouth"),
        )
    )
    assert [(planned.scope.prefix, planned.scope.location) for planned in expansion.resources] == [
        (GROUP, "westeurope"),
        (f"{SUBSCRIPTION}/resourceGroups/rg2", ""),
        ("/subscriptions/s2/resourceGroups/rg3", ""),
        ("/subscriptions/s2", "uksouth"),
        ("", "uksouth"),
    ]
    assert [planned.scope.deployment_name for planned in expansion.resources] == names(expansion)
    assert expansion.resources[3].id == "/subscriptions/s2/providers/Microsoft.Resources/deployments/subscription"
    assert expansion.resources[4].id == "/providers/Microsoft.Resources/deployments/tenant"


@pytest.mark.parametrize(
    ("raw", "scope", "code", "reason"),
    [
        (
            nested("n", template()),
            AT_SUBSCRIPTION,
            "InvalidDeployment",
            "'location' property must be specified for 'n'",
        ),
        (
            nested("n", template(), location="x"),
            SCOPE,
            "InvalidDeployment",
            "'location' property is not allowed for 'n'",
        ),
        (nested("n", template(), "sideways"), SCOPE, "InvalidTemplate", "it must be 'inner' or 'outer'"),
        (nested("n", template(), "outer", parameters={"a": {"value": 1}}), SCOPE, "InvalidTemplate", "cannot be given"),
        (
            resource("n", "Microsoft.Resources/deployments", properties={"mode": "Incremental", "templateLink": {}}),
            SCOPE,
            "InvalidTemplate",
            "The member 'templateLink'",
        ),
        (
            resource("n", "Microsoft.Resources/deployments", properties={"template": {}}),
            SCOPE,
            "InvalidTemplate",
            "must be 'Incremental' or 'Complete'",
        ),
        (
            resource("n", "Microsoft.Resources/deployments", properties={"mode": "Incremental"}),
            SCOPE,
            "InvalidTemplate",
            "must have a 'template'",
        ),
        (
            nested("n", template(), scope="Microsoft.Management/managementGroups/m"),
            SCOPE,
            "InvalidTemplate",
            "not of this rehearsal",
        ),
    ],
)
def test_a_nested_deployment_azure_would_refuse_is_refused(
    raw: dict[str, Any], scope: Scope, code: str, reason: str
) -> None:
    error = refused(lambda: expand(template(raw), scope))
    assert (error.code, reason in error.message) == (code, True), error.message


# -- symbolic names -------------------------------------------------------------------------------------------------


def test_symbolic_resources_refer_to_one_another_by_symbol() -> None:
    expansion = expand(
        symbolic(
            net={**resource("v", "Microsoft.Network/virtualNetworks"), "existing": True, "resourceGroup": "hub"},
            disk={**resource("[concat('d', copyIndex())]"), "copy": {"name": "disk", "count": 2}},
            vm=resource(
                "m",
                "Microsoft.Compute/virtualMachines",
                dependsOn=["disk"],
                properties={
                    "net": "[reference('net', '2020-01-01', 'full').id]",
                    "first": "[reference('disk[0]').id]",
                    "all": "[map(references('disk'), lambda('d', lambdaVariables('d').id))]",
                    "info": "[resourceInfo('net').id]",
                },
            ),
        )
    )
    hub = f"{SUBSCRIPTION}/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/v"
    assert [(planned.symbolic_name, planned.existing) for planned in expansion.resources] == [
        ("net", True),
        ("disk", False),
        ("disk", False),
        ("vm", False),
    ]
    assert waits(expansion)["m"] == ["v", "d0", "d1"]
    ids = [planned.id for planned in expansion.resources]
    assert expansion.resources[3].body(World())["properties"] == {
        "net": hub,
        "first": ids[1],
        "all": ids[1:3],
        "info": hub,
    }


def test_an_existing_resource_has_nothing_to_deploy() -> None:
    error = refused(lambda: expand(symbolic(a={**resource("d"), "existing": True, "properties": {}})))
    assert "Could not find member 'properties' on object of type 'ExistingResourceDefinition'" in error.message


def test_expanding_twice_gives_the_same_and_leaves_the_template_untouched() -> None:
    text = landing()
    before = json.dumps(text)
    machines = {"vm01": {"name": "w", "size": "s", "disks": []}}
    first, second = (expand(text, AT_SUBSCRIPTION, group="g", machines=machines) for _ in range(2))
    assert [planned.body(World()) for planned in first.resources] == [
        planned.body(World()) for planned in second.resources
    ]
    assert json.dumps(text) == before


# -- anything at all ------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 900)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "a", "[x]", "/", "type"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "name", "value", "copy", "a"]), inner)
    ),
    max_leaves=6,
)


def places(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [path, *(place for key, item in inside for place in places(item, (*path, key)))]


def replaced(part: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copied = part.copy()
    copied[path[0]] = replaced(part[path[0]], path[1:], value)
    return copied


def everything() -> dict[str, Any]:
    """A template with every kind of part."""
    text = landing()
    text["definitions"] = {
        "t": {
            "type": "object",
            "properties": {"a": {"type": "int"}},
            "discriminator": {"propertyName": "k", "mapping": {"x": {}}},
        }
    }
    text["parameters"]["typed"] = {"$ref": "#/definitions/t", "defaultValue": {"k": "x", "a": 1}}
    text["parameters"]["list"] = {
        "type": "array",
        "items": {"type": "int"},
        "prefixItems": [{"type": "int"}],
        "defaultValue": [1, 2],
    }
    text["variables"] = {
        "v": {"copy": [{"name": "l", "count": 2, "input": "[copyIndex('l')]"}]},
        "copy": [{"name": "w", "count": 1, "input": 1}],
    }
    text["functions"] = [
        {
            "namespace": "our",
            "members": {
                "f": {
                    "parameters": [{"name": "n", "type": "int"}],
                    "output": {"type": "int", "value": "[parameters('n')]"},
                }
            },
        }
    ]
    text["outputs"]["f"] = {"type": "array", "copy": {"count": "[our.f(2)]", "input": "[our.f(copyIndex())]"}}
    text["resources"].append(
        {
            **resource("[concat('l', copyIndex())]", "Microsoft.Authorization/locks"),
            "copy": {"name": "locks", "count": 2, "mode": "serial", "batchSize": 1},
            "scope": "Microsoft.A/b/c",
        }
    )
    text["resources"].append(nested("outer", template(nested("deep", INSIDE)), "outer", location="x"))
    text["resources"].append(resource("p", "A.B/c", resources=[resource("q", "d", dependsOn=["p"])]))
    return text


EVERYTHING = everything()
GIVEN = {"group": "g", "machines": {"vm01": {"name": "w", "size": "s", "disks": []}}}


def test_a_template_with_every_kind_of_part_is_expanded() -> None:
    assert expanded_or_refused(EVERYTHING, **GIVEN) == "expanded"


@settings(max_examples=300)
@given(st.sampled_from(places(EVERYTHING)[1:]), JSON)
def test_a_template_with_any_part_spoilt_is_expanded_or_refused(path: tuple[Any, ...], value: Any) -> None:
    assert isinstance(expanded_or_refused(replaced(EVERYTHING, path, value), **GIVEN), str)


@given(JSON)
def test_any_json_at_all_is_expanded_or_refused(value: Any) -> None:
    assert isinstance(expanded_or_refused(value), str)
