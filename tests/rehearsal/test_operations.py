"""Asynchronous operations: how long to wait, where to look, what they answer."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


def test_an_operation_tells_its_own_wait_never_zero(desk: Desk) -> None:
    reply = desk.ask("PUT", f"{DISKS}/d", plain(disk()))
    assert reply.headers["retry-after"] == "5"
    desk.clock.speed = 100
    reply = desk.ask("PUT", f"{DISKS}/e", plain(disk()))
    assert (reply.headers["retry-after-ms"], "retry-after" in reply.headers) == ("50", False)
    desk.clock.speed = 10
    reply = desk.ask("PUT", f"{DISKS}/f", plain(disk()))
    assert reply.headers["retry-after-ms"] == "500"
