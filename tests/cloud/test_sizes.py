from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from retail_items import west_europe

from azlift.catalog import Refreshed, read_catalogue, refresh_catalogue, write_catalogue
from azlift.catalog.skus import read_skus
from azlift.cloud import list_size_skus
from azlift.errors import Unreachable
from azlift.venue import Venue


def _listed(workspace: Path, region: str) -> list[dict[str, Any]]:
    async def ask(venue: Venue) -> list[dict[str, Any]]:
        return await list_size_skus(venue.cloud, region)

    found: list[dict[str, Any]] = inside(workspace, ask)
    return found


def test_the_sizes_of_a_region_come_as_the_catalogue_reads_them(workspace: Callable[..., Path]) -> None:
    listed = read_skus(_listed(workspace(), "swedencentral"), "swedencentral")
    known = {size.name: size for size in read_catalogue("swedencentral").sizes}
    assert listed.left_out == []
    assert set(listed.facts) == set(known)
    for name, facts in listed.facts.items():
        size = known[name]
        assert (facts["vcpu_quota"], facts["memory_gib"]) == (size.vcpu_quota, size.memory_gib)
        assert tuple(listed.zones[name]) == size.zones


@pytest.mark.parametrize("region", ["atlantis", "west europe", "x' or location eq 'westeurope"])
def test_a_region_that_is_none_has_no_sizes(workspace: Callable[..., Path], region: str) -> None:
    assert _listed(workspace(), region) == []


def test_a_refresh_takes_its_sizes_from_the_list(workspace: Callable[..., Path]) -> None:
    async def prices(region: str) -> list[Any]:
        return west_europe()

    async def refresh(venue: Venue) -> Refreshed:
        return await refresh_catalogue("westeurope", partial(list_size_skus, venue.cloud), prices, date(2026, 11, 26))

    home = workspace()
    made: Refreshed = inside(home, refresh)
    write_catalogue(home, "westeurope", made.text)
    fresh, known = read_catalogue("westeurope", home), read_catalogue("westeurope")
    assert {size.name: size.zones for size in fresh.sizes} == {size.name: size.zones for size in known.sizes}
    assert fresh.sizes[0].name == "Standard_D8_v4"
    assert fresh.sizes[0].uncached_iops == 12800


def test_an_azure_that_is_not_there_is_unreachable(workspace: Callable[..., Path]) -> None:
    import json

    from azlift.venue import ACCESS_FILE

    home = workspace()
    said = json.loads((home / ACCESS_FILE).read_text())
    (home / ACCESS_FILE).write_text(json.dumps(said | {"endpoint": "https://127.0.0.1:9"}))
    with pytest.raises(Unreachable):
        _listed(home, "westeurope")
