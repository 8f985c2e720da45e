"""Parameters: given, defaulted, checked against their types, refused."""

from typing import Any

import pytest
from tests.rehearsal.templates.writing import (
    SECRET,
    World,
    expand,
    expand_wire,
    nested,
    only,
    refused,
    resource,
    template,
)


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
