"""Deployments over HTTP."""

import json

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    landing,
    template,
)

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"


def test_azure_clis_unquoted_keys_and_comments_are_read_on_deployment_routes_only(desk: Desk) -> None:
    text = json.dumps(template([]))
    body = f'{{"properties": {{"mode": "Incremental", template: {text[:-1]} /* end */ }} // mine\n}}}}'.encode()
    assert desk.ask("PUT", f"{BASE}/d1", body).status == 201
    assert desk.ask("PUT", "~/resourceGroups/x", b"{location: 'westeurope'}").refusal == (400, "InvalidRequestContent")


def test_head_delete_list_and_export_of_deployments(desk: Desk) -> None:
    desk.deploy(deployment(template([])), "a")
    desk.deploy(deployment(landing()), "b")
    assert [each["name"] for each in desk.ask("GET", BASE).json()["value"]] == ["a", "b"]
    assert desk.ask("GET", f"{BASE}?$filter=provisioningState eq 'Failed'").json()["value"] == []
    assert desk.ask("POST", f"{BASE}/b/exportTemplate").json() == {"template": landing()}
    assert [desk.ask("HEAD", f"{BASE}/{name}").status for name in ("a", "none")] == [204, 404]
    reply = desk.ask("DELETE", f"{BASE}/a")
    assert reply.status == 202
    assert desk.follow(reply, "location").status == 202
    desk.wait()
    assert desk.follow(reply, "location").status == 204
    assert desk.ask("HEAD", f"{BASE}/a").status == 404


def test_validate_lists_what_it_validated(desk: Desk) -> None:
    answer = desk.ask("POST", f"{BASE}/v/validate", deployment(landing())).json()
    assert len(answer["properties"]["validatedResources"]) == 5
    assert desk.ask("GET", f"{BASE}/v").status == 404
