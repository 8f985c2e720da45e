"""Role definitions: Azure's own under their real ids, and one's own."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.people import CONTRIBUTOR, GROUP, OWNER, READER, assign, guest, newcomer, principal_of

from azlift.rehearsal.authorization.roles import built_in
from azlift.rehearsal.rights import PATTERN

ROLES = "providers/Microsoft.Authorization/roleDefinitions"
OWN = "11111111-1111-1111-1111-111111111111"


def role(desk: Desk, name: str = "Operator", **members: Any) -> Any:
    permission = {"actions": ["Microsoft.Compute/virtualMachines/*/action"], "notActions": ["*/delete"]}
    made = {"roleName": name, "permissions": [permission], "assignableScopes": [desk.subscription], **members}
    return {"properties": made}


def test_azures_roles_are_there_under_their_ids() -> None:
    names = {guid: properties["roleName"] for guid, properties in built_in().items()}
    assert names[OWNER] == "Owner"
    assert names[CONTRIBUTOR] == "Contributor"
    assert names[READER] == "Reader"
    assert names["18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"] == "User Access Administrator"
    assert len(names) == len(set(names.values())) >= 60


def test_every_pattern_of_azures_roles_is_a_pattern() -> None:
    patterns = [
        pattern
        for properties in built_in().values()
        for permission in properties["permissions"]
        for given in permission.values()
        for pattern in given
    ]
    assert [each for each in patterns if not PATTERN.fullmatch(each)] == []


def test_a_role_is_found_by_name_with_an_id_of_the_scope_it_is_asked_at(desk: Desk) -> None:
    (found,) = desk.ask("GET", f"~/{ROLES}?$filter=roleName eq 'contributor'").json()["value"]
    assert found["id"] == f"{desk.subscription}/{ROLES}/{CONTRIBUTOR}"
    assert found["properties"]["type"] == "BuiltInRole"
    assert found["properties"]["permissions"][0]["notActions"][0] == "Microsoft.Authorization/*/Delete"
    (found,) = desk.ask("GET", f"/{ROLES}?$filter=roleName eq 'Contributor'").json()["value"]
    assert found["id"] == f"/{ROLES}/{CONTRIBUTOR}"
    assert desk.ask("GET", f"{GROUP}/{ROLES}/{CONTRIBUTOR}").json()["id"].startswith(desk.subscription)


def test_a_role_of_ones_own_is_made_changed_listed_and_taken_away(desk: Desk) -> None:
    made = desk.ask("PUT", f"~/{ROLES}/{OWN}", role(desk))
    assert made.status == 201
    assert made.json()["properties"]["createdBy"] == principal_of(desk)
    desk.wait(60)
    changed = desk.ask("PUT", f"~/{ROLES}/{OWN}", role(desk, "Operator 2")).json()["properties"]
    assert changed["createdOn"] == made.json()["properties"]["createdOn"] < changed["updatedOn"]
    listed = desk.ask("GET", f"~/{ROLES}?$filter=type eq 'CustomRole'").json()["value"]
    assert [each["properties"]["roleName"] for each in listed] == ["Operator 2"]
    assert desk.ask("DELETE", f"~/{ROLES}/{OWN}").json()["name"] == OWN
    assert desk.ask("DELETE", f"~/{ROLES}/{OWN}").status == 204
    assert desk.ask("GET", f"~/{ROLES}/{OWN}").status == 404


def test_a_role_is_one_whatever_the_scope_it_is_put_at(desk: Desk) -> None:
    desk.ask("PUT", f"~/{ROLES}/{OWN}", role(desk, "First"))
    desk.ask("PUT", f"{GROUP}/{ROLES}/{OWN}", role(desk, "Second"))
    for place in ("~", GROUP, ""):
        assert desk.ask("GET", f"{place}/{ROLES}/{OWN}").json()["properties"]["roleName"] == "Second"
    assert desk.ask("DELETE", f"/{ROLES}/{OWN}").status == 200
    assert desk.ask("GET", f"~/{ROLES}/{OWN}").status == 404


def test_a_role_is_listed_where_it_can_be_assigned(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"})
    scopes = [f"{desk.subscription}/resourceGroups/rg2"]
    desk.ask("PUT", f"~/{ROLES}/{OWN}", role(desk, assignableScopes=scopes))

    def custom(place: str, also: str = "") -> int:
        return len(desk.ask("GET", f"{place}/{ROLES}?$filter=type eq 'CustomRole'{also}").json()["value"])

    assert [custom("~/resourceGroups/rg2"), custom("~"), custom(GROUP)] == [1, 0, 0]
    assert custom("~", " and atScopeAndBelow()") == 1


@pytest.mark.parametrize(
    ("guid", "members", "expected"),
    [
        ("no-guid", {}, (400, "InvalidRoleDefinitionId")),
        (OWNER, {}, (400, "BuiltInRoleNotChangeable")),
        (OWN, {"roleName": "reader"}, (409, "RoleDefinitionWithSameNameExists")),
        (OWN, {"permissions": [{"actions": ["Microsoft.Compute//read"]}]}, (400, "InvalidActionOrNotAction")),
        (OWN, {"assignableScopes": ["/"]}, (400, "InvalidAssignableScope")),
        (OWN, {"assignableScopes": []}, (400, "InvalidRequestContent")),
        (OWN, {"permissions": [{"actions": ["*"], "condition": "true"}]}, (400, "NotModelledInRehearsal")),
        (OWN, {"surprise": 1}, (400, "InvalidRequestContent")),
    ],
)
def test_what_azure_would_refuse_is_refused(desk: Desk, guid: str, members: Any, expected: tuple[int, str]) -> None:
    assert desk.ask("PUT", f"~/{ROLES}/{guid}", role(desk, **members)).refusal == expected


def test_an_assigned_role_stays(desk: Desk) -> None:
    desk.ask("PUT", f"~/{ROLES}/{OWN}", role(desk))
    assert assign(desk, OWN, GROUP, principal_of(newcomer(desk))).status == 201
    assert desk.ask("DELETE", f"~/{ROLES}/{OWN}").refusal == (400, "RoleDefinitionHasAssignments")
    assert desk.ask("DELETE", f"~/{ROLES}/{READER}").refusal == (400, "BuiltInRoleNotChangeable")


def test_a_role_is_written_by_who_may_in_every_scope_it_is_for(desk: Desk) -> None:
    somebody = guest(desk, OWNER, GROUP)
    own = role(desk, assignableScopes=[f"{desk.subscription}/resourceGroups/rg1"])
    assert somebody.ask("PUT", f"{GROUP}/{ROLES}/{OWN}", own).status == 201
    wide = somebody.ask("PUT", f"{GROUP}/{ROLES}/{OWN}", role(desk))
    assert wide.refusal == (403, "LinkedAuthorizationFailed")


def test_a_role_may_say_in_the_old_way_that_it_is_ones_own(desk: Desk) -> None:
    assert desk.ask("PUT", f"~/{ROLES}/{OWN}", role(desk, isCustom=True)).status == 201
    assert "isCustom" not in desk.ask("GET", f"~/{ROLES}/{OWN}").json()["properties"]


def test_a_role_that_is_known_by_name_alone_can_be_assigned_and_grants_nothing(desk: Desk) -> None:
    sender = "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"
    assert built_in()[sender]["roleName"] == "Azure Service Bus Data Sender"
    assert built_in()[sender]["permissions"][0]["actions"] == []
    assert assign(desk, sender, GROUP, principal_of(newcomer(desk))).status == 201
