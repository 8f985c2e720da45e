"""What a deployment request may say."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    SUBSCRIPTION_SCHEMA,
    deployment,
    template,
)

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "InvalidRequestContent"),
        ({"properties": {"template": template([])}}, "InvalidRequestContent"),
        ({"properties": {"mode": "Sometimes", "template": template([])}}, "InvalidRequestContent"),
        ({**deployment(template([])), "location": "westeurope"}, "InvalidDeployment"),
        ({**deployment(template([])), "unknown": 1}, "InvalidRequestContent"),
        (deployment(template([]), templateLink={"uri": "https://x"}), "NotModelledInRehearsal"),
        (deployment(template([]), parameters={"x": {"value": 1}}), "InvalidTemplate"),
        (deployment({"resources": []}), "InvalidRequestContent"),
        (
            deployment(template([{"type": "Microsoft.Web/sites", "apiVersion": "2024-01-01", "name": "w"}])),
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
