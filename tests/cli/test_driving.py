from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from estates import estate, machine, planned

from azlift.cli.driving import drive, speak
from azlift.errors import HeldByAnother, NotFound
from azlift.model import Milestone
from azlift.stages import Stage


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


def test_a_word_is_written_while_another_drives(workspace: Callable[..., Path]) -> None:
    folder = workspace()
    other = planned(folder, estate(machine("web01")))

    async def verb(venue: Any) -> Any:
        said = Milestone(wave="wave-01", reason="not tonight")
        return venue.ledger.record("hold:wave-01", Stage.PAUSED, "k", said)

    with other.ledger.driving("wave-01"):
        assert speak(folder, verb).reason == "not tonight"
    assert other.ledger.standings()["hold:wave-01"].stage is Stage.PAUSED
