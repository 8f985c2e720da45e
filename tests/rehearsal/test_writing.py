"""PUT, PATCH and DELETE of one resource, whoever asks for it."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, network, plain

from azlift.rehearsal import durations
from azlift.rehearsal.writing import merged

DISK = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks/d1"
VNET = "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/vnet1"


def plan(desk: Desk, kind: str, path: str = "*", **members: Any) -> None:
    fault = {"match": {"resource": path, "operation": "PUT"}, "kind": kind, **members}
    assert desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None).status == 200


def state(desk: Desk, path: str = DISK) -> str:
    found: str = desk.ask("GET", path).json()["properties"]["provisioningState"]
    return found


def test_a_resource_stands_at_once_and_is_ready_when_its_time_has_passed(desk: Desk) -> None:
    desk.ask("PUT", DISK, plain(disk()))
    assert state(desk) == "Updating"  # what the disk provider says of a new disk too
    desk.wait(durations.DISK - 0.001)
    assert state(desk) == "Updating"
    desk.wait(0.001)
    assert state(desk) == "Succeeded"
    desk.ask("PUT", DISK, plain(disk(size=128)))
    assert state(desk) == "Updating"


def test_a_put_that_changes_nothing_keeps_the_etag_and_the_state(desk: Desk) -> None:
    before = desk.put(VNET, plain(network()))
    assert desk.ask("PUT", VNET, plain(network())).json() == before
    desk.wait(durations.UNCHANGED)
    assert desk.put(VNET, plain(network(tags={"a": "b"})))["etag"] != before["etag"]


def test_the_same_put_again_heals_a_failed_resource(desk: Desk) -> None:
    plan(desk, "fail", code="Broken", message="no")
    desk.put(DISK, plain(disk()))
    assert state(desk) == "Failed"
    desk.ask("PUT", DISK, plain(disk()))
    assert state(desk) == "Updating"
    desk.wait(durations.DISK)
    assert state(desk) == "Succeeded"


def test_a_refusal_leaves_nothing_behind(desk: Desk) -> None:
    plan(desk, "status", status=409, code="OperationNotAllowed")
    assert desk.ask("PUT", DISK, plain(disk())).refusal == (409, "OperationNotAllowed")
    assert desk.ask("GET", DISK).refusal == (404, "ResourceNotFound")


def test_one_write_at_a_time_each_provider_in_its_words(desk: Desk) -> None:
    for path, body, code in ((DISK, disk(), "Conflict"), (VNET, network(), "AnotherOperationInProgress")):
        desk.ask("PUT", path, plain(body))
        assert desk.ask("PUT", path, plain(body)).refusal == (409, code)
        assert desk.ask("DELETE", path).refusal == (409, code)


def test_a_resource_does_not_move_to_another_region(desk: Desk) -> None:
    desk.put(DISK, plain(disk()))
    reply = desk.ask("PUT", DISK, plain(disk(location="eastus")))
    assert reply.refusal == (409, "InvalidResourceLocation")
    assert "already exists in location 'westeurope' in resource group 'rg1'" in reply.json()["error"]["message"]


def test_a_resource_that_is_being_removed_is_gone_when_its_time_has_passed(desk: Desk) -> None:
    desk.put(DISK, plain(disk()))
    for _ in range(2):
        assert desk.ask("DELETE", DISK).status == 202
    assert state(desk) == "Deleting"
    desk.wait(durations.usual("Microsoft.Compute/disks", "delete"))
    assert desk.ask("GET", DISK).status == 404
    assert desk.ask("DELETE", DISK).status == 204


@pytest.mark.parametrize("body", [{}, {"tags": None}])
def test_a_patch_that_says_nothing_of_tags_keeps_them(desk: Desk, body: Any) -> None:
    desk.put(DISK, plain(disk(tags={"wave": "1"})))
    assert desk.ask("PATCH", DISK, body).json()["tags"] == {"wave": "1"}
    assert desk.ask("PATCH", DISK, {"tags": {}}).json()["tags"] == {}


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        (DISK, {"tags": []}, "InvalidRequestContent"),
        (DISK, {"tags": {"a": 1}}, "InvalidRequestContent"),
        (DISK, {"tags": {}, "colour": "red"}, "InvalidRequestContent"),
        (DISK, {"properties": {"diskSizeGB": "large"}}, "BadRequest"),
        (DISK, [], "InvalidRequestContent"),
        (VNET, {"properties": {}}, "InvalidRequestFormat"),
    ],
)
def test_a_patch_azure_would_refuse_changes_nothing(desk: Desk, path: str, body: Any, code: str) -> None:
    before = desk.put(path, plain(disk(tags={"wave": "1"}) if path == DISK else network()))
    assert desk.ask("PATCH", path, body).refusal == (400, code)
    assert desk.ask("GET", path).json() == before


def test_a_patch_is_a_merge_patch() -> None:
    standing = {"a": {"b": 1, "c": 2}, "d": [1], "e": 3}
    assert merged(standing, {"a": {"b": None, "x": {}}, "d": [2]}) == {"a": {"c": 2, "x": {}}, "d": [2], "e": 3}
    assert standing["a"] == {"b": 1, "c": 2}
