"""Managed identities of machines."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import VM, body, ident, words_of
from tests.rehearsal.conftest import Desk

OWN = "~/resourceGroups/rg1/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine"


@pytest.fixture
def with_identity(ready: Desk) -> Desk:
    ready.world.keep_registration("Microsoft.ManagedIdentity", "Registered")
    ready.put(OWN, {"location": "westeurope"})
    return ready


def machine(desk: Desk, kind: str, *ids: str) -> Any:
    named = {"userAssignedIdentities": {each: {} for each in ids}} if ids else {}
    return {**body(desk), "identity": {"type": kind, **named}}


def test_a_system_assigned_identity_lives_with_its_machine(ready: Desk) -> None:
    made = ready.put(VM, machine(ready, "SystemAssigned"))["identity"]
    assert made["tenantId"] == ready.world.account.tenant_id
    assert ready.put(VM, machine(ready, "systemassigned"))["identity"] == made
    assert "principalId" not in ready.put(VM, machine(ready, "None")).get("identity", {})
    assert ready.put(VM, machine(ready, "SystemAssigned"))["identity"]["principalId"] != made["principalId"]


def test_user_assigned_identities_are_named_with_their_principals(with_identity: Desk) -> None:
    own = ident(with_identity, OWN)
    made = with_identity.put(VM, machine(with_identity, "SystemAssigned,UserAssigned", own))["identity"]
    assert made["type"] == "SystemAssigned, UserAssigned"
    assert made["userAssignedIdentities"][own].keys() == {"principalId", "clientId"}
    left = with_identity.ask(
        "PATCH", VM, {"identity": {"type": "SystemAssigned", "userAssignedIdentities": {own: None}}}
    )
    assert left.json()["identity"].keys() == {"type", "principalId", "tenantId"}


def test_an_identity_is_left_by_a_request_that_does_not_speak_of_it(with_identity: Desk) -> None:
    own = ident(with_identity, OWN)
    made = with_identity.put(VM, machine(with_identity, "SystemAssigned, UserAssigned", own))["identity"]
    found = with_identity.put(VM, {**body(with_identity), "tags": {"a": "b"}})
    assert (found["identity"], found["tags"]) == (made, {"a": "b"})
    with_identity.ask("DELETE", OWN)
    with_identity.wait()
    left = with_identity.put(VM, body(with_identity))
    assert (list(left["identity"]["userAssignedIdentities"]), "tags" in left) == ([own], False)
    assert with_identity.put(VM, machine(with_identity, "None"))["identity"] == {"type": "None"}


def test_an_identity_that_is_not_there_is_refused(with_identity: Desk) -> None:
    reply = with_identity.ask("PUT", VM, machine(with_identity, "UserAssigned"))
    assert reply.refusal == (400, "MissingIdentityIds")
    lost = ident(with_identity, OWN) + "x"
    reply = with_identity.ask("PUT", VM, machine(with_identity, "UserAssigned", lost))
    assert reply.refusal == (400, "FailedIdentityOperation")
    assert f"Resource '{lost}' was not found." in words_of(reply)
    assert with_identity.ask("PUT", VM, machine(with_identity, "Everyone")).refusal == (400, "BadRequest")
