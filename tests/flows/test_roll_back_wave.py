from collections.abc import Callable
from pathlib import Path
from typing import Any

from azure_sights import everything
from estates import estate, machine, planned
from pressing import pages

from azlift.stages import Stage


def test_a_wave_goes_back_and_the_run_shows_what_was_deleted(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], prefect_api: str
) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01"), machine("mail01")))
    run_flow("migrate_wave", workspace=str(folder), wave="wave-01")
    assert run_flow("roll_back_wave", workspace=str(folder), wave="wave-01").is_completed()
    assert everything(folder) == {}
    assert "web01" in pages(prefect_api, "wave-01-rolled-back")[0]


def test_one_group_goes_back_and_the_others_stay(run_flow: Callable[..., Any], workspace: Callable[..., Path]) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01"), machine("mail01")))
    run_flow("migrate_wave", workspace=str(folder), wave="wave-01")
    assert run_flow("roll_back_wave", workspace=str(folder), wave="wave-01", group="web01").is_completed()
    standings = venue.ledger.standings()
    assert (standings["web01"].stage, standings["mail01"].stage) == (Stage.ROLLED_BACK, Stage.VERIFIED)
    names = {one["name"] for one in everything(folder).values()}
    assert "vm-mail01" in names
    assert not any("web01" in name for name in names)
