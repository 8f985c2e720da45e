"""Who may do what: inheritance, notActions, groups, delay, and what is said to those who may not."""

from dataclasses import replace

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.people import (
    CONTRIBUTOR,
    GROUP,
    NETWORK,
    NETWORK_CONTRIBUTOR,
    OWNER,
    READER,
    assign,
    guest,
    newcomer,
    principal_of,
)

NETWORKS = f"{GROUP}/providers/Microsoft.Network/virtualNetworks"


def test_who_has_no_role_is_refused_in_azures_words(desk: Desk) -> None:
    nobody = newcomer(desk)
    reply = nobody.ask("PUT", f"{NETWORKS}/v", NETWORK)
    assert reply.refusal == (403, "AuthorizationFailed")
    entry = desk.world.directory.entries[principal_of(nobody)]
    assert reply.json()["error"]["message"] == (
        f"The client '{entry.app_id}' with object id '{entry.object_id}' does not have authorization to perform action "
        f"'Microsoft.Network/virtualNetworks/write' over scope '{desk.subscription}/resourceGroups/rg1/providers/"
        "Microsoft.Network/virtualNetworks/v' or the scope is invalid. If access was recently granted, please refresh "
        "your credentials."
    )


def test_the_one_a_rehearsal_is_made_for_may_do_everything_everywhere(desk: Desk) -> None:
    assert desk.ask("GET", "/providers/Microsoft.Management/managementGroups").status == 200
    assert desk.ask("PUT", f"{NETWORKS}/v", NETWORK).status == 201


@pytest.mark.parametrize("scope", ["", "/providers/Microsoft.Management/managementGroups/{tenant}", "~", GROUP])
def test_a_role_reaches_down_from_every_scope(desk: Desk, scope: str) -> None:
    reader = guest(desk, READER, scope.format(tenant=desk.world.account.tenant_id))
    desk.put(f"{NETWORKS}/v", NETWORK)
    assert reader.ask("GET", f"{NETWORKS}/v").status == 200
    assert reader.ask("DELETE", f"{NETWORKS}/v").refusal == (403, "AuthorizationFailed")


def test_a_role_on_a_resource_reaches_its_parts_and_not_its_neighbours(desk: Desk) -> None:
    for name in ("v", "w"):
        desk.put(f"{NETWORKS}/{name}", NETWORK)
    contributor = guest(desk, CONTRIBUTOR, f"{NETWORKS}/v")
    subnet = {"properties": {"addressPrefix": "10.0.0.0/24"}}
    assert contributor.ask("PUT", f"{NETWORKS}/v/subnets/s", subnet).status == 201
    assert contributor.ask("PUT", f"{NETWORKS}/w/subnets/s", subnet).refusal == (403, "AuthorizationFailed")


def test_not_actions_take_from_their_own_role_only(desk: Desk) -> None:
    contributor = guest(desk, CONTRIBUTOR, GROUP)
    assert assign(contributor, READER, GROUP, principal_of(contributor)).refusal == (403, "AuthorizationFailed")
    assert assign(desk, OWNER, GROUP, principal_of(contributor)).status == 201
    assert assign(contributor, READER, GROUP, principal_of(contributor)).status == 201


def test_the_members_of_a_group_have_its_roles_through_groups_within_groups(desk: Desk) -> None:
    member = newcomer(desk)
    directory, tenant = desk.world.directory, desk.world.account.tenant_id
    inner = directory.add("Group", tenant, "inner", members=(principal_of(member),))
    outer = directory.add("Group", tenant, "outer", members=(inner.object_id,))
    assert member.ask("GET", GROUP).refusal == (403, "AuthorizationFailed")
    assert assign(desk, READER, GROUP, outer.object_id).status == 201
    assert member.ask("GET", GROUP).status == 200
    directory.keep(replace(inner, members=()))
    assert member.ask("GET", GROUP).refusal == (403, "AuthorizationFailed")


def test_a_role_taken_away_is_gone_at_once(desk: Desk) -> None:
    reader = newcomer(desk)
    given = assign(desk, READER, GROUP, principal_of(reader)).json()["id"]
    assert reader.ask("GET", GROUP).status == 200
    assert desk.ask("DELETE", given).status == 200
    assert reader.ask("GET", GROUP).refusal == (403, "AuthorizationFailed")


def test_a_role_goes_with_the_group_it_was_given_on(desk: Desk) -> None:
    reader = guest(desk, READER, GROUP)
    desk.ask("DELETE", GROUP)
    desk.wait()
    desk.ask("PUT", GROUP, {"location": "westeurope"})
    assert reader.ask("GET", GROUP).refusal == (403, "AuthorizationFailed")


def test_an_assignment_counts_after_the_delay_that_was_set_when_it_was_made(desk: Desk) -> None:
    desk.ask("POST", "/rehearsal/access", {"assignmentDelay": 300}, api=None)
    late = guest(desk, READER, GROUP, "late")
    desk.ask("POST", "/rehearsal/access", {"assignmentDelay": 0}, api=None)
    prompt = guest(desk, READER, GROUP, "prompt")
    assert prompt.ask("GET", GROUP).status == 200
    assert late.ask("GET", GROUP).refusal == (403, "AuthorizationFailed")
    desk.wait(299)
    assert late.ask("GET", GROUP).status == 403
    desk.wait(1)
    assert late.ask("GET", GROUP).status == 200


def test_a_custom_role_counts_as_it_is_written_now(desk: Desk) -> None:
    role = "11111111-1111-1111-1111-111111111111"
    path = f"~/providers/Microsoft.Authorization/roleDefinitions/{role}"

    def write(*actions: str) -> None:
        properties = {"roleName": "Own", "assignableScopes": [desk.subscription], "permissions": [{"actions": actions}]}
        assert desk.ask("PUT", path, {"properties": properties}).status == 201

    write("Microsoft.Resources/subscriptions/resourceGroups/read")
    somebody = guest(desk, role, GROUP)
    assert somebody.ask("GET", GROUP).status == 200
    write("Microsoft.Compute/*/read")
    assert somebody.ask("GET", GROUP).refusal == (403, "AuthorizationFailed")


def test_a_thousand_checks_are_decided_from_memory(desk: Desk) -> None:
    reader = principal_of(guest(desk, NETWORK_CONTRIBUTOR, "~"))
    scope = f"{desk.subscription}/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v"
    access = desk.world.access
    assert access.allows(reader, "Microsoft.Network/virtualNetworks/write", scope)
    before = dict(access._decided)
    assert all(access.allows(reader, "Microsoft.Network/virtualNetworks/write", scope) for _ in range(1000))
    assert access._decided == before
