"""What flows are made of: a verb as a task, whose end is a state, and the marks by which a run is found.

Tasks are given ids and give back an id: facts travel through the ledger, and a lost task run changes nothing.
"""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from prefect import State, tags, task
from prefect.client.orchestration import get_client
from prefect.exceptions import Pause
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from azlift import journey, on_record
from azlift.errors import AzliftError, Standstill
from azlift.venue import Venue, the_venue

WAITS = "AwaitingPerson"
"""The end of a task that goes no further until somebody acts."""

HEED: ContextVar[Callable[[State[Any]], None] | None] = ContextVar("heed", default=None)
"""Is told of a suspension that Prefect notices at the end of a task, before the run has looked at itself."""


async def state_of(verb: Awaitable[object], subject: str) -> State[Any]:
    """One group's failure is a value: a failed task with its advice, not an exception that stops its neighbours."""
    try:
        await verb
    except AzliftError as error:
        return Failed(message=f"{error} {error.advice}".strip())
    return Completed(message=subject, data=subject)


async def went_well(task_run: Any) -> bool:
    """Whether a task run, asked for its state, completed."""
    return (await state_of_run(task_run)).is_completed()


async def state_of_run(task_run: Any) -> State[Any]:
    """The state of a task run that was asked for it; of one whose run was suspended meanwhile, that.

    Prefect raises the suspension through whoever waits for the task, which would end the steps of other groups too.
    """
    try:
        state: State[Any] = await task_run
    except Pause as suspended:
        heed = HEED.get()
        if heed is None or suspended.state is None:
            raise
        heed(suspended.state)
        return suspended.state
    return state


async def mark_run(venue: Venue, stage: str, wave: str = "", group: str = "") -> None:
    """Tag this flow run with estate, stage, wave, group and driver, so that it is found by them in the UI.

    `drives` is there while it holds the wave's lease: such a run is known to be dead once another has it.
    """
    if not flow_run.id:
        return
    marks = {"estate": venue.settings.estate, "stage": stage, "wave": wave, "group": group}
    driving = wave if wave in venue.ledger.fences else ""
    marks |= {"driver": venue.ledger.driver, "drives": driving}
    told = [f"{name}:{value}" for name, value in marks.items() if value]
    ours = tuple(f"{name}:" for name in marks)
    kept = [tag for tag in flow_run.tags if not tag.startswith(ours)]
    async with get_client() as client:
        await client.update_flow_run(flow_run.id, tags=sorted({*kept, *told}))


@task(task_run_name="register providers for {wave}")
async def prepare(workspace: str, wave: str) -> State[Any]:
    """Register the resource providers."""
    return await state_of(journey.prepare(wave, the_venue(workspace)), wave)


@task(task_run_name="render {subject}")
async def render(workspace: str, subject: str) -> State[Any]:
    """Templates → Rendering."""

    async def verb() -> None:
        journey.render(subject, the_venue(workspace))

    return await state_of(verb(), subject)


@task(task_run_name="preview {subject}")
async def preview(workspace: str, subject: str) -> State[Any]:
    """Rendering → Preview: validate, what-if, judged."""
    return await state_of(journey.preview(subject, the_venue(workspace)), subject)


@task(task_run_name="land {subject}")
async def land(workspace: str, subject: str) -> State[Any]:
    """Rendering → Landing."""
    return await state_of(journey.land(subject, the_venue(workspace)), subject)


@task(task_run_name="verify {subject}")
async def verify(workspace: str, subject: str) -> State[Any]:
    """Landing → Verdict."""
    return await state_of(journey.verify(subject, the_venue(workspace)), subject)


@task(task_run_name="roll back {subject}")
async def roll_back(workspace: str, subject: str) -> State[Any]:
    """Landing → Removal."""
    return await state_of(journey.roll_back(subject, the_venue(workspace)), subject)


@task(task_run_name="test {subject}")
async def try_out(workspace: str, subject: str) -> State[Any]:
    """Rendering → an isolated copy → TestVerdict."""
    return await state_of(journey.test(subject, the_venue(workspace)), subject)


@task(task_run_name="clean the test of {subject}")
async def clean_test(workspace: str, subject: str) -> State[Any]:
    """An isolated copy → Removals."""
    return await state_of(journey.clean_test(subject, the_venue(workspace)), subject)


@task(task_run_name="night of {subject}")
async def go_on(workspace: str, subject: str) -> State[Any]:
    """What comes next of a group's night; waiting for a person is an end of its own, and no failure."""
    try:
        await journey.go_on(subject, the_venue(workspace))
    except Standstill as error:
        return Completed(name=WAITS, message=f"{error} {error.advice}".strip())
    except AzliftError as error:
        return Failed(message=f"{error} {error.advice}".strip())
    return Completed(message=subject, data=subject)


Verb = Callable[[str, str], Any]
TO_STAND: tuple[Verb, ...] = (render, preview, land, verify)
"""From a plan to machines that stand as planned."""
TO_BE_JUDGED: tuple[Verb, ...] = (render, preview)
"""As far as it goes without changing anything."""


async def carry(workspace: str, subject: str, verbs: tuple[Verb, ...] = TO_STAND) -> bool:
    """A group's or a landing zone's verbs, one after the other; False at the first that fails."""
    with tags(f"group:{subject}"):
        for verb in verbs:
            if not await went_well(verb(workspace, subject, return_state=True)):  # type: ignore[call-arg]
                return False
    return True


async def lay_zone(workspace: str, wave: str) -> bool:
    """Providers, then the wave's landing zone; whether it stands. Raises WavePaused, WaveAbandoned: what somebody held,
    before or meanwhile, is no failure of the zone."""
    journey.check_not_held(wave, the_venue(workspace))
    ready = await went_well(prepare(workspace, wave, return_state=True))
    stands = ready and await carry(workspace, on_record.zone_of(wave))
    if not stands:
        journey.check_not_held(wave, the_venue(workspace))
    return stands
