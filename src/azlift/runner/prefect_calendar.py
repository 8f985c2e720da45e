"""The timetable on Prefect's calendar: what is wanted against what is there, and exactly the difference is changed.

A one-off start is a flow run with a scheduled time, a repeated one a schedule of its deployment. Ours are known by
their tags and the workspace among their parameters; a run that has begun, or that a person cancelled, is left alone.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
from prefect.client.schemas.objects import DeploymentSchedule, FlowRun, StateType
from prefect.client.schemas.objects import State as RunState
from prefect.client.schemas.schedules import RRuleSchedule
from prefect.exceptions import ObjectNotFound
from prefect.states import Scheduled

from azlift.rescheduling import Change, Held, differences
from azlift.scheduling import Repeat, Start, Timetable

OURS = "azlift-schedule"
UNPLANNED = "Unplanned"
"""The state of a start that the plan no longer wants: not `Cancelled`, which is a person's word."""
PAGE = 200


async def write_calendar(wanted: Timetable, workspace: Path, estate: str, now: datetime) -> list[Change]:
    """Change Prefect's calendar to what is wanted; what was done, start by start. Doing it again changes nothing."""
    async with get_client() as client:
        desk = _Desk(client, str(workspace.resolve()), estate)
        made = [await desk.settle(one) for one in differences(wanted.starts, await desk.held(), now)]
        return made + [change async for change in desk.settle_repeats(wanted.repeats)]


