import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from estates import estate, machine, planned
from nights import ANNA, around_now, on_paper, with_window, write_runbook

from azlift import journey
from azlift.change_form import change_form
from azlift.model import ChangeForm, Checklist, ChecklistItem, CheckReport, CheckResult, Milestone, Retirement
from azlift.model import TestVerdict as Verdict
from azlift.on_record import current_plan, said_of, step_of, wave_subject
from azlift.stages import Stage
from azlift.venue import Venue

NOW = datetime(2027, 1, 9, 12, tzinfo=UTC)


@pytest.fixture
def venue(workspace: Callable[..., Path]) -> Venue:
    folder = workspace()
    web = machine("web01", "shop", environment="prod", owner="Ann \x1b[31m", datacenter="Delft", criticality="high")
    venue = planned(
        folder, estate(web, machine("db01", "shop", environment="prod"), machine("mail01", environment="prod"))
    )
    write_runbook(folder)
    return venue


def form(venue: Venue, event: str = "opened", number: str = "") -> ChangeForm:
    (wave,) = current_plan(venue).waves
    return change_form(wave, event, number, "e/wave-01/1", venue)  # type: ignore[arg-type]


def reach(venue: Venue, *stages: Stage, **said: object) -> None:
    for stage in stages:
        venue.ledger.record(wave_subject("wave-01"), stage, stage, Milestone(wave="wave-01", **said))  # type: ignore[arg-type]


def test_it_says_what_moves_whose_it_is_and_where_to(venue: Venue) -> None:
    made = form(venue)
    assert made.title == f"Migrate wave-01 of {venue.settings.estate} to Azure (3 machines)"
    assert set(made.groups) == {"shop", "mail01"}
    assert set(made.machines) == {"web01", "db01", "mail01"}
    assert (made.machine_count, made.disk_gib) == (3, 120)
    assert (made.applications, made.environments, made.criticalities) == (("shop",), ("prod",), ("high",))
    assert made.owners == ("Ann <U+001B>[31m",), "text from outside moves no cursor"
    assert made.source_sites == ("Delft",)
    assert made.operating_systems == ("Ubuntu Linux (64-bit)",)
    assert made.target_region == "westeurope"
    assert all(size.startswith("Standard_") for size in made.target_sizes)
    json.dumps(made.model_dump(mode="json"))


def test_what_nobody_knows_is_said_to_be_unknown(venue: Venue) -> None:
    made = form(venue)
    assert made.window_opens is made.cutover_hours is made.bandwidth_validated is None
    assert made.remediation_allowance_minutes is None
    assert made.outcome is made.actual_opened is None
    assert made.readiness == {}
    assert set(made.test_outcome.values()) == {"not tested"}
    assert set(made.rollback_rehearsed.values()) == {"no: it was never rendered"}
    assert not made.rollback_plan_exists
    assert made.retire_cmdb == made.onboard_siem == "0 of 2 groups"


def test_the_way_back_and_the_point_of_no_return_are_those_of_the_runbook(venue: Venue) -> None:
    write_runbook(venue.workspace, "{step: announce, manual: tell all, irreversible: nobody forgets it}", skip=())
    on_paper(venue, "shop", "mail01")
    made = form(venue)
    assert made.rollback_plan_exists
    assert made.rollback_plan.startswith("azlift roll-back wave-01")
    assert made.point_of_no_return == {"shop": "announce", "mail01": "announce"}
    assert made.rollback_rehearsed == {"shop": "no", "mail01": "no"}
    assert made.waivers
    assert made.waivers[0].startswith("rollback-rehearsed: a test (Anna)")


