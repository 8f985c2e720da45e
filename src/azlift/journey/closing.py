"""The end of a wave's life: groups accepted, the wave handed over, sources retired, and the wave closed.

Acceptance is the point of no return: from there nothing is rolled back. A source is switched off for good only once
operations have the wave, on its owner's word and with the evidence of archive, restore test and off-boarding.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from azlift.errors import IllegalMove, NotAsExpected, Waiting
from azlift.escaping import plain
from azlift.journey.evidence import read_evidence
from azlift.journey.gates import approve, gate_standing, gates_open, identify, require
from azlift.journey.marking import mark
from azlift.journey.reading import checked_reason, digest_of, stage_of, wave_called, wave_of_subject
from azlift.journey.tests_on_record import test_leftovers
from azlift.model import Acceptance, CheckReport, Gate, GroupId, Milestone, Person, Retirement, Watch, WaveId
from azlift.on_record import watch_of, wave_subject
from azlift.stages import MOVED, Kind, Stage
from azlift.venue import Venue

Speaker = Callable[[Venue], Awaitable[Person]]
"""Who says the word that a gate still lacks: who azlift acts as, or somebody who signs in on another device."""

FINAL = frozenset({Stage.ACCEPTED, Stage.SOURCE_RETIRED})
DECIDED = frozenset({Stage.GO, Stage.HYPERCARE, Stage.HANDED_OVER, Stage.PARTLY_CLOSED})
"""The stages of a wave whose night was decided for."""
OVER = frozenset({Stage.HANDED_OVER, Stage.PARTLY_CLOSED, Stage.CLOSED})


async def accept(group: GroupId, venue: Venue, reason: str, speaker: Speaker = identify) -> Acceptance:
    """A group stays in Azure, on its owner's word; saying so is the word. Accepting twice is accepting once.

    Raises GateShut, Waiting before the wave's go or while a check fails, IllegalMove for a group that is not validated.
    """
    wave = wave_of_subject(group, venue).id
    if stage_of(group, venue) in FINAL:
        await mark(group, venue)
        return venue.ledger.latest(group, Acceptance)
    said = checked_reason(reason)
    _check_acceptable(group, wave, venue)
    person = await _through("accept", wave, venue, said, speaker, (group,))
    made = Acceptance(group=group, person=person, reason=said, at=venue.now)
    kept = venue.ledger.record(group, Stage.ACCEPTED, digest_of(group, said), made)
    await mark(group, venue)
    return kept


async def hand_over(wave: WaveId, venue: Venue, reason: str, speaker: Speaker = identify) -> Milestone:
    """Operations take the wave over, on their manager's word: watched long enough, and all of it well and accepted.

    Raises GateShut, Waiting with what is missing.
    """
    groups = wave_called(wave, venue).groups
    subject = wave_subject(wave)
    if stage_of(subject, venue) in OVER:
        return next(m for m in reversed(venue.ledger.facts(subject, Milestone)) if m.by or m.reason)
    said = checked_reason(reason)
    _check_hypercare_is_over(wave, venue)
    left = left_behind(wave, venue)
    waiting = [g for g in groups if g not in left and stage_of(g, venue) not in FINAL]
    if waiting:
        raise Waiting(
            f"{wave} cannot be handed over: nobody has accepted {', '.join(waiting)}",
            advice=f"Its owner says so: azlift accept {waiting[0]} --reason TEXT",
        )
    person = await _through("hand over", wave, venue, said, speaker)
    return _reach(wave, Stage.HANDED_OVER, said, person, left, venue)


async def retire(group: GroupId, venue: Venue, reason: str, evidence: Path, speaker: Speaker = identify) -> Retirement:
    """The source is switched off for good, on its owner's word and with the evidence a file gives.

    Raises GateShut, InputError for evidence that is not whole, Waiting before the wave is handed over.
    """
    wave = wave_of_subject(group, venue).id
    if stage_of(group, venue) is Stage.SOURCE_RETIRED:
        await mark(group, venue)
        return venue.ledger.latest(group, Retirement)
    said, given = checked_reason(reason), read_evidence(evidence)
    if stage_of(group, venue) is not Stage.ACCEPTED:
        raise IllegalMove(
            f"{group} is {stage_of(group, venue) or 'untouched'}: its source is what it would go back to",
            advice=f"What comes first: azlift why {group}",
        )
    if stage_of(wave_subject(wave), venue) not in OVER:
        raise Waiting(
            f"{wave} is still being watched: the sources are kept until it is handed over",
            advice=f"First: azlift hand-over {wave} --reason TEXT",
        )
    person = await _through("retire", wave, venue, said, speaker, (group,))
    made = Retirement(
        group=group,
        person=person,
        reason=said,
        at=venue.now,
        archive=plain(given.archive),
        restore_test=plain(given.restore_test),
        records={name: plain(text) for name, text in given.records.model_dump().items()},
    )
    kept = venue.ledger.record(group, Stage.SOURCE_RETIRED, digest_of(group, given.fingerprint), made)
    await mark(group, venue)
    return kept


async def close(wave: WaveId, venue: Venue, reason: str) -> Milestone:
    """The wave is done; partly, where something is left, which is named with the reason of each.

    Raises IllegalMove before it is handed over, InputError without a reason.
    """
    wave_called(wave, venue)
    subject = wave_subject(wave)
    if stage_of(subject, venue) is Stage.CLOSED:
        return venue.ledger.latest(subject, Milestone)
    said = checked_reason(reason)
    if stage_of(subject, venue) not in OVER:
        raise IllegalMove(
            f"{wave} is {stage_of(subject, venue) or 'not begun'}: it is closed after it was handed over",
            advice=f"See what comes first: azlift status {wave}",
        )
    left = leftovers(wave, venue)
    person = await identify(venue)
    return _reach(wave, Stage.PARTLY_CLOSED if left else Stage.CLOSED, said, person, left, venue)


def left_behind(wave: WaveId, venue: Venue) -> dict[GroupId, str]:
    """The groups that do not come along, with the reason of each: as decided, and those that are not in Azure."""
    given = [m.left_behind for m in venue.ledger.facts(wave_subject(wave), Milestone)]
    said = {group: why for one in given for group, why in one.items()}
    return {
        group: said.get(group, f"it is {stage_of(group, venue) or 'not begun'}")
        for group in wave_called(wave, venue).groups
        if stage_of(group, venue) not in MOVED
    }


def leftovers(wave: WaveId, venue: Venue) -> dict[GroupId, str]:
    """What keeps a wave from being closed as a whole: each group with the reason."""
    left = left_behind(wave, venue)
    left |= {one.partition(" ")[0]: f"its test still stands: {one}" for one in test_leftovers(wave, venue)}
    for group in wave_called(wave, venue).groups:
        if group not in left and stage_of(group, venue) is not Stage.SOURCE_RETIRED:
            left[group] = f"it is {stage_of(group, venue)}; its source is not retired"
    return left


def hypercare_since(wave: WaveId, venue: Venue) -> datetime | None:
    """When the wave's hypercare began; None where it has not."""
    since: datetime | None = None
    for event in venue.ledger.outline(wave_subject(wave)):
        if event.kind is Kind.OUTCOME and event.stage is Stage.HYPERCARE:
            since = since or datetime.fromisoformat(event.at)
        elif event.kind is Kind.OUTCOME and event.stage is not Stage.HYPERCARE:
            since = None
    return since


