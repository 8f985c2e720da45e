"""Locks: what they forbid, how far they reach, and in whose words."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, network, template
from tests.rehearsal.people import CONTRIBUTOR, GROUP, NETWORK, READER, assign, guest, newcomer, principal_of

from azlift.rehearsal.deployments import history

LOCKS = "providers/Microsoft.Authorization/locks"
ONE = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v"


def lock(desk: Desk, scope: str, level: str = "CanNotDelete", name: str = "l") -> None:
    reply = desk.ask("PUT", f"{scope}/{LOCKS}/{name}", {"properties": {"level": level, "notes": "why"}})
    assert reply.status == 201, reply.body


@pytest.mark.parametrize("scope", ["~", GROUP, ONE])
def test_what_is_locked_around_cannot_be_deleted_and_can_be_written(desk: Desk, scope: str) -> None:
    desk.put(ONE, NETWORK)
    lock(desk, scope)
    reply = desk.ask("DELETE", ONE)
    assert reply.refusal == (409, "ScopeLocked")
    path, locked = (each.replace("~", desk.subscription) for each in (ONE, scope))
    assert reply.json()["error"]["message"] == (
        f"The scope '{path}' cannot perform delete operation because following scope(s) are locked: '{locked}'. "
        "Please remove the lock and try again."
    )
    assert desk.ask("PUT", ONE, {**NETWORK, "tags": {"a": "b"}}).status == 200
    assert desk.ask("DELETE", f"{scope}/{LOCKS}/l").status == 200
    desk.wait()
    assert desk.ask("DELETE", ONE).status == 202


def test_under_read_only_nothing_is_written_and_nothing_asked_to_act(desk: Desk) -> None:
    desk.put(ONE, NETWORK)
    machine = f"{GROUP}/providers/Microsoft.Compute/virtualMachines/vm"
    lock(desk, GROUP, "ReadOnly")
    refusals = [
        desk.ask("PUT", ONE, NETWORK),
        desk.ask("PATCH", ONE, {"tags": {}}),
        desk.ask("PATCH", GROUP, {"tags": {}}),
        desk.ask("POST", f"{machine}/start"),
        desk.ask("PUT", f"{GROUP}/providers/Microsoft.Resources/deployments/d", deployment(template([network()]))),
        assign(desk, READER, GROUP, principal_of(newcomer(desk))),
    ]
    assert [each.refusal for each in refusals] == [(409, "ScopeLocked")] * len(refusals)
    assert "cannot perform write operation" in str(refusals[0].body)
    assert desk.ask("GET", ONE).status == 200
    asked = deployment(template([]))
    assert desk.ask("POST", f"{GROUP}/providers/Microsoft.Resources/deployments/d/validate", asked).status == 200


def test_a_group_is_kept_by_a_lock_on_anything_inside(desk: Desk) -> None:
    desk.put(ONE, NETWORK)
    lock(desk, ONE)
    reply = desk.ask("DELETE", GROUP)
    assert reply.refusal == (409, "ScopeLocked")
    assert "virtualNetworks/v'" in reply.json()["error"]["message"]
    desk.ask("DELETE", f"{ONE}/{LOCKS}/l")
    assert desk.ask("DELETE", GROUP).status == 202


def test_a_lock_keeps_the_role_assignments_inside(desk: Desk) -> None:
    made = assign(desk, READER, GROUP, principal_of(newcomer(desk))).json()["id"]
    lock(desk, "~")
    assert desk.ask("DELETE", made).refusal == (409, "ScopeLocked")


def test_a_deployment_in_mode_complete_leaves_what_is_locked_and_says_so(desk: Desk) -> None:
    desk.put(ONE, NETWORK)
    lock(desk, ONE)
    done = desk.deploy({"properties": {**deployment(template([]))["properties"], "mode": "Complete"}})
    assert done["properties"]["provisioningState"] == "Failed"
    assert done["properties"]["error"]["details"][0]["code"] == "ScopeLocked"
    assert desk.ask("GET", ONE).status == 200


def test_a_deployment_into_a_locked_network_fails_at_it_and_is_told_so(desk: Desk) -> None:
    desk.put(ONE, NETWORK)
    lock(desk, ONE, "ReadOnly")
    done = desk.deploy(deployment(template([{**network(), "name": "v"}])))
    assert done["properties"]["provisioningState"] == "Failed"
    detail = done["properties"]["error"]["details"][0]
    assert detail["code"] == "Conflict"
    assert "ScopeLocked" in detail["message"]


def test_a_locked_group_keeps_its_history_until_it_is_full(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PRUNE_ABOVE", 2), ("PRUNE_TO", 1), ("MOST_KEPT", 4)):
        monkeypatch.setattr(history, name, value)
    lock(desk, GROUP)
    for number in range(4):
        desk.deploy(deployment(template([])), f"d{number}")
    path = f"{GROUP}/providers/Microsoft.Resources/deployments"
    assert desk.ask("PUT", f"{path}/d9", deployment(template([]))).refusal == (409, "DeploymentQuotaExceeded")
    desk.ask("DELETE", f"{GROUP}/{LOCKS}/l")
    assert desk.ask("PUT", f"{path}/d9", deployment(template([]))).status == 201


def test_locks_are_the_owners_to_set(desk: Desk) -> None:
    contributor = guest(desk, CONTRIBUTOR, "~")
    reply = contributor.ask("PUT", f"{GROUP}/{LOCKS}/l", {"properties": {"level": "CanNotDelete"}})
    assert reply.refusal == (403, "AuthorizationFailed")


def test_a_lock_has_one_of_two_levels_and_a_scope_twenty_locks(desk: Desk) -> None:
    for level in ("NotSpecified", "Half"):
        reply = desk.ask("PUT", f"{GROUP}/{LOCKS}/l", {"properties": {"level": level}})
        assert reply.status == 400
    for number in range(20):
        lock(desk, GROUP, name=f"l{number}")
    reply = desk.ask("PUT", f"{GROUP}/{LOCKS}/l20", {"properties": {"level": "CanNotDelete"}})
    assert reply.refusal == (409, "LockLimitExceeded")
    assert desk.ask("PUT", f"{GROUP}/{LOCKS}/l0", {"properties": {"level": "ReadOnly"}}).status == 200


def test_locks_are_listed_where_they_stand_and_below(desk: Desk) -> None:
    lock(desk, "~")
    lock(desk, GROUP)
    assert len(desk.ask("GET", f"~/{LOCKS}").json()["value"]) == 2
    assert len(desk.ask("GET", f"{GROUP}/{LOCKS}").json()["value"]) == 1
