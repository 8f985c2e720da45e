import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from estates import estate, machine, planned
from message_sinks import Sink, web_sink

from azlift import journey
from azlift.clock import move_clock
from azlift.errors import HeldByAnother, InputError, NotFound
from azlift.model import Milestone, Told
from azlift.notices import Channel, Message, Post
from azlift.on_record import ESTATE, current_plan, told_of, wave_subject
from azlift.stages import Stage
from azlift.telling import tell_news, tell_quietly, telling_meanwhile
from azlift.venue import CALENDAR_FILE, OUTBOX_FILE, Venue, open_venue

NIGHT = datetime(2027, 1, 9, 3, tzinfo=UTC)


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    move_clock(made / CALENDAR_FILE, NIGHT + timedelta(hours=9))
    planned(made, estate(machine("web01"), machine("mail01")))
    return made


@pytest.fixture
def sink() -> Iterator[Sink]:
    with web_sink() as made:
        yield made


def channels(folder: Path, *lines: str) -> None:
    (folder / "notices.yaml").write_text("channels:\n" + "".join(f"  - {{{line}}}\n" for line in lines))


def posting(folder: Path, sink: Sink, name: str = "OPS_URL") -> Venue:
    """The workspace's venue, whose messages go out as those of a live one do."""
    venue = open_venue(folder)
    venue.__dict__["messenger"] = Post({name: f"http://localhost:{sink.port}/hook"})
    return venue


def tell(venue: Venue) -> dict[str, str]:
    return asyncio.run(tell_news(venue))


def fail(venue: Venue, subject: str = "web01", message: str = "no template") -> None:
    venue.ledger.record_failure(subject, Stage.RENDERED, "", NotFound(message, advice="Write one."))


# -- once -----------------------------------------------------------------------------------------------------------


def test_each_event_is_told_once_whoever_follows(folder: Path, sink: Sink) -> None:
    channels(folder, "name: ops, kind: webhook, url_from: OPS_URL")
    assert tell(posting(folder, sink)) == {}, "a new channel begins with what happens from now"
    fail(open_venue(folder))
    assert tell(posting(folder, sink)) == {"ops": f"told: {sink.bodies[0]['title']}"}
    assert tell(posting(folder, sink)) == {}
    journey.pause("wave-01", open_venue(folder), "wait")
    tell(posting(folder, sink))
    assert [body["title"].partition("] ")[2] for body in sink.bodies] == [
        "web01 (wave-01) could not be rendered",
        "wave-01 is paused",
    ]
    assert open_venue(folder).ledger.verify() > 0


def test_what_happened_meanwhile_is_one_message_in_order(folder: Path, sink: Sink) -> None:
    channels(folder, "name: ops, kind: webhook, url_from: OPS_URL")
    venue = posting(folder, sink)
    tell(venue)
    fail(venue)
    journey.pause("wave-01", venue, "wait")
    tell(venue)
    (body,) = sink.bodies
    assert body["title"].endswith("wave-01: 2 things to know")
    lines = body["message"].splitlines()
    assert lines.index("web01 (wave-01) could not be rendered") < lines.index("wave-01 is paused")


def test_a_milestone_says_what_comes_next_only_while_it_is_the_last(folder: Path, sink: Sink) -> None:
    channels(folder, "name: ops, kind: webhook, url_from: OPS_URL")
    venue = posting(folder, sink)
    tell(venue)
    subject = wave_subject("wave-01")
    venue.ledger.record(subject, Stage.COMMITTED, "k", Milestone(wave="wave-01"))
    venue.ledger.record(subject, Stage.READY, "k", Milestone(wave="wave-01"))
    tell(venue)
    assert sink.bodies[0]["message"].count("Next: ") == 1
    assert "business owner and sponsor: azlift approve wave-01 --reason TEXT" in sink.bodies[0]["message"]


def test_a_channel_is_told_its_topics_and_its_waves(folder: Path, sink: Sink) -> None:
    channels(
        folder,
        "name: holds, kind: webhook, url_from: OPS_URL, tell: [holds]",
        "name: others, kind: webhook, url_from: OPS_URL, waves: [wave-02]",
    )
    venue = posting(folder, sink)
    tell(venue)
    fail(venue)
    journey.pause("wave-01", venue, "wait")
    assert list(tell(venue)) == ["holds"]
    assert [body["title"].partition("] ")[2] for body in sink.bodies] == ["wave-01 is paused"]


def test_only_one_tells_at_a_time(folder: Path, sink: Sink) -> None:
    channels(folder, "name: ops, kind: webhook, url_from: OPS_URL")
    venue, other = posting(folder, sink), open_venue(folder)
    other.ledger.driver = "elsewhere:1:1"
    with other.ledger.driving("telling"):
        with pytest.raises(HeldByAnother):
            tell(venue)
        assert tell_quietly(venue) == {}
    assert venue.ledger.find_latest(told_of("ops"), Told) is None


def test_a_message_that_was_sent_but_not_written_down_is_sent_again_with_the_same_id(folder: Path, sink: Sink) -> None:
    channels(folder, "name: ops, kind: webhook, url_from: OPS_URL")
    venue = posting(folder, sink)
    tell(venue)
    fail(venue)

    class Dies:
        def send(self, channel: Channel, message: Message) -> None:
            Post({"OPS_URL": f"http://localhost:{sink.port}/hook"}).send(channel, message)
            raise KeyboardInterrupt

    venue.__dict__["messenger"] = Dies()
    with pytest.raises(KeyboardInterrupt):
        tell(venue)
    tell(posting(folder, sink))
    tell(posting(folder, sink))
    first, second = sink.bodies
    assert first == second
    assert first["id"]


