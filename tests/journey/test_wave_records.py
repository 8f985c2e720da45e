from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from estates import estate, machine, planned

from azlift.errors import NotFound
from azlift.journey.wave_records import record_of_group, records
from azlift.journey.windows import OVERRUN
from azlift.model import Failure, Milestone, Person, Waiver
from azlift.on_record import ESTATE, copy_of, current_plan, hold_of, said_of, wave_subject, zone_of
from azlift.stages import Stage
from azlift.venue import open_venue


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


def test_a_gate_that_is_shut_says_whose_word_is_missing_and_one_of_a_workspace_without_gates_is_open(
    workspace: Callable[..., Path],
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    assert records(venue)("wave-01").asked == {}
    one = "6a0c1f2e-0b1d-4c3e-9f00-a1b2c3d4e5f6"
    (folder / "people.yaml").write_text(f"roles: {{architect: [{{id: {one}, name: Ann}}]}}\n")
    asked = records(open_venue(folder))("wave-01").asked
    assert list(asked) == ["commit"]
    assert "architect" in asked["commit"]
    assert "business_owner" in asked["commit"]


def test_who_drives_a_wave_is_known(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), estate(machine("web01")))
    assert not records(venue)("wave-01").driven
    with open_venue(venue.workspace).ledger.driving("wave-01"):
        assert records(venue)("wave-01").driven
    assert not records(venue)("wave-01").driven


def test_a_window_that_may_be_overrun_closes_when_that_ends(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), estate(machine("web01")))
    plan = current_plan(venue)
    opens = datetime(2027, 1, 9, 21, tzinfo=UTC)
    wave = plan.waves[0].model_copy(update={"opens": opens, "closes": opens + timedelta(hours=8)})
    venue.ledger.record(ESTATE, Stage.PLANNED, "moved", plan.model_copy(update={"waves": (wave,)}))
    until = opens + timedelta(hours=10)
    ada = Person(object_id="o", tenant_id="t")
    waiver = Waiver(wave="wave-01", code=OVERRUN, person=ada, reason="nearly done", at=opens, expires_at=until)
    venue.ledger.record(said_of("wave-01"), Stage.SAID, "k", waiver)
    assert records(venue)("wave-01").wave.closes == until
