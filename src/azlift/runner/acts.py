"""What is done at each turn of a rehearsal: the flows that an engineer starts, and what people say in between.

Every act looks first at what is on record, so that a rehearsal that was stopped goes on where it stood.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import yaml

from azlift import convoy, journey, on_record
from azlift.cloud import close_cloud
from azlift.errors import AzliftError, NotFound, PlanError
from azlift.model import Gate, Person, Wave, WaveId
from azlift.runner import mishaps
from azlift.runner.flow_runs import run_flow
from azlift.runner.pretend_people import ENGINEER, sign_in, speaks_for_itself
from azlift.runner.turns import Act
from azlift.stages import MOVED, Stage, Standing
from azlift.venue import Venue, open_venue

T = TypeVar("T")

SPEAKERS: Mapping[Gate, tuple[str, ...]] = {
    "commit": ("architect", "business_owner"),
    "go": ("business_owner", "sponsor"),
    "decide": ("decision_owner",),
    "accept": ("business_owner",),
    "hand over": ("operations_manager",),
    "retire": ("business_owner",),
}
"""Whose word each gate asks for, as `people.yaml` of a rehearsal has it."""
WAIVED = ("tested", "rollback-rehearsed", "test-leftovers", "policy")
"""The lines of the checklist that a group which cannot land turns red: it is waived, and the group left behind."""
WAIVED_FOR = timedelta(days=14)
WEEKS_PUT_OFF = 8
ANSWERED_AFTER_SECONDS = 0.5
"""How long people think."""
EVIDENCE = "offboarding.yaml"


def act_on(act: Act, wave: Wave, workspace: Path) -> None:
    """Do what the wave is due for. Raises what keeps it from going on."""
    ACTS[act](wave, workspace)


def _prepare(wave: Wave, workspace: Path) -> None:
    """Commit, landing zone, what-if, tests and their clean-up, and the checklist."""
    _say("commit", wave.id, workspace, "it moves as it is planned")
    run_flow("prepare_wave", workspace=str(workspace), wave=wave.id)
    run_flow("try_out_wave", workspace=str(workspace), wave=wave.id)
    run_flow("try_out_wave", workspace=str(workspace), wave=wave.id, clean=True)
    seen = _inside(workspace, lambda venue: journey.ready(wave.id, venue))
    red = [item.code for item in seen.items if item.state in ("red", "unknown")]
    if red and set(red) <= set(WAIVED) and speaks_for_itself(workspace):
        evidence = next(item.evidence for item in seen.items if item.code == red[0])
        _waive(red, wave.id, workspace, f"it may be left behind ({evidence})")
        seen = _inside(workspace, lambda venue: journey.ready(wave.id, venue))
    if not seen.green:
        raise journey.not_ready(seen)


def _approve(wave: Wave, workspace: Path) -> None:
    _say("go", wave.id, workspace, "everything on the checklist is green")
    if not speaks_for_itself(workspace):
        _land(wave, workspace)


def _land(wave: Wave, workspace: Path) -> None:
    """Land and verify; on the way a template changes once, and a worker dies once."""
    venue = open_venue(workspace)
    if mishaps.is_for_template(wave, venue):
        mishaps.change_a_template(workspace)
    if mishaps.is_for_worker(wave, venue):
        mishaps.let_a_worker_die(wave.id, workspace)
    run_flow("migrate_wave", workspace=str(workspace), wave=wave.id)


def _night(wave: Wave, workspace: Path) -> None:
    """The flow of the night; meanwhile people answer what steps ask, and decide. What a go leaves behind is taken
    back."""
    over = threading.Event()
    people = threading.Thread(target=_speak_at_night, args=(wave, workspace, over), daemon=True)
    people.start()
    try:
        run_flow("cut_over_wave", workspace=str(workspace), wave=wave.id)
    finally:
        over.set()
        people.join()
    standings = open_venue(workspace).ledger.standings()
    if standings[on_record.wave_subject(wave.id)].stage is Stage.GO:
        for group in _not_validated(wave, standings):
            run_flow("roll_back_wave", workspace=str(workspace), wave=wave.id, group=group)


def _speak_at_night(wave: Wave, workspace: Path, over: threading.Event) -> None:
    """Answer every step that waits for a person, as the engineer who did it; once nothing is under way, decide."""
    while not over.wait(ANSWERED_AFTER_SECONDS):
        standings = open_venue(workspace).ledger.standings()
        if _answered(wave.id, workspace) or wave.id not in _undecided(standings):
            continue
        working = [g for g in wave.groups if g in standings and standings[g].run == "running"]
        begun = [g for g in wave.groups if g in standings and standings[g].stage is Stage.VALIDATED]
        ended = [g for g in _not_validated(wave, standings) if g in standings and standings[g].run == "failed"]
        if not working and begun and len(begun) + len(ended) == len(wave.groups):
            _decide(wave, workspace, tuple(ended))


def _undecided(standings: Mapping[str, Standing]) -> set[WaveId]:
    stages = (Stage.CUTTING_OVER, Stage.VALIDATING)
    return {s.subject.removeprefix("wave:") for s in standings.values() if s.stage in stages}


def _not_validated(wave: Wave, standings: Mapping[str, Standing]) -> list[str]:
    well = MOVED - {Stage.CUT_OVER}
    return [group for group in wave.groups if group not in standings or standings[group].stage not in well]


def _decide(wave: Wave, workspace: Path, without: tuple[str, ...]) -> None:
    go = not mishaps.is_for_no_go(wave, open_venue(workspace))
    owner = _speaker("decision_owner", workspace)
    reason = "every check passed" if go else "the users' test found wrong totals: back, and again in another window"

    async def said(venue: Venue) -> None:
        person = owner or await journey.identify(venue)
        await journey.decide(wave.id, venue, person, go, reason, without if go else ())

    _inside(workspace, said)


def _take_back(wave: Wave, workspace: Path) -> None:
    _until_nobody_is_asked("roll_back_wave", wave.id, workspace)


def _put_off(wave: Wave, workspace: Path) -> None:
    """Plan the wave into the next window that takes it. Raises PlanError where none does."""
    if wave.opens is None:
        return
    said = yaml.safe_load((workspace / "plan.yaml").read_text(encoding="utf-8"))
    edited = workspace / "rehearsal" / "put-off.yaml"
    fault: AzliftError = PlanError(f"no window takes {wave.id}")
    for weeks in range(1, WEEKS_PUT_OFF + 1):
        said["windows"][wave.number] = f"{wave.opens + timedelta(weeks=weeks):%Y-%m-%dT%H%MZ}"
        edited.write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")
        try:
            _inside(workspace, lambda venue: _planned(venue, edited))
        except PlanError as error:
            fault = error
            continue
        run_flow("plan_waves", workspace=str(workspace), edited=str(edited))
        return
    raise fault


async def _planned(venue: Venue, edited: Path) -> None:
    journey.plan(venue, edited)


def _watch(wave: Wave, workspace: Path) -> None:
    run_flow("watch_wave", workspace=str(workspace), wave=wave.id)


def _hand_over(wave: Wave, workspace: Path) -> None:
    """Another look, the owner's acceptance of every group, and the hand-over."""
    _watch(wave, workspace)
    groups = _at(wave, workspace, Stage.VALIDATED)
    for group in groups:
        _say("accept", wave.id, workspace, "it does what it did before", (group,))
    _say("hand over", wave.id, workspace, "it runs, it is watched, and we know how")

    async def handed(venue: Venue) -> None:
        async with convoy.driving(wave.id, venue):
            for group in groups:
                await journey.accept(group, venue, "it does what it did before")
            await journey.hand_over(wave.id, venue, "it runs, it is watched, and we know how")

    _inside(workspace, handed)


