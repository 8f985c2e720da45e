from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import inside
from estates import estate, machine, planned

from azlift import cloud, journey
from azlift.model import Observation, Rendering
from azlift.venue import Venue


@pytest.fixture
def seen(workspace: Callable[..., Path]) -> tuple[Rendering, Observation, Observation]:
    """Of two groups that stand in one resource group: one's rendering, and what is observed of each."""
    folder = workspace()
    planned(folder, estate(machine("web01"), machine("mail01")))

    async def land(venue: Venue) -> tuple[Rendering, Observation, Observation]:
        await journey.prepare("wave-01", venue)
        for subject in ("zone:wave-01", "web01", "mail01"):
            journey.render(subject, venue)
            await journey.preview(subject, venue)
            await journey.land(subject, venue)
        ours = venue.ledger.latest("web01", Rendering)
        zone = venue.ledger.latest("zone:wave-01", Rendering)
        clock = venue.ledger.clock
        return ours, await cloud.observe(venue.cloud, ours, clock), await cloud.observe(venue.cloud, zone, clock)

    made: tuple[Rendering, Observation, Observation] = inside(folder, land)
    return made


def test_a_groups_observation_is_of_its_own_resources_only(seen: tuple[Rendering, Observation, Observation]) -> None:
    rendering, observation, _ = seen
    assert {r.id.lower() for r in observation.resources} == {r.id.lower() for r in rendering.expected}


def test_a_machine_is_seen_with_its_size_state_tags_disks_and_nics(
    seen: tuple[Rendering, Observation, Observation],
) -> None:
    rendering, observation, _ = seen
    expected = next(r for r in rendering.expected if r.type.endswith("virtualMachines"))
    found = next(r for r in observation.resources if r.id.lower() == expected.id.lower())
    assert (found.size, found.state, found.location) == (expected.size, "Succeeded", "westeurope")
    assert {m.lower() for m in found.members} == {m.lower() for m in expected.members}
    assert rendering.tags.items() <= found.tags.items()


def test_a_disk_is_seen_with_its_sku(seen: tuple[Rendering, Observation, Observation]) -> None:
    _, observation, _ = seen
    (disk,) = (r for r in observation.resources if r.type.lower().endswith("/disks"))
    assert (disk.size, disk.state) == ("Premium_LRS", "Succeeded")


def test_machines_and_disks_are_seen_in_the_zone_they_are_expected_in(
    seen: tuple[Rendering, Observation, Observation],
) -> None:
    rendering, observation, _ = seen
    found = {resource.id.lower(): resource.zone for resource in observation.resources}
    assert {found[r.id.lower()] == r.zone for r in rendering.expected} == {True}
    assert any(r.zone for r in rendering.expected)


def test_a_disk_is_seen_with_what_it_carries(seen: tuple[Rendering, Observation, Observation]) -> None:
    _, observation, _ = seen
    (disk,) = (r for r in observation.resources if r.type.lower().endswith("/disks"))
    assert (disk.iops, disk.mb_per_s) == (240, 50)  # a P6: MicrosoftDocs/azure-compute-docs disks-types.md


def test_a_landing_zone_is_seen_with_its_resource_group(seen: tuple[Rendering, Observation, Observation]) -> None:
    types = {resource.type.lower().rpartition("/")[2] for resource in seen[2].resources}
    assert types == {"resourcegroups", "virtualnetworks", "networksecuritygroups"}


def test_a_group_that_is_not_there_is_empty(workspace: Callable[..., Path]) -> None:
    assert inside(workspace(), lambda venue: cloud.list_resources(venue.cloud, "rg-none")) == []
