"""Go or no-go: one decision ends a wave's window, for all its groups but those named as left behind."""

from collections.abc import Mapping, Sequence

from azlift.errors import AnsweredOtherwise, InputError, NotFound, Waiting
from azlift.journey.gates import approve, require
from azlift.journey.reading import wave_called
from azlift.journey.windows import IN_WINDOW, UNDECIDED, reached, settle_window, wave_stage
from azlift.model import GroupId, Milestone, Person, WaveId
from azlift.on_record import step_of, wave_subject
from azlift.stages import MOVED, Stage, Standing
from azlift.venue import Venue

REVOCABLE = UNDECIDED | {Stage.GO, Stage.HYPERCARE}
"""Where a no-go can be said: until the wave is handed over."""
BEGUN = frozenset({Stage.CUT_OVER, Stage.VALIDATED})


async def decide(
    wave: WaveId, venue: Venue, person: Person, go: bool, reason: str, without: Sequence[GroupId] = ()
) -> Milestone:
    """Say go or no-go as the wave's decision owner. Go needs every group validated, but those `without`.

    Raises GateShut where it is not the person's to say, AnsweredOtherwise where it was decided otherwise, Waiting where
    groups are not validated, InputError.
    """
    _check_groups(wave, without, venue)
    stage = wave_stage(wave, venue)
    if stage is (Stage.GO if go else Stage.NO_GO):
        return venue.ledger.latest(wave_subject(wave), Milestone)
    settle_window(wave, venue)
    _check_can_be_said(wave, go, venue)
    left_behind = _left_behind(wave, go, without, venue)
    await approve("decide", wave, venue, reason=reason, answer="yes" if go else "no", person=person)
    if not go:
        return _decided(wave, Stage.NO_GO, reason, person, {}, venue)
    require("decide", wave, venue)
    if wave_stage(wave, venue) is Stage.CUTTING_OVER:
        reached(wave, Stage.VALIDATING, "its groups are validated", venue, person)
    return _decided(wave, Stage.GO, reason, person, left_behind, venue)


def _decided(
    wave: WaveId, stage: Stage, reason: str, person: Person, left_behind: dict[GroupId, str], venue: Venue
) -> Milestone:
    """One of two who decide at once is refused by the table of stages; both stand on record as said."""
    said = Milestone(wave=wave, by=person, reason=reason, left_behind=left_behind)
    return venue.ledger.record(wave_subject(wave), stage, said.fingerprint, said)


def _check_groups(wave: WaveId, groups: Sequence[GroupId], venue: Venue) -> None:
    known = wave_called(wave, venue).groups
    for group in groups:
        if group not in known:
            raise NotFound(f"{wave} has no group {group!r}", advice=f"It has {', '.join(known)}.")


def _check_can_be_said(wave: WaveId, go: bool, venue: Venue) -> None:
    stage = wave_stage(wave, venue)
    if stage in (UNDECIDED if go else REVOCABLE):
        return
    if stage is Stage.NO_GO:
        said = venue.ledger.latest(wave_subject(wave), Milestone)
        who = f" by {said.by.name or said.by.object_id}" if said.by else ""
        raise AnsweredOtherwise(
            f"{wave} was decided{who}: no-go: {said.reason}",
            advice=f"Take it back (azlift roll-back {wave}) and plan it into another window.",
        )
    where = "in its window, with nothing cut over" if stage in IN_WINDOW else stage or "not begun"
    raise InputError(
        f"{wave} is {where}: there is nothing to decide", advice=f"See what comes next: azlift status {wave}"
    )


def _left_behind(wave: WaveId, go: bool, without: Sequence[GroupId], venue: Venue) -> dict[GroupId, str]:
    """The groups a go does not cover, with the reason of each. Raises Waiting for others that are not validated."""
    standings = venue.ledger.standings()
    stages = {
        group: standings[group].stage if group in standings else None for group in wave_called(wave, venue).groups
    }
    open_groups = [g for g, stage in stages.items() if stage not in MOVED - {Stage.CUT_OVER} and g not in without]
    if go and open_groups:
        named = " ".join(f"--without {group}" for group in open_groups[:5])
        raise Waiting(
            f"not validated: {', '.join(open_groups)}",
            advice=f"Validate them (azlift cut-over {wave}), or leave them behind: azlift decide {wave} --go {named}",
        )
    return {group: _why(group, standings) for group in without}


def _why(group: GroupId, standings: Mapping[str, Standing]) -> str:
    stage = standings[group].stage if group in standings else None
    steps = (one for subject, one in standings.items() if subject.startswith(step_of(group, "")))
    if any(Stage.DONE in (step.stage, step.doing) for step in steps) and stage not in BEGUN:
        return "its cutover is begun and is to be taken back: azlift roll-back"
    if stage in BEGUN:
        return f"it is {stage} and is to be taken back: azlift roll-back"
    return f"it is {stage or 'not begun'}, and stays where it was"
