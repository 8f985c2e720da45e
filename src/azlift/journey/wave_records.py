"""What the ledger and the plan hold of a wave, gathered for the fold that says where it stands."""

from collections.abc import Callable, Mapping

from azlift.journey.answering import waiting_steps
from azlift.journey.reading import wave_of_group
from azlift.model import Checklist, Failure, GroupId, Milestone, Wave, WaveId, WavePlan
from azlift.on_record import copy_of, copy_zone_of, current_plan, hold_of, wave_subject, zone_of
from azlift.stages import Stage, Standing
from azlift.venue import Venue
from azlift.wave_life import GroupRecord, WaveRecord

Lookup = Callable[[WaveId], WaveRecord]


def records(venue: Venue) -> Lookup:
    """Gives a wave's record by its id; standings and failures are read once, and each wave's facts at first use."""
    plan, standings = current_plan(venue), venue.ledger.standings()
    failures = {one.subject: one for one in venue.ledger.failures()}
    made: dict[WaveId, WaveRecord] = {}

    def record(wave: WaveId) -> WaveRecord:
        if wave not in made:
            made[wave] = _record(plan.by_wave[wave], plan, standings, failures, venue)
        return made[wave]

    return record


def _record(
    wave: Wave, plan: WavePlan, standings: Mapping[str, Standing], failures: Mapping[str, Failure], venue: Venue
) -> WaveRecord:
    def of(subject: str) -> Standing:
        return standings.get(subject) or Standing(subject)

    own, hold, zone = wave_subject(wave.id), hold_of(wave.id), zone_of(wave.id)
    steps: dict[GroupId, dict[str, str]] = {}
    for question in waiting_steps(wave.id, venue):
        steps.setdefault(question.group, {})[question.step] = question.at.isoformat()
    groups = {group: _group(group, of, failures, steps.get(group, {})) for group in wave.groups}
    earlier = {g for group in wave.groups for g in plan.by_group[group].after} - set(groups)
    paused = of(hold).stage is Stage.PAUSED
    return WaveRecord(
        plan=plan,
        wave=wave,
        now=venue.now,
        standing=of(own),
        zone=of(zone),
        groups=groups,
        hold=of(hold),
        failure=failures.get(own),
        zone_failure=failures.get(zone),
        milestone=venue.ledger.find_latest(own, Milestone) if own in standings else None,
        held=venue.ledger.find_latest(hold, Milestone) if paused else None,
        checklist=venue.ledger.find_latest(own, Checklist) if own in standings else None,
        elsewhere={group: of(group) for group in earlier},
    )


def _group(
    group: GroupId, of: Callable[[str], Standing], failures: Mapping[str, Failure], steps: Mapping[str, str]
) -> GroupRecord:
    copies = (of(copy_of(group)), of(copy_zone_of(group)))
    return GroupRecord(standing=of(group), failure=failures.get(group), copies=copies, steps=steps)


def record_of_group(group: GroupId, venue: Venue, record: Lookup) -> WaveRecord:
    """The record of the wave a group is planned in. Raises NotFound."""
    return record(wave_of_group(current_plan(venue), group).id)