def _retire(wave: Wave, workspace: Path) -> None:
    """The sources of what was accepted, with their evidence; then the wave is closed."""
    groups = _at(wave, workspace, Stage.ACCEPTED)
    for group in groups:
        _say("retire", wave.id, workspace, "nobody needs the source any more", (group,))
    evidence = workspace / EVIDENCE

    async def retired(venue: Venue) -> None:
        async with convoy.driving(wave.id, venue):
            for group in groups:
                await journey.retire(group, venue, "nobody needs the source any more", evidence)

    _inside(workspace, retired)
    run_flow("close_wave", workspace=str(workspace), wave=wave.id, reason="it is done")


ACTS: Mapping[Act, Callable[[Wave, Path], None]] = {
    "prepare": _prepare,
    "approve": _approve,
    "land": _land,
    "night": _night,
    "take back": _take_back,
    "put off": _put_off,
    "watch": _watch,
    "hand over": _hand_over,
    "retire": _retire,
}


# -- what people say ----------------------------------------------------------------------------------------------


def _say(gate: Gate, wave: WaveId, workspace: Path, reason: str, groups: tuple[str, ...] = ()) -> None:
    """Each whose word the gate asks for says yes until it is open; nobody where nobody is asked."""
    if not speaks_for_itself(workspace):
        return
    for role in SPEAKERS[gate]:
        if journey.gate_standing(gate, wave, open_venue(workspace), groups).open:
            return
        person = sign_in(workspace, role)

        async def yes(venue: Venue, role: str = role, person: Person = person) -> None:
            await journey.approve(gate, wave, venue, reason=reason, role=role, groups=groups, person=person)

        _inside(workspace, yes)


