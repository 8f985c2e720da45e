import json
from collections.abc import Callable
from pathlib import Path

import pytest
from estates import estate, machine, planned


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    planned(made, estate(machine("web01", "shop"), machine("mail01")))
    return made


def test_a_test_is_made_shown_and_cleaned(azlift, azlift_alone, folder: Path) -> None:  # type: ignore[no-untyped-def]
    made = azlift_alone("test", "shop", "-w", folder)
    assert made.returncode == 0, made.stderr
    assert "passed" in made.stdout
    assert "its disks are empty: no data was tested" in made.stderr
    assert "azlift test shop --clean" in made.stderr
    verdict = json.loads(azlift("test", "shop", "-w", folder, "-o", "json").stdout)
    assert verdict["group"] == "shop"
    assert all(result["passed"] for result in verdict["checks"]["results"])
    cleaned = azlift("test", "shop", "--clean", "-w", folder)
    assert cleaned.returncode == 0, cleaned.stderr
    assert "resources of the copy of shop deleted" in cleaned.stderr


def test_an_unknown_group_is_code_3(azlift, folder: Path) -> None:  # type: ignore[no-untyped-def]
    for arguments in (("test", "nobody"), ("test", "nobody", "--clean")):
        done = azlift(*arguments, "-w", folder)
        assert done.returncode == 3, done.stderr
        assert "the plan puts no group nobody into a wave" in done.stderr
