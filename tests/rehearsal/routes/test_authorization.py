"""Permissions, deny assignments, policy events."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.people import CONTRIBUTOR, GROUP, NETWORK, READER, assign, guest, newcomer, principal_of

P = "providers/Microsoft.Authorization"


def test_everybody_may_ask_what_they_may_do(desk: Desk) -> None:
    somebody = guest(desk, READER, "~")
    assign(desk, CONTRIBUTOR, GROUP, principal_of(somebody))
    found = somebody.ask("GET", f"{GROUP}/{P}/permissions").json()["value"]
    assert [each["actions"] for each in found] == [["*"], ["*/read"]]
    assert found[0].keys() == {"actions", "notActions", "dataActions", "notDataActions"}
    assert newcomer(desk).ask("GET", f"{GROUP}/{P}/permissions").json()["value"] == []


def test_permissions_are_told_at_a_resource_that_is_there(desk: Desk) -> None:
    one = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v"
    assert desk.ask("GET", f"{one}/{P}/permissions").status == 404
    desk.put(one, NETWORK)
    assert len(desk.ask("GET", f"{one}/{P}/permissions").json()["value"]) == 1


def test_there_are_no_deny_assignments(desk: Desk) -> None:
    assert desk.ask("GET", f"~/{P}/denyAssignments").json() == {"value": []}
    assert newcomer(desk).ask("GET", f"~/{P}/denyAssignments").refusal == (403, "AuthorizationFailed")


def test_policy_events_are_a_right_of_their_own(desk: Desk) -> None:
    for what in ("policyEvents/default", "policyStates/latest"):
        path = f"~/providers/Microsoft.PolicyInsights/{what}/queryResults"
        assert desk.ask("POST", path).json()["value"] == []
        assert newcomer(desk).ask("POST", path).refusal == (403, "AuthorizationFailed")
        assert guest(desk, READER, name=what).ask("POST", path).status == 200
