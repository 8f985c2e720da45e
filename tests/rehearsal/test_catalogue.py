"""The machine sizes and regions of the world."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from azlift.rehearsal.catalogue import SizeFacts, SizesFileError, catalogue_of, normal_location, read_catalogue


def size(**changes: Any) -> dict[str, Any]:
    base = {
        "name": "Standard_X1",
        "family": "x",
        "vcpus": 1,
        "memory_gib": 2,
        "max_data_disks": 2,
        "max_nics": 2,
        "premium_io": False,
        "hyperv_generations": ["V1"],
        "regions": {"West Europe": ["1"], "moon": []},
    }
    return {**base, **changes}


def test_a_sizes_file_becomes_the_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "sizes.json"
    path.write_text(json.dumps([size()]))
    catalogue = read_catalogue(path)
    assert catalogue.sizes["standard_x1"].regions == {"westeurope": ("1",), "moon": ()}
    assert "moon" in catalogue.regions


@pytest.mark.parametrize("rows", [{}, [1], [{"name": "x"}], [size(colour="red")]])
def test_a_sizes_file_of_another_form_is_refused_by_name(tmp_path: Path, rows: Any) -> None:
    path = tmp_path / "sizes.json"
    path.write_text(json.dumps(rows))
    with pytest.raises(SizesFileError, match=re.escape(str(path))):
        read_catalogue(path)


def test_a_size_is_found_in_any_case_and_listed_where_it_is_offered() -> None:
    here = SizeFacts("Standard_Here", "f", 1, 2, 2, 2, False, ("V1",), {"moon": ()})
    catalogue = catalogue_of([here])
    assert catalogue.find("standard_HERE") is here
    assert catalogue.find("Standard_There") is None
    assert (catalogue.in_region("moon"), catalogue.in_region("westeurope")) == ([here], [])
    assert (catalogue.regions["moon"], catalogue.regions["westeurope"]) == ("moon", "West Europe")


def test_the_built_in_sizes_grow_with_their_vcpus() -> None:
    catalogue = read_catalogue(None)
    found = [catalogue.sizes[f"standard_d{vcpus}s_v5"] for vcpus in (2, 4, 8, 16, 32, 48, 64)]
    assert [(each.vcpus, each.memory_gib) for each in found] == [(n, 4 * n) for n in (2, 4, 8, 16, 32, 48, 64)]
    assert [each.max_data_disks for each in found] == sorted(each.max_data_disks for each in found)
    assert all(each.premium_io for each in found)
    assert not catalogue.sizes["standard_d2_v5"].premium_io


def test_regions_without_zones_have_the_sizes_all_the_same() -> None:
    size = read_catalogue(None).sizes["standard_d2s_v5"]
    assert (size.regions["ukwest"], size.regions["westeurope"]) == ((), ("1", "2", "3"))


def test_a_region_is_the_same_by_either_name() -> None:
    assert normal_location("West Europe") == normal_location("westEurope") == "westeurope"
