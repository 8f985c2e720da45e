"""Asynchronous operations: how long to wait, where to look, what they answer."""

from typing import Any

import pytest
from tests.rehearsal.conftest import ENDPOINT, Desk
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal.operations import (
    ARM,
    COMPUTE,
    DISK,
    NETWORK,
    finish_operation,
    follow_headers,
    operation_body,
    start_operation,
    waiting_headers,
)
from azlift.rehearsal.records import Event, Operation

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


def test_an_operation_tells_its_own_wait_never_zero(desk: Desk) -> None:
    reply = desk.ask("PUT", f"{DISKS}/d", plain(disk()))
    assert reply.headers["retry-after"] == "4"
    desk.clock.speed = 100
    reply = desk.ask("PUT", f"{DISKS}/e", plain(disk()))
    assert (reply.headers["retry-after-ms"], "retry-after" in reply.headers) == ("50", False)
    desk.clock.speed = 10
    reply = desk.ask("PUT", f"{DISKS}/f", plain(disk()))
    assert reply.headers["retry-after-ms"] == "400"


def started(desk: Desk, family: str = COMPUTE, **changes: Any) -> Operation:
    return start_operation(desk.world, family, "westeurope", "/d", 5.0, "operation_due", **changes)


@pytest.mark.parametrize(
    ("family", "location", "expected"),
    [
        (COMPUTE, False, {"azure-asyncoperation": "Microsoft.Compute/locations/westeurope/operations/{}?"}),
        (DISK, True, {
            "azure-asyncoperation": "Microsoft.Compute/locations/westeurope/DiskOperations/{}?",
            "location": "monitor=true",
        }),
        (NETWORK, False, {
            "azure-asyncoperation": "Microsoft.Network/locations/westeurope/operations/{}?",
            "azure-asyncnotification": "Enabled",
        }),
        (ARM, False, {"location": "/operationresults/{}?"}),
    ],
)  # fmt: skip
def test_every_provider_is_followed_in_its_own_style(desk: Desk, family: str, location: bool, expected: Any) -> None:
    operation = started(desk, family)
    found = dict(follow_headers(desk.world, ENDPOINT, operation, "2024-07-01", location=location))
    assert found.keys() - {"retry-after"} == expected.keys()
    for name, part in expected.items():
        assert part.format(operation.id) in found[name]


@pytest.mark.parametrize(
    ("remaining", "speed", "expected"),
    [
        (10.1, 1.0, ("retry-after", "10")),  # never beyond Azure's own suggestion
        (1.001, 1.0, ("retry-after", "2")),
        (1.0, 1.0, ("retry-after-ms", "1000")),
        (5.0, 100.0, ("retry-after-ms", "50")),
        (0.0, 1.0, ("retry-after-ms", "50")),
        (-3.0, 1.0, ("retry-after-ms", "50")),
        (5.0, 0.0, ("retry-after-ms", "1000")),  # a clock that stands: ask again in a second
    ],
)
def test_the_wait_is_what_remains_in_the_clients_time(
    desk: Desk, remaining: float, speed: float, expected: tuple[str, str]
) -> None:
    desk.clock.speed = speed
    assert waiting_headers(desk.world, remaining) == [expected]


def test_an_operation_ends_with_the_error_its_event_carries(desk: Desk) -> None:
    good, bad = started(desk), started(desk, error={"code": "Broken", "message": "no"})
    desk.wait(4.999)
    assert good.status == bad.status == "InProgress"
    desk.wait(0.001)
    assert (good.status, good.error, bad.status) == ("Succeeded", None, "Failed")
    assert good.ended == bad.ended == good.due
    assert operation_body(bad)["error"] == {"code": "Broken", "message": "no"}
    assert finish_operation(desk.world, Event(0.0, 1, "operation_due", "forgotten")) is None


def test_the_network_provider_says_least_and_the_others_when(desk: Desk) -> None:
    network, compute = started(desk, NETWORK), started(desk, COMPUTE)
    assert operation_body(network) == {"status": "InProgress"}
    assert operation_body(compute).keys() == {"startTime", "status", "name"}
    desk.wait()
    compute.result = {"a": 1}
    assert operation_body(network) == {"status": "Succeeded"}
    assert operation_body(compute)["endTime"] == "2026-09-21T14:13:25.0000000Z"
    assert operation_body(compute)["properties"] == {"output": {"a": 1}}
