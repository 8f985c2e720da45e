"""Resource groups: born, tagged, refused, removed with everything inside."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, disk, landing, plain

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


def test_a_group_lives_from_put_to_delete(desk: Desk) -> None:
    reply = desk.ask("PUT", "~/resourcegroups/Rg2", {"location": "West Europe", "tags": {"a": "1"}})
    assert reply.status == 201
    body = reply.json()
    assert (body["location"], body["id"]) == ("westeurope", f"{desk.subscription}/resourceGroups/Rg2")
    assert desk.ask("PUT", "~/resourceGroups/RG2", {"location": "westeurope"}).json()["name"] == "Rg2"
    assert desk.ask("PATCH", "~/resourceGroups/rg2", {"tags": {"b": "2"}}).json()["tags"] == {"b": "2"}
    assert [desk.ask("HEAD", f"~/resourceGroups/{name}").status for name in ("rg2", "none")] == [204, 404]
    reply = desk.ask("DELETE", "~/resourceGroups/rg2")
    assert (reply.status, desk.follow(reply, "location").status) == (202, 202)
    assert desk.ask("GET", "~/resourceGroups/rg2").json()["properties"]["provisioningState"] == "Deleting"
    assert desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"}).refusal == (
        409,
        "ResourceGroupBeingDeleted",
    )
    assert desk.ask("PUT", DISKS.replace("rg1", "rg2") + "/d", plain(disk())).refusal == (
        409,
        "ResourceGroupBeingDeleted",
    )
    desk.wait()
    assert desk.follow(reply, "location").status == 200
    assert desk.ask("GET", "~/resourceGroups/rg2").refusal == (404, "ResourceGroupNotFound")
    assert desk.ask("DELETE", "~/resourceGroups/rg2").refusal == (404, "ResourceGroupNotFound")


def test_a_deleted_group_takes_everything_with_it(desk: Desk) -> None:
    desk.deploy(deployment(landing()))
    desk.ask("DELETE", "~/resourceGroups/rg1")
    desk.wait()
    assert (desk.world.resources, desk.world.deployments, desk.world.groups) == ({}, {}, {})


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("x" * 91, {"location": "westeurope"}, (400, "InvalidResourceGroup")),
        ("ends.", {"location": "westeurope"}, (400, "InvalidResourceGroup")),
        ("a b", {"location": "westeurope"}, (400, "InvalidResourceGroup")),
        ("g", {}, (400, "LocationRequired")),
        ("g", {"location": "atlantis"}, (400, "LocationNotAvailableForResourceGroup")),
        ("g", {"location": "westeurope", "colour": "red"}, (400, "InvalidRequestContent")),
        ("g", [], (400, "InvalidRequestContent")),
        ("rg1", {"location": "eastus"}, (409, "InvalidResourceGroupLocation")),
    ],
)
def test_groups_azure_refuses_are_refused(desk: Desk, name: str, body: Any, expected: tuple[int, str]) -> None:
    assert desk.ask("PUT", f"~/resourceGroups/{name}", body).refusal == expected
