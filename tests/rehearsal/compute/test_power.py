"""Power actions: what they leave, and what refuses them."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, body, from_image, words_of
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.instance_view import POWER
from azlift.rehearsal.compute.power import POWERS


def power(desk: Desk) -> list[str]:
    return [each["code"] for each in desk.ask("GET", f"{VM}/instanceView").json()["statuses"]]


def test_power_actions_answer_asynchronously_with_both_urls(ready: Desk) -> None:
    ready.put(VM, body(ready))
    reply = ready.ask("POST", f"{VM}/powerOff?skipShutdown=true")
    assert reply.status == 202
    assert ready.follow(reply, "azure-asyncoperation").json()["status"] == "InProgress"
    assert ready.follow(reply, "location").status == 202
    ready.wait()
    body_ = ready.follow(reply, "azure-asyncoperation").json()
    assert (body_["status"], "endTime" in body_) == ("Succeeded", True)
    assert ready.follow(reply, "location").status == 200
    assert power(ready) == ["ProvisioningState/succeeded", "PowerState/stopped"]


def test_every_action_leaves_a_power_the_view_has_words_for() -> None:
    assert {each.leaves for each in POWERS.values() if each.leaves} <= POWER.keys()


@pytest.mark.parametrize(
    ("actions", "state", "disk"),
    [
        (["powerOff"], "stopped", "Attached"),
        (["deallocate"], "deallocated", "Reserved"),
        (["deallocate", "start"], "running", "Attached"),
        (["deallocate", "deallocate"], "deallocated", "Reserved"),
        (["restart"], "running", "Attached"),
        (["powerOff", "restart"], "running", "Attached"),
        (["redeploy"], "running", "Attached"),
        (["powerOff", "reapply"], "stopped", "Attached"),
        (["start"], "running", "Attached"),
    ],
)
def test_power_and_disks_follow_the_actions(ready: Desk, actions: list[str], state: str, disk: str) -> None:
    ready.put(VM, body(ready))
    for action in actions:
        act(ready, f"{VM}/{action}")
    assert power(ready) == ["ProvisioningState/succeeded", f"PowerState/{state}"]
    assert ready.ask("GET", f"{COMPUTE}/disks/os1").json()["properties"]["diskState"] == disk


def test_until_its_time_has_passed_the_power_is_what_it_was_and_nothing_else_is_taken(ready: Desk) -> None:
    ready.put(VM, body(ready))
    ready.ask("POST", f"{VM}/deallocate")
    assert power(ready) == ["ProvisioningState/updating", "PowerState/running"]
    assert ready.ask("POST", f"{VM}/start").refusal == (409, "Conflict")
    assert ready.ask("PUT", VM, body(ready)).refusal == (409, "Conflict")


@pytest.mark.parametrize("action", ["restart", "redeploy", "powerOff", "reimage"])
def test_a_deallocated_machine_has_no_place_to_do_it_in(ready: Desk, action: str) -> None:
    ready.put(VM, body(ready))
    act(ready, f"{VM}/deallocate")
    reply = ready.ask("POST", f"{VM}/{action}")
    assert reply.refusal == (409, "OperationNotAllowed")
    assert words_of(reply) == (
        f"Operation '{action}' is not allowed on VM 'vm1' since the VM is either deallocated or marked to be "
        "deallocated."
    )


@pytest.mark.parametrize("action", ["start", "restart", "redeploy"])
def test_a_generalized_machine_never_runs_again(ready: Desk, action: str) -> None:
    ready.put(VM, from_image(ready))
    act(ready, f"{VM}/powerOff")
    act(ready, f"{VM}/generalize")
    assert words_of(ready.ask("POST", f"{VM}/{action}")) == (
        f"Operation '{action}' is not allowed on VM 'vm1' since the VM is generalized."
    )
    act(ready, f"{VM}/deallocate")


def test_only_a_machine_from_an_image_is_imaged_again(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert ready.ask("POST", f"{VM}/reimage").refusal == (409, "OperationNotAllowed")
    ready.ask("DELETE", VM)
    ready.wait()
    ready.put(VM, from_image(ready))
    act(ready, f"{VM}/reimage", {"tempDisk": False})


def test_hibernation_needs_to_be_enabled(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert ready.ask("POST", f"{VM}/deallocate?hibernate=true").refusal == (409, "OperationNotAllowed")
    able: Any = body(ready)
    able["properties"]["additionalCapabilities"] = {"hibernationEnabled": True}
    ready.put(VM, able)
    act(ready, f"{VM}/deallocate?hibernate=true")
    assert power(ready)[1:] == ["PowerState/deallocated", "HibernationState/Hibernated"]
    act(ready, f"{VM}/start")
    assert power(ready)[1:] == ["PowerState/running"]


def test_a_failed_machine_shows_no_power(ready: Desk) -> None:
    fault = {"match": {"resource": "*/vm1"}, "kind": "fail", "code": "AllocationFailed"}
    ready.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    ready.put(VM, body(ready))
    assert power(ready) == ["ProvisioningState/failed"]
    (status,) = ready.ask("GET", f"{VM}/instanceView").json()["statuses"]
    assert (status["level"], status["displayStatus"]) == ("Error", "Provisioning failed")


def test_methods_an_action_does_not_have_are_refused(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert ready.ask("GET", f"{VM}/start").refusal == (405, "MethodNotAllowed")
    assert ready.ask("POST", f"{VM}/instanceView").refusal == (405, "MethodNotAllowed")
    assert ready.ask("POST", f"{COMPUTE}/virtualMachines/none/start").refusal == (404, "ResourceNotFound")
    assert ready.ask("POST", f"{VM}/dance").refusal == (400, "NotModelledInRehearsal")


def test_a_power_action_is_told_only_what_it_takes(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    assert ready.ask("POST", f"{VM}/restart", {"now": True}).refusal == (400, "BadRequest")
    assert ready.ask("POST", f"{VM}/reimage", {"tempDisks": True}).refusal == (400, "BadRequest")
    act(ready, f"{VM}/reimage", {"tempDisk": True, "osProfile": {"customData": "aGk="}})
