from collections.abc import Callable
from pathlib import Path
from typing import Any

from azlift.model import Estate, Roster
from azlift.on_record import ESTATE
from azlift.venue import open_venue

SAMPLE = Path(__file__).parents[2] / "inventory" / "sample"


def test_the_flow_leaves_an_estate_and_a_roster_in_the_ledger(run_flow: Callable[..., Any], tmp_path: Path) -> None:
    state = run_flow("survey_estate", workspace=str(tmp_path), sources=[str(SAMPLE)])
    ledger = open_venue(tmp_path).ledger
    assert state.is_completed()
    assert ledger.latest(ESTATE, Estate).totals.rows == 61
    assert len(ledger.latest(ESTATE, Roster).placements) == 53
