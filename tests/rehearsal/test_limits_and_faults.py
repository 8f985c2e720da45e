"""Throttling as ARM does it, and planned mishaps."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


def plan(desk: Desk, *faults: Any) -> Any:
    return desk.ask("POST", "/rehearsal/faults", {"faults": list(faults)}, api=None)


def test_reads_writes_and_deletes_have_buckets_of_their_own(desk: Desk) -> None:
    replies = [desk.ask("GET", "~/resourceGroups/rg1") for _ in range(251)]
    assert [reply.status for reply in replies].count(200) == 250
    assert replies[0].headers["x-ms-ratelimit-remaining-subscription-reads"] == "249"
    refused = replies[-1]
    assert refused.refusal == (429, "SubscriptionRequestsThrottled")
    assert refused.headers["retry-after"] == "1"
    assert desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"}).status == 200
    desk.wait(1)
    assert [desk.ask("GET", "~/resourceGroups/rg1").status for _ in range(26)] == [200] * 25 + [429]


def test_the_bucket_of_writes_refills_ten_a_second_on_the_simulated_clock(desk: Desk) -> None:
    desk.wait(60)
    body = {"location": "westeurope"}
    assert [desk.ask("PUT", "~/resourceGroups/rg1", body).status for _ in range(201)].count(200) == 200
    desk.wait(2)
    assert [desk.ask("PUT", "~/resourceGroups/rg1", body).status for _ in range(21)] == [200] * 20 + [429]
    assert desk.ask("DELETE", f"{DISKS}/none").headers["x-ms-ratelimit-remaining-subscription-deletes"] == "199"


def test_the_wait_is_told_in_the_clients_time(desk: Desk) -> None:
    plan(desk, {"match": {"operation": "GET"}, "kind": "throttle", "seconds": 120, "times": 2})
    assert desk.ask("GET", "~/resourceGroups").headers["retry-after"] == "120"
    desk.clock.speed = 60
    assert desk.ask("GET", "~/resourceGroups").headers["retry-after"] == "2"
    assert desk.ask("GET", "~/resourceGroups").status == 200


def test_an_operation_tells_its_own_wait_never_zero(desk: Desk) -> None:
    reply = desk.ask("PUT", f"{DISKS}/d", plain(disk()))
    assert reply.headers["retry-after"] == "5"
    desk.clock.speed = 100
    reply = desk.ask("PUT", f"{DISKS}/e", plain(disk()))
    assert (reply.headers["retry-after-ms"], "retry-after" in reply.headers) == ("50", False)
    desk.clock.speed = 10
    reply = desk.ask("PUT", f"{DISKS}/f", plain(disk()))
    assert reply.headers["retry-after-ms"] == "500"


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


def test_steering_takes_only_what_it_knows(desk: Desk) -> None:
    assert desk.ask("POST", "/rehearsal/faults", {"faults": {}}, api=None).refusal[0] == 400
    assert desk.ask("POST", "/rehearsal/clock", {"speed": 2}, api=None).refusal[0] == 400
    assert desk.ask("POST", "/rehearsal/quotas", {"limit": 2}, api=None).refusal[0] == 400
    assert desk.ask("GET", "/rehearsal/weather", api=None).refusal == (404, "NotFound")
    assert desk.ask("GET", "/rehearsal/clock", api=None).json()["speed"] == 1.0


def test_requests_are_counted_by_route_and_deployments_by_id(desk: Desk) -> None:
    base = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"
    body = {"properties": {"mode": "Incremental", "template": {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0", "resources": []}}}  # fmt: skip
    for name in ("a", "a", "B"):
        desk.ask("PUT", f"{base}/{name}", body)
        desk.wait()
    desk.ask("GET", "~/nothing")
    told = desk.ask("GET", "/rehearsal/requests", api=None).json()
    counts = {each["id"].rsplit("/", 1)[-1]: each["count"] for each in told["deployments"]}
    assert counts == {"a": 2, "b": 1}
    assert told["requests"]["PUT deployment"] == 3
    assert told["requests"]["GET refused"] == 1
