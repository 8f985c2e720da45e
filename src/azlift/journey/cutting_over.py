"""The night of a group: its steps in order, each once; validated; announced after the go; or taken back, last first.

What people do by hand, what the team's own tools do and what azlift does itself are steps alike.
"""

from collections.abc import Mapping, Sequence

from azlift import cloud
from azlift.errors import DecisionDue, NotAsExpected, NotRehearsed, PastReturn, Waiting
from azlift.journey.checking import check_group, measure_baseline
from azlift.journey.gates import require
from azlift.journey.marking import mark
from azlift.journey.night_plan import machines_of, night_of
from azlift.journey.reading import digest_of, failures_on_record, stage_of, wave_of_group
from azlift.journey.rehearsed import rehearsed_rollback
from azlift.journey.stepping import Own, carry_out, stands_done, take_back, was_begun
from azlift.journey.waiving import waivers_of
from azlift.journey.waves import check_not_held
from azlift.journey.windows import (
    UNDECIDED,
    check_time_left,
    check_undecided,
    open_window,
    reached,
    wave_stage,
)
from azlift.model import CheckReport, Cutover, GroupId, Rendering, Step, StepOutcome, Wave, WaveId
from azlift.on_record import current_plan, step_of
from azlift.runbook import DOWN_FROM, POINT_OF_NO_RETURN, UP_AT
from azlift.stages import MOVED, Kind, Stage
from azlift.venue import Venue

NOT_REHEARSED = "rollback-rehearsed"
"""The code of the waiver under which a group is cut over though its rollback was never tried."""
READY_STAGES = frozenset({Stage.VERIFIED, Stage.TEST_CLEANED, Stage.CUT_OVER, Stage.VALIDATED})
WON = frozenset({Stage.GO, Stage.HYPERCARE, Stage.HANDED_OVER, Stage.PARTLY_CLOSED, Stage.CLOSED})
"""The stages of a wave from the go on."""


async def cut_over(group: GroupId, venue: Venue) -> Cutover:
    """Do the steps of the group's night up to the decision. Cutting over twice is cutting over once.

    Raises GateShut, OutsideWindow, TooLate, NotRehearsed, Waiting before anything is done; StepWaits, DecisionDue,
    StepFailed and what the steps raise in between: run again, it goes on with the step that is not done.
    """
    wave = wave_of_group(current_plan(venue), group)
    steps = [step for step in night_of(group, venue) if not step.after_decision]
    key = _key(group, venue)
    if venue.ledger.holds(group, Stage.CUT_OVER, key):
        await mark(group, venue)
        return venue.ledger.latest(group, Cutover)
    begin_night(wave.id, venue)
    with failures_on_record(group, Stage.CUT_OVER, venue):
        _check_may_begin(group, wave, steps, venue)
    if wave_stage(wave.id, venue) is Stage.WINDOW_OPEN:
        reached(wave.id, Stage.CUTTING_OVER, f"{group} is being cut over", venue)

    async def walk(_: object) -> Cutover:
        for place, step in enumerate(steps):
            if not stands_done(group, step.name, venue):
                check_not_held(wave.id, venue)
                check_undecided(wave.id, venue)
                check_time_left(wave, group, steps[place:], steps, venue)
                _announce_return(step, group, venue)
                await carry_out(step, group, venue, OWN.get(step.name))
        return _cutover(group, key, steps, venue)

    made = await venue.ledger.once(group, Stage.CUT_OVER, key, walk)
    await mark(group, venue)
    return made


def begin_night(wave: WaveId, venue: Venue) -> None:
    """What must hold for a wave's night to go on: it is not held, its `go` is valid, and before the decision its window
    is open. Raises WavePaused, GateShut, OutsideWindow, DecisionDue."""
    check_not_held(wave, venue)
    if wave_stage(wave, venue) in WON:
        return
    require("go", wave, venue)
    open_window(wave, venue)


async def go_on(group: GroupId, venue: Venue) -> None:
    """Whatever comes next of the group's night: cut over and validated before the decision, announced after the go.

    What a go left behind is left alone. Raises as these do.
    """
    if wave_stage(wave_of_group(current_plan(venue), group).id, venue) not in WON:
        await cut_over(group, venue)
        await validate(group, venue)
    elif stage_of(group, venue) in MOVED - {Stage.CUT_OVER}:
        await announce(group, venue)


async def validate(group: GroupId, venue: Venue) -> CheckReport:
    """Look at all that `checks.yaml` asks for once names lead to Azure, each time anew. Raises NotAsExpected."""
    wave = wave_of_group(current_plan(venue), group)
    if wave_stage(wave.id, venue) is Stage.CUTTING_OVER:
        reached(wave.id, Stage.VALIDATING, f"{group} is being validated", venue)
    with failures_on_record(group, Stage.VALIDATED, venue):
        report = await check_group(group, venue, "validate")
        _raise_if_failed(report)
    return venue.ledger.record(group, Stage.VALIDATED, _key(group, venue), report)


async def announce(group: GroupId, venue: Venue) -> None:
    """Do what comes after the go. Raises DecisionDue before it, and what the steps raise."""
    wave = wave_of_group(current_plan(venue), group)
    if wave_stage(wave.id, venue) in UNDECIDED:
        raise DecisionDue(
            f"{wave.id} is not decided: nothing is announced before",
            advice=f"Decide: azlift decide {wave.id} --go --reason TEXT",
        )
    for step in night_of(group, venue):
        if step.after_decision:
            check_not_held(wave.id, venue)
            _announce_return(step, group, venue)
            await carry_out(step, group, venue, None)


