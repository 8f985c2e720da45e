from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from estates import estate, machine, planned


def test_the_checklist_is_shown_with_what_blocks_and_who_can_act(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], prefect_api: str
) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    state = run_flow("ready_wave", workspace=str(folder), wave="wave-01")
    assert (state.name, state.is_failed()) == ("NotReady", True)
    body = {"artifacts": {"key": {"any_": ["wave-01-checklist"]}}, "sort": "CREATED_DESC"}
    page = httpx.post(f"{prefect_api}/artifacts/filter", json=body, timeout=60).json()[0]["data"]
    assert "| red | " in page
    assert "What to do" in page
    assert "azlift waive wave-01" in page
