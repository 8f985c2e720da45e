"""Encryption sets and disk accesses as disks name them."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, ident
from tests.rehearsal.compute.estate import put
from tests.rehearsal.conftest import Desk

KEY = {"activeKey": {"keyUrl": "https://vault1.vault.azure.net/keys/key1/1"}}
DISK = f"{COMPUTE}/disks/d1"


@pytest.fixture
def keyed(ready: Desk) -> Desk:
    put(ready, "diskEncryptionSets/keys", KEY, identity={"type": "SystemAssigned"})
    put(ready, "diskAccesses/private", {})
    return ready


def body(desk: Desk, **properties: Any) -> Any:
    return {
        "location": "westeurope",
        "properties": {"creationData": {"createOption": "Empty"}, "diskSizeGB": 8, **properties},
    }


def test_a_disk_takes_the_type_of_its_encryption_set(keyed: Desk) -> None:
    keys = ident(keyed, f"{COMPUTE}/diskEncryptionSets/keys")
    made = keyed.put(DISK, body(keyed, encryption={"diskEncryptionSetId": keys.lower()}))
    assert made["properties"]["encryption"] == {
        "type": "EncryptionAtRestWithCustomerKey",
        "diskEncryptionSetId": keys,
    }
    assert keyed.ask("DELETE", f"{COMPUTE}/diskEncryptionSets/keys").refusal == (409, "OperationNotAllowed")


@pytest.mark.parametrize(
    "encryption",
    [
        {"type": "EncryptionAtRestWithCustomerKey"},
        {"type": "EncryptionAtRestWithPlatformKey", "diskEncryptionSetId": "{keys}"},
        {"type": "EncryptionAtRestWithPlatformAndCustomerKeys", "diskEncryptionSetId": "{keys}"},
    ],
)
def test_an_encryption_that_contradicts_itself_is_refused(keyed: Desk, encryption: Any) -> None:
    keys = ident(keyed, f"{COMPUTE}/diskEncryptionSets/keys")
    given = {name: value.format(keys=keys) for name, value in encryption.items()}
    assert keyed.ask("PUT", DISK, body(keyed, encryption=given)).refusal == (400, "InvalidParameter")


def test_an_encryption_set_that_is_not_there_is_refused(keyed: Desk) -> None:
    keys = ident(keyed, f"{COMPUTE}/diskEncryptionSets/others")
    given = body(keyed, encryption={"diskEncryptionSetId": keys})
    assert keyed.ask("PUT", DISK, given).refusal == (404, "NotFound")
    wrong = body(keyed, encryption={"diskEncryptionSetId": ident(keyed, f"{COMPUTE}/disks/os1")})
    assert keyed.ask("PUT", DISK, wrong).refusal == (400, "InvalidParameter")


def test_private_access_names_a_disk_access_and_other_access_none(keyed: Desk) -> None:
    access = ident(keyed, f"{COMPUTE}/diskAccesses/private")
    assert keyed.ask("PUT", DISK, body(keyed, networkAccessPolicy="AllowPrivate")).refusal[1] == "InvalidParameter"
    assert keyed.ask("PUT", DISK, body(keyed, diskAccessId=access)).refusal == (400, "InvalidParameter")
    made = keyed.put(DISK, body(keyed, networkAccessPolicy="AllowPrivate", diskAccessId=access))
    assert made["properties"]["diskAccessId"] == access
    assert keyed.ask("DELETE", f"{COMPUTE}/diskAccesses/private").refusal == (409, "OperationNotAllowed")
