from collections.abc import Callable
from pathlib import Path
from typing import Any

from estates import estate, machine, planned
from pressing import pages

from azlift.venue import open_venue


def test_a_plan_that_holds_completes_and_one_that_does_not_fails_with_its_waves(
    run_flow: Callable[..., Any], prefect_api: str, tmp_path: Path
) -> None:
    venue = planned(tmp_path, estate(machine("web01"), machine("web02")))
    before = venue.ledger.history()
    assert run_flow("check_drift", workspace=str(tmp_path)).is_completed()
    assert "| wave-01 |  | yes |" in pages(prefect_api, "drift")[0]
    assert open_venue(tmp_path).ledger.history() == before, "nothing is recorded"

    less = estate(machine("web01"))
    venue.ledger.record("estate:all", "surveyed", less.fingerprint, less)  # type: ignore[arg-type]
    failed = run_flow("check_drift", workspace=str(tmp_path))
    assert (failed.name, failed.message) == ("Drifted", "no longer valid: wave-01")
    assert "web02 of wave-01 no longer moves" in pages(prefect_api, "drift")[0]
