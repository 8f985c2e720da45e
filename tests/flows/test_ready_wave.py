from collections.abc import Callable
from pathlib import Path
from typing import Any

from estates import estate, machine, planned
from pressing import pages


def test_the_checklist_is_shown_with_what_blocks_and_who_can_act(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], prefect_api: str
) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    state = run_flow("ready_wave", workspace=str(folder), wave="wave-01")
    assert (state.name, state.is_failed()) == ("NotReady", True)
    page = pages(prefect_api, "wave-01-checklist")[0]
    assert "| red | " in page
    assert "What to do" in page
    assert "azlift waive wave-01" in page
