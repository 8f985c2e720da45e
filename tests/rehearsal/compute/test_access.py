"""Access to the bytes of disks and snapshots: granted, refused, taken back, expired."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, body, from_image, ident, words_of
from tests.rehearsal.conftest import Desk

DISK = f"{COMPUTE}/disks/data1"
READ = {"access": "Read", "durationInSeconds": 3600}
WRITE = {"access": "Write", "durationInSeconds": 3600}


def state(desk: Desk, path: str = DISK) -> str:
    found: str = desk.ask("GET", path).json()["properties"]["diskState"]
    return found


def upload(desk: Desk, option: str = "Upload", **members: Any) -> str:
    path = f"{COMPUTE}/disks/up"
    creation = {"createOption": option, "uploadSizeBytes": 20_972_032}
    desk.put(path, {"location": "westeurope", "properties": {"creationData": creation, "osType": "Linux", **members}})
    return path


def test_a_sas_is_the_result_of_the_operation_and_of_its_location(ready: Desk) -> None:
    reply = ready.ask("POST", f"{DISK}/beginGetAccess", READ)
    assert (reply.status, "DiskOperations" in reply.headers["location"]) == (202, True)
    assert "properties" not in ready.follow(reply, "azure-asyncoperation").json()
    ready.wait()
    url = ready.follow(reply, "location").json()["accessSAS"]
    assert ready.follow(reply, "azure-asyncoperation").json()["properties"]["output"] == {"accessSAS": url}
    host = url.removeprefix("https://").partition("/")[0]
    assert (host.startswith("md-"), host.endswith(".blob.storage.rehearsal")) == (True, True)
    assert "/abcd?sv=2018-03-28&sr=b&si=" in url
    assert state(ready) == "ActiveSAS"


def test_access_is_taken_back(ready: Desk) -> None:
    act(ready, f"{DISK}/beginGetAccess", READ)
    assert ready.ask("DELETE", DISK).refusal == (409, "OperationNotAllowed")
    act(ready, f"{DISK}/endGetAccess")
    assert state(ready) == "Unattached"
    assert ready.ask("DELETE", DISK).status == 202


def test_a_read_sas_ends_by_itself(ready: Desk) -> None:
    ready.ask("POST", f"{DISK}/beginGetAccess", READ)
    ready.wait(3599)
    assert state(ready) == "ActiveSAS"
    ready.wait(1)
    assert state(ready) == "Unattached"


def test_a_later_grant_outlives_an_earlier_one(ready: Desk) -> None:
    ready.ask("POST", f"{DISK}/beginGetAccess", READ)
    ready.wait(1800)
    ready.ask("POST", f"{DISK}/beginGetAccess", READ)
    ready.wait(1800)
    assert state(ready) == "ActiveSAS"
    ready.wait(1800)
    assert state(ready) == "Unattached"


def test_an_upload_goes_from_ready_to_active_to_a_disk_of_use(ready: Desk) -> None:
    path = upload(ready)
    assert state(ready, path) == "ReadyToUpload"
    assert ready.ask("POST", f"{path}/beginGetAccess", READ).refusal == (409, "OperationNotAllowed")
    found = act(ready, f"{path}/beginGetAccess", WRITE)
    assert found["accessSAS"].startswith("https://md-impexp-")
    assert state(ready, path) == "ActiveUpload"
    ready.wait(4000)
    assert state(ready, path) == "ActiveUpload"
    act(ready, f"{path}/beginGetAccess", WRITE)
    act(ready, f"{path}/endGetAccess")
    assert state(ready, path) == "Unattached"
    assert ready.ask("POST", f"{path}/beginGetAccess", WRITE).refusal == (409, "OperationNotAllowed")


def test_a_secure_upload_has_a_second_address(ready: Desk) -> None:
    path = upload(
        ready, "UploadPreparedSecure", securityProfile={"securityType": "TrustedLaunch"}, hyperVGeneration="V2"
    )
    found = act(ready, f"{path}/beginGetAccess", {**WRITE, "getSecureVMGuestStateSAS": True})
    assert found.keys() == {"accessSAS", "securityDataAccessSAS"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"access": "Read"}, (400, "InvalidParameter")),
        ({"durationInSeconds": 60}, (400, "InvalidParameter")),
        ({"access": "None", "durationInSeconds": 60}, (400, "InvalidParameter")),
        ({"access": "Read", "durationInSeconds": 0}, (400, "InvalidParameter")),
        ({"access": "Read", "durationInSeconds": 5_184_001}, (400, "InvalidParameter")),
        ({"access": "Read", "duration": 60}, (400, "BadRequest")),
        ({"access": "Read", "durationInSeconds": 60, "fileFormat": "VHDX"}, (400, "NotModelledInRehearsal")),
        ({"access": "Write", "durationInSeconds": 60}, (409, "OperationNotAllowed")),
    ],
)
def test_grants_azure_refuses_are_refused(ready: Desk, given: Any, expected: tuple[int, str]) -> None:
    assert ready.ask("POST", f"{DISK}/beginGetAccess", given).refusal == expected


def test_a_disk_of_a_running_machine_gives_no_access(ready: Desk) -> None:
    ready.put(VM, body(ready))
    path = f"{COMPUTE}/disks/os1"
    reply = ready.ask("POST", f"{path}/beginGetAccess", READ)
    assert reply.refusal == (409, "Conflict")
    assert (
        words_of(reply)
        == f"Access not permitted because disk os1 is currently attached to running VM {ident(ready, VM)}."
    )
    act(ready, f"{VM}/deallocate")
    act(ready, f"{path}/beginGetAccess", READ)
    assert state(ready, path) == "ActiveSAS"
    started = ready.ask("POST", f"{VM}/start")
    assert started.refusal == (409, "OperationNotAllowed")
    assert "active shared access signature outstanding for disk os1" in words_of(started)
    act(ready, f"{path}/endGetAccess")
    assert state(ready, path) == "Reserved"
    act(ready, f"{VM}/start")
    assert state(ready, path) == "Attached"


def test_the_disk_of_a_hibernated_machine_is_frozen(ready: Desk) -> None:
    given = from_image(ready)
    given["properties"]["additionalCapabilities"] = {"hibernationEnabled": True}
    machine = ready.put(VM, given)
    path = f"{COMPUTE}/disks/{machine['properties']['storageProfile']['osDisk']['name']}"
    act(ready, f"{VM}/deallocate?hibernate=true")
    assert state(ready, path) == "Frozen"
    act(ready, f"{path}/beginGetAccess", READ)
    assert state(ready, path) == "ActiveSASFrozen"


def test_a_disk_nobody_may_reach_gives_no_access(ready: Desk) -> None:
    ready.ask("PATCH", DISK, {"properties": {"networkAccessPolicy": "DenyAll"}})
    ready.wait()
    assert ready.ask("POST", f"{DISK}/beginGetAccess", READ).refusal == (409, "OperationNotAllowed")
