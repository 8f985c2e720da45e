"""Waivers: a line of the checklist that is red and shall not block, on a named person's word, until a time."""

from datetime import datetime, timedelta

from azlift.approval import PEOPLE_FILE, read_people
from azlift.errors import GateShut, InputError, did_you_mean
from azlift.escaping import plain
from azlift.journey.gates import REASON_AT_MOST, identify
from azlift.journey.reading import digest_of, wave_called
from azlift.model import Person, Waiver, WaveId
from azlift.on_record import said_of
from azlift.readiness import TITLES
from azlift.stages import Stage
from azlift.venue import Venue

LONGEST = timedelta(days=30)
OVERRUN = "window"
"""No line of the checklist: that the window may be overrun, until the waiver ends."""
WAIVABLE = (*TITLES, OVERRUN)


async def waive(
    wave: WaveId, code: str, venue: Venue, *, reason: str, expires_at: datetime, person: Person | None = None
) -> Waiver:
    """Put a waiver on record, as the signed-in person: one whom people.yaml gives a role, and who does not drive.

    Saying the same again is saying it once; a later word of the same code takes the place of the one before. Raises
    GateShut, InputError, NotFound, SignInNeeded.
    """
    wave_called(wave, venue)
    _check_code(code)
    speaker = person or await identify(venue)
    _check_may(speaker, wave, venue)
    waiver = Waiver(
        wave=wave,
        code=code,
        person=speaker,
        reason=_checked_reason(reason),
        at=venue.now,
        expires_at=_checked_end(expires_at, venue.now),
    )

    def judge(said: tuple[Waiver, ...]) -> Waiver | None:
        last = next((w for w in reversed(said) if w.code == code), None)
        return None if last and _says_the_same(last, waiver) else waiver

    key = digest_of("waive", code, speaker.object_id, venue.now.isoformat())
    kept = venue.ledger.decide(said_of(wave), Stage.SAID, key, Waiver, judge)
    return kept or waivers_of(wave, venue)[code]


def waivers_of(wave: WaveId, venue: Venue) -> dict[str, Waiver]:
    """The last waiver of each line that has not ended, whose speaker may still say so; by code."""
    found = {waiver.code: waiver for waiver in venue.ledger.facts(said_of(wave), Waiver)}
    return {code: w for code, w in found.items() if w.expires_at > venue.now and not _may_not(w.person, venue)}


def last_waiver(wave: WaveId, code: str, venue: Venue) -> Waiver | None:
    """The last waiver of this code, ended or not, if its speaker may still say so."""
    said = [waiver for waiver in venue.ledger.facts(said_of(wave), Waiver) if waiver.code == code]
    return said[-1] if said and not _may_not(said[-1].person, venue) else None


def _says_the_same(one: Waiver, other: Waiver) -> bool:
    same = ("code", "reason", "expires_at")
    return all(getattr(one, name) == getattr(other, name) for name in same) and one.person == other.person


def _check_code(code: str) -> None:
    if code not in WAIVABLE:
        hint = did_you_mean(code, WAIVABLE) or f"Lines are {', '.join(WAIVABLE)}."
        raise InputError(f"the checklist has no line {code!r}. {hint}", advice="Name one of them.")


def _check_may(speaker: Person, wave: WaveId, venue: Venue) -> None:
    why = _may_not(speaker, venue)
    if why:
        raise GateShut(
            f"{speaker.name or speaker.object_id} cannot waive this: {why}",
            wave=wave,
            advice=f"Somebody to whom {venue.workspace / PEOPLE_FILE} gives a role, and who does not drive, can.",
        )


def _may_not(speaker: Person, venue: Venue) -> str:
    people = read_people(venue.workspace)
    if people is None:
        return f"there is no {PEOPLE_FILE}"
    if people.open:
        return ""
    if speaker.application:
        return "it is an application, not a person"
    if speaker.object_id.lower() in people.driver_ids:
        return "who drives does not waive"
    return "" if people.roles_of(speaker.object_id) else f"{PEOPLE_FILE} gives {speaker.object_id} no role"


def _checked_reason(reason: str) -> str:
    said = plain(reason.strip())
    if not 1 <= len(said) <= REASON_AT_MOST:
        raise InputError(f"expected a reason of 1 to {REASON_AT_MOST} characters, found {len(said)}", advice="Say why.")
    return said


def _checked_end(end: datetime, now: datetime) -> datetime:
    if not now < end <= now + LONGEST:
        raise InputError(
            f"a waiver ends after now and within {LONGEST.days} days, found {end:%Y-%m-%d %H:%M} UTC",
            advice="Say when: --ends 7d.",
        )
    return end
