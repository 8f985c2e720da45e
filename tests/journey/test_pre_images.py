from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import everything, inside
from carrying import carry_wave, take_back
from estates import estate, machine, planned

from azlift import journey
from azlift.cloud import restoring
from azlift.errors import NotAsExpected
from azlift.journey.pre_images import stood_before
from azlift.model import PreImages
from azlift.stages import Stage
from azlift.venue import Venue, open_venue

Workspaces = Callable[..., Path]
GUARDS = "{}/resourceGroups/{}/providers/Microsoft.Network/networkSecurityGroups"
RULE = {
    "name": "platform-team",
    "properties": {
        "priority": 100,
        "direction": "Inbound",
        "access": "Allow",
        "protocol": "Tcp",
        "sourceAddressPrefix": "10.1.0.0/16",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": "22",
    },
}


def tags_of(estate_name: str) -> dict[str, str]:
    ours = {"azlift-estate": estate_name, "azlift-wave": "wave-01", "azlift-group": "landing zone"}
    return {**ours, "owner": "platform-team"}


async def vend(venue: Venue) -> None:
    """What a platform team does: makes the resource group, with its guard, and tags it for the wave."""
    await journey.prepare("wave-01", venue)
    name, resources = venue.settings.estate, venue.cloud.resources
    group = f"rg-{name}-wave-01-westeurope"
    await resources.resource_groups.create_or_update(group, {"location": "westeurope", "tags": tags_of(name)})
    body = {"location": "westeurope", "tags": tags_of(name), "properties": {"securityRules": [RULE]}}
    guard = f"{GUARDS.format(venue.cloud.subscription, group)}/nsg-app-net"
    await (await resources.resources.begin_create_or_update_by_id(guard, body, api_version="2024-05-01")).result()


def vended(folder: Path) -> Venue:
    venue = planned(folder, estate(machine("web01", "shop"), machine("db01", "shop")))
    inside(folder, vend)
    return venue


async def in_full(venue: Venue) -> dict[str, Any]:
    """Every resource of the estate as Azure answers it, without what changes by itself."""
    group = f"rg-{venue.settings.estate}-wave-01-westeurope"
    found = {}
    if await venue.cloud.resources.resource_groups.check_existence(group):
        found[group] = (await venue.cloud.resources.resource_groups.get(group)).as_dict()
        async for one in venue.cloud.resources.resources.list_by_resource_group(group):
            version = "2024-05-01" if "Network" in str(one.type) else "2024-07-01"
            body = (await venue.cloud.resources.resources.get_by_id(str(one.id), api_version=version)).as_dict()
            found[str(one.id)] = restoring.writable(body)
    return found


def test_what_stood_before_is_again_what_it_was_and_what_came_is_gone(workspace: Workspaces) -> None:
    folder = workspace()
    venue = vended(folder)
    before = inside(folder, in_full)
    assert inside(folder, lambda venue: carry_wave("wave-01", venue)) == []
    changed = inside(folder, in_full)
    assert all(changed[id_] != before[id_] for id_ in before), "the landing changed both"
    inside(folder, lambda venue: take_back("wave-01", venue))
    assert inside(folder, in_full) == before
    (removal,) = [r for r in journey.removals_of("wave-01", venue) if r.subject == "zone:wave-01"]
    assert [id_.rpartition("/")[2] for id_ in removal.restored] == [
        f"rg-{venue.settings.estate}-wave-01-westeurope",
        "nsg-app-net",
    ]
    assert not {*removal.restored} & {*removal.deleted, *removal.kept, *removal.foreign}


def test_where_nothing_stood_before_nothing_is_recorded_and_everything_goes(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    assert [e for e in venue.ledger.history() if e.noun == "PreImages"] == []
    inside(folder, lambda venue: take_back("wave-01", venue))
    assert everything(folder) == {}


def test_what_an_earlier_landing_of_this_life_made_is_no_pre_image(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    zone = "zone:wave-01"
    venue.ledger.record_failure(zone, Stage.VERIFIED, "", NotAsExpected("somebody looked"))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    assert stood_before(zone, venue) == ()
    inside(folder, lambda venue: take_back("wave-01", venue))
    assert everything(folder) == {}


def test_the_first_pre_image_counts_however_often_it_lands(workspace: Workspaces) -> None:
    folder = workspace()
    venue = vended(folder)
    before = inside(folder, in_full)
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    venue.ledger.record_failure("zone:wave-01", Stage.VERIFIED, "", NotAsExpected("somebody looked"))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    assert len(venue.ledger.facts("zone:wave-01", PreImages)) == 1
    inside(folder, lambda venue: take_back("wave-01", venue))
    assert inside(folder, in_full) == before


def test_the_next_life_takes_pre_images_of_its_own(workspace: Workspaces) -> None:
    folder = workspace()
    venue = vended(folder)
    for _ in range(2):
        inside(folder, lambda venue: carry_wave("wave-01", venue))
        assert len(stood_before("zone:wave-01", venue)) == 2
        inside(folder, lambda venue: take_back("wave-01", venue))
        assert stood_before("zone:wave-01", venue) == ()


def test_what_somebody_has_claimed_since_is_not_set_back(workspace: Workspaces) -> None:
    folder = workspace()
    vended(folder)
    inside(folder, lambda venue: carry_wave("wave-01", venue))

    async def claim(venue: Venue) -> None:
        group = f"rg-{venue.settings.estate}-wave-01-westeurope"
        await venue.cloud.resources.resource_groups.create_or_update(
            group, {"location": "westeurope", "tags": {"owner": "somebody else"}}
        )

    inside(folder, claim)
    inside(folder, lambda venue: take_back("wave-01", venue))
    venue = open_venue(folder)
    (removal,) = [r for r in journey.removals_of("wave-01", venue) if r.subject == "zone:wave-01"]
    assert [id_.rpartition("/")[2] for id_ in removal.restored] == ["nsg-app-net"]
    stands = inside(folder, in_full)
    assert stands[f"rg-{venue.settings.estate}-wave-01-westeurope"]["tags"] == {"owner": "somebody else"}


def test_what_cannot_be_made_again_what_it_was_is_a_failure_that_says_where(
    workspace: Workspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace()
    venue = vended(folder)
    inside(folder, lambda venue: carry_wave("wave-01", venue))

    async def nothing(*_: Any) -> None:
        return None

    monkeypatch.setattr(restoring, "_put", nothing)
    inside(folder, lambda venue: journey.roll_back("shop", venue))
    with pytest.raises(NotAsExpected, match=r"changed by the landing and is not what it was: .*tags\.owner"):
        inside(folder, lambda venue: journey.roll_back("zone:wave-01", venue))
    assert [failure.code for failure in venue.ledger.failures()] == ["NotRestored"]
    monkeypatch.undo()
    inside(folder, lambda venue: journey.roll_back("zone:wave-01", venue))
    assert venue.ledger.failures() == ()
