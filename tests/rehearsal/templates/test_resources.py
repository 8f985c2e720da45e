"""Resources: ids, children, conditions, bodies, and what Azure refuses."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.rehearsal.templates.writing import (
    GROUP,
    World,
    expand,
    names,
    only,
    refused,
    resource,
    template,
    waits,
)


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
    assert {planned.put_type for planned in expansion.resources[1:]} == {"Microsoft.Authorization/locks"}


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
        ("name", "[add(1, 2)]", "InvalidTemplate", "must be a string, not of type 'Integer'"),
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
        ("asserts", {"a": "[equals(1, 2)]"}, "InvalidTemplate", "The template assertion 'a' does not hold"),
        ("asserts", {"a": "[less(1)]"}, "InvalidTemplate", "The template assertion 'a' is not valid"),
        ("location", "[reference('x').location]", "InvalidTemplate", "The template reference 'x' is not valid"),
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
    assert (error.path, error.additional_info[0]["info"]["path"]) == ("properties.template.resources[0]", "")


def test_two_resources_of_one_id_are_refused_whatever_their_case_when_both_are_put() -> None:
    error = refused(lambda: expand(template(resource("d"), resource("D"))))
    assert "The resource 'Microsoft.Compute/disks/D' is defined multiple times in a template" in error.message
    for one, other in ((False, True), (True, False), (False, False)):
        both = template(resource("d", condition=one), resource("D", condition=other), resource("e", dependsOn=["d"]))
        assert [name.lower() for name in names(expand(both))] == ["d"] * (one or other) + ["e"]


@pytest.mark.parametrize(
    ("members", "code", "reason"),
    [
        ({"$schema": None}, "InvalidRequestContent", "Required property '$schema' not found"),
        ({"contentVersion": None}, "InvalidRequestContent", "Required property 'contentVersion' not found"),
        ({"resources": None}, "InvalidRequestContent", "Required property 'resources' not found"),
        ({"resource": []}, "InvalidRequestContent", "Could not find member 'resource' on object of type 'Template'"),
        ({"resources": {}}, "InvalidRequestContent", "must be an array"),
        ({"languageVersion": "2.0"}, "InvalidRequestContent", "must be an object"),
        ({"languageVersion": "3.0"}, "InvalidTemplate", "The template language version '3.0' is not supported"),
        ({"$schema": "https://example.com/t.json"}, "InvalidTemplate", "is not supported. Supported versions are"),
        ({"asserts": {"a": "[bool('no')]"}}, "InvalidTemplate", "The template assertion 'a' is not valid"),
        ({"imports": {"k8s": {}}}, "InvalidTemplate", "The extension 'k8s' must have a name"),
        ({"parameters": []}, "InvalidRequestContent", "must be an object"),
    ],
)
def test_a_template_whose_top_level_is_not_azures_is_refused(members: dict[str, Any], code: str, reason: str) -> None:
    whole = {**template(), **members}
    error = refused(lambda: expand({name: item for name, item in whole.items() if item is not None}))
    assert (error.code, reason in error.message) == (code, True), error.message


def test_the_schema_of_a_parameters_file_is_taken_for_a_templates() -> None:
    schema = "https://schema.management.azure.com/schemas/2015-01-01/deploymentParameters.json#"
    assert names(expand({**template(resource("d")), "$schema": schema})) == ["d"]


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


def test_members_are_known_in_any_case() -> None:
    raw = {"Type": "A.B/c", "APIVERSION": "2020-01-01", "Name": "d", "dependson": [], "Properties": {"Keep": 1}}
    raw["COPY"] = {"NAME": "loop", "Count": 1}
    whole = {**template(), "Resources": [raw]}
    del whole["resources"]
    planned = only(expand(whole))
    assert (planned.type, planned.body(World())) == ("A.B/c", {"properties": {"Keep": 1}})


def test_nothing_of_a_resource_that_is_left_out_has_to_be_valid() -> None:
    odd = [
        resource("[first(createArray())]"),
        resource("a/b/c"),
        resource("d", scope="[variables('none')]"),
        resource("d", dependsOn=["nobody"]),
        {"condition": False, "type": "A.B/c"},
        resource("p", resources=[resource("[variables('none')]", "q")]),
    ]
    assert names(expand(template(*({**raw, "condition": "[equals(1, 2)]"} for raw in odd)))) == []


def test_members_that_come_to_null_are_not_sent() -> None:
    """Bicep writes `"tags": "[parameters('tags')]"` of a parameter that may be null."""
    whole = template(
        resource("d", tags="[parameters('tags')]", sku=None, properties={"kept": None}),
        parameters={"tags": {"type": "object", "nullable": True}},
    )
    assert only(expand(whole)).body(World()) == {"properties": {"kept": None}}


def test_a_child_may_be_written_with_its_whole_type_and_name() -> None:
    child = resource("v/s", "Microsoft.Network/virtualNetworks/subnets", dependsOn=["v"])
    expansion = expand(template(resource("v", "Microsoft.Network/virtualNetworks", resources=[child])))
    assert names(expansion) == ["v", "v/s"]


def test_a_location_may_be_asked_of_the_running_world() -> None:
    planned = only(expand(template(resource("d", location="[reference('/x/y', '2020-01-01', 'Full').id]"))))
    assert planned.body(World())["location"] == "/x/y"


def test_a_version_that_is_left_to_a_profile_is_not_modelled() -> None:
    raw = resource("d")
    del raw["apiVersion"]
    assert refused(lambda: expand(template(raw, apiProfile="2018-03-01-hybrid"))).code == "NotModelledInRehearsal"
    assert names(expand(template(resource("d"), apiProfile="2018-03-01-hybrid"))) == ["d"]


def test_a_name_that_comes_to_nothing_is_refused() -> None:
    error = refused(lambda: expand(template(resource("[concat('', '')]"))))
    assert "is not valid. The name property cannot be null or empty" in error.message
