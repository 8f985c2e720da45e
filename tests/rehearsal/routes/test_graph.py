"""Microsoft Graph, read only."""

from urllib.parse import quote

import pytest
from tests.rehearsal.conftest import Desk

GRAPH = "/v1.0"


@pytest.fixture
def peopled(desk: Desk) -> Desk:
    """A directory with the application that asks, a user and a group."""
    directory = "/rehearsal/directory/principals"
    user = {"kind": "User", "userPrincipalName": "ann@rehearsal.example", "displayName": "Ann"}
    for body in (user, {"kind": "Group", "displayName": "Movers"}):
        assert desk.ask("POST", directory, body, api=None).status == 200
    return desk


def names(desk: Desk, collection: str, wanted: str = "") -> list[str]:
    query = f"?$filter={wanted}" if wanted else ""
    found = desk.ask("GET", f"{GRAPH}/{collection}{query}", api=None).json()["value"]
    return [each["displayName"] for each in found]


def test_each_kind_has_its_collection(peopled: Desk) -> None:
    assert names(peopled, "servicePrincipals") == ["azlift rehearsal"]
    assert names(peopled, "users") == ["Ann"]
    assert names(peopled, "groups") == ["Movers"]


def test_an_application_is_found_by_what_az_asks(peopled: Desk) -> None:
    client = peopled.front.identity.facts.client_id
    assert names(peopled, "servicePrincipals", f"servicePrincipalNames/any(c:c eq '{client}')") == ["azlift rehearsal"]
    assert names(peopled, "servicePrincipals", "appId eq 'other'") == []
    assert names(peopled, "servicePrincipals", "startswith(displayName,'AZ')") == ["azlift rehearsal"]


def test_a_filter_we_cannot_read_is_refused(peopled: Desk) -> None:
    assert peopled.ask("GET", f"{GRAPH}/users?$filter=age gt 3", api=None).refusal == (400, "Request_UnsupportedQuery")


def test_one_is_shown_by_id_and_a_user_by_name(peopled: Desk) -> None:
    object_id = peopled.front.identity.facts.object_id
    application = peopled.ask("GET", f"{GRAPH}/servicePrincipals/{object_id}", api=None).json()
    assert application["servicePrincipalNames"] == [application["appId"]]
    assert peopled.ask("GET", f"{GRAPH}/users/ann@rehearsal.example", api=None).json()["displayName"] == "Ann"
    assert peopled.ask("GET", f"{GRAPH}/groups/{object_id}", api=None).refusal == (404, "Request_ResourceNotFound")


def test_an_application_is_nobody_s_me(peopled: Desk) -> None:
    assert peopled.ask("GET", f"{GRAPH}/me", api=None).refusal == (400, "BadRequest")


def test_objects_are_told_by_their_ids_and_types_and_strangers_left_out(peopled: Desk) -> None:
    object_id = peopled.front.identity.facts.object_id
    path = f"{GRAPH}/directoryObjects/getByIds"
    body = {"ids": [object_id, "00000000-0000-0000-0000-000000000000"], "types": ["user", "servicePrincipal"]}
    found = peopled.ask("POST", path, body, api=None).json()["value"]
    assert [each["@odata.type"] for each in found] == ["#microsoft.graph.servicePrincipal"]
    assert peopled.ask("POST", path, {**body, "types": ["user"]}, api=None).json()["value"] == []


@pytest.mark.parametrize(("method", "path"), [("POST", "applications"), ("GET", "oauth2PermissionGrants"), ("GET", "")])
def test_what_is_not_simulated_of_graph_is_said(peopled: Desk, method: str, path: str) -> None:
    body = {} if method == "POST" else None
    refusal = peopled.ask(method, f"{GRAPH}/{quote(path)}", body, api=None).refusal
    assert refusal == (400, "NotModelledInRehearsal")
