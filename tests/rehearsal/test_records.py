"""What the world consists of: written down and read back, and shown as Azure shows it."""

import json
from typing import Any

import pytest

from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.records import Event, Group, Operation, Resource

SCOPE = "/subscriptions/s/resourceGroups/Rg/providers"
DISK = f"{SCOPE}/Microsoft.Compute/disks/D1"


def resource(resource_id: str = DISK, **changes: Any) -> Resource:
    base: dict[str, Any] = {
        "location": "westeurope",
        "tags": {"a": "1"},
        "top": {"sku": {"name": "Premium_LRS"}},
        "properties": {"diskSizeGB": 8},
        "wanted": {"diskSizeGB": 8},
        "state": "Succeeded",
        "etag": "e1",
        "created": 1_790_000_000.0,
        "changed": 1_790_000_060.0,
        "references": ("/x", "/y"),
        "inside": {"shown": {"managedBy": "/vm"}, "power": "running"},
        "api_version": "2024-07-01",
    }
    return Resource(id=read_id(resource_id), **{**base, **changes})


def test_every_record_is_read_back_as_it_was_written() -> None:
    made = resource()
    assert Resource.from_document(json.loads(json.dumps(made.document()))) == made
    group = Group("s", "Rg", "westeurope", {"a": "1"}, 1.0, "me", "Deleting")
    assert Group(**json.loads(json.dumps(group.document()))) == group
    operation = Operation("o", "disk", "s", "westeurope", "/d", 1.0, 2.0, "Failed", 2.0, {"code": "x"}, {"a": 1}, 204)
    assert Operation(**json.loads(json.dumps(operation.document()))) == operation
    event = Event(1.0, 2, "resource_due", "o", {"error": {"code": "x"}})
    again = Event(**json.loads(json.dumps(event.document())))
    assert (again, again.kind, again.key, again.data) == (event, event.kind, event.key, event.data)


def test_a_body_shows_what_the_provider_shows_and_keeps_the_rest_inside() -> None:
    body = resource().body()
    assert (body["name"], body["type"], body["managedBy"]) == ("D1", "Microsoft.Compute/disks", "/vm")
    assert body["properties"] == {"diskSizeGB": 8, "provisioningState": "Succeeded"}
    assert not {"power", "inside", "wanted", "references", "etag"} & body.keys()
    bare = resource(tags={}, location=None).body()
    assert not {"tags", "location"} & bare.keys()


@pytest.mark.parametrize(
    ("path", "etag"),
    [
        ("Microsoft.Network/virtualNetworks/v", 'W/"e1"'),
        ("Microsoft.Compute/virtualMachines/v", '"e1"'),
        ("Microsoft.Compute/disks/d", None),
    ],
)
def test_etags_are_weak_at_the_network_strong_at_machines_and_absent_at_disks(path: str, etag: str | None) -> None:
    assert resource(f"{SCOPE}/{path}").body().get("etag") == etag


def test_a_child_is_named_by_its_last_part() -> None:
    body = resource(f"{SCOPE}/Microsoft.Network/virtualNetworks/v/subnets/s1").body()
    assert (body["name"], body["type"]) == ("s1", "Microsoft.Network/virtualNetworks/subnets")


def test_the_bytes_are_made_once_and_anew_after_a_change() -> None:
    made = resource()
    first = made.serial()
    assert json.loads(first) == made.body()
    made.state = "Failed"
    assert made.serial() is first
    made.stale()
    assert json.loads(made.serial())["properties"]["provisioningState"] == "Failed"


def test_the_short_form_has_times_and_state_only_when_asked_for() -> None:
    assert set(resource().summary()) == {"id", "name", "type", "sku", "managedBy", "location", "tags"}
    found = resource().summary(frozenset({"changedtime", "provisioningstate"}))
    assert (found["changedTime"], found["provisioningState"]) == ("2026-09-21T14:14:20.0000000Z", "Succeeded")
    assert "createdTime" not in found


def test_events_are_ordered_by_time_and_then_as_they_were_planned() -> None:
    events = [Event(2.0, 1, "a", "k"), Event(1.0, 3, "b", "k"), Event(1.0, 2, "z", "k", {"x": 1})]
    assert [each.sequence for each in sorted(events)] == [2, 3, 1]
