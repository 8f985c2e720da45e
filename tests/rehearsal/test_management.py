"""Management groups: the tree, what is in it, and what follows from where something is."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.people import GROUP, OWNER, READER, guest, newcomer

GROUPS = "/providers/Microsoft.Management/managementGroups"


def make(desk: Desk, name: str, parent: str | None = None, display: str | None = None) -> Any:
    properties: dict[str, Any] = {"displayName": display} if display else {}
    if parent is not None:
        properties["details"] = {"parent": {"id": f"{GROUPS}/{parent}"}}
    reply = desk.ask("PUT", f"{GROUPS}/{name}", {"name": name, "properties": properties})
    assert reply.status == 200, reply.body
    return reply.json()


def test_the_root_is_named_after_the_tenant(desk: Desk) -> None:
    tenant = desk.world.account.tenant_id
    root = desk.ask("GET", f"{GROUPS}/{tenant}").json()
    assert root["properties"]["displayName"] == "Tenant Root Group"
    assert "parent" not in root["properties"]["details"]
    assert [each["name"] for each in desk.ask("GET", GROUPS).json()["value"]] == [tenant]


def test_a_group_is_under_the_root_or_where_it_is_put(desk: Desk) -> None:
    tenant = desk.world.account.tenant_id
    outer = make(desk, "outer", display="The outer")
    assert outer["properties"]["details"]["parent"]["name"] == tenant
    inner = make(desk, "inner", "outer")
    assert inner["properties"]["displayName"] == "inner"
    assert inner["properties"]["details"]["parent"] == {
        "id": f"{GROUPS}/outer",
        "name": "outer",
        "displayName": "The outer",
    }
    make(desk, "outer", display="Renamed")
    assert desk.ask("GET", f"{GROUPS}/inner").json()["properties"]["details"]["parent"]["displayName"] == "Renamed"


def test_a_patch_renames_and_moves(desk: Desk) -> None:
    for name in ("a", "b"):
        make(desk, name)
    body = {"displayName": "B", "parentGroupId": f"{GROUPS}/a"}
    moved = desk.ask("PATCH", f"{GROUPS}/b", body).json()["properties"]
    assert (moved["displayName"], moved["details"]["parent"]["name"]) == ("B", "a")
    assert moved["details"]["version"] == 2
    assert desk.ask("PATCH", f"{GROUPS}/a", {"parentGroupId": f"{GROUPS}/b"}).refusal == (400, "BadRequest")
    assert desk.ask("PATCH", f"{GROUPS}/none", {}).status == 404


def test_children_are_shown_when_asked_for_and_all_below_too(desk: Desk) -> None:
    make(desk, "outer")
    make(desk, "inner", "outer")
    assert desk.ask("PUT", f"{GROUPS}/inner{desk.subscription}").status == 200
    plain = desk.ask("GET", f"{GROUPS}/outer?$expand=children").json()["properties"]["children"]
    assert plain == [
        {
            "id": f"{GROUPS}/inner",
            "type": "Microsoft.Management/managementGroups",
            "name": "inner",
            "displayName": "inner",
        }
    ]
    whole = desk.ask("GET", f"{GROUPS}/outer?$expand=children&$recurse=true").json()["properties"]["children"]
    assert whole[0]["children"][0]["id"] == desk.subscription
    below = desk.ask("GET", f"{GROUPS}/outer/descendants").json()["value"]
    assert [(each["name"], each["properties"]["parent"]["id"]) for each in below] == [
        ("inner", f"{GROUPS}/outer"),
        (desk.world.account.subscription_id, f"{GROUPS}/inner"),
    ]
    assert desk.ask("GET", f"{GROUPS}/outer?$expand=rights").refusal == (400, "InvalidParameter")


def test_a_subscription_is_in_one_group_at_a_time(desk: Desk) -> None:
    root = f"{GROUPS}/{desk.world.account.tenant_id}{desk.subscription}"
    assert desk.ask("GET", root).json()["properties"]["state"] == "Active"
    for name in ("a", "b"):
        make(desk, name)
        moved = desk.ask("PUT", f"{GROUPS}/{name}{desk.subscription}")
        assert moved.json()["properties"]["parent"] == {"id": f"{GROUPS}/{name}"}
    assert desk.ask("GET", root).status == 404
    assert desk.ask("GET", f"{GROUPS}/a{desk.subscription}").status == 404
    assert desk.ask("GET", f"{GROUPS}/b{desk.subscription}").status == 200
    assert desk.ask("DELETE", f"{GROUPS}/b{desk.subscription}").status == 200
    assert desk.ask("GET", root).status == 200
    assert desk.ask("PUT", f"{GROUPS}/a/subscriptions/none").status in (400, 404)


def test_a_group_that_holds_something_stays(desk: Desk) -> None:
    make(desk, "outer")
    make(desk, "inner", "outer")
    assert desk.ask("DELETE", f"{GROUPS}/outer").refusal == (400, "BadRequest")
    gone = desk.ask("DELETE", f"{GROUPS}/inner")
    assert gone.status == 202
    desk.wait()
    assert desk.follow(gone, "location").status == 200
    assert desk.ask("GET", f"{GROUPS}/inner").status == 404
    assert desk.ask("DELETE", f"{GROUPS}/{desk.world.account.tenant_id}").refusal == (400, "BadRequest")


def test_the_tree_is_six_levels_deep(desk: Desk) -> None:
    parent = None
    for level in range(6):
        make(desk, f"l{level}", parent)
        parent = f"l{level}"
    details = {"details": {"parent": {"id": f"{GROUPS}/l5"}}}
    assert desk.ask("PUT", f"{GROUPS}/l6", {"properties": details}).refusal == (400, "BadRequest")


@pytest.mark.parametrize(
    ("name", "properties", "expected"),
    [
        ("x.", {}, (400, "InvalidResourceName")),
        ("x", {"details": {"parent": {"id": f"{GROUPS}/none"}}}, (404, "NotFound")),
        ("x", {"colour": "red"}, (400, "InvalidRequestContent")),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, name: str, properties: Any, expected: tuple[int, str]) -> None:
    assert desk.ask("PUT", f"{GROUPS}/{name}", {"properties": properties}).refusal == expected


def test_rights_follow_a_subscription_where_it_goes(desk: Desk) -> None:
    make(desk, "a")
    reader = guest(desk, READER, f"{GROUPS}/a")
    assert reader.ask("GET", GROUP).refusal == (403, "AuthorizationFailed")
    desk.ask("PUT", f"{GROUPS}/a{desk.subscription}")
    assert reader.ask("GET", GROUP).status == 200
    desk.ask("DELETE", f"{GROUPS}/a{desk.subscription}")
    assert reader.ask("GET", GROUP).refusal == (403, "AuthorizationFailed")


def test_a_group_is_made_by_who_may_at_the_root(desk: Desk) -> None:
    owner = guest(desk, OWNER, "~")
    assert owner.ask("PUT", f"{GROUPS}/x", {}).refusal == (403, "AuthorizationFailed")
    wide = guest(desk, OWNER, f"{GROUPS}/{desk.world.account.tenant_id}", "wide")
    assert wide.ask("PUT", f"{GROUPS}/x", {}).status == 200


def test_entities_are_those_one_may_see_with_the_chain_above(desk: Desk) -> None:
    make(desk, "a", display="The A")
    desk.ask("PUT", f"{GROUPS}/a{desk.subscription}")
    entities = "/providers/Microsoft.Management/getEntities"
    found = {each["name"]: each["properties"] for each in desk.ask("POST", entities).json()["value"]}
    subscription = found[desk.world.account.subscription_id]
    assert subscription["parentDisplayNameChain"] == ["Tenant Root Group", "The A"]
    assert subscription["parent"] == {"id": f"{GROUPS}/a"}
    assert newcomer(desk).ask("POST", entities).json()["value"] == []


def test_groups_come_with_a_template_too(desk: Desk) -> None:
    body = {
        "location": "westeurope",
        "properties": {
            "mode": "Incremental",
            "template": {
                "$schema": "https://schema.management.azure.com/schemas/2019-08-01/tenantDeploymentTemplate.json#",
                "contentVersion": "1.0.0.0",
                "resources": [
                    {
                        "type": "Microsoft.Management/managementGroups",
                        "apiVersion": "2023-04-01",
                        "name": "a",
                        "scope": "/",
                        "properties": {"displayName": "A"},
                    }
                ],
            },
        },
    }
    path = "/providers/Microsoft.Resources/deployments/d"
    assert desk.ask("PUT", path, body).status == 201
    desk.wait()
    assert desk.ask("GET", path).json()["properties"]["provisioningState"] == "Succeeded"
    assert desk.ask("GET", f"{GROUPS}/a").json()["properties"]["displayName"] == "A"
