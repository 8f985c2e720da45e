"""A wave as a whole: where it stands, why a group does not go on, and the hold that people put on it."""

from azlift.errors import InputError, PlanError, WaveAbandoned, WavePaused
from azlift.journey.reading import digest_of, subjects_of, wave_called
from azlift.journey.wave_records import record_of_group, records
from azlift.model import GroupId, GroupStanding, Milestone, Person, WaveId, WaveStanding, Why
from azlift.on_record import current_plan, hold_of, wave_subject
from azlift.stages import Stage
from azlift.venue import Venue
from azlift.wave_life import group_standing, next_of_group, reasons_for
from azlift.wave_life import wave_standing as fold_wave

NOTHING_STANDS = frozenset({None, Stage.RENDERED, Stage.PREVIEWED, Stage.ROLLED_BACK})
"""The stages of a group or a landing zone of which nothing is in Azure."""
REASON_AT_MOST = 1_000

# -- where it stands ----------------------------------------------------------------------------------------------


def wave_standing(wave: WaveId, venue: Venue) -> WaveStanding:
    """Where a wave and its groups stand now. Raises NotFound."""
    wave_called(wave, venue)
    return fold_wave(records(venue)(wave))


def wave_standings(venue: Venue) -> tuple[WaveStanding, ...]:
    """Where every wave of the plan stands now, in the plan's order. Raises NotFound."""
    record = records(venue)
    return tuple(fold_wave(record(wave.id)) for wave in current_plan(venue).waves)


def why(group: GroupId, venue: Venue) -> Why:
    """What a group waits for, since when, and who can act, down to where somebody can. Raises NotFound."""
    plan, record = current_plan(venue), records(venue)
    waves: dict[WaveId, WaveStanding] = {}

    def look(one: GroupId) -> tuple[GroupStanding, WaveStanding]:
        found = record_of_group(one, venue, record)
        if found.id not in waves:
            waves[found.id] = fold_wave(found)
        return group_standing(one, found), waves[found.id]

    standing, wave = look(group)
    coming = next_of_group(record(wave.wave).groups[group].standing.stage, group, wave.wave)
    return Why(
        standing=standing,
        reasons=reasons_for(group, lambda one: plan.by_group[one].after, look),
        next=f"{coming.what}: {coming.command}" if coming.command else coming.what,
    )


# -- the hold on it -----------------------------------------------------------------------------------------------


def pause(wave: WaveId, venue: Venue, reason: str, by: Person | None = None, until_run: str = "") -> Milestone:
    """Let nothing new begin in this wave; the step in hand ends first. Pausing twice is pausing once.

    `until_run`: the run of Prefect whose start ends the hold, where it came from there.

    Raises NotFound, InputError without a reason, WaveAbandoned.
    """
    _check_not_abandoned(wave, venue)
    return _hold(wave, Stage.PAUSED, venue, reason, by, until_run)


def resume(wave: WaveId, venue: Venue, reason: str, by: Person | None = None) -> Milestone:
    """Let a paused wave go on, where somebody drives it again. Raises NotFound, InputError."""
    return _hold(wave, Stage.RESUMED, venue, reason, by)


def check_not_held(wave: WaveId, venue: Venue) -> None:
    """Asked before each step: may this wave go on? Raises WavePaused, WaveAbandoned."""
    if not is_held(wave, venue):
        return
    _check_not_abandoned(wave, venue)
    said = venue.ledger.latest(hold_of(wave), Milestone)
    raise WavePaused(
        f"{wave} was paused{_by(said.by)}: {said.reason}",
        advice=f"When it may go on: azlift resume {wave} --reason TEXT, then run the same command again.",
    )


def is_held(wave: WaveId, venue: Venue) -> bool:
    """Whether nothing of this wave may begin now, on somebody's word."""
    standings = venue.ledger.standings()
    hold, own = standings.get(hold_of(wave)), standings.get(wave_subject(wave))
    return (hold is not None and hold.stage is Stage.PAUSED) or (own is not None and own.stage is Stage.ABANDONED)


def abandon(wave: WaveId, venue: Venue, reason: str, by: Person | None = None) -> Milestone:
    """Give a wave up: nothing of it is carried any more until it is committed anew. Abandoning twice is once.

    Raises NotFound, InputError, PlanError while something of it stands in Azure, HeldByAnother while it is driven,
    IllegalMove once it is being cut over.
    """
    wave_called(wave, venue)
    said = Milestone(wave=wave, by=by, reason=_reason(reason))
    subject, key = wave_subject(wave), digest_of("abandon", said.reason)
    with venue.ledger.driving(wave):
        standings = venue.ledger.standings()
        if subject in standings and standings[subject].stage is Stage.ABANDONED:
            return venue.ledger.latest(subject, Milestone)
        found = [(s, standings[s]) for s in subjects_of(wave, venue) if s in standings]
        stand = [s for s, one in found if one.stage not in NOTHING_STANDS or one.run == "running"]
        if stand:
            raise PlanError(
                f"{wave} cannot be abandoned while something of it stands in Azure: {', '.join(stand[:5])}",
                advice=f"Take it back first: azlift roll-back {wave}",
            )
        return venue.ledger.record(subject, Stage.ABANDONED, key, said)


def _hold(wave: WaveId, stage: Stage, venue: Venue, reason: str, by: Person | None, until_run: str = "") -> Milestone:
    """Pausings and resumings take turns (`stages`), so their number says which of the two is due."""
    wave_called(wave, venue)
    said = Milestone(wave=wave, by=by, reason=_reason(reason), until_run=until_run)
    due_when = 0 if stage is Stage.PAUSED else 1

    def judge(before: tuple[Milestone, ...]) -> Milestone | None:
        if len(before) % 2 == due_when:
            return said
        if stage is Stage.RESUMED and not before:
            raise InputError(f"{wave} is not paused", advice=f"See where it stands: azlift status {wave}")
        return None

    made = venue.ledger.decide(hold_of(wave), stage, digest_of(stage, venue.now.isoformat()), Milestone, judge)
    return made or venue.ledger.latest(hold_of(wave), Milestone)


def _reason(text: str) -> str:
    said = text.strip()
    if not said or len(said) > REASON_AT_MOST:
        raise InputError(
            f"found a reason of {len(said)} characters; expected 1 to {REASON_AT_MOST}",
            column="reason",
            advice="Say why in a sentence: --reason TEXT. It stays on record.",
        )
    return said


def _check_not_abandoned(wave: WaveId, venue: Venue) -> None:
    if not _is_abandoned(wave, venue):
        return
    said = venue.ledger.latest(wave_subject(wave), Milestone)
    raise WaveAbandoned(
        f"{wave} was abandoned{_by(said.by)}: {said.reason}",
        advice=f"To carry it after all it must be committed anew: azlift commit {wave}",
    )


def _is_abandoned(wave: WaveId, venue: Venue) -> bool:
    standing = venue.ledger.standings().get(wave_subject(wave))
    return standing is not None and standing.stage is Stage.ABANDONED


def _by(person: Person | None) -> str:
    return f" by {person.name or person.object_id}" if person else ""
