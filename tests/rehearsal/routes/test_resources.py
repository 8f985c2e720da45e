"""Resources by id: conditions, lists, actions."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, network, plain


def test_conditions_on_etags_are_honoured(desk: Desk) -> None:
    path = "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v"
    assert desk.ask("PUT", path, plain(network()), headers={"if-match": "*"}).refusal == (412, "PreconditionFailed")
    made = desk.put(path, plain(network()))
    again = desk.ask("PUT", path, plain(network()), headers={"if-none-match": "*"})
    assert again.refusal == (412, "PreconditionFailed")
    assert desk.ask("PUT", path, plain(network()), headers={"if-match": made["etag"]}).status == 200


DISK = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks/d"
VNET = "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v"


@pytest.mark.parametrize(
    "path", [f"{DISK}/start", f"{DISK}/instanceView", f"{VNET}/restart", f"{VNET}/subnets/s1/start"]
)
def test_what_machines_can_do_others_can_not(desk: Desk, path: str) -> None:
    desk.put(DISK, plain(disk()))
    desk.put(VNET, plain(network()))
    assert desk.ask("POST", path).refusal == (400, "NotModelledInRehearsal")


def test_a_list_of_children_needs_its_parent_and_holds_only_its_own(desk: Desk) -> None:
    desk.put(VNET, plain(network()))
    desk.put(f"{VNET}2", plain(network()))
    listed = desk.ask("GET", f"{VNET.upper()}/subnets").json()["value"]
    assert [each["id"].split("/")[-3] for each in listed] == ["v"]
    assert desk.ask("GET", f"{VNET}3/subnets").refusal == (404, "ResourceNotFound")


def test_a_list_of_a_group_holds_nothing_of_a_group_whose_name_begins_alike(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/rg11", {"location": "westeurope"})
    desk.put(DISK, plain(disk()))
    desk.put(DISK.replace("rg1", "rg11"), plain(disk()))
    listed = desk.ask("GET", DISK.removesuffix("/d")).json()["value"]
    assert [each["id"].split("/")[4] for each in listed] == ["rg1"]
    assert len(desk.ask("GET", "~/providers/Microsoft.Compute/disks").json()["value"]) == 2


def test_a_name_without_a_group_is_no_place_for_a_resource(desk: Desk) -> None:
    for method in ("PUT", "GET", "DELETE"):
        reply = desk.ask(method, "~/providers/Microsoft.Compute/disks/d", plain(disk()))
        assert reply.refusal == (404, "InvalidResourceType")


def test_an_etag_that_is_no_longer_the_present_one_stops_a_put(desk: Desk) -> None:
    old = desk.put(VNET, plain(network()))["etag"]
    desk.put(VNET, plain(network(tags={"a": "b"})))
    assert desk.ask("PUT", VNET, plain(network()), headers={"if-match": old}).refusal == (412, "PreconditionFailed")
    assert desk.ask("PUT", VNET, plain(network()), headers={"if-match": "*"}).status == 200


def test_an_expansion_nobody_knows_is_refused(desk: Desk) -> None:
    desk.put(DISK, plain(disk()))
    assert desk.ask("GET", f"{DISK}?$expand=moons").refusal == (400, "InvalidParameter")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("~/providers/Microsoft.Authorization/policyDefinitions/none", "PolicyDefinitionNotFound"),
        ("~/providers/Microsoft.Authorization/policyAssignments/none", "PolicyAssignmentNotFound"),
        ("~/providers/Microsoft.Authorization/roleAssignments/none", "RoleAssignmentNotFound"),
        ("~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/none", "ResourceNotFound"),
    ],
)
def test_what_is_not_there_is_missed_in_the_words_of_its_provider(desk: Desk, path: str, code: str) -> None:
    assert desk.ask("GET", path).refusal == (404, code)


def test_tags_are_answered_as_they_were_given_also_when_there_are_none(desk: Desk) -> None:
    path, body = "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v", plain(network())
    assert "tags" not in desk.put(path, body)
    assert desk.put(f"{path}2", {**body, "tags": {}})["tags"] == {}
    assert desk.ask("PATCH", path, {"tags": {}}).json()["tags"] == {}
