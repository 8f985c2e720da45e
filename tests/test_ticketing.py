import asyncio
import json
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from estates import estate, machine, planned
from message_sinks import Sink, web_sink

from azlift import journey
from azlift.clock import move_clock
from azlift.errors import InputError
from azlift.model import Milestone, Ticket
from azlift.notices import read_notices
from azlift.on_record import current_plan, ticket_of, wave_subject
from azlift.runbook.hands import TeamHands
from azlift.stages import Stage
from azlift.telling import tell_news
from azlift.ticketing import due_of
from azlift.venue import CALENDAR_FILE, Venue, open_venue

TO_APPROVED = (Stage.COMMITTED, Stage.READY, Stage.APPROVED)


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    planned(made, estate(machine("web01"), machine("mail01")))
    return made


@pytest.fixture
def sink() -> Iterator[Sink]:
    with web_sink() as made:
        made.answer = b'{"result": {"number": "CHG0030001"}}'
        yield made


def hooked(folder: Path, hook: str) -> Venue:
    """The workspace's venue, whose hooks are run as those of a live one are."""
    (folder / "notices.yaml").write_text(f"change_tickets:\n  hook: {hook}\n")
    venue = open_venue(folder)
    venue.__dict__["hands"] = TeamHands(folder)
    return venue


def calling(folder: Path, sink: Sink) -> Venue:
    return hooked(folder, f"{{http: {{url: 'http://localhost:{sink.port}/change', idempotent: true}}}}")


def reach(venue: Venue, *stages: Stage, **said: object) -> None:
    for stage in stages:
        milestone = Milestone(wave="wave-01", **said)  # type: ignore[arg-type]
        venue.ledger.record(wave_subject("wave-01"), stage, milestone.fingerprint, milestone)


def tell(venue: Venue) -> dict[str, str]:
    return asyncio.run(tell_news(venue))


def forms(sink: Sink) -> list[dict[str, object]]:
    return [body["form"] for body in sink.bodies]


def test_a_ticket_is_opened_at_the_approval_and_not_before_and_once(folder: Path, sink: Sink) -> None:
    venue = calling(folder, sink)
    reach(venue, Stage.COMMITTED, Stage.READY)
    assert tell(venue) == {}
    reach(venue, Stage.APPROVED, digest="d1", reason="rehearsed twice")
    assert tell(venue) == {"ticket of wave-01": "opened CHG0030001"}
    reach(venue, Stage.EXECUTING)
    assert tell(venue) == tell(open_venue(folder)) == {}
    (form,) = forms(sink)
    assert (form["event"], form["wave"], form["approved_digest"]) == ("opened", "wave-01", "d1")
    ticket = venue.ledger.latest(ticket_of("wave-01"), Ticket)
    assert (ticket.number, ticket.event, ticket.digest) == ("CHG0030001", "opened", "d1")


def test_what_was_approved_anew_is_told_under_the_same_number(folder: Path, sink: Sink) -> None:
    venue = calling(folder, sink)
    reach(venue, *TO_APPROVED, digest="d1")
    tell(venue)
    reach(venue, Stage.COMMITTED, digest="d2")
    assert tell(venue) == {}, "a wave whose approval was voided is not approved"
    reach(venue, Stage.READY, Stage.APPROVED, digest="d2")
    assert tell(venue) == {"ticket of wave-01": "updated CHG0030001"}
    first, second = forms(sink)
    assert first["correlation_id"] == second["correlation_id"]
    assert (second["number"], second["approved_digest"]) == ("CHG0030001", "d2")


def test_it_is_closed_with_what_came_of_it_and_the_next_change_is_another(folder: Path, sink: Sink) -> None:
    venue = calling(folder, sink)
    reach(venue, *TO_APPROVED, digest="d1")
    tell(venue)
    journey.abandon("wave-01", venue, "the business was sold")
    assert tell(venue) == {"ticket of wave-01": "closed CHG0030001"}
    assert tell(venue) == {}
    reach(venue, *TO_APPROVED, digest="d3")
    sink.answer = b"CHG0030002"
    assert tell(venue) == {"ticket of wave-01": "opened CHG0030002"}
    opened, closed, again = forms(sink)
    assert (closed["outcome"], closed["close_notes"]) == ("abandoned", "the business was sold")
    assert opened["correlation_id"] == closed["correlation_id"] != again["correlation_id"]


