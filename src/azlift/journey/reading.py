"""What verbs read of a wave and its subjects, and the failures they leave on record."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from azlift.errors import (
    AzliftError,
    InputError,
    NotFound,
    Standstill,
)
from azlift.escaping import plain
from azlift.model import (
    Failure,
    GroupId,
    Removal,
    Rendering,
    Wave,
    WaveId,
    WavePlan,
)
from azlift.on_record import copy_of, copy_zone_of, current_plan, group_of_copy, zone_of
from azlift.stages import Stage
from azlift.venue import Venue

REASON_AT_MOST = 1_000


def wave_called(wave: WaveId, venue: Venue) -> Wave:
    """The wave of this id. Raises NotFound, naming those there are."""
    waves = current_plan(venue).by_wave
    if wave not in waves:
        raise NotFound(f"the plan has no wave {wave!r}", advice=f"It has {', '.join(waves) or 'none'}.")
    return waves[wave]


def subjects_of(wave: WaveId, venue: Venue) -> tuple[str, ...]:
    """A wave's landing zone and its groups."""
    return (zone_of(wave), *wave_called(wave, venue).groups)


def failures_of(wave: WaveId, venue: Venue) -> list[Failure]:
    """The last failure of each of the wave's subjects that has not got past it."""
    subjects = set(subjects_of(wave, venue))
    return [failure for failure in venue.ledger.failures() if failure.subject in subjects]


def waves_with_something(venue: Venue) -> tuple[WaveId, ...]:
    """The waves of which anything was sent to Azure in its present life, copies for tests included; the last first."""
    waves = reversed(current_plan(venue).waves)
    return tuple(
        wave.id
        for wave in waves
        if any(renderings_sent(subject, venue) for subject in (zone_of(wave.id), *wave.groups))
        or any(copy_stands(subject, venue) for g in wave.groups for subject in (copy_of(g), copy_zone_of(g)))
    )


def removals_of(wave: WaveId, venue: Venue) -> list[Removal]:
    """What the wave's last roll-backs did, subject by subject."""
    found = (venue.ledger.find_latest(subject, Removal) for subject in subjects_of(wave, venue))
    return [removal for removal in found if removal]


def wave_of_zone(subject: str) -> WaveId | None:
    """The wave whose landing zone this subject is, or None for a group."""
    return subject.removeprefix("zone:") if subject.startswith("zone:") else None


def wave_of_group(plan: WavePlan, group: GroupId) -> Wave:
    """The wave a group is planned in. Raises NotFound."""
    for wave in plan.waves:
        if group in wave.groups:
            return wave
    raise NotFound(f"the plan puts no group {group} into a wave", advice="`azlift status` lists them.")


def wave_of_subject(subject: str, venue: Venue) -> Wave:
    """The wave of a group, of a landing zone, of a group's copy or of that one's network. Raises NotFound."""
    zone = wave_of_zone(subject)
    if zone:
        return wave_called(zone, venue)
    return wave_of_group(current_plan(venue), group_of_copy(subject) or subject)


@contextmanager
def failures_on_record(subject: str, stage: Stage, venue: Venue) -> Iterator[None]:
    """What goes wrong before anything is asked of Azure is a fact about the subject too; that a person must act is no
    failure."""
    try:
        yield
    except Standstill:
        raise
    except AzliftError as error:
        venue.ledger.record_failure(subject, stage, "", error)
        raise


def renderings_sent(subject: str, venue: Venue) -> list[Rendering]:
    """What this life of the subject may have sent, whether or not an answer came; oldest first."""
    sent = set(venue.ledger.attempts(subject, Stage.LANDED))
    return [r for r in venue.ledger.facts(subject, Rendering) if r.digest in sent]


def stage_of(subject: str, venue: Venue) -> Stage | None:
    """The last stage the subject reached; None where it reached none."""
    standing = venue.ledger.standings().get(subject)
    return standing.stage if standing else None


def copy_stands(subject: str, venue: Venue) -> bool:
    """Whether a copy, or its network, may stand in Azure: something was sent and has not been cleaned since."""
    return bool(renderings_sent(subject, venue)) and stage_of(subject, venue) is not Stage.TEST_CLEANED


def checked_reason(text: str) -> str:
    """A reason as it stays on record: without control characters, not empty. Raises InputError."""
    said = plain(text.strip())
    if not said or len(said) > REASON_AT_MOST:
        raise InputError(
            f"found a reason of {len(said)} characters; expected 1 to {REASON_AT_MOST}",
            column="reason",
            advice="Say why in a sentence: --reason TEXT. It stays on record.",
        )
    return said


def digest_of(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
