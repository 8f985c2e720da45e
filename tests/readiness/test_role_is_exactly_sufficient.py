"""The role that ships, against the pretend Azure: a whole life needs all of it, and nothing else."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from azure.core.rest import HttpRequest
from azure_sights import inside, steer
from estates import estate, machine, planned

from azlift import cloud, journey, on_record
from azlift.approval import write_no_gates
from azlift.catalog import regions, size_facts
from azlift.model import Checklist, Rendering
from azlift.readiness import needed_actions, role_definition
from azlift.rehearsal.access import Access
from azlift.rehearsal.server import Options, start_in_thread
from azlift.settings import write_settings
from azlift.venue import ACCESS_FILE, Venue

ROOT = Path(__file__).parents[2]
WAVE, GROUP = "wave-01", "shop"
ASSIGNMENT_VERSION = "2022-04-01"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A workspace on a pretend Azure in this process."""
    made, sizes = tmp_path / "workspace", tmp_path / "sizes.json"
    write_settings(made, estate="role", templates=str(ROOT / "templates"))
    write_no_gates(made)
    sizes.write_text(json.dumps(size_facts(regions(made), made)), encoding="utf-8")
    with start_in_thread(Options(state=tmp_path / "azure", speed=5_000.0, sizes=sizes)) as world:
        (made / ACCESS_FILE).parent.mkdir(parents=True)
        (made / ACCESS_FILE).write_text(json.dumps(asdict(world.address)))
        planned(made, estate(machine("web01", GROUP)))
        yield made


def become_driver(folder: Path, actions: tuple[str, ...]) -> str:
    """From here on the workspace acts as an application that has the role and no other; its object id."""
    made = steer(
        folder, "POST", "/rehearsal/directory/principals", {"kind": "ServicePrincipal", "displayName": "driver"}
    )
    secret = steer(folder, "POST", f"/rehearsal/directory/principals/{made['id']}/secrets", {})["secretText"]

    async def give(venue: Venue) -> None:
        scope, role, providers = venue.cloud.subscription, uuid4(), "providers/Microsoft.Authorization"
        said = role_definition()
        definition = {
            "roleName": f"{said['Name']} {role}",
            "description": said["Description"],
            "type": "CustomRole",
            "permissions": [{"actions": list(actions), "notActions": []}],
            "assignableScopes": [scope],
        }
        await put(venue, f"{scope}/{providers}/roleDefinitions/{role}", definition)
        assignment = {"roleDefinitionId": f"{scope}/{providers}/roleDefinitions/{role}", "principalId": made["id"]}
        await put(venue, f"{scope}/{providers}/roleAssignments/{uuid4()}", assignment)

    inside(folder, give)
    access = json.loads((folder / ACCESS_FILE).read_text())
    (folder / ACCESS_FILE).write_text(json.dumps({**access, "client_id": made["appId"], "client_secret": secret}))
    return str(made["id"])


async def put(venue: Venue, path: str, properties: dict[str, Any]) -> None:
    request = HttpRequest("PUT", f"{path}?api-version={ASSIGNMENT_VERSION}", json={"properties": properties})
    (await venue.cloud.resources.send_request(request)).raise_for_status()


async def prepare(venue: Venue) -> None:
    zone = on_record.zone_of(WAVE)
    await journey.prepare(WAVE, venue)
    journey.render(zone, venue)
    for verb in (journey.preview, journey.land, journey.verify):
        await verb(zone, venue)  # type: ignore[operator]
    journey.render(GROUP, venue)
    await journey.preview(GROUP, venue)


async def live(venue: Venue) -> Checklist:
    """Everything a wave goes through that reaches Azure, until it is taken back whole."""
    await prepare(venue)
    await journey.test(GROUP, venue)
    await journey.clean_test(GROUP, venue)
    checklist = await journey.ready(WAVE, venue)
    await journey.land(GROUP, venue)
    await journey.verify(GROUP, venue)
    ids = [r.id for r in venue.ledger.latest(GROUP, Rendering).expected if r.type.lower().endswith("/virtualmachines")]
    await cloud.deallocate_machines(venue.cloud, ids)
    await cloud.start_machines(venue.cloud, ids)
    (seen,) = await cloud.view_machines(venue.cloud, ids)
    await cloud.private_addresses(venue.cloud, [seen])
    await cloud.run_script(venue.cloud, seen, ["hostname"])
    assert await cloud.list_virtual_machines(venue.cloud)
    assert await cloud.add_tags(venue.cloud, ids, {"azlift-stage": "cut over"})
    assert await cloud.list_estate(venue.cloud, venue.settings.estate)
    assert await cloud.newest_versions(venue.cloud, ["Microsoft.Compute/disks"])
    for subject in (GROUP, on_record.zone_of(WAVE)):
        removal = await journey.roll_back(subject, venue)
        assert removal.kept == ()
    return checklist


@pytest.mark.slow
def test_a_whole_life_is_led_with_the_role_alone_and_asks_for_each_of_its_actions(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver, asked = become_driver(folder, needed_actions()), dict[str, str]()
    allows = Access.allows

    def recorded(self: Access, object_id: str, action: str, scope: str) -> bool:
        if object_id == driver:
            asked.setdefault(action.lower(), action)
        return allows(self, object_id, action, scope)

    monkeypatch.setattr(Access, "allows", recorded)
    checklist = inside(folder, live)
    assert checklist.green, [item for item in checklist.items if item.state != "green"]
    needed = {action.lower() for action in needed_actions()}
    assert sorted(needed - asked.keys()) == [], "what nothing asks for is not to be granted"
    assert sorted(asked[action] for action in asked.keys() - needed) == [], "what is asked for is granted"


def test_a_right_that_is_missing_is_named_before_anything_is_tried(folder: Path) -> None:
    become_driver(folder, tuple(a for a in needed_actions() if not a.startswith("Microsoft.Compute/disks/")))
    checklist = inside(folder, lambda venue: journey.ready(WAVE, venue))
    (rights,) = (item for item in checklist.items if item.code == "rights")
    assert rights.state == "red"
    assert rights.evidence == (
        "it lacks Microsoft.Compute/disks/delete; it lacks Microsoft.Compute/disks/read; "
        "it lacks Microsoft.Compute/disks/write"
    )
