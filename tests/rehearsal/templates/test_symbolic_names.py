"""Templates of language version 2: symbolic names, existing resources, extensions, options, assertions."""

from typing import Any

import pytest
from tests.rehearsal.templates.writing import (
    GROUP,
    SUBSCRIPTION,
    World,
    expand,
    names,
    only,
    refused,
    resource,
    symbolic,
    waits,
)


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
    assert waits(expansion)["m"] == ["d0", "d1"]
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


@pytest.mark.parametrize(
    "version", ["1.9-experimental", "1.10-experimental", "2.0", "2.1-experimental", "2.2-experimental"]
)
def test_every_version_bicep_writes_names_its_resources(version: str) -> None:
    whole = {**symbolic(a=resource("d"), b=resource("e", dependsOn=["a"])), "languageVersion": version}
    assert waits(expand(whole)) == {"d": [], "e": ["d"]}


EXTENDED = {
    "az": {"name": "AzureResourceManager", "version": "0.2.923"},
    "k8s": {"name": "Kubernetes", "version": "1.0.0", "config": {"kubeConfig": {"defaultValue": "c"}}},
}


@pytest.mark.parametrize(
    "declared", [{"extensions": EXTENDED}, {"imports": {"az": {"provider": "AzureResourceManager"}}}]
)
def test_resources_of_azures_own_extension_are_as_any(declared: dict[str, Any]) -> None:
    member = "extension" if "extensions" in declared else "import"
    whole = {**symbolic(a={**resource("d"), member: "az"}), "languageVersion": "2.2-experimental", **declared}
    assert only(expand(whole)).body(World()) == {}


def test_resources_of_other_extensions_are_refused_by_name_when_they_are_put() -> None:
    pod = {"extension": "k8s", "type": "core/Service@v1", "properties": {"metadata": {"name": "web"}}}
    whole = {**symbolic(pod=pod), "languageVersion": "2.2-experimental", "extensions": EXTENDED}
    error = refused(lambda: expand(whole))
    assert error.code == "NotModelledInRehearsal"
    assert "resources of the extension 'Kubernetes' ('core/Service@v1')" in error.message
    assert expand({**whole, "resources": {"pod": {**pod, "condition": False}}}).resources == ()
    error = refused(lambda: expand({**whole, "extensions": {}}))
    assert "The extension 'k8s' is not declared in the template" in error.message


def test_options_of_a_resource_are_handed_on() -> None:
    options = {"onlyIfNotExists": True, "retryOn": {"exceptionCodes": ["ResourceNotFound"], "retryCount": 3}}
    planned = only(expand(symbolic(a={**resource("d"), "@options": options})))
    assert (planned.options, planned.body(World())) == (options, {})


@pytest.mark.parametrize(
    ("option", "code", "reason"),
    [
        ("waitUntil", "NotModelledInRehearsal", "the option 'waitUntil' of a resource"),
        ("whenever", "InvalidRequestContent", "Could not find member 'whenever' on object of type 'ResourceOptions'"),
    ],
)
def test_an_option_that_cannot_be_honoured_is_refused(option: str, code: str, reason: str) -> None:
    error = refused(lambda: expand(symbolic(a={**resource("d"), "@options": {option: True}})))
    assert (error.code, reason in error.message) == (code, True), error.message


def test_assertions_that_hold_say_nothing() -> None:
    whole = {**symbolic(a={**resource("d"), "asserts": {"own": "[equals(1, 1)]"}}), "asserts": {"all": True}}
    assert names(expand(whole)) == ["d"]


def test_two_existing_resources_of_one_id_are_refused_when_both_are_read() -> None:
    """Azure/bicep issue 16801."""
    one = {**resource("d"), "existing": True}
    read = {name: {"type": "string", "value": f"[reference('{name}').id]"} for name in ("a", "b")}
    whole = symbolic(a=one, b=one)
    assert names(expand(whole)) == ["d", "d"]
    assert names(expand({**whole, "outputs": {"a": read["a"]}})) == ["d", "d"]
    error = refused(lambda: expand({**whole, "outputs": read}))
    assert "The resource 'Microsoft.Compute/disks/d' is defined multiple times in a template" in error.message


def test_an_existing_resource_whose_condition_does_not_hold_needs_no_name() -> None:
    """Azure/bicep issue 13937."""
    gone = {**resource(""), "existing": True, "condition": "[equals(1, 2)]"}
    choice = "[if(equals(1, 2), reference('gone').id, 'none')]"
    whole = symbolic(gone=gone, d=resource("d", properties={"a": choice}, dependsOn=["gone"]))
    assert only(expand(whole)).body(World()) == {"properties": {"a": "none"}}


def test_a_reference_to_a_symbol_whose_resource_is_left_out_asks_for_what_stands_there() -> None:
    whole = symbolic(a={**resource("d"), "condition": False}, b=resource("e", properties={"a": "[reference('a').id]"}))
    assert only(expand(whole)).body(World())["properties"] == {"a": f"{GROUP}/providers/Microsoft.Compute/disks/d"}
