"""Nights in which the driver is killed, steps fail and people answer truthfully: nothing is done twice or left out."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from estates import estate, machine, planned
from nights import ANNA, Killed, alone, on_paper, write_runbook

from azlift import journey
from azlift.errors import OutcomeUnknown, StepFailed, StepWaits
from azlift.model import Action, Order
from azlift.stages import Stage
from azlift.venue import Venue

Workspaces = Callable[..., Path]
SEEDS = range(6)
FIRE = ("fails", "dies before", "dies after", "cut before", "cut after")
STEPS = ("freeze", "drain", "stop-source", "switch")
BOOK = (
    "{step: freeze, manual: Close it., undo: {manual: Open it.}}",
    "{step: drain, before: stop-source, command: {run: [./drain]}, undo: {command: {run: [./fill]}}}",
    "{step: stop-source, command: {run: [./stop], idempotent: true}, "
    "undo: {command: {run: [./start], idempotent: true}}}",
    "{step: switch, command: {run: [./switch], look: [./where]}, undo: {command: {run: [./back], look: [./where]}}}",
)


class World:
    """What is really done, and how often; each call may fail, be cut, or end the driver before or after its effect."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.is_done: dict[str, bool] = dict.fromkeys(STEPS, False)
        self.effects: Counter[tuple[str, bool]] = Counter()
        self.in_order: list[tuple[str, bool]] = []
        self.fates: set[str] = set()

    def act(self, step: str, undo: bool) -> None:
        self.is_done[step] = not undo
        self.effects[step, undo] += 1
        if (step, undo) not in self.in_order:
            self.in_order.append((step, undo))

    async def carry_out(self, action: Action, order: Order) -> str:
        fate = self.chance.choice(("well", "well", *FIRE))
        self.fates.add(fate)
        if fate == "fails":
            raise StepFailed("it says that it did nothing")
        if fate in ("well", "dies after", "cut after"):
            self.act(order.step, order.undo)
        if fate.startswith("dies"):
            raise Killed
        if fate.startswith("cut"):
            raise OutcomeUnknown("no answer")
        return "done"

    async def was_done(self, action: Action, order: Order) -> bool | None:
        if action.command and action.command.look:
            return self.is_done[order.step] is not order.undo
        return False if action.repeatable else None

    def answer(self, venue: Venue) -> None:
        """Anna does by hand what she is asked to, now and then not at once, and tells what she sees."""
        (question,) = journey.waiting_steps("wave-01", venue)
        done = self.is_done[question.step] is not question.undo
        if not question.unknown and self.chance.random() < 0.7:
            self.act(question.step, question.undo)
            done = True
        journey.answer("shop", question.step, ANNA, done, "as I see it", venue)


def drive(venue: Venue, world: World, verb: Callable[[str, Venue], Awaitable[Any]]) -> None:
    """Run the same command again until it ends well."""
    for _ in range(200):
        try:
            alone(venue, verb("shop", venue))  # type: ignore[arg-type]
        except StepWaits:
            world.answer(venue)
        except (Killed, StepFailed, OutcomeUnknown):
            continue
        else:
            return
    raise AssertionError("it never ends")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_step_is_done_once_and_taken_back_once_in_reverse(workspace: Workspaces, seed: int) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    on_paper(venue, "shop")
    write_runbook(folder, *BOOK)
    world = World(seed)
    venue.__dict__["hands"] = world
    drive(venue, world, journey.cut_over)
    assert all(world.is_done.values())
    assert {s: world.effects[s, False] for s in STEPS if s != "stop-source"} == dict.fromkeys(
        ("freeze", "drain", "switch"), 1
    ), "only what bears repeating was repeated"
    assert venue.ledger.standings()["shop"].stage is Stage.CUT_OVER
    drive(venue, world, journey.undo_cutover)
    assert not any(world.is_done.values())
    assert {s: world.effects[s, True] for s in STEPS if s != "stop-source"} == dict.fromkeys(
        ("freeze", "drain", "switch"), 1
    )
    assert world.in_order == [*((s, False) for s in STEPS), *((s, True) for s in reversed(STEPS))]
    assert venue.ledger.verify() > 0
    assert world.fates & set(FIRE), "the seed must hold at least one misfortune, or it shows nothing"