def test_tests_readiness_and_the_window_are_told_with_their_evidence(venue: Venue) -> None:
    opens, closes = around_now()
    with_window(venue, opens, closes)
    results = (CheckResult(name="port", kind="tcp", passed=False, expected="open", found="closed"),)
    failed = CheckReport(group="shop", at=NOW, results=results)
    on_paper(venue, "shop", "mail01")
    verdict = Verdict(group="shop", digest="d", checks=failed, resource_groups=(), accepted_by=ANNA)
    venue.ledger.record("shop", Stage.TESTED, "k", verdict)
    items = (ChecklistItem(code="quota", title="quota", state="green", evidence="8 of 40"),)
    reach(venue, Stage.COMMITTED)
    looked = Checklist(wave="wave-01", at=NOW, digest="d", items=items)
    venue.ledger.record(wave_subject("wave-01"), Stage.READY, "k", looked)
    made = form(venue)
    assert made.test_outcome == {"shop": "1 of 1 checks failed, accepted by Anna", "mail01": "not tested"}
    assert (made.window_opens, made.window_closes) == (opens, closes)
    assert (made.readiness, made.readiness_seen_at) == ({"quota": "green"}, NOW)


def test_who_drives_and_what_was_approved_are_told(venue: Venue) -> None:
    reach(venue, Stage.COMMITTED, Stage.READY, Stage.APPROVED, digest="approved-digest")
    reach(venue, Stage.EXECUTING, driver=ANNA)
    made = form(venue)
    assert (made.driver, made.approved_digest, made.approvals) == ("Anna", "approved-digest", ())


def test_the_requests_are_counted_from_what_was_recorded(venue: Venue) -> None:
    on_paper(venue, "shop", "mail01")
    venue.ledger.record(step_of("shop", "onboard-monitoring"), Stage.DONE, "k", Milestone(wave="wave-01"))
    for stage in (Stage.CUT_OVER, Stage.VALIDATED, Stage.ACCEPTED):
        venue.ledger.record("shop", stage, "k", Milestone(wave="wave-01"))
    records = {"asset_register": "A-1", "cmdb": "C-1", "monitoring": "off", "backup": "kept", "siem": "off"}
    retired = Retirement(
        group="shop", person=ANNA, reason="done", at=NOW, archive="a", restore_test="r", records=records
    )
    venue.ledger.record("shop", Stage.SOURCE_RETIRED, "k", retired)
    made = form(venue)
    assert made.onboard_monitoring == made.retire_cmdb == made.retire_asset_register == "1 of 2 groups"
    assert made.onboard_cmdb == made.retire_disaster_recovery == "0 of 2 groups"


def test_at_the_end_it_says_what_came_of_it(venue: Venue) -> None:
    on_paper(venue, "shop", "mail01")
    reach(venue, Stage.COMMITTED, Stage.READY, Stage.APPROVED, Stage.EXECUTING)
    asyncio.run(journey.cut_over("shop", venue))
    venue.ledger.record("shop", Stage.VALIDATED, "on paper", Milestone(wave="wave-01"))
    asyncio.run(journey.decide("wave-01", venue, ANNA, True, "all is well", ("mail01",)))
    assert form(venue, "updated").outcome is None
    reach(venue, Stage.HYPERCARE, Stage.HANDED_OVER, by=ANNA, reason="in good hands")
    made = form(venue, "closed", "CHG0030001")
    assert made.outcome == "successful, with groups left behind"
    assert made.left_behind == {"mail01": "it is verified, and stays where it was"}
    assert (made.close_notes, made.closed_by, made.number) == ("in good hands", "Anna", "CHG0030001")
    assert made.actual_opened
    assert made.actual_ended
    assert made.actual_ended - made.actual_opened < timedelta(minutes=5)
    assert made.ledger_head == venue.ledger.history()[-1].hash
    assert said_of("wave-01") == "said:wave-01"


def test_a_wave_that_was_given_up_says_so(venue: Venue) -> None:
    reach(venue, Stage.COMMITTED)
    journey.abandon("wave-01", venue, "the business was sold", ANNA)
    made = form(venue, "closed")
    assert (made.outcome, made.close_notes, made.closed_by) == ("abandoned", "the business was sold", "Anna")