@dataclass(frozen=True)
class _Desk:
    client: PrefectClient
    workspace: str
    estate: str

    # -- one-off ------------------------------------------------------------------------------------------------

    async def held(self) -> list[Held]:
        """Every start of this workspace that was ever put on the calendar and is not unplanned."""
        tags = FlowRunFilter(tags=FlowRunFilterTags(all_=[OURS, f"estate:{self.estate}"]))
        found: list[Held] = []
        offset = 0
        while page := await self.client.read_flow_runs(flow_run_filter=tags, limit=PAGE, offset=offset):
            offset += len(page)
            found += [_held(run) for run in page if self._is_ours(run)]
        return found

    def _is_ours(self, run: FlowRun) -> bool:
        return run.parameters.get("workspace") == self.workspace and run.state_name != UNPLANNED

    async def settle(self, change: Change) -> Change:
        """Do what is to be done about one start."""
        if change.what == "new" and isinstance(change.start, Start):
            return await self._create(change, change.start)
        if change.what == "moved" and change.held and isinstance(change.start, Start):
            return await self._move(change, change.held, change.start)
        if change.what == "gone" and change.held:
            state: RunState[Any] = RunState(
                type=StateType.CANCELLED, name=UNPLANNED, message="the plan no longer wants this start"
            )
            return await self._set(change, change.held, state)
        return change

    async def _create(self, change: Change, start: Start) -> Change:
        deployment = await self._deployment(start.deployment)
        if deployment is None:
            return Change("no deployment", start.phase, start.wave, start.planned, start.deployment)
        await self.client.create_flow_run_from_deployment(
            deployment,
            parameters=self._parameters(start.wave),
            state=Scheduled(scheduled_time=change.at),
            name=f"{start.phase} {start.wave}",
            tags=self._tags(start),
        )
        return change

    async def _move(self, change: Change, run: UUID, start: Start) -> Change:
        done = await self._set(change, run, Scheduled(scheduled_time=change.at))
        if done.what == "moved":
            await self.client.update_flow_run(run, tags=self._tags(start))
        return done

    async def _set(self, change: Change, run: UUID, state: RunState[Any]) -> Change:
        """Change a start that still waits; one that a worker has taken in the meantime has begun."""
        now = await self.client.read_flow_run(run)
        if not _is_waiting(now):
            return Change("begun", change.phase, change.wave, change.at, held=run)
        await self.client.set_flow_run_state(run, state)
        return change

    def _tags(self, start: Start) -> list[str]:
        ours = (f"estate:{self.estate}", f"wave:{start.wave}", f"stage:{start.phase}")
        return [OURS, *ours, f"planned:{start.planned.isoformat()}"]

    def _parameters(self, wave: str) -> dict[str, Any]:
        return {"workspace": self.workspace, "wave": wave}

    async def _deployment(self, name: str) -> UUID | None:
        try:
            return (await self.client.read_deployment_by_name(name)).id
        except ObjectNotFound:
            return None

    # -- again and again ----------------------------------------------------------------------------------------

    async def settle_repeats(self, wanted: Sequence[Repeat]) -> AsyncIterator[Change]:
        """Make the deployments' schedules of this workspace those that are wanted."""
        there = {name: await self._deployment(name) for name in sorted({repeat.deployment for repeat in wanted})}
        for change in [c for r in wanted if there[r.deployment] is None for c in _undeployed(r)]:
            yield change
        for deployment in await self._all_deployments():
            theirs = {r for r in wanted if there[r.deployment] == deployment}
            held = await self.client.read_deployment_schedules(deployment)
            ours = {one.slug: one for one in held if one.slug and one.slug.startswith(self._slug_prefix)}
            for repeat in sorted(theirs, key=lambda repeat: (repeat.wave, repeat.phase)):
                yield await self._settle_repeat(deployment, repeat, ours.pop(self._slug(repeat), None))
            for slug, schedule in sorted(ours.items()):
                await self.client.delete_deployment_schedule(deployment, schedule.id)
                phase, wave = slug.removeprefix(self._slug_prefix).split(".")
                yield Change("gone", phase, wave, rule=str(getattr(schedule.schedule, "rrule", "")))

    async def _settle_repeat(self, deployment: UUID, repeat: Repeat, held: DeploymentSchedule | None) -> Change:
        schedule = RRuleSchedule(rrule=repeat.rule, timezone=repeat.zone)
        if held and held.schedule == schedule and held.parameters == self._parameters(repeat.wave):
            return Change("kept", repeat.phase, repeat.wave, rule=repeat.rule)
        if held:
            await self.client.update_deployment_schedule(
                deployment, held.id, schedule=schedule, parameters=self._parameters(repeat.wave)
            )
            return Change("moved", repeat.phase, repeat.wave, rule=repeat.rule)
        new = DeploymentScheduleCreate(
            schedule=schedule, slug=self._slug(repeat), parameters=self._parameters(repeat.wave)
        )
        await self.client.create_deployment_schedules(deployment, [new])
        return Change("new", repeat.phase, repeat.wave, rule=repeat.rule)

    async def _all_deployments(self) -> list[UUID]:
        """Also of those nothing is wanted of any more: what they still hold of ours must go."""
        found: list[UUID] = []
        while page := await self.client.read_deployments(limit=PAGE, offset=len(found)):
            found += [deployment.id for deployment in page]
        return found

    def _slug(self, repeat: Repeat) -> str:
        return f"{self._slug_prefix}{repeat.phase}.{repeat.wave}"

    @property
    def _slug_prefix(self) -> str:
        return f"{OURS}.{sha256(self.workspace.encode()).hexdigest()[:12]}."


def _undeployed(repeat: Repeat) -> Iterator[Change]:
    yield Change("no deployment", repeat.phase, repeat.wave, None, repeat.deployment)


def _held(run: FlowRun) -> Held:
    said = dict(tag.split(":", 1) for tag in run.tags if ":" in tag)
    planned = datetime.fromisoformat(said["planned"]) if "planned" in said else None
    at = run.state.state_details.scheduled_time if run.state else None
    cancelled = bool(run.state and run.state.type is StateType.CANCELLED and run.run_count == 0)
    begins = at or run.expected_start_time
    return Held(
        run.id,
        said.get("stage", ""),
        said.get("wave", ""),
        planned,
        begins.astimezone(UTC) if begins else None,
        _is_waiting(run),
        cancelled,
    )


def _is_waiting(run: FlowRun) -> bool:
    """Scheduled, or late, and never begun: a run that is tried again is under way."""
    return bool(run.state and run.state.type is StateType.SCHEDULED and run.run_count == 0)
