"""A wave's run in Prefect, and what people do to it there: cancel, suspend, resume, try again.

Prefect tells a process of a cancellation by a signal with half a minute's notice, and of a suspension at the end of a
task. So the run looks at itself: whoever cancels or suspends it holds the wave, on record, and it ends after the steps
in hand. What begins again goes on.
"""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import httpx
from prefect import State
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.exceptions import Pause
from prefect.runtime import flow_run
from prefect.states import Cancelled, Failed

from azlift import convoy, journey, on_record
from azlift.errors import AzliftError, WavePaused
from azlift.model import ANY_RUN, Milestone
from azlift.runner.steps import HEED, mark_run
from azlift.stages import Stage
from azlift.venue import Venue, opened

LOOKED_EVERY_SECONDS = 2.0

Order = Literal["", "cancel", "suspend"]


@dataclass
class Orders:
    """What people asked of this run in Prefect; nothing new is begun once something was. `state` is Prefect's."""

    given: Order = ""
    state: State[Any] | None = None


Body = Callable[[Venue, Orders], Awaitable[State[Any]]]


async def drive(workspace: str, wave: str, stage: str, body: Body) -> State[Any]:
    """Run the body as the wave's one driver. A run that was cancelled ends so, one that was suspended stays it, and one
    that may not go on has failed, with what to do; the error is the state's, for who runs the flow in-process."""
    try:
        return await _drive(workspace, wave, stage, body)
    except AzliftError as error:
        return Failed(message=f"{error} {error.advice}".strip(), data=error)


async def _drive(workspace: str, wave: str, stage: str, body: Body) -> State[Any]:
    async with opened(workspace) as venue, convoy.driving(wave, venue):
        await mark_run(venue, stage, wave)
        _take_up(wave, venue)
        async with _obeying(wave, venue) as orders:
            try:
                ended = await body(venue, orders)
            except WavePaused:
                if not orders.given:
                    raise
                ended = None
    if orders.given and (ended is None or not ended.is_completed()):
        if orders.given == "suspend":
            raise Pause(state=orders.state)
        return Cancelled(message="cancelled in Prefect; run again, it takes up what is not done")
    return ended  # type: ignore[return-value]  # None only where an order was given


def _take_up(wave: str, venue: Venue) -> None:
    """End a hold that came from Prefect: of a cancelled run any start does, of a suspended one only its own."""
    standing = venue.ledger.standings().get(on_record.hold_of(wave))
    if standing is None or standing.stage is not Stage.PAUSED:
        return
    hold = venue.ledger.latest(on_record.hold_of(wave), Milestone)
    if hold.until_run and hold.until_run in (ANY_RUN, str(flow_run.id)):
        journey.resume(wave, venue, f"started again: run {flow_run.name} of Prefect")


def _hold(wave: str, order: Order, venue: Venue) -> None:
    """Put what was asked in Prefect on record, so that nothing new is begun."""
    if order == "suspend":
        reason, until = f"run {flow_run.name} was suspended in Prefect; resume it there", str(flow_run.id)
    else:
        reason, until = (
            f"run {flow_run.name} was cancelled in Prefect; start a new run, or retry it a minute later",
            ANY_RUN,
        )
    journey.pause(wave, venue, reason, until_run=until)


@asynccontextmanager
async def _obeying(wave: str, venue: Venue) -> AsyncIterator[Orders]:
    """Watch what Prefect says of this run while the block runs; outside a run there is nothing to watch."""
    orders = Orders()
    if not flow_run.id:
        yield orders
        return
    run = UUID(flow_run.id)

    def heed(state: State[Any]) -> None:
        if not orders.given and (order := _order_in(state)):
            orders.given, orders.state = order, state
            _hold(wave, order, venue)

    async def look() -> None:
        if state := await _read_state(run):
            heed(state)

    async def watch() -> None:
        while not orders.given:
            await asyncio.sleep(LOOKED_EVERY_SECONDS)
            await look()

    watcher = asyncio.create_task(watch())
    before = HEED.set(heed)
    try:
        with _Patience(look, orders):
            yield orders
    finally:
        HEED.reset(before)
        watcher.cancel()


def _order_in(state: State[Any]) -> Order:
    if state.type in (StateType.CANCELLING, StateType.CANCELLED):
        return "cancel"
    return "suspend" if state.type is StateType.PAUSED else ""


async def _read_state(run: UUID) -> State[Any] | None:
    """What Prefect says of the run; None while its server cannot be asked, which is no reason to stop a wave."""
    try:
        async with get_client() as client:
            return (await client.read_flow_run(run)).state
    except httpx.HTTPError:
        return None


class _Patience:
    """SIGTERM of a run that is being cancelled lets the steps in hand end, until the worker kills it after half a
    minute; any other SIGTERM is Prefect's, as if this were not here."""

    def __init__(self, look: Callable[[], Awaitable[None]], orders: Orders) -> None:
        self.look, self.orders = look, orders
        self.before: Any = None
        self.asked: set[asyncio.Task[None]] = set()

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread():
            self.loop = asyncio.get_running_loop()
            self.before = signal.getsignal(signal.SIGTERM)
            self.loop.add_signal_handler(signal.SIGTERM, self._told)

    def __exit__(self, *_: object) -> None:
        self._give_back()

    def _told(self) -> None:
        task = self.loop.create_task(self._answer())
        self.asked.add(task)
        task.add_done_callback(self.asked.discard)

    async def _answer(self) -> None:
        await self.look()
        if self.orders.given != "cancel":
            self._give_back()
            os.kill(os.getpid(), signal.SIGTERM)

    def _give_back(self) -> None:
        if self.before is not None:
            self.loop.remove_signal_handler(signal.SIGTERM)
            signal.signal(signal.SIGTERM, self.before)
            self.before = None
