"""What the ledger and the plan hold of a wave, gathered for the fold that says where it stands."""

from collections.abc import Callable, Mapping, Sequence

from azlift.journey.answering import waiting_steps
from azlift.journey.gates import gate_standing, gates_open
from azlift.journey.reading import wave_of_group
from azlift.journey.windows import end_of_window
from azlift.model import Checklist, Failure, Gate, GroupId, Milestone, Question, Wave, WaveId, WavePlan
from azlift.on_record import copy_of, copy_zone_of, current_plan, hold_of, said_of, wave_subject, zone_of
from azlift.stages import Stage, Standing
from azlift.venue import Venue
from azlift.wave_life import FEASIBLE, UNDER_GO, GroupRecord, WaveRecord, next_of_wave

ANSWERS = "answer:"
"""What subjects begin with of which steps ask people something."""

Lookup = Callable[[WaveId], WaveRecord]


def records(venue: Venue) -> Lookup:
    """Gives a wave's record by its id; standings and failures are read once, and each wave's facts at first use."""
    plan, standings = current_plan(venue), venue.ledger.standings()
    failures, driven = {one.subject: one for one in venue.ledger.failures()}, venue.ledger.driven()
    made: dict[WaveId, WaveRecord] = {}

    def record(wave: WaveId) -> WaveRecord:
        if wave not in made:
            made[wave] = _record(plan.by_wave[wave], plan, standings, failures, wave in driven, venue)
        return made[wave]

    return record


def _record(
    wave: Wave,
    plan: WavePlan,
    standings: Mapping[str, Standing],
    failures: Mapping[str, Failure],
    driven: bool,
    venue: Venue,
) -> WaveRecord:
    def of(subject: str) -> Standing:
        return standings.get(subject) or Standing(subject)

    own, hold, zone = wave_subject(wave.id), hold_of(wave.id), zone_of(wave.id)
    asked = waiting_steps(wave.id, venue) if any(subject.startswith(ANSWERS) for subject in standings) else ()
    groups = {group: _group(group, of, failures, asked) for group in wave.groups}
    earlier = {g for group in wave.groups for g in plan.by_group[group].after} - set(groups)
    closes = end_of_window(wave, venue) if said_of(wave.id) in standings else wave.closes
    paused = of(hold).stage is Stage.PAUSED
    return WaveRecord(
        plan=plan,
        wave=wave.model_copy(update={"closes": closes}),
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
        asked=_asked(wave.id, of(own), venue),
        driven=driven,
        elsewhere={group: of(group) for group in earlier},
    )


def _group(
    group: GroupId, of: Callable[[str], Standing], failures: Mapping[str, Failure], asked: Sequence[Question]
) -> GroupRecord:
    return GroupRecord(
        standing=of(group),
        failure=failures.get(group),
        copies=(of(copy_of(group)), of(copy_zone_of(group))),
        questions=tuple(question for question in asked if question.group == group),
    )


def _asked(wave: WaveId, standing: Standing, venue: Venue) -> dict[Gate, str]:
    """What the gate lacks that the wave comes to next, or went through and that has to stay open; empty where it is
    open, or nobody is asked anything."""
    gate = "go" if standing.stage in UNDER_GO else next_of_wave(standing.stage or FEASIBLE, wave).gate
    if gate is None or gates_open(venue):
        return {}
    found = gate_standing(gate, wave, venue)
    void = [f"{word.person.name or word.person.object_id} counts no more: {why}" for word, why in found.passed_over]
    return {} if found.open else {gate: "; ".join((*found.missing, *void))}


def record_of_group(group: GroupId, venue: Venue, record: Lookup) -> WaveRecord:
    """The record of the wave a group is planned in. Raises NotFound."""
    return record(wave_of_group(current_plan(venue), group).id)