async def undo_cutover(group: GroupId, venue: Venue) -> tuple[StepOutcome, ...]:
    """Take back the steps that were begun, the last one first, by the inverse of each; what each came to.

    Raises PastReturn, before anything is taken back, where one of them cannot be; otherwise as the steps do.
    """
    begun = [step for step in _steps_on_record(group, venue) if was_begun(group, step.name, venue)]
    for step in begun:
        if step.irreversible:
            raise PastReturn(
                f"{group} is past its point of no return: {step.name} was begun, and {step.why_no_undo}",
                advice="Go on to the end of its cutover, or repair it by hand; azlift takes nothing of it back.",
            )
    for step in reversed(begun):
        await take_back(step, group, venue, UNDO_OWN.get(step.name))
    return tuple(venue.ledger.latest(step_of(group, step.name), StepOutcome) for step in reversed(begun))


# -- before anything is done --------------------------------------------------------------------------------------


def _check_may_begin(group: GroupId, wave: Wave, steps: Sequence[Step], venue: Venue) -> None:
    standings, planned = venue.ledger.standings(), current_plan(venue).by_group[group]
    stage = standings[group].stage if group in standings else None
    if stage not in READY_STAGES:
        command = f"azlift test {group} --clean" if stage is Stage.TESTED else f"azlift migrate {wave.id}"
        raise Waiting(f"{group} is {stage or 'not begun'} and cannot be cut over", advice=f"First: {command}")
    missing = [g for g in planned.after if g not in standings or standings[g].stage not in MOVED]
    if missing:
        raise Waiting(
            f"{group} comes after {', '.join(missing)}, which is not cut over", advice="See to that first: azlift why"
        )
    if not rehearsed_rollback(group, venue) and NOT_REHEARSED not in waivers_of(wave.id, venue):
        raise NotRehearsed(
            f"the rollback of {group} has not been rehearsed: nothing made of its templates was landed and taken back",
            advice=f"Test it (azlift test {group}, then --clean), or roll it back and land it again; "
            f"or: azlift waive {wave.id} {NOT_REHEARSED} --reason TEXT --ends 12h",
        )
    check_time_left(wave, group, [s for s in steps if not stands_done(group, s.name, venue)], steps, venue)


def _key(group: GroupId, venue: Venue) -> str:
    """Of what is cut over, and how often it was taken back: then it is to be done again."""
    undone = sum(
        event.kind is Kind.OUTCOME and event.stage is Stage.UNDONE
        for step in night_of(group, venue)
        for event in venue.ledger.outline(step_of(group, step.name))
    )
    return digest_of(venue.ledger.latest(group, Rendering).digest, str(undone))


def _announce_return(step: Step, group: GroupId, venue: Venue) -> None:
    """Before a step that cannot be taken back: say that it is about to be done."""
    if not step.irreversible:
        return
    said = f"{step.name} is about to be done, and cannot be taken back: {step.why_no_undo}"
    now = venue.now
    outcome = StepOutcome(group=group, step=step.name, kind="announcement", said=said, began=now, ended=now)
    venue.ledger.record(step_of(group, POINT_OF_NO_RETURN), Stage.DONE, digest_of(group, step.name), outcome)


# -- what is done -------------------------------------------------------------------------------------------------


async def _start(group: GroupId, venue: Venue) -> str:
    ids = [machine.id for machine in machines_of(group, venue)]
    await cloud.start_machines(venue.cloud, ids)
    return f"{len(ids)} machines run in Azure"


async def _stop(group: GroupId, venue: Venue) -> str:
    ids = [machine.id for machine in machines_of(group, venue)]
    await cloud.deallocate_machines(venue.cloud, ids)
    return f"{len(ids)} machines in Azure are deallocated: their names are free for the source"


async def _verify(group: GroupId, venue: Venue) -> str:
    report = await check_group(group, venue, "verify")
    _raise_if_failed(report)
    return f"{len(report.results)} checks passed"


OWN: Mapping[str, Own] = {"measure": measure_baseline, "start": _start, "verify": _verify}
UNDO_OWN: Mapping[str, Own] = {"start": _stop}


def _raise_if_failed(report: CheckReport) -> None:
    if report.passed:
        return
    told = "; ".join(f"{r.name}: expected {r.expected}, found {r.found}" for r in report.failed[:5])
    more = f"; and {len(report.failed) - 5} more" if len(report.failed) > 5 else ""
    raise NotAsExpected(
        f"{len(report.failed)} of {len(report.results)} checks of {report.group} failed: {told}{more}",
        code="ChecksFailed",
        advice="Look at it. Running the same command again looks anew; checks are written in checks.yaml.",
    )


def _cutover(group: GroupId, key: str, steps: Sequence[Step], venue: Venue) -> Cutover:
    outcomes = {step.name: venue.ledger.latest(step_of(group, step.name), StepOutcome) for step in steps}
    down = [outcomes[name].began for name in DOWN_FROM if name in outcomes and outcomes[name].kind != "skip"]
    switched = outcomes.get(UP_AT)
    return Cutover(
        group=group,
        digest=key,
        down_from=min(down) if down else None,
        up_at=switched.ended if switched else None,
        steps=tuple(outcomes),
    )


def _steps_on_record(group: GroupId, venue: Venue) -> list[Step]:
    """The steps in the order of the night: as the runbook has them now, and those it has no more as they were begun."""
    now = list(night_of(group, venue))
    known = {step.name for step in now}
    prefix = step_of(group, "")
    gone = []
    for subject in venue.ledger.standings():
        if subject.startswith(prefix) and subject.removeprefix(prefix) not in known:
            intents = [e for e in venue.ledger.history(subject) if e.kind is Kind.INTENT and e.stage is Stage.DONE]
            gone += [(intents[-1].at, Step.model_validate(intents[-1].about["step"]))] if intents else []
    return [*now, *(step for _, step in sorted(gone, key=lambda one: one[0]))]
