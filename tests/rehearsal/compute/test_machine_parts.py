"""The parts of a machine's properties."""

from typing import Any

from azlift.rehearsal.compute.machine_parts import (
    attached_ids,
    disks_of,
    interfaces_of,
    is_ephemeral,
    os_type,
    places_of,
    same_id,
)

OS_DISK: dict[str, Any] = {"osType": "Linux", "managedDisk": {"id": "/os"}}
WHOLE: dict[str, Any] = {
    "storageProfile": {"osDisk": OS_DISK, "dataDisks": [{"lun": 0, "managedDisk": {"id": "/data"}}]},
    "networkProfile": {"networkInterfaces": [{"id": "/nic"}]},
    "availabilitySet": {"id": "/set"},
    "host": {},
    "capacityReservation": {"capacityReservationGroup": {"id": "/kept"}},
}


def test_disks_interfaces_and_places() -> None:
    assert [disk.get("lun", "os") for disk in disks_of(WHOLE)] == ["os", 0]
    assert attached_ids(WHOLE) == ["/os", "/data", "/nic"]
    assert places_of(WHOLE) == ["/set", "/kept"]
    assert os_type(WHOLE) == "Linux"


def test_what_is_not_there_is_none() -> None:
    bare: dict[str, Any] = {"storageProfile": {"osDisk": {"diffDiskSettings": {}}}}
    assert (attached_ids(bare), interfaces_of(bare), places_of(bare)) == ([], [], [])
    assert is_ephemeral(bare)
    assert not is_ephemeral(WHOLE)


def test_ids_are_compared_without_case() -> None:
    assert same_id("/A/b/", "/a/B")
    assert not same_id(None, "/a")
    assert same_id(None, "")
