from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from estates import estate, machine, planned

from azlift.cli.driving import drive
from azlift.errors import HeldByAnother, NotFound


@pytest.mark.parametrize("subject", ["web01", "zone:wave-01", "test:web01", "test-zone:web01"])
def test_a_verb_runs_while_its_wave_is_driven(workspace: Callable[..., Path], subject: str) -> None:
    folder = workspace()
    other = planned(folder, estate(machine("web01")))
    seen = []

    async def verb(venue: Any) -> str:
        seen.append(dict(venue.ledger.fences))
        other.ledger.driver = "other:1:1"
        with pytest.raises(HeldByAnother), other.ledger.driving("wave-01"):
            pass
        return "done"

    assert drive(subject, folder, verb) == "done"
    assert [list(fences) for fences in seen] == [["wave-01"]]


def test_a_subject_that_is_in_no_wave_is_not_found(workspace: Callable[..., Path]) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))

    async def verb(venue: Any) -> None:
        raise AssertionError("nothing may run")

    for subject in ("nobody", "zone:wave-99", "test:nobody"):
        with pytest.raises(NotFound):
            drive(subject, folder, verb)
