"""Waves on the eve of their night: landed, their rollback rehearsed; and people who answer what is asked by hand."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from carrying import carry, carry_wave, take_back

from azlift import journey, on_record
from azlift.cloud import close_cloud
from azlift.errors import StepWaits
from azlift.model import Action, Milestone, Order, Person, Waiver, WavePlan
from azlift.stages import Stage
from azlift.venue import Venue

T = TypeVar("T")

ANNA = Person(object_id="00000000-0000-0000-0000-00000000000a", tenant_id="t", name="Anna")
BERT = Person(object_id="00000000-0000-0000-0000-00000000000b", tenant_id="t", name="Bert")

BY_HAND = ("lower-dns-ttl", "mute-alerts", "notify", "freeze", "stop-source", "final-copy", "switch", "announce")
OWN = ("measure", "start", "verify")


class Killed(BaseException):
    """The process ends here: nothing is written down any more."""


class Hands:
    """Hands that keep a list of what they did, and end as they are told: an exception, or what they answer."""

    def __init__(self, *ends: BaseException | str, done: bool | None = None) -> None:
        self.ends, self.orders, self.done = list(ends), list[Order](), done

    async def carry_out(self, action: Action, order: Order) -> str:
        self.orders.append(order)
        end = self.ends.pop(0) if self.ends else "done"
        if isinstance(end, BaseException):
            raise end
        return end

    async def was_done(self, action: Action, order: Order) -> bool | None:
        return True if self.done else (False if action.repeatable else self.done)


def write_runbook(workspace: Path, *entries: str, skip: Sequence[str] = (*BY_HAND, *OWN), top: str = "") -> None:
    """A runbook of these entries (YAML, one each), in which standard steps that are skipped need nobody."""
    said = [*entries, *(f"{{step: {step}, skip: not of this test}}" for step in skip)]
    text = f"{top}\nsteps:\n" + "".join(f"  - {entry}\n" for entry in said)
    (workspace / "runbook.yaml").write_text(text, encoding="utf-8")


def with_window(venue: Venue, opens: datetime, closes: datetime, wave: str = "wave-01") -> None:
    """Give a wave of a plan without calendar a window."""
    plan = on_record.current_plan(venue)
    waves = tuple(w.model_copy(update={"opens": opens, "closes": closes}) if w.id == wave else w for w in plan.waves)
    made = plan.model_copy(update={"waves": waves})
    venue.ledger.record(on_record.ESTATE, Stage.PLANNED, made.fingerprint, WavePlan.model_validate(made))


def alone(venue: Venue, work: Coroutine[Any, Any, T]) -> T:
    """Run one verb by itself, and close what it opened towards Azure."""

    async def run() -> T:
        try:
            return await work
        finally:
            if "cloud" in venue.__dict__:
                await close_cloud(venue.__dict__.pop("cloud"))

    return asyncio.run(run())


def on_paper(venue: Venue, *groups: str) -> None:
    """Groups that stand verified as far as the ledger knows, and a wave whose rollback nobody asks for: for what is
    decided without Azure."""
    for group in groups:
        journey.render(group, venue)
        (wave,) = (w.id for w in on_record.current_plan(venue).waves if group in w.groups)
        for stage in (Stage.PREVIEWED, Stage.LANDED, Stage.VERIFIED):
            venue.ledger.record(group, stage, "on paper", Milestone(wave=wave))
        waive(venue, wave, "rollback-rehearsed", datetime(2999, 1, 1, tzinfo=UTC))


def waive(venue: Venue, wave: str, code: str, until: datetime, person: Person = ANNA) -> None:
    said = Waiver(wave=wave, code=code, person=person, reason="a test", at=venue.now, expires_at=until)
    venue.ledger.record(on_record.said_of(wave), Stage.SAID, said.fingerprint, said)


def around_now(hours_before: float = 1, hours_after: float = 8) -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    return now - timedelta(hours=hours_before), now + timedelta(hours=hours_after)


async def on_the_eve(venue: Venue, wave: str = "wave-01") -> None:
    """The wave stands verified, and taking it back was rehearsed."""
    assert await carry_wave(wave, venue) == []
    await take_back(wave, venue)
    assert await carry_wave(wave, venue) == []


async def land_again(group: str, venue: Venue) -> None:
    assert await carry(group, venue), venue.ledger.failures()


async def cut_over_by_hand(group: str, venue: Venue, person: Person = ANNA) -> Sequence[str]:
    """Cut over, answering every question; the steps that asked."""
    asked: list[str] = []
    for _ in range(30):
        try:
            await journey.cut_over(group, venue)
        except StepWaits:
            (wave,) = (w.id for w in on_record.current_plan(venue).waves if group in w.groups)
            (question,) = (q for q in journey.waiting_steps(wave, venue) if q.group == group)
            asked.append(question.step)
            journey.answer(group, question.step, person, True, "seen to", venue)
        else:
            return asked
    raise AssertionError(f"it never ends: {asked}")