# -- not now --------------------------------------------------------------------------------------------------------


def test_at_night_only_what_cannot_wait_is_told_and_the_rest_in_the_morning(folder: Path, sink: Sink) -> None:
    channels(folder, 'name: ops, kind: webhook, url_from: OPS_URL, quiet: {hours: "22:00-07:00"}')
    move_clock(folder / CALENDAR_FILE, NIGHT + timedelta(hours=10))
    tell(posting(folder, sink))
    move_clock(folder / CALENDAR_FILE, NIGHT + timedelta(hours=24))
    venue = posting(folder, sink)
    journey.pause("wave-01", venue, "wait")
    fail(venue)
    assert "could not be rendered" in tell(venue)["ops"]
    assert tell(venue) == {}
    journey.resume("wave-01", venue, "go")
    move_clock(folder / CALENDAR_FILE, NIGHT + timedelta(hours=28))
    tell(venue)
    assert tell(venue) == {}
    night, morning = sink.bodies
    assert "paused" not in night["message"]
    lines = morning["message"].splitlines()
    assert lines.index("wave-01 is paused") < lines.index("wave-01 is resumed")
    assert not any("could not be rendered" in line for line in lines)


def test_a_channel_that_cannot_be_reached_keeps_nobody_else_waiting_and_is_tried_again_less_and_less_often(
    folder: Path, sink: Sink
) -> None:
    channels(folder, "name: dead, kind: webhook, url_from: NOT_SET", "name: ops, kind: webhook, url_from: OPS_URL")
    venue = posting(folder, sink)
    tell(venue)
    fail(venue)
    first = tell(venue)
    assert first["dead"].startswith("not told: the variable NOT_SET of channel dead is empty")
    assert first["ops"].startswith("told: ")
    assert tell(venue) == {}, "it is left alone for half a minute"
    assert [failure.subject for failure in venue.ledger.failures()] == ["told:dead", "web01"]
    began = NIGHT + timedelta(hours=9)
    for minutes, tried in ((1, True), (1.5, False), (3, True), (4.5, False), (6, True)):
        move_clock(folder / CALENDAR_FILE, began + timedelta(minutes=minutes))
        assert ("dead" in tell(venue)) is tried, minutes
    venue.__dict__["messenger"] = Post({"NOT_SET": f"http://localhost:{sink.port}/late"})
    move_clock(folder / CALENDAR_FILE, began + timedelta(hours=2))
    assert tell(venue)["dead"].startswith("told: ")
    assert sink.paths == ["/hook", "/late"]


def test_no_address_gets_into_the_ledger(folder: Path, sink: Sink) -> None:
    channels(folder, "name: ops, kind: webhook, url_from: OPS_URL")
    venue = open_venue(folder)
    venue.__dict__["messenger"] = Post({"OPS_URL": f"http://localhost:{sink.port}/hook-TOPSECRET?sig=ALSOSECRET"})
    sink.status = 500
    tell(venue)
    fail(venue)
    assert "not told" in tell(venue)["ops"]
    whole = "".join(event.body for event in venue.ledger.history())
    assert "500" in whole
    assert "TOPSECRET" not in whole
    assert "ALSOSECRET" not in whole


# -- by the clock ---------------------------------------------------------------------------------------------------


def test_a_window_is_reminded_of_once_for_each_hour_that_was_asked_for(folder: Path, sink: Sink) -> None:
    channels(folder, "name: ops, kind: webhook, url_from: OPS_URL, tell: [window]")
    venue = posting(folder, sink)
    plan, opens = current_plan(venue), NIGHT + timedelta(days=7)
    moved = plan.waves[0].model_copy(update={"opens": opens, "closes": opens + timedelta(hours=8)})
    venue.ledger.record(ESTATE, Stage.PLANNED, "moved", plan.model_copy(update={"waves": (moved,)}))
    tell(venue)
    for before in (30.0, 24.0, 20.0, 1.0, 0.5):
        move_clock(folder / CALENDAR_FILE, opens - timedelta(hours=before))
        tell(venue)
        tell(venue)
    assert [body["message"] for body in sink.bodies] == ["in 24 hours", "in 60 minutes"]


# -- elsewhere ------------------------------------------------------------------------------------------------------


def test_in_a_rehearsal_nobody_is_woken(folder: Path) -> None:
    channels(folder, "name: ops, kind: teams, url_from: OPS_URL")
    venue = open_venue(folder)
    tell(venue)
    fail(venue)
    assert tell(venue)["ops"].startswith("told: ")
    (line,) = (folder / OUTBOX_FILE).read_text().splitlines()
    assert json.loads(line)["title"].endswith("web01 (wave-01) could not be rendered")


def test_without_channels_nothing_is_written(folder: Path) -> None:
    venue = open_venue(folder)
    before = len(venue.ledger.history())
    assert tell(venue) == {}
    with telling_meanwhile(folder):
        pass
    assert len(venue.ledger.history()) == before
    assert "telling" not in {thread.name for thread in threading.enumerate()}


def test_people_are_told_while_something_else_goes_on_and_at_its_end(folder: Path) -> None:
    channels(folder, "name: ops, kind: teams, url_from: OPS_URL")
    with telling_meanwhile(folder):
        fail(open_venue(folder))
    (line,) = (folder / OUTBOX_FILE).read_text().splitlines()
    assert "web01" in line


def test_a_file_that_cannot_be_read_stops_a_command_before_it_begins(folder: Path) -> None:
    (folder / "notices.yaml").write_text("chanels: []\n")
    with pytest.raises(InputError, match="channels"), telling_meanwhile(folder):
        pytest.fail("it began")
    assert "channels" in tell_quietly(open_venue(folder))["notices"]
