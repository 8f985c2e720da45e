"""A wave's window: opened in its time, left no later than it allows, and ended by a decision.

A wave that was planned by limits alone has no window: it is cut over when somebody does it, and nothing is enforced.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from azlift.errors import DecisionDue, OutsideWindow, TooLate
from azlift.journey.gates import begin_executing
from azlift.journey.night_plan import pace_of
from azlift.journey.reading import digest_of, stage_of, wave_called
from azlift.journey.waiving import OVERRUN, last_waiver
from azlift.model import Milestone, Person, Step, Wave, WaveId
from azlift.on_record import wave_subject
from azlift.runbook import minutes_of, read_runbook, undo_minutes_of
from azlift.stages import Stage
from azlift.venue import Venue

IN_WINDOW = frozenset({Stage.WINDOW_OPEN, Stage.CUTTING_OVER, Stage.VALIDATING})
UNDECIDED = frozenset({Stage.CUTTING_OVER, Stage.VALIDATING})
DECIDED = frozenset({Stage.GO, Stage.NO_GO, Stage.HYPERCARE, Stage.HANDED_OVER, Stage.PARTLY_CLOSED, Stage.CLOSED})


def wave_stage(wave: WaveId, venue: Venue) -> Stage | None:
    """The stage the wave has reached."""
    return stage_of(wave_subject(wave), venue)


def end_of_window(wave: Wave, venue: Venue) -> datetime | None:
    """When the window ends: as planned, or later on the word of somebody who waived that. None: there is no window."""
    if wave.closes is None:
        return None
    said = last_waiver(wave.id, OVERRUN, venue)
    return max(wave.closes, said.expires_at) if said else wave.closes


def open_window(wave: WaveId, venue: Venue, by: Person | None = None) -> Milestone:
    """Put on record that the wave's window is open. Raises OutsideWindow before and after it, DecisionDue once it has
    ended undecided or was decided."""
    planned = wave_called(wave, venue)
    settle_window(wave, venue)
    check_undecided(wave, venue)
    _check_is_open(planned, venue)
    begin_executing(wave, venue, by)
    if wave_stage(wave, venue) in IN_WINDOW:
        return venue.ledger.latest(wave_subject(wave), Milestone)
    end = end_of_window(planned, venue)
    reason = f"it is open until {end:%Y-%m-%d %H:%M} UTC" if end else "the plan gives it no window"
    return reached(wave, Stage.WINDOW_OPEN, reason, venue, by)


def settle_window(wave: WaveId, venue: Venue) -> None:
    """Put on record what the end of a window means: unused, the wave goes on executing; undecided, it is a no-go,
    unless the runbook lets it wait."""
    planned = wave_called(wave, venue)
    end, stage = end_of_window(planned, venue), wave_stage(wave, venue)
    if end is None or venue.now < end:
        return
    if stage is Stage.WINDOW_OPEN:
        reached(wave, Stage.EXECUTING, f"its window ended at {end:%Y-%m-%d %H:%M} UTC, and nothing was cut over", venue)
    if stage in UNDECIDED and read_runbook(venue.workspace).content.undecided == "no-go":
        reason = f"the window ended at {end:%Y-%m-%d %H:%M} UTC, and nobody had decided"
        reached(wave, Stage.NO_GO, reason, venue)


def check_undecided(wave: WaveId, venue: Venue) -> None:
    """Once it is go or no-go, or its window has ended, no step of a cutover is begun. Raises DecisionDue."""
    stage, end = wave_stage(wave, venue), end_of_window(wave_called(wave, venue), venue)
    if stage in DECIDED:
        said = venue.ledger.latest(wave_subject(wave), Milestone)
        back = f"Take back what was begun: azlift roll-back {wave}"
        raise DecisionDue(
            f"{wave} is {stage}, and no step of a cutover is begun any more: {said.reason}",
            advice=back if stage is Stage.NO_GO else f"What was left behind is planned into another wave. {back}",
        )
    if stage in UNDECIDED and end and venue.now >= end:
        raise DecisionDue(
            f"the window of {wave} ended at {end:%Y-%m-%d %H:%M} UTC: it is to be decided",
            advice=f"Decide: azlift decide {wave} --go|--no-go --reason TEXT; or {overrun_advice(wave)}",
        )


def reached(wave: WaveId, stage: Stage, reason: str, venue: Venue, by: Person | None = None) -> Milestone:
    """Put on record that the wave reached the stage; once while nothing else comes after it."""
    milestone = Milestone(wave=wave, by=by, reason=reason)
    return venue.ledger.record(wave_subject(wave), stage, digest_of(stage, reason), milestone)


def check_time_left(wave: Wave, group: str, left: Sequence[Step], whole: Sequence[Step], venue: Venue) -> None:
    """Begin a step only if what is left of the group's night, and taking it all back, ends within the window.

    Raises TooLate where nothing of the group was begun, DecisionDue where something was.
    """
    end = end_of_window(wave, venue)
    if end is None or not left:
        return
    fit = pace_of(venue).must_fit
    going, back = getattr(minutes_of(left), fit), getattr(undo_minutes_of(whole), fit)
    if venue.now + timedelta(minutes=going + back) <= end:
        return
    said = (
        f"{group} still takes {going:.0f} min and taking it back {back:.0f} min, by the forecast ({fit}); "
        f"the window of {wave.id} ends at {end:%Y-%m-%d %H:%M} UTC"
    )
    if len(left) == len(whole):
        raise TooLate(said, advice=f"It stays behind: plan it into a later window. Or {overrun_advice(wave.id)}")
    raise DecisionDue(
        f"{said}; its cutover stops before {left[0].name}",
        advice=f"Decide: azlift decide {wave.id} --no-go --reason TEXT, then roll back; or {overrun_advice(wave.id)}",
    )


def overrun_advice(wave: WaveId) -> str:
    """How a window is overrun on somebody's word."""
    return f"let it take longer: azlift waive {wave} {OVERRUN} --reason TEXT --ends 2h"


def _check_is_open(wave: Wave, venue: Venue) -> None:
    """Raises OutsideWindow."""
    end = end_of_window(wave, venue)
    if wave.opens and venue.now < wave.opens:
        raise OutsideWindow(
            f"the window of {wave.id} opens at {wave.opens:%Y-%m-%d %H:%M} UTC; it is {venue.now:%Y-%m-%d %H:%M}",
            advice="Wait for it, or plan the wave into another: azlift plan.",
        )
    if end and venue.now >= end:
        raise OutsideWindow(
            f"the window of {wave.id} ended at {end:%Y-%m-%d %H:%M} UTC; it is {venue.now:%Y-%m-%d %H:%M}",
            advice=f"Plan the wave into another, or {overrun_advice(wave.id)}",
        )
