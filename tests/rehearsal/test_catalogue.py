"""The machine sizes and regions of the world."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from azlift.rehearsal.catalogue import SizesFileError, read_catalogue


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
