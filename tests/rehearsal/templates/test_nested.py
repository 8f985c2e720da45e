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

from azlift.rehearsal.templates import Scope


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
