"""Deployments over HTTP."""

import json

import pytest
from tests.rehearsal.conftest import Desk, Raw
from tests.rehearsal.landing_template import (
    deployment,
    landing,
    template,
)

ROOT = "/providers/Microsoft.Management/managementGroups/TENANT"
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


def test_a_deployments_own_tags_are_kept_and_answered_until_it_is_put_again(desk: Desk) -> None:
    tags = {"azlift-event": "7-0123456789abcdef", "Owner": "ann"}
    put = desk.ask("PUT", f"{BASE}/d", {**deployment(template([])), "tags": tags})
    desk.wait()
    (listed,) = desk.ask("GET", BASE).json()["value"]
    for body in (put.json(), listed, desk.ask("GET", f"{BASE}/d").json()):
        assert body["tags"] == tags
        assert "tags" not in body["properties"]
    desk.deploy(deployment(template([])), "d")
    assert "tags" not in desk.ask("GET", f"{BASE}/d").json()


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ({f"t{number}": "" for number in range(51)}, "InvalidTags"),
        ({"a": "x" * 257}, "TagValueTooLong"),
        ({"x" * 513: ""}, "TagNameTooLong"),
        ({"a/b": ""}, "InvalidTagNameCharacters"),
        (["a"], "InvalidRequestContent"),
    ],
)
def test_a_deployments_tags_have_the_limits_of_any_tags(desk: Desk, tags: object, code: str) -> None:
    reply = desk.ask("PUT", f"{BASE}/d", {**deployment(template([])), "tags": tags})
    assert reply.refusal == (400, code)


def test_validate_lists_what_it_validated(desk: Desk) -> None:
    answer = desk.ask("POST", f"{BASE}/v/validate", deployment(landing())).json()
    properties = answer["properties"]
    assert len(properties["validatedResources"]) == 5
    assert {each["namespace"] for each in properties["providers"]} == {"Microsoft.Compute", "Microsoft.Network"}
    assert [each["resourceName"] for each in properties["dependencies"]] == ["nic1", "vm1"]
    assert desk.ask("GET", f"{BASE}/v").status == 404


@pytest.mark.parametrize(
    ("place", "schema", "shown"),
    [
        ("", "tenantDeploymentTemplate", ""),
        (ROOT, "managementGroupDeploymentTemplate", ROOT),
        ("~", "subscriptionDeploymentTemplate", "~"),
    ],
)
def test_deployments_live_in_every_scope(desk: Desk, place: str, schema: str, shown: str) -> None:
    scope = place.replace("TENANT", desk.world.account.tenant_id)
    path = f"{scope}/providers/Microsoft.Resources/deployments/d"
    body = {
        "location": "westeurope",
        **deployment(template([], f"https://schema.management.azure.com/schemas/2019-08-01/{schema}.json#")),
    }
    reply = desk.ask("PUT", path, body)
    assert reply.status == 201, reply.body
    assert reply.json()["id"].replace(
        desk.subscription, "~"
    ) == f"{shown}/providers/Microsoft.Resources/deployments/d".replace("TENANT", desk.world.account.tenant_id)
    desk.wait()
    assert desk.follow(reply, "azure-asyncoperation").json() == {"status": "Succeeded"}
    assert [each["name"] for each in desk.ask("GET", path.removesuffix("/d")).json()["value"]] == ["d"]
    assert desk.ask("GET", f"{path}/operations").status == 200
    assert desk.ask("POST", f"{path}/exportTemplate").status == 200
    assert desk.ask("POST", f"{path}/validate", body).status == 200
    assert desk.ask("POST", f"{path}/whatIf", body).status == 202
    assert desk.ask("DELETE", path).status == 202


@pytest.mark.parametrize("body", [b'{"a": ' + b"1" * 5000 + b"}", b"{a: 1", b"\xff", b"[]", b""])
def test_a_body_that_can_not_be_read_is_refused_by_every_door(desk: Desk, body: bytes) -> None:
    assert desk.ask("PUT", f"{BASE}/d", body).refusal == (400, "InvalidRequestContent")
    for action in ("validate", "whatIf"):
        assert desk.ask("POST", f"{BASE}/d/{action}", body).refusal == (400, "InvalidRequestContent")


def test_a_deployment_in_a_group_with_letters_of_any_language_is_followed(raw: Raw) -> None:
    assert raw.ask("PUT", "~/resourceGroups/группа-ü", {"location": "westeurope"}).status_code in (200, 201)
    base = BASE.replace("rg1", "группа-ü")
    reply = raw.ask("PUT", f"{base}/größe-(ж)", deployment(template([])))
    assert reply.status_code in (200, 201)
    url = reply.headers["azure-asyncoperation"]
    assert url.isascii()
    assert raw.client.get(url, headers=raw.headers).json()["status"] in ("Accepted", "Running", "Succeeded")


def test_the_status_of_another_run_is_not_found(desk: Desk) -> None:
    first = desk.ask("PUT", f"{BASE}/d", deployment(template([])))
    desk.wait()
    desk.ask("PUT", f"{BASE}/d", deployment(template([])))
    assert desk.follow(first, "azure-asyncoperation").refusal == (404, "DeploymentNotFound")


def test_a_running_deployment_says_when_its_longest_step_ends(desk: Desk) -> None:
    reply = desk.ask("PUT", f"{BASE}/d", deployment(landing()))
    assert reply.headers["retry-after-ms"] == "1000"
    desk.wait(1)
    running = desk.follow(reply, "azure-asyncoperation")
    assert (running.json(), running.headers["retry-after"]) == ({"status": "Running"}, "7")  # a network, and 1
    desk.wait()
    assert not {"retry-after", "retry-after-ms"} & desk.follow(reply, "azure-asyncoperation").headers.keys()


def test_deployments_of_another_scope_are_not_listed(desk: Desk) -> None:
    desk.deploy(deployment(template([])), "inside")
    assert desk.ask("GET", "~/providers/Microsoft.Resources/deployments").json()["value"] == []
    desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"})
    assert desk.ask("GET", BASE.replace("rg1", "rg2")).json()["value"] == []


@pytest.mark.parametrize("action", ["cancel", "exportTemplate"])
def test_actions_on_a_deployment_that_is_not_there_are_refused(desk: Desk, action: str) -> None:
    assert desk.ask("POST", f"{BASE}/none/{action}").refusal == (404, "DeploymentNotFound")
    assert desk.ask("POST", f"{BASE}/none/redeploy").refusal == (400, "NotModelledInRehearsal")
