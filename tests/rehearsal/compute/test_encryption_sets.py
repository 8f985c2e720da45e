"""Disk encryption sets and disk accesses."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE
from tests.rehearsal.compute.estate import copy_of, put
from tests.rehearsal.conftest import Desk

SET = f"{COMPUTE}/diskEncryptionSets/keys"
URL = "https://vault1.vault.azure.net/keys/key1/{}"


def body(number: int = 1, **members: Any) -> Any:
    base = {"location": "westeurope", "identity": {"type": "SystemAssigned"}}
    return {**base, **members, "properties": {"activeKey": {"keyUrl": URL.format(number)}}}


def test_a_set_has_a_key_an_identity_and_a_type(desk: Desk) -> None:
    made = desk.put(SET, body())
    assert made["properties"]["encryptionType"] == "EncryptionAtRestWithCustomerKey"
    assert made["identity"].keys() == {"type", "principalId", "tenantId"}


def test_a_rotated_key_is_remembered(desk: Desk) -> None:
    desk.put(SET, body())
    rotated = desk.put(SET, body(2))["properties"]
    assert [each["keyUrl"] for each in rotated["previousKeys"]] == [URL.format(1)]
    assert "lastKeyRotationTimestamp" in rotated


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"location": "westeurope", "properties": {}}, (400, "InvalidParameter")),
        ({**body(), "properties": {}}, (400, "InvalidParameter")),
        ({**body(), "properties": {"activeKey": {"keyUrl": "ftp://x"}}}, (400, "InvalidParameter")),
        ({**body(), "properties": {**body()["properties"], "federatedClientId": "x"}}, (400, "NotModelledInRehearsal")),
    ],
)
def test_sets_azure_refuses_are_refused(desk: Desk, given: Any, expected: tuple[int, str]) -> None:
    assert desk.ask("PUT", SET, given).refusal == expected


def test_a_set_keeps_its_type(desk: Desk) -> None:
    desk.put(SET, body())
    other = body()
    other["properties"]["encryptionType"] = "EncryptionAtRestWithPlatformAndCustomerKeys"
    assert desk.ask("PUT", SET, other).refusal == (409, "PropertyChangeNotAllowed")


def test_a_set_lists_what_it_encrypts(desk: Desk) -> None:
    made = desk.put(SET, body())
    key = {"encryption": {"diskEncryptionSetId": made["id"]}}
    first = put(desk, "disks/d1", {"creationData": {"createOption": "Empty"}, "diskSizeGB": 8, **key})
    second = put(desk, "snapshots/s1", {**copy_of(first), **key})
    assert desk.ask("GET", f"{SET}/associatedResources").json() == {"value": [first, second]}


def test_a_disk_access_has_one_group_for_private_endpoints(desk: Desk) -> None:
    put(desk, "diskAccesses/private", {})
    (link,) = desk.ask("GET", f"{COMPUTE}/diskAccesses/private/privateLinkResources").json()["value"]
    assert link["properties"]["groupId"] == "disks"
    assert desk.ask("DELETE", f"{COMPUTE}/diskAccesses/private").status == 202
