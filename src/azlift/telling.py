"""Who is told what: follows the ledger, and tells each channel each event once, in order, when it is not quiet there.

What was told is on record like anything else, so that whoever follows next, on whichever machine, goes on from there.
Where azlift dies between sending a message and writing that down, the message is sent again, with the same id.
"""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from azlift import journey
from azlift.errors import AzliftError, HeldByAnother, NotFound, NotTold, SettingsError
from azlift.happenings import happenings
from azlift.ledger import Intent
from azlift.model import Told, WaveId
from azlift.model.written import means
from azlift.notices import (
    Channel,
    Happening,
    Notice,
    Notices,
    bundled,
    due_reminders,
    is_quiet,
    notice_of,
    read_notices,
    topic_of,
)
from azlift.on_record import current_plan, told_of
from azlift.resting import rests
from azlift.stages import Stage
from azlift.ticketing import ticket_news
from azlift.venue import Venue, open_venue
from azlift.wave_life import next_of_wave

LEASE = "telling"
"""Whoever holds it tells; everybody else leaves it to them."""
EVERY_SECONDS = 10.0


async def tell_news(venue: Venue) -> dict[str, str]:
    """Tell every channel, and the hook of change tickets, what they do not know yet; what came of it, for each of them
    that was told or could not be.

    Raises HeldByAnother while somebody else tells, InputError for a `notices.yaml` that cannot be read.
    """
    notices = read_notices(venue.workspace)
    if not notices.tells_anybody:
        return {}
    with venue.ledger.driving(LEASE):
        news = _News(venue, notices)
        results = {channel.name: await _tell(channel, news, venue) for channel in notices.channels}
        if notices.change_tickets:
            results |= await ticket_news(notices.change_tickets, venue)
    return {name: said for name, said in results.items() if said}


@contextmanager
def telling_meanwhile(workspace: Path) -> Iterator[None]:
    """While the block runs, tell people what happens in it, and once more at its end.

    Raises InputError before it begins for a `notices.yaml` that cannot be read. What cannot be told later is on record.
    """
    if not read_notices(workspace).tells_anybody:
        yield
        return
    ended = threading.Event()

    def follow() -> None:
        venue = open_venue(workspace)
        while True:
            last = ended.wait(EVERY_SECONDS)
            tell_quietly(venue)
            if last:
                return

    tell_quietly(open_venue(workspace))
    follower = threading.Thread(target=follow, daemon=True)
    follower.start()
    try:
        yield
    finally:
        ended.set()
        follower.join()


def tell_quietly(venue: Venue) -> dict[str, str]:
    """As `tell_news`, for who has something else to do: who cannot tell now leaves it to the next."""
    try:
        return asyncio.run(tell_news(venue))
    except HeldByAnother:
        return {}
    except AzliftError as error:
        return {"notices": f"{error} {error.advice}".strip()}


class _News:
    """What is on record and what time has brought, gathered once for all channels."""

    def __init__(self, venue: Venue, notices: Notices) -> None:
        self.estate, self.rehearsed = venue.settings.estate, venue.settings.venue == "rehearsal"
        self.last = {
            channel.name: venue.ledger.find_latest(told_of(channel.name), Told) for channel in notices.channels
        }
        after = min((min((one.upto, *one.held)) - 1 if one else 0 for one in self.last.values()), default=0)
        self.events, self.upto = happenings(venue, after)
        self.reminders = _reminders(venue, notices)
        self.stages = _stages(venue)

    def for_channel(self, channel: Channel) -> list[tuple[int, Notice]]:
        """(its event's number, or 0 for a reminder; the notice) that the channel was not told yet."""
        told = self.last[channel.name]
        found: list[tuple[int, Notice]] = []
        for happened in self.events if told else ():
            topic = topic_of(happened.about, happened.stage, happened.kind, happened.fact)
            new = told is not None and (happened.seq > told.upto or happened.seq in told.held)
            if new and topic in channel.tell and means(channel.waves, happened.wave):
                found.append((happened.seq, notice_of(happened, topic, self._coming(happened))))
        wanted = (one for one in self.reminders if one.topic in channel.tell and means(channel.waves, one.wave))
        return found + [(0, one) for one in wanted]

    def _coming(self, happened: Happening) -> str:
        """What comes next, where this is still the last that happened to the wave."""
        if happened.about != "wave" or self.stages.get(happened.wave) != happened.stage:
            return ""
        coming = next_of_wave(happened.stage, happened.wave)
        return f"{coming.what}. {coming.who}: {coming.command}" if coming.command else ""


async def _tell(channel: Channel, news: _News, venue: Venue) -> str:
    """What came of it, in words; empty where there was nothing to tell."""
    subject, told = told_of(channel.name), news.last[channel.name]
    if told is None:
        begins = Told(channel=channel.name, keys=(), upto=news.upto)
        venue.ledger.record(subject, Stage.SAID, "begins", begins)
        told = news.last[channel.name] = begins
    found = _without_told(news.for_channel(channel), subject, venue)
    now = [one for one in found if not is_quiet(channel, one[1].topic, venue.now)]
    if not now or rests(subject, venue):
        return ""
    held = tuple(seq for seq, notice in found if seq and (seq, notice) not in now)
    message = bundled([notice for _, notice in now], venue.settings.estate)
    fact = Told(channel=channel.name, keys=tuple(one.key for _, one in now), upto=news.upto, held=held)

    async def send(_: Intent) -> Told:
        await asyncio.to_thread(venue.messenger.send, channel, message)
        return fact

    try:
        await venue.ledger.once(subject, Stage.SAID, message.id, send)
    except (NotTold, SettingsError) as error:
        return f"not told: {error} {error.advice}".strip()
    return f"told: {message.title}"


def _without_told(found: Sequence[tuple[int, Notice]], subject: str, venue: Venue) -> list[tuple[int, Notice]]:
    """Without the reminders that the channel had before; events it had are left out by their numbers."""
    if all(seq for seq, _ in found):
        return list(found)
    keys = {key for one in venue.ledger.facts(subject, Told) for key in one.keys}
    return [(seq, notice) for seq, notice in found if seq or notice.key not in keys]


def _reminders(venue: Venue, notices: Notices) -> list[Notice]:
    try:
        plan, waves = current_plan(venue), journey.wave_standings(venue)
    except NotFound:
        return []
    night = {wave.id: (wave.opens, wave.forecast) for wave in plan.waves}
    by = {
        wave: opens + timedelta(hours=forecast.decide_by_hours)
        for wave, (opens, forecast) in night.items()
        if opens and forecast
    }
    return list(due_reminders(waves, by, notices.remind_hours, venue.now))


def _stages(venue: Venue) -> dict[WaveId, str]:
    marked = (one for one in venue.ledger.standings().values() if one.subject.startswith("wave:"))
    return {one.subject.removeprefix("wave:"): one.stage or "" for one in marked}
