"""Planned mishaps: which request they hit, how often, and what goes wrong."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal.faults import REQUEST_KINDS, WRITE_KINDS, FaultPlan, read_fault

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


def test_the_first_fault_that_matches_is_spent_and_then_the_next() -> None:
    plan_ = FaultPlan()
    plan_.faults = [read_fault({"match": {"resource": "*/VMs/*"}, "kind": kind}) for kind in ("throttle", "status")]
    hit = [plan_.strike("PUT", "/x/vms/vm1", REQUEST_KINDS) for _ in range(3)]
    assert [each and each.kind for each in hit] == ["throttle", "status", None]
    assert [each.fired for each in plan_.faults] == [["/x/vms/vm1"]] * 2


def test_a_fault_hits_its_method_its_resource_and_its_kind_of_moment_only() -> None:
    plan_ = FaultPlan()
    plan_.faults = [read_fault({"match": {"operation": "GET", "resource": "/a/?"}, "kind": "status"})]
    misses = (("PUT", "/a/b", REQUEST_KINDS), ("GET", "/a/bc", REQUEST_KINDS), ("GET", "/a/b", WRITE_KINDS))
    assert [plan_.strike(*each) for each in misses] == [None] * 3
    assert plan_.strike("GET", "/A/B", REQUEST_KINDS) is plan_.faults[0]


def test_what_a_fault_does_not_say_is_the_usual() -> None:
    found = read_fault({"match": {}, "kind": "status"})
    assert (found.operation, found.resource, found.left, found.status, found.code, found.seconds) == (
        "PUT",
        "*",
        1,
        503,
        "ServiceUnavailable",
        5.0,
    )


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("status", "soon"),
        ("status", 399),
        ("status", 600),
        ("status", None),
        ("seconds", "x"),
        ("seconds", -1),
        ("seconds", float("nan")),
        ("seconds", float("inf")),
        ("times", True),
        ("kind", []),
        ("operation", []),
    ],
)
def test_members_of_the_wrong_kind_are_a_clear_error_not_a_failure_of_ours(desk: Desk, member: str, value: Any) -> None:
    fault = {"match": {}, "kind": "throttle", member: value}
    if member == "operation":
        fault = {"match": {member: value}, "kind": "throttle"}
    assert plan(desk, fault).refusal == (400, "InvalidRequestContent")


def test_a_status_may_be_any_refusal_http_has() -> None:
    for status in (400, 599):
        assert read_fault({"match": {}, "kind": "status", "status": status}).status == status
