from collections.abc import Callable
from pathlib import Path

from azure_sights import inside
from carrying import carry_wave
from estates import estate, machine, planned

from azlift import cloud
from azlift.model import Rendering

Workspaces = Callable[..., Path]


def test_what_stands_is_read_in_full_and_what_does_not_is_left_out(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    zone = venue.ledger.latest("zone:wave-01", Rendering)
    absent = zone.expected[-1].model_copy(update={"id": f"{zone.expected[-1].id}-not", "name": "not"})
    nowhere = zone.expected[0].model_copy(
        update={"id": f"{zone.expected[0].id}-not", "name": f"{zone.expected[0].name}-not"}
    )
    found = inside(folder, lambda venue: cloud.read_standing(venue.cloud, [*zone.expected, absent, nowhere]))
    assert [resource.id for resource in found] == [expected.id for expected in zone.expected]
    network = found[-1].body
    assert network["properties"]["subnets"][0]["properties"]["networkSecurityGroup"]["id"]
    assert found[0].body["tags"] == zone.parts[0].parameters["tags"]["value"]