def _check_acceptable(group: GroupId, wave: WaveId, venue: Venue) -> None:
    stage = stage_of(wave_subject(wave), venue)
    if stage not in DECIDED:
        raise Waiting(
            f"{wave} is {stage or 'not begun'}: nothing of it is accepted before its go",
            advice=f"See what it waits for: azlift status {wave}",
        )
    if stage_of(group, venue) is not Stage.VALIDATED:
        raise IllegalMove(
            f"{group} is {stage_of(group, venue) or 'untouched'}; it cannot be accepted from there",
            advice=f"What comes first: azlift why {group}",
        )
    standing, report = venue.ledger.standings()[group], venue.ledger.latest(group, CheckReport)
    if standing.run == "failed" or not report.passed:
        raise NotAsExpected(
            f"{group} is not well: its last look failed",
            code="NotWell",
            advice=f"See what failed: azlift why {group}; look again: azlift watch {wave}",
        )


def _check_hypercare_is_over(wave: WaveId, venue: Venue) -> None:
    since, hours = hypercare_since(wave, venue), venue.settings.hypercare_hours
    watch = f"azlift watch {wave}"
    if since is None:
        raise Waiting(
            f"{wave} is {stage_of(wave_subject(wave), venue) or 'not begun'}: it has not been watched yet",
            advice=f"After its go: {watch}",
        )
    until = since + timedelta(hours=hours)
    if venue.now < until:
        raise Waiting(
            f"{wave} is watched until {until:%Y-%m-%d %H:%M} UTC ({hours} h of hypercare)",
            advice="Wait for it, or set `hypercare_hours` in azlift.yaml.",
        )
    last = venue.ledger.latest(watch_of(wave), Watch)
    if last.at < until:
        raise Waiting(f"nobody has looked at {wave} since its hypercare ended", advice=f"Look once more: {watch}")
    if last.failing:
        raise Waiting(f"{wave} is not well: {', '.join(last.failing)}", advice=f"See to that, then: {watch}")


async def _through(
    gate: Gate, wave: WaveId, venue: Venue, reason: str, speaker: Speaker, groups: tuple[GroupId, ...] = ()
) -> Person:
    """The person who acts, through the gate: where it is shut, the speaker's own word is said first, and it is they who
    act. Raises GateShut."""
    if gates_open(venue) or gate_standing(gate, wave, venue, groups).open:
        person = await identify(venue)
    else:
        person = await speaker(venue)
        await approve(gate, wave, venue, reason=reason, groups=groups, person=person)
    require(gate, wave, venue, groups)
    return person


def _reach(
    wave: WaveId, stage: Stage, reason: str, person: Person, left: dict[GroupId, str], venue: Venue
) -> Milestone:
    made = Milestone(wave=wave, by=person, reason=reason, left_behind=left)
    return venue.ledger.record(wave_subject(wave), stage, made.fingerprint, made)
