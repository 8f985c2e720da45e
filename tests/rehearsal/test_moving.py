"""Resources that move to another group."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.people import CONTRIBUTOR, guest

from azlift.rehearsal.moving import renamed

NETWORK = "providers/Microsoft.Network"
SPACE = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}


@pytest.fixture
def estate(desk: Desk) -> Desk:
    """A network, an interface in it and a disk in rg1; rg2 is empty."""
    desk.ask("PUT", "~/resourceGroups/rg2", {"location": "northeurope"})
    subnets = [{"name": "s1", "properties": {"addressPrefix": "10.0.0.0/24"}}]
    at = {"location": "westeurope"}
    net = desk.put(
        f"~/resourceGroups/rg1/{NETWORK}/virtualNetworks/v1", {**at, "properties": {**SPACE, "subnets": subnets}}
    )
    configuration = {"name": "ip", "properties": {"subnet": {"id": net["properties"]["subnets"][0]["id"]}}}
    desk.put(
        f"~/resourceGroups/rg1/{NETWORK}/networkInterfaces/nic1",
        {**at, "properties": {"ipConfigurations": [configuration]}},
    )
    empty = {"creationData": {"createOption": "Empty"}, "diskSizeGB": 4}
    desk.put("~/resourceGroups/rg1/providers/Microsoft.Compute/disks/d1", {**at, "properties": empty})
    return desk


def body(desk: Desk, *ids: str, target: str = "rg2") -> dict[str, Any]:
    group = f"{desk.subscription}/resourceGroups"
    return {"resources": [f"{group}/rg1/{each}" for each in ids], "targetResourceGroup": f"{group}/{target}"}


def test_a_moved_network_is_elsewhere_and_its_interfaces_know_where(estate: Desk) -> None:
    reply = estate.ask("POST", "~/resourceGroups/rg1/moveResources", body(estate, f"{NETWORK}/virtualNetworks/v1"))
    assert reply.status == 202
    assert estate.follow(reply, "location").status == 202
    estate.wait()
    assert estate.follow(reply, "location").status == 204
    assert estate.ask("GET", f"~/resourceGroups/rg1/{NETWORK}/virtualNetworks/v1").refusal == (404, "ResourceNotFound")
    moved = estate.ask("GET", f"~/resourceGroups/rg2/{NETWORK}/virtualNetworks/v1").json()
    subnet = moved["properties"]["subnets"][0]
    assert moved["location"] == "westeurope"
    assert "/resourceGroups/rg2/" in subnet["id"]
    assert (
        estate.ask("GET", f"~/resourceGroups/rg2/{NETWORK}/virtualNetworks/v1/subnets/s1").json()["id"] == subnet["id"]
    )
    interface = estate.ask("GET", f"~/resourceGroups/rg1/{NETWORK}/networkInterfaces/nic1").json()
    assert interface["properties"]["ipConfigurations"][0]["properties"]["subnet"]["id"] == subnet["id"]
    assert estate.ask("DELETE", f"~/resourceGroups/rg2/{NETWORK}/virtualNetworks/v1").status == 400


def test_a_move_needs_rights_in_both_groups_and_no_lock_in_the_way(estate: Desk) -> None:
    asked = body(estate, "providers/Microsoft.Compute/disks/d1")
    somebody = guest(estate, CONTRIBUTOR, "~/resourceGroups/rg1")
    reply = somebody.ask("POST", "~/resourceGroups/rg1/moveResources", asked)
    assert reply.refusal == (403, "AuthorizationFailed")
    assert "resourceGroups/write' over scope" in reply.json()["error"]["message"]
    for group in ("rg1", "rg2"):
        lock = f"~/resourceGroups/{group}/providers/Microsoft.Authorization/locks/l"
        estate.ask("PUT", lock, {"properties": {"level": "ReadOnly"}})
        assert estate.ask("POST", "~/resourceGroups/rg1/moveResources", asked).refusal == (409, "ScopeLocked")
        estate.ask("DELETE", lock)
    assert estate.ask("POST", "~/resourceGroups/rg1/moveResources", asked).status == 202


def test_a_move_that_is_only_validated_moves_nothing(estate: Desk) -> None:
    disk = "providers/Microsoft.Compute/disks/d1"
    reply = estate.ask("POST", "~/resourceGroups/rg1/validateMoveResources", body(estate, disk))
    estate.wait()
    assert estate.follow(reply, "location").status == 204
    assert estate.ask("GET", f"~/resourceGroups/rg1/{disk}").status == 200


def test_what_went_before_its_move_was_over_is_not_moved(estate: Desk) -> None:
    disk = "providers/Microsoft.Compute/disks/d1"
    estate.ask("POST", "~/resourceGroups/rg1/moveResources", body(estate, disk))
    estate.world.drop(f"{estate.subscription}/resourcegroups/rg1/{disk}".lower())
    estate.wait()
    assert estate.ask("GET", f"~/resourceGroups/rg2/{disk}").status == 404


@pytest.mark.parametrize(
    ("resource", "target", "expected"),
    [
        (f"{NETWORK}/virtualNetworks/v1/subnets/s1", "rg2", (400, "ResourceNotTopLevel")),
        (f"{NETWORK}/virtualNetworks/none", "rg2", (404, "ResourceNotFound")),
        (f"{NETWORK}/virtualNetworks/v1", "none", (404, "ResourceGroupNotFound")),
        (f"{NETWORK}/virtualNetworks/v1", "rg1", (409, "ResourceMoveProviderValidationFailed")),
    ],
)
def test_a_move_azure_refuses_is_refused(estate: Desk, resource: str, target: str, expected: tuple[int, str]) -> None:
    asked = body(estate, resource, target=target)
    assert estate.ask("POST", "~/resourceGroups/rg1/moveResources", asked).refusal == expected


def test_a_resource_of_another_group_or_busy_is_not_moved(estate: Desk) -> None:
    disk = "providers/Microsoft.Compute/disks/d1"
    assert estate.ask("POST", "~/resourceGroups/rg2/moveResources", body(estate, disk)).refusal == (
        409, "ResourceMoveProviderValidationFailed",
    )  # fmt: skip
    estate.ask("DELETE", f"~/resourceGroups/rg1/{disk}")
    refusal = estate.ask("POST", "~/resourceGroups/rg1/moveResources", body(estate, disk)).json()["error"]
    assert "its provisioning state is 'Deleting'" in refusal["details"][0]["details"][0]["message"]


def test_only_ids_are_renamed_and_all_that_lie_below() -> None:
    group = "/subscriptions/s/resourceGroups"
    names = {f"{group}/a/providers/n/t/x".lower(): f"{group}/b/providers/N/t/x"}
    other = {"id": f"{group}/a/providers/n/t/xx"}
    given = [f"{group.upper()}/A/providers/N/t/x/u/y", "x", other, 1]
    assert renamed(given, names) == [f"{group}/b/providers/N/t/x/u/y", "x", other, 1]
