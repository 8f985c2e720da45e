"""Each line turns red by what is really in the way: a lock, a policy, a foreign name, a missing right."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure.core.rest import HttpRequest
from azure_sights import inside
from estates import estate, machine, planned
from tests.journey.test_readying import prepared

from azlift import on_record
from azlift.journey.looking import LOOKS, Scene
from azlift.journey.reading import wave_called
from azlift.model import Rendering
from azlift.readiness import Judged
from azlift.venue import Venue, open_venue

WAVE = "wave-01"


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    planned(made, estate(machine("web01", "shop")))
    inside(made, prepared)
    return made


def look(folder: Path, code: str) -> Judged:
    async def seen(venue: Venue) -> Judged:
        return await LOOKS[code](Scene(wave_called(WAVE, venue), venue))

    judged: Judged = inside(folder, seen)
    return judged


def put(folder: Path, path: str, body: dict[str, Any], method: str = "PUT") -> None:
    async def send(venue: Venue) -> None:
        request = HttpRequest(method, f"{venue.cloud.subscription}{path}", json=body)
        (await venue.cloud.resources.send_request(request)).raise_for_status()

    inside(folder, send)


def resource_group(folder: Path) -> str:
    return str(open_venue(folder).ledger.latest("shop", Rendering).resource_group)


@pytest.mark.parametrize("code", sorted(set(LOOKS) - {"tested", "rollback-rehearsed"}))
def test_nothing_is_in_the_way_of_a_wave_that_is_prepared(folder: Path, code: str) -> None:
    judged = look(folder, code)
    assert judged.faults == ()
    assert judged.evidence


def test_a_lock_on_the_landing_zone_is_seen(folder: Path) -> None:
    path = f"/resourceGroups/{resource_group(folder)}/providers/Microsoft.Authorization/locks/keep"
    put(folder, f"{path}?api-version=2020-05-01", {"properties": {"level": "CanNotDelete"}})
    (fault,) = look(folder, "locks").faults
    assert "CanNotDelete keep" in fault
    put(folder, f"{path}?api-version=2020-05-01", {}, method="DELETE")


def test_a_policy_that_forbids_a_group_is_seen_before_it_lands(folder: Path) -> None:
    name = f"deny-{resource_group(folder)}"[:60]
    rule = {"if": {"field": "type", "equals": "Microsoft.Compute/virtualMachines"}, "then": {"effect": "deny"}}
    definition = f"/providers/Microsoft.Authorization/policyDefinitions/{name}"
    put(folder, f"{definition}?api-version=2023-04-01", {"properties": {"mode": "All", "policyRule": rule}})
    subscription = open_venue(folder).access.subscription_id
    scope = f"/resourceGroups/{resource_group(folder)}"
    assignment = f"{scope}/providers/Microsoft.Authorization/policyAssignments/{name}"
    body = {"properties": {"policyDefinitionId": f"/subscriptions/{subscription}{definition}"}}
    put(folder, f"{assignment}?api-version=2023-04-01", body)
    (fault,) = look(folder, "policy").faults
    assert "RequestDisallowedByPolicy" in fault


def test_what_has_a_name_already_and_is_not_ours_is_seen(folder: Path) -> None:
    rendering = open_venue(folder).ledger.latest("shop", Rendering)
    disk = next(r for r in rendering.expected if r.type.lower() == "microsoft.compute/disks")
    body = {
        "location": rendering.location,
        "sku": {"name": "Premium_LRS"},
        "properties": {"creationData": {"createOption": "Empty"}, "diskSizeGB": 8},
    }
    path = disk.id.partition(open_venue(folder).access.subscription_id)[2]
    put(folder, f"{path}?api-version=2024-03-02", body)
    (fault,) = look(folder, "names").faults
    assert fault == f"{disk.name} (Microsoft.Compute/disks) stands already and is not ours"


def test_a_template_that_was_changed_is_seen_for_each_subject(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZLIFT_TAGS", '{"costcenter": "4711"}')
    faults = look(folder, "templates").faults
    assert [fault.partition(" ")[0] for fault in faults] == [on_record.zone_of(WAVE), "shop"]


def test_what_was_never_tested_and_never_taken_back_is_told(folder: Path) -> None:
    assert look(folder, "tested").faults == ("shop: not tested as it would be rendered now",)
    assert look(folder, "rollback-rehearsed").faults == ("shop: no",)
