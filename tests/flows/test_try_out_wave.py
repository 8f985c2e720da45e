from collections.abc import Callable
from pathlib import Path
from typing import Any

from azure_sights import everything
from estates import estate, machine, planned

from azlift.model import TestVerdict


def test_each_group_is_tried_and_named_until_its_copy_is_cleaned(
    run_flow: Callable[..., Any], workspace: Callable[..., Path]
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01"), machine("mail01")))
    state = run_flow("try_out_wave", workspace=str(folder), wave="wave-01")
    assert state.is_completed(), state.message
    assert state.message.startswith("to be looked at, and cleaned: ")
    assert {"web01", "mail01"} <= set(state.message.replace(",", " ").split())
    verdict = venue.ledger.latest("test:web01", TestVerdict)
    assert verdict.checks.passed
    state = run_flow("try_out_wave", workspace=str(folder), wave="wave-01", clean=True)
    assert (state.is_completed(), state.message) == (True, "no copy is left")
    assert everything(folder) == {}
