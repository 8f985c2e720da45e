"""What a deployment request may say."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    SUBSCRIPTION_SCHEMA,
    deployment,
    template,
)

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.deployments.asking import DEPLOYMENT_PROPERTIES, Asked, Place, expand, read_asked

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "InvalidRequestContent"),
        ({"properties": {"template": template([])}}, "InvalidRequestContent"),
        ({"properties": {"mode": "Sometimes", "template": template([])}}, "InvalidRequestContent"),
        ({**deployment(template([])), "location": "westeurope"}, "InvalidDeployment"),
        ({**deployment(template([])), "unknown": 1}, "InvalidRequestContent"),
        (deployment(template([]), templateLink={"uri": "https://x"}), "InvalidRequestContent"),
        ({"properties": {"mode": "Incremental"}}, "InvalidRequestContent"),
        (deployment(template([]), parameters={"x": {"value": 1}}), "InvalidTemplate"),
        (deployment({"resources": []}), "InvalidRequestContent"),
        (
            deployment(template([{"type": "Web/sites", "apiVersion": "2024-01-01", "name": "w"}])),
            "InvalidTemplateDeployment",
        ),
    ],
)
def test_requests_azure_would_refuse_are_refused(desk: Desk, body: Any, code: str) -> None:
    assert desk.ask("PUT", f"{BASE}/d1", body).refusal == (400, code)


def test_deployment_names_and_scopes_are_judged(desk: Desk) -> None:
    assert desk.ask("PUT", f"{BASE}/{'x' * 65}", deployment(template([]))).refusal == (400, "InvalidDeploymentName")
    assert desk.ask("PUT", BASE.replace("rg1", "no") + "/d", deployment(template([]))).refusal == (
        404,
        "ResourceGroupNotFound",
    )
    top = "~/providers/Microsoft.Resources/deployments/d"
    assert desk.ask("PUT", top, deployment(template([]))).refusal == (400, "InvalidDeployment")
    complete = {"location": "westeurope", **deployment(template([], SUBSCRIPTION_SCHEMA), mode="Complete")}
    assert desk.ask("PUT", top, complete).refusal == (400, "DeploymentModeNotSupported")
    good = {"location": "westeurope", **deployment(template([], SUBSCRIPTION_SCHEMA))}
    assert desk.ask("PUT", top, good).status == 201
    desk.wait()
    assert desk.ask("PUT", top, {**good, "location": "northeurope"}).refusal == (409, "InvalidDeploymentLocation")
    assert desk.ask("GET", f"{BASE}/none").refusal == (404, "DeploymentNotFound")


def asked(desk: Desk, body: Any, name: str = "d", group: str | None = "RG1") -> Asked:
    scope = f"{desk.subscription}/resourceGroups/{group}" if group else desk.subscription
    return read_asked(desk.world, scope, name, body, DEPLOYMENT_PROPERTIES)


def test_a_request_is_cleaned_and_placed_in_its_group(desk: Desk) -> None:
    found = asked(desk, {"Properties": {"MODE": "incremental", "template": {"Keep": 1}}, "tags": {"a": "b"}, "id": "x"})
    assert (found.mode, found.template, found.parameters, found.tags) == ("Incremental", {"Keep": 1}, {}, {"a": "b"})
    assert (found.place.group, found.place.location) == ("rg1", "westeurope")
    assert found.id == f"{desk.subscription}/resourceGroups/rg1/providers/Microsoft.Resources/deployments/d"


def test_at_the_subscription_the_location_is_asked_for_and_read_by_either_name(desk: Desk) -> None:
    body = deployment(template([]))
    with pytest.raises(AzureError, match="The 'location' property must be specified for 'd'"):
        asked(desk, body, group=None)
    found = asked(desk, {**body, "location": "North Europe"}, group=None)
    assert (found.place.group, found.place.location) == (None, "northeurope")
    assert found.id == f"{desk.subscription}/providers/Microsoft.Resources/deployments/d"


@pytest.mark.parametrize("name", ["d", "x" * 64, "a_(b)-c.d", "größe"])
def test_names_azure_takes(desk: Desk, name: str) -> None:
    assert asked(desk, deployment(template([])), name).name == name


@pytest.mark.parametrize("name", ["", "x" * 65, "a b", "a/b", "d\n", "a'b"])
def test_names_azure_refuses(desk: Desk, name: str) -> None:
    with pytest.raises(AzureError) as caught:
        asked(desk, deployment(template([])), name)
    assert caught.value.code == "InvalidDeploymentName"


def test_the_hash_is_of_the_template_whatever_the_order_of_its_members() -> None:
    def hash_of(body: Any) -> str:
        return Asked("d", Place("/subscriptions/s/resourceGroups/g", "l", {}), "Incremental", body, {}, {}).hash

    assert hash_of({"a": 1, "b": {"c": 2, "d": 3}}) == hash_of({"b": {"d": 3, "c": 2}, "a": 1})
    assert hash_of({"a": 1}) != hash_of({"a": 2})
    assert hash_of({}).isdigit()
    assert hash_of({"metadata": {"_generator": {"name": "bicep", "templateHash": "12816077986983350468"}}}) == (
        "12816077986983350468"
    )
    assert hash_of({"metadata": {"_generator": "x"}}).isdigit()


def test_the_same_seed_expands_to_the_same_guids_and_another_to_others(desk: Desk) -> None:
    body = template([], parameters={name: {"type": "string", "defaultValue": "[newGuid()]"} for name in "ab"})
    request = asked(desk, deployment(body))

    def guids(seed: str) -> Any:
        return expand(desk.world, request, "2026-01-01T00:00:00Z", seed).parameters

    one, other = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"
    assert guids(one) == guids(one) != guids(other)
    assert guids(one)["a"] != guids(one)["b"]