def _waive(codes: list[str], wave: WaveId, workspace: Path, reason: str) -> None:
    owner = sign_in(workspace, "business_owner")

    async def waived(venue: Venue) -> None:
        until = venue.now + WAIVED_FOR
        for code in codes:
            await journey.waive(wave, code, venue, reason=reason, expires_at=until, person=owner)

    _inside(workspace, waived)


def _until_nobody_is_asked(flow: str, wave: WaveId, workspace: Path) -> None:
    """Run the flow, and again whenever people have answered what its steps asked."""
    run_flow(flow, workspace=str(workspace), wave=wave)
    while _answered(wave, workspace):
        run_flow(flow, workspace=str(workspace), wave=wave)


def _answered(wave: WaveId, workspace: Path) -> bool:
    """Answer every step that waits for a person, as the engineer who did it; whether there was any."""
    venue = open_venue(workspace)
    questions = journey.waiting_steps(wave, venue)
    if not questions:
        return False
    engineer = _speaker(ENGINEER, workspace)

    async def done(venue: Venue) -> None:
        person = engineer or await journey.identify(venue)
        for question in questions:
            journey.answer(question.group, question.step, person, True, "done by hand, in the rehearsal", venue)

    _inside(workspace, done)
    return True


def _speaker(role: str, workspace: Path) -> Person | None:
    """Who holds a role in the rehearsal; None where nobody is asked."""
    try:
        return sign_in(workspace, role) if speaks_for_itself(workspace) else None
    except NotFound:
        return None


# -- what is read -------------------------------------------------------------------------------------------------


def _at(wave: Wave, workspace: Path, stage: Stage) -> list[str]:
    standings = open_venue(workspace).ledger.standings()
    return [group for group in wave.groups if group in standings and standings[group].stage is stage]


def _inside(workspace: Path, act: Callable[[Venue], Awaitable[T]]) -> T:
    """Run `act` on a venue of its own, beside that of a flow that may be running."""

    async def run() -> T:
        venue = open_venue(workspace)
        try:
            return await act(venue)
        finally:
            if "cloud" in venue.__dict__:
                await close_cloud(venue.cloud)

    return asyncio.run(run())
