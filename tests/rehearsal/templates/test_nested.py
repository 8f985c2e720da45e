"""Nested and linked deployments, at every scope."""

from typing import Any

import pytest
from tests.rehearsal.templates.writing import (
    AT_SUBSCRIPTION,
    GROUP,
    INSIDE,
    SCOPE,
    SUBSCRIPTION,
    World,
    expand,
    expand_wire,
    names,
    nested,
    only,
    refused,
    resource,
    template,
    waits,
)

from azlift.rehearsal.templates import Scope, expand_template


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


def test_what_the_parent_leaves_alone_is_evaluated_by_the_nested_template() -> None:
    """Azure/bicep decompiles such a template so."""
    inside = template(
        resource("[[variables('own')]", tags={"[[variables('own')]": "[variables('own')]", "b": "[[[x]"}),
        variables={"own": "[concat('nested ', variables('own'))]"},
    )
    whole = template(nested("n", inside, "outer"), variables={"own": "parent"})
    properties = only(expand(whole)).body(World())["properties"]
    inner = only(expand_wire(properties["template"], {}))
    assert (inner.name, inner.body(World())) == ("nested parent", {"tags": {"nested parent": "parent", "b": "[x]"}})


def test_a_loop_of_a_template_that_is_evaluated_outside_has_no_index_outside() -> None:
    """Microsoft's answer in MicrosoftDocs/azure-docs issue 30422, and the words of a report of the same."""
    inside = template({**resource("[concat('d', copyIndex())]"), "copy": {"name": "loop", "count": 2}})
    error = refused(lambda: expand(template(nested("n", inside, "outer"))))
    assert error.message.endswith(
        "deployments/n'. 'The template function 'copyIndex' is not expected at this location. The function can only be "
        "used in a resource with copy specified. Please see https://aka.ms/arm-copy for usage details.'"
    )


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
        (
            resource("n", "Microsoft.Resources/deployments", properties={"mode": "Incremental", "templateLink": {}}),
            SCOPE,
            "InvalidTemplate",
            "must have either a 'uri' or a 'relativePath'",
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
            nested("n", template(), scope="Microsoft.Compute/disks/d"),
            SCOPE,
            "InvalidTemplate",
            "The scope 'Microsoft.Compute/disks/d' is not valid for a deployment",
        ),
    ],
)
def test_a_nested_deployment_azure_would_refuse_is_refused(
    raw: dict[str, Any], scope: Scope, code: str, reason: str
) -> None:
    error = refused(lambda: expand(template(raw), scope))
    assert (error.code, reason in error.message) == (code, True), error.message


def linked(link: Any, **members: Any) -> dict[str, Any]:
    properties = {"mode": "incremental", "templateLink": link, **members}
    return resource("n", "Microsoft.Resources/deployments", properties=properties)


def test_a_linked_template_is_named_and_its_parameters_are_the_parents_to_evaluate() -> None:
    link = {"uri": "[uri(deployment().properties.templateLink.uri, 'nested/disk.json')]", "contentVersion": "1.0.0.0"}
    whole = template(linked(link, parameters={"name": {"value": "[resourceGroup().name]"}}))
    own = {"templateLink": {"uri": "https://example.com/vm/azuredeploy.json"}, "mode": "Incremental"}
    expansion = expand_template(
        whole, {}, SCOPE, utc_now="2026-03-04T05:06:07Z", new_guid=lambda: "guid", deployed_as=own
    )
    assert only(expansion).body(World())["properties"] == {
        "mode": "Incremental",
        "templateLink": {"uri": "https://example.com/vm/nested/disk.json", "contentVersion": "1.0.0.0"},
        "parameters": {"name": {"value": "rg1"}},
    }


def test_a_template_that_is_not_linked_has_no_link_to_ask_for() -> None:
    link = {"uri": "[uri(deployment().properties.templateLink.uri, 'nested/disk.json')]"}
    error = refused(lambda: expand(template(linked(link))))
    assert "property 'templateLink' doesn't exist, available properties are 'template" in error.message


@pytest.mark.parametrize(
    ("raw", "code", "reason"),
    [
        (linked({"uri": "u", "relativePath": "p"}), "InvalidTemplate", "either a 'uri' or a 'relativePath'"),
        (linked({"id": "/…/templateSpecs/t"}), "NotModelledInRehearsal", "template specs"),
        (linked({"url": "u"}), "InvalidRequestContent", "Could not find member 'url' on object of type 'TemplateLink'"),
        (
            linked({"uri": "u"}, template=template()),
            "InvalidTemplate",
            "both 'template' and 'templateLink'",
        ),
        (
            linked({"uri": "u"}, parameters={}, parametersLink={"uri": "u"}),
            "InvalidTemplate",
            "cannot have both 'parameters' and 'parametersLink'",
        ),
        (linked({"uri": "u"}, parametersLink={}, mode="Whole"), "InvalidTemplate", "'Incremental' or 'Complete'"),
    ],
)
def test_a_link_that_is_not_well_formed_is_refused(raw: dict[str, Any], code: str, reason: str) -> None:
    error = refused(lambda: expand(template(raw)))
    assert (error.code, reason in error.message) == (code, True), error.message


def test_a_template_evaluated_outside_may_be_given_parameters_it_declares() -> None:
    inside = template(resource("[resourceGroup().name]"), parameters={"a": {"type": "int"}})
    body = only(expand(template(nested("n", inside, "outer", parameters={"a": {"value": 1}})))).body(World())
    again = expand_wire(body["properties"]["template"], body["properties"]["parameters"])
    assert (names(again), again.parameters) == (["rg1"], {"a": 1})


def test_the_configuration_of_extensions_is_not_the_parents_to_evaluate() -> None:
    raw = nested("n", template())
    raw["properties"]["extensionConfigs"] = {"k8s": "[extensions('k8s').config]"}
    assert "extensionConfigs" not in only(expand(template(raw))).body(World())["properties"]