def test_a_wave_that_ends_without_a_ticket_gets_none(folder: Path, sink: Sink) -> None:
    venue = calling(folder, sink)
    reach(venue, Stage.COMMITTED)
    journey.abandon("wave-01", venue, "the business was sold")
    assert tell(venue) == {}
    assert sink.bodies == []


def test_a_system_that_refuses_is_asked_again_later_with_the_same_id(folder: Path, sink: Sink) -> None:
    venue = calling(folder, sink)
    now = venue.now
    move_clock(folder / CALENDAR_FILE, now)
    reach(venue, *TO_APPROVED, digest="d1")
    sink.status = 503
    assert tell(venue)["ticket of wave-01"].startswith("not told: the change ticket of wave-01 could not be opened")
    assert tell(venue) == {}, "it is left alone for half a minute"
    sink.status = 200
    move_clock(folder / CALENDAR_FILE, now + timedelta(minutes=2))
    assert tell(venue) == {"ticket of wave-01": "opened CHG0030001"}
    first, second = sink.bodies
    assert first["key"] == second["key"]
    assert first["form"]["correlation_id"] == second["form"]["correlation_id"]


def test_a_program_gets_the_form_and_none_of_our_secrets(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "TOPSECRET")
    program = folder / "ticket.sh"
    program.write_text("#!/bin/sh\ncat > heard.json\nenv > environment.txt\necho opened OPS-4711\n")
    program.chmod(0o755)
    venue = hooked(folder, "{command: {run: [./ticket.sh], idempotent: true}}")
    reach(venue, *TO_APPROVED, digest="d1")
    assert tell(venue) == {"ticket of wave-01": "opened OPS-4711"}
    heard = json.loads((folder / "heard.json").read_text())
    assert heard["form"]["wave"] == heard["wave"] == "wave-01"
    assert len(heard["form"]) >= 50
    assert "TOPSECRET" not in (folder / "environment.txt").read_text() + (folder / "heard.json").read_text()
    assert os.environ["AZURE_CLIENT_SECRET"] == "TOPSECRET"


def test_in_a_rehearsal_no_ticket_is_opened(folder: Path, sink: Sink) -> None:
    calling(folder, sink)
    venue = open_venue(folder)
    reach(venue, *TO_APPROVED, digest="d1")
    assert tell(venue) == {"ticket of wave-01": "opened"}
    assert sink.bodies == []
    assert "stood in for" in venue.ledger.latest(ticket_of("wave-01"), Ticket).said


def test_nothing_is_due_of_a_wave_that_nobody_approved(folder: Path) -> None:
    venue = open_venue(folder)
    (wave,) = current_plan(venue).waves
    assert due_of(wave, venue.ledger.standings(), venue) is None


@pytest.mark.parametrize(
    ("hook", "said"),
    [
        ("{http: {url: 'https://example.org/change'}}", "idempotent: true"),
        ("{command: {run: [./x]}}", "idempotent: true"),
        ("{manual: open a ticket}", "expected a command or http"),
        ("{}", "expected one of"),
    ],
)
def test_a_hook_that_cannot_be_asked_twice_is_refused(folder: Path, hook: str, said: str) -> None:
    (folder / "notices.yaml").write_text(f"change_tickets:\n  hook: {hook}\n")
    with pytest.raises(InputError) as raised:
        read_notices(folder)
    assert said in str(raised.value)


def test_a_number_that_is_no_pattern_is_refused(folder: Path) -> None:
    text = "change_tickets:\n  hook: {command: {run: [./x], idempotent: true}}\n  number: '(['\n"
    (folder / "notices.yaml").write_text(text)
    with pytest.raises(InputError, match="expected a regular expression"):
        read_notices(folder)
