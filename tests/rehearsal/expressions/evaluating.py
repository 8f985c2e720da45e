"""One expression in a template of its own: its value, or Azure's refusal of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from azlift.rehearsal.expressions import Scope
from azlift.rehearsal.templates import TemplateError, expand_template

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
NOW = "2019-03-05T17:53:18Z"
FRESH_GUID = "b76a51fc-bd72-4a77-b9a2-3c29e7d2e551"
_TYPES = {str: "string", int: "int", bool: "bool", list: "array", dict: "object", type(None): "object"}


class ThreeZones:
    """A cloud whose virtual machines have three zones in West US 2 and in no other region."""

    def zones(self, resource_type: str, location: str) -> Sequence[str]:
        zonal = resource_type == "Microsoft.Compute/virtualMachines" and location.replace(" ", "").lower() == "westus2"
        return ("1", "2", "3") if zonal else ()

    def physical_zones(self, subscription_id: str, location: str) -> Mapping[str, str]:
        return {"1": f"{location}-az2", "2": f"{location}-az3", "3": f"{location}-az1"}

    def provider(self, namespace: str) -> Mapping[str, Any] | None:
        kind = {
            "resourceType": "sites",
            "locations": ["West US"],
            "apiVersions": ["2024-04-01"],
            "capabilities": "None",
        }
        return {"namespace": namespace, "resourceTypes": [kind]} if namespace.lower() == "microsoft.web" else None

    def role_definition(self, name: str) -> str | None:
        return {"reader": "acdd72a7-3385-48ef-bd42-f606fba81ae7"}.get(name.lower())


SCOPE = Scope(
    tenant_id="11111111-1111-1111-1111-111111111111",
    subscription_id=SUBSCRIPTION,
    resource_group="myRg",
    location="westeurope",
    resource_group_tags={"owner": "ops"},
    deployment_name="d1",
    cloud={
        "name": "AzureCloud",
        "resourceManager": "https://management.azure.com/",
        "suffixes": {"storage": "core.windows.net"},
    },
    platform=ThreeZones(),
    external_inputs={"region": "westeurope"},
    extension_configs={"k8s": {"namespace": {"value": "default"}}},
)


class NoWorld:
    """A world nothing may be asked of."""

    def reference(self, resource_id: str, api_version: str | None, full: bool) -> Any:
        raise AssertionError("asked the world")

    def list_action(self, action: str, resource_id: str, api_version: str, body: Any) -> Any:
        raise AssertionError("asked the world")


def evaluate(
    expression: Any,
    given: Mapping[str, Any] | None = None,
    variables: Mapping[str, Any] | None = None,
    **scope: Any,
) -> Any:
    """The value of `expression`, written without its brackets, where the parameters `given` have these defaults."""
    value = f"[{expression}]" if isinstance(expression, str) else expression
    template = {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": {
            name: {"type": _TYPES[type(default)], "defaultValue": default, "nullable": default is None}
            for name, default in (given or {}).items()
        },
        "variables": dict(variables or {}),
        "resources": [],
        "outputs": {"it": {"type": "array", "value": [value]}},
    }
    expansion = expand_template(template, {}, replace(SCOPE, **scope), utc_now=NOW, new_guid=lambda: FRESH_GUID)
    return expansion.outputs(NoWorld())["it"]["value"][0]


def refusal(expression: str, given: Mapping[str, Any] | None = None, **scope: Any) -> str:
    """The message of Azure's refusal of `expression`."""
    with pytest.raises(TemplateError) as caught:
        evaluate(expression, given, **scope)
    error = caught.value
    if error.code == "DeploymentOutputEvaluationFailed":
        return str(error.details[0]["message"])
    assert error.code == "InvalidTemplate"
    return error.message
