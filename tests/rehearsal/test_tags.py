"""The tags of a scope as one resource."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, network, template
from tests.rehearsal.people import GROUP, NETWORK

from azlift.rehearsal.tags import merged_tags

TAGS = "providers/Microsoft.Resources/tags/default"
ONE = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v"


def tags(**given: str) -> Any:
    return {"properties": {"tags": given}}


@pytest.mark.parametrize("scope", ["~", GROUP, ONE])
def test_a_scope_is_given_tags_and_shows_them_itself(desk: Desk, scope: str) -> None:
    desk.put(ONE, NETWORK)
    made = desk.ask("PUT", f"{scope}/{TAGS}", tags(env="prod"))
    assert made.status == 200
    assert made.json() == {
        "name": "default",
        "id": f"{scope.replace('~', desk.subscription)}/{TAGS}",
        "type": "Microsoft.Resources/tags",
        "properties": {"tags": {"env": "prod"}},
    }
    assert desk.ask("GET", scope).json()["tags"] == {"env": "prod"}
    assert desk.ask("GET", f"{scope}/{TAGS}").json() == made.json()
    assert desk.ask("DELETE", f"{scope}/{TAGS}").status == 200
    assert not desk.ask("GET", scope).json().get("tags")


@pytest.mark.parametrize(
    ("operation", "given", "expected"),
    [
        ("Merge", {"ENV": "test", "new": "x"}, {"ENV": "test", "new": "x", "keep": "1"}),
        ("Replace", {"new": "x"}, {"new": "x"}),
        ("Delete", {"env": "prod", "keep": "2"}, {"keep": "1"}),
        ("Delete", {"env": ""}, {"keep": "1"}),
    ],
)
def test_a_patch_merges_replaces_or_deletes(
    desk: Desk, operation: str, given: dict[str, str], expected: dict[str, str]
) -> None:
    desk.ask("PUT", f"{GROUP}/{TAGS}", tags(env="prod", keep="1"))
    reply = desk.ask("PATCH", f"{GROUP}/{TAGS}", {"operation": operation, **tags(**given)})
    assert reply.json()["properties"]["tags"] == expected
    assert merged_tags({"env": "prod", "keep": "1"}, operation, given) == expected


def test_what_is_not_there_or_has_no_tags_is_refused(desk: Desk) -> None:
    desk.put(ONE, NETWORK)
    desk.put(f"{ONE}/subnets/s", {"properties": {"addressPrefix": "10.0.0.0/24"}})
    assert desk.ask("PUT", f"~/resourceGroups/none/{TAGS}", tags(a="b")).refusal == (404, "ResourceGroupNotFound")
    assert desk.ask("GET", f"{ONE[:-1]}w/{TAGS}").status == 404
    assert desk.ask("PATCH", f"{ONE}/subnets/s/{TAGS}", {"operation": "Merge", **tags(a="b")}).status == 404
    other = TAGS.replace("default", "mine")
    assert desk.ask("PUT", f"{GROUP}/{other}", tags(a="b")).refusal == (400, "InvalidTagsResourceName")
    assert desk.ask("PUT", f"{GROUP}/{TAGS}", tags(**{"a<b": "c"})).refusal == (400, "InvalidTagNameCharacters")
    assert desk.ask("PATCH", f"{GROUP}/{TAGS}", {"operation": "Paint"}).status == 400


def test_tags_come_with_a_template_too(desk: Desk) -> None:
    own = {
        "type": "Microsoft.Resources/tags",
        "apiVersion": "2024-03-01",
        "name": "default",
        "properties": {"tags": {"env": "prod"}},
    }
    assert desk.deploy(deployment(template([network(), own])))["properties"]["provisioningState"] == "Succeeded"
    assert desk.ask("GET", GROUP).json()["tags"] == {"env": "prod"}
