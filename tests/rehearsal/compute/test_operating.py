"""The provider's operations."""

from tests.rehearsal.compute.conftest import COMPUTE, ident
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.operating import PLAIN, begin
from azlift.rehearsal.operations import operation_body


def test_an_operation_takes_its_time_and_then_tells_its_result(ready: Desk) -> None:
    disk = ready.world.resources[ident(ready, f"{COMPUTE}/disks/data1").lower()]
    operation = begin(ready.world, disk, "beginGetAccess", result={"a": 1})
    assert operation.due > ready.world.instant
    assert "properties" not in operation_body(operation)
    ready.wait()
    assert operation_body(operation)["properties"] == {"output": {"a": 1}}
    failed = begin(ready.world, disk, "endGetAccess", effect=PLAIN, error={"code": "X", "message": "m"})
    ready.wait()
    assert operation_body(failed)["status"] == "Failed"
