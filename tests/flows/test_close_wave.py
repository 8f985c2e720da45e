from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from estates import estate, machine, planned

from azlift import on_record
from azlift.errors import IllegalMove
from azlift.model import Milestone
from azlift.stages import MOVES, Stage
from azlift.venue import Venue

TO_HANDED_OVER = (
    *(Stage.COMMITTED, Stage.READY, Stage.APPROVED, Stage.EXECUTING, Stage.WINDOW_OPEN, Stage.CUTTING_OVER),
    *(Stage.VALIDATING, Stage.GO, Stage.HYPERCARE, Stage.HANDED_OVER),
)


def handed_over(venue: Venue) -> None:
    """A wave whose life is on record, and whose group stayed behind."""
    for before, stage in zip((None, *TO_HANDED_OVER), TO_HANDED_OVER, strict=False):
        assert stage in MOVES[before]
        venue.ledger.record(on_record.wave_subject("wave-01"), stage, stage, Milestone(wave="wave-01", reason="so"))


def test_a_wave_is_closed_after_it_was_handed_over_and_what_is_left_is_named(
    run_flow: Callable[..., Any], workspace: Callable[..., Path]
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    with pytest.raises(IllegalMove, match="closed after it was handed over"):
        run_flow("close_wave", workspace=str(folder), wave="wave-01")
    handed_over(venue)
    state = run_flow("close_wave", workspace=str(folder), wave="wave-01")
    assert (state.name, state.message) == ("PartlyClosed", "shop: it is not begun")
    assert venue.ledger.standings()[on_record.wave_subject("wave-01")].stage is Stage.PARTLY_CLOSED
