"""Planned mishaps: which request they hit, how often, and what goes wrong."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


def plan(desk: Desk, *faults: Any) -> Any:
    return desk.ask("POST", "/rehearsal/faults", {"faults": list(faults)}, api=None)


def test_a_planned_status_hits_the_named_request_as_often_as_planned(desk: Desk) -> None:
    fault = {
        "match": {"operation": "PUT", "resource": "*/DISKS/d1"},
        "times": 2,
        "kind": "status",
        "status": 503,
        "code": "ServerBusy",
        "message": "later",
    }
    plan(desk, fault)
    for _ in range(2):
        assert desk.ask("PUT", f"{DISKS}/d1", plain(disk())).refusal == (503, "ServerBusy")
    assert desk.ask("PUT", f"{DISKS}/d2", plain(disk())).status == 202
    assert desk.ask("PUT", f"{DISKS}/d1", plain(disk())).status == 202
    told = desk.ask("GET", "/rehearsal/faults", api=None).json()["faults"][0]
    assert (told["left"], len(told["fired"])) == (0, 2)


def test_planned_quota_and_failed_operations(desk: Desk) -> None:
    plan(
        desk,
        {"match": {"resource": "*/disks/d1"}, "kind": "quota"},
        {"match": {"resource": "*/disks/d1"}, "kind": "operation_failed", "code": "DiskBroken", "message": "no"},
        {"match": {"resource": "*/disks/d2"}, "kind": "allocation_failed"},
    )
    assert desk.ask("PUT", f"{DISKS}/d1", plain(disk())).refusal == (409, "OperationNotAllowed")
    reply = desk.ask("PUT", f"{DISKS}/d1", plain(disk()))
    zoned = desk.ask("PUT", f"{DISKS}/d2", plain(disk(zones=["1"])))
    desk.wait()
    assert desk.follow(reply, "azure-asyncoperation").json()["error"] == {"code": "DiskBroken", "message": "no"}
    assert desk.follow(zoned, "azure-asyncoperation").json()["error"]["code"] == "ZonalAllocationFailed"
    assert desk.ask("GET", f"{DISKS}/d1").json()["properties"]["provisioningState"] == "Failed"


@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"match": {}, "kind": "meteor"},
        {"match": {"operation": "FETCH"}, "kind": "quota"},
        {"match": {}, "kind": "quota", "times": 0},
        {"match": {}, "kind": "quota", "often": 1},
        {"match": {"who": "x"}, "kind": "quota"},
        "quota",
    ],
)
def test_faults_that_say_nothing_sensible_are_refused(desk: Desk, fault: Any) -> None:
    assert plan(desk, fault).refusal == (400, "InvalidRequestContent")
    assert desk.world.faults.faults == []
