import asyncio
from pathlib import Path
from socket import gethostname

from estates import estate, machine, planned
from lives import TO_GO, put_down
from pressing import pages

from azlift import journey
from azlift.errors import DeploymentFailed
from azlift.model import Milestone
from azlift.on_record import current_plan, wave_subject
from azlift.plan_writing import write_plan
from azlift.report import status_rows
from azlift.settings import write_settings
from azlift.stages import Stage
from azlift.venue import open_venue

TO_THE_END = (Stage.HYPERCARE, Stage.HANDED_OVER, Stage.PARTLY_CLOSED, Stage.CLOSED)


def test_board_and_failures_are_shown_and_nothing_in_them_is_markup(prefect_api: str, tmp_path: Path) -> None:
    from azlift.runner.artifacts import show_failures, show_waves

    venue = planned(tmp_path, estate(machine("web01"), machine("mail01")))
    error = DeploymentFailed("<b>no</b> | room", code="X", advice="Run azlift status wave-01.")
    venue.ledger.record_failure("web01", Stage.LANDED, "", error)
    asyncio.run(show_waves(venue))
    asyncio.run(show_failures("wave-01", venue))
    assert "| wave-01 " in pages(prefect_api, "waves")[0]
    said = pages(prefect_api, "wave-01-left-behind")[0]
    assert "Run azlift status wave-01" in said
    assert "<b>" not in said


def test_the_board_shows_each_stage_of_a_waves_life_as_status_does(tmp_path: Path) -> None:
    from azlift.runner.artifacts import board_text

    venue = planned(tmp_path, estate(machine("web01")))

    def is_shown(stage: str, run: str) -> None:
        _, (row,) = status_rows(current_plan(venue), journey.wave_standings(venue))
        assert row[1:3] == (stage, run)
        assert f"| wave-01 (pilot) | {stage} | {run} |" in board_text(venue)

    is_shown("feasible", "idle")
    journey.pause("wave-01", venue, "not tonight")
    is_shown("feasible", "paused")
    journey.resume("wave-01", venue, "now")
    for stage in (*TO_GO, *TO_THE_END):
        put_down(venue, wave_subject("wave-01"), (stage, Milestone(wave="wave-01", reason="so it was")))
        assert f"| wave-01 (pilot) | {stage} |" in board_text(venue)


def test_board_and_live_page_lead_to_the_report(tmp_path: Path) -> None:
    from azlift.runner.artifacts import board_text, live_text

    venue = planned(tmp_path, estate(machine("web01")))
    command = f"`azlift plan --workspace {tmp_path}`"
    assert board_text(venue).startswith(f"No report is written yet: {command}\n\n| wave |")
    write_plan(venue)
    for page in (board_text(venue), live_text("wave-01", venue)):
        assert page.startswith(f"Report: `{tmp_path}/plan.html` on `{gethostname()}`, written by {command}\n\n")
    write_settings(tmp_path, reports_url="https://files.example/acme/")
    for page in (board_text(open_venue(tmp_path)), live_text("wave-01", open_venue(tmp_path))):
        assert page.startswith("Report: [plan.html](https://files.example/acme/plan.html)\n\n")
