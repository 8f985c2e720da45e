from collections.abc import Callable
from pathlib import Path

import pytest
from estates import estate, machine, planned

from azlift.errors import NotFound
from azlift.journey.wave_records import record_of_group, records
from azlift.model import Failure, Milestone
from azlift.on_record import copy_of, hold_of, wave_subject, zone_of
from azlift.stages import Stage


def test_a_record_holds_what_the_ledger_says_of_wave_zone_groups_and_copies(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), estate(machine("web01"), machine("mail01")))
    ledger = venue.ledger
    ledger.record(wave_subject("wave-01"), Stage.COMMITTED, "k", Milestone(wave="wave-01", reason="agreed"))
    ledger.record(hold_of("wave-01"), Stage.PAUSED, "k", Milestone(wave="wave-01", reason="wait"))
    ledger.record_failure("web01", Stage.RENDERED, "", NotFound("gone"))
    ledger.record_failure(zone_of("wave-01"), Stage.RENDERED, "", NotFound("no zone"))
    ledger.record_failure(copy_of("mail01"), Stage.RENDERED, "", NotFound("no copy"))
    found = records(venue)("wave-01")
    assert found.standing.stage is Stage.COMMITTED
    assert found.milestone == Milestone(wave="wave-01", reason="agreed")
    assert (found.paused, found.held) == (True, Milestone(wave="wave-01", reason="wait"))
    assert isinstance(found.groups["web01"].failure, Failure)
    assert found.groups["web01"].failure.message == "gone"
    assert found.zone_failure
    assert found.zone_failure.message == "no zone"
    assert found.groups["mail01"].copies[0].run == "failed"
    assert found.now == venue.now or found.now < venue.now


def test_a_group_is_found_in_its_wave_and_one_that_is_not_planned_is_not(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), estate(machine("web01")))
    assert record_of_group("web01", venue, records(venue)).id == "wave-01"
    with pytest.raises(NotFound, match="no group nobody"):
        record_of_group("nobody", venue, records(venue))
