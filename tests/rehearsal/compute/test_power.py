"""Power actions and the instance view."""

from tests.rehearsal.compute.conftest import COMPUTE, VM, body
from tests.rehearsal.conftest import Desk


def test_power_actions_answer_asynchronously_with_both_urls(ready: Desk) -> None:
    ready.put(VM, body(ready))
    reply = ready.ask("POST", f"{VM}/powerOff")
    assert reply.status == 202
    assert ready.follow(reply, "azure-asyncoperation").json()["status"] == "InProgress"
    assert ready.follow(reply, "location").status == 202
    ready.wait()
    body_ = ready.follow(reply, "azure-asyncoperation").json()
    assert (body_["status"], "endTime" in body_) == ("Succeeded", True)
    assert ready.follow(reply, "location").status == 200
    assert ready.ask("POST", f"{VM}/restart").refusal == (409, "OperationNotAllowed")
    view = ready.ask("GET", f"{VM}/instanceView").json()
    assert view["statuses"][1]["code"] == "PowerState/stopped"
    ready.ask("POST", f"{VM}/deallocate")
    ready.wait()
    assert ready.ask("GET", f"{COMPUTE}/disks/os1").json()["properties"]["diskState"] == "Reserved"
    assert ready.ask("POST", f"{VM}/generalize").refusal == (400, "InvalidResourceType")
