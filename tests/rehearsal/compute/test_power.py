"""Power actions and the instance view."""

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, body, data_disk
from tests.rehearsal.conftest import Desk

from azlift.rehearsal import durations
from azlift.rehearsal.compute.power import OUTCOMES, WORDS


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


def power(desk: Desk) -> list[str]:
    return [each["code"] for each in desk.ask("GET", f"{VM}/instanceView").json()["statuses"]]


def test_every_action_has_an_outcome_the_view_has_words_for() -> None:
    assert OUTCOMES.keys() == {"start", "restart", "poweroff", "deallocate"}
    assert set(OUTCOMES.values()) == WORDS.keys()


@pytest.mark.parametrize(
    ("actions", "state", "disk"),
    [
        (["powerOff"], "stopped", "Attached"),
        (["deallocate"], "deallocated", "Reserved"),
        (["deallocate", "start"], "running", "Attached"),
        (["restart"], "running", "Attached"),
        (["powerOff", "deallocate", "powerOff"], "stopped", "Attached"),
    ],
)
def test_power_and_disks_follow_the_actions(ready: Desk, actions: list[str], state: str, disk: str) -> None:
    ready.put(VM, body(ready))
    for action in actions:
        assert ready.ask("POST", f"{VM}/{action}").status == 202
        ready.wait(durations.usual("Microsoft.Compute/virtualMachines", action))
    assert power(ready) == ["ProvisioningState/succeeded", f"PowerState/{state}"]
    assert ready.ask("GET", f"{COMPUTE}/disks/os1").json()["properties"]["diskState"] == disk


def test_until_its_time_has_passed_the_power_is_what_it_was_and_nothing_else_is_taken(ready: Desk) -> None:
    ready.put(VM, body(ready))
    ready.ask("POST", f"{VM}/deallocate")
    ready.wait(durations.usual("Microsoft.Compute/virtualMachines", "deallocate") - 0.001)
    assert power(ready) == ["ProvisioningState/updating", "PowerState/running"]
    assert ready.ask("POST", f"{VM}/start").refusal == (409, "Conflict")
    assert ready.ask("PUT", VM, body(ready)).refusal == (409, "Conflict")


def test_a_machine_that_is_off_is_not_restarted_and_told_why(ready: Desk) -> None:
    ready.put(VM, body(ready))
    ready.ask("POST", f"{VM}/deallocate")
    ready.wait()
    reply = ready.ask("POST", f"{VM}/restart")
    assert reply.json()["error"]["message"] == "Cannot restart VM 'vm1' because it is deallocated."


def test_a_failed_machine_shows_no_power(ready: Desk) -> None:
    fault = {"match": {"resource": "*/vm1"}, "kind": "fail", "code": "AllocationFailed"}
    ready.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    ready.put(VM, body(ready))
    assert power(ready) == ["ProvisioningState/failed"]
    (status,) = ready.ask("GET", f"{VM}/instanceView").json()["statuses"]
    assert (status["level"], status["displayStatus"]) == ("Error", "Provisioning failed")


def test_the_view_names_every_disk_of_the_machine(ready: Desk) -> None:
    given = body(ready)
    given["properties"]["storageProfile"]["dataDisks"] = [data_disk(ready)]
    ready.put(VM, given)
    view = ready.ask("GET", f"{VM}?$expand=instanceView").json()["properties"]["instanceView"]
    assert [each["name"] for each in view["disks"]] == ["os1", "data1"]


def test_methods_an_action_does_not_have_are_refused(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert ready.ask("GET", f"{VM}/start").refusal == (405, "MethodNotAllowed")
    assert ready.ask("POST", f"{VM}/instanceView").refusal == (405, "MethodNotAllowed")
    assert ready.ask("POST", f"{COMPUTE}/virtualMachines/none/start").refusal == (404, "ResourceNotFound")
