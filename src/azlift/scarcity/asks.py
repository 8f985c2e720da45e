"""What must be granted before a window: quota, and capacity reserved, each with the day and what it costs.

Quota and capacity are two things: quota is what a subscription may deploy, capacity what the region has free. To
reserve capacity takes quota, and a reservation is billed as the machines it is for, pay as you go, from the moment it
is made until they use it. Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/
capacity-reservation-overview.md (2026-02-17).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from azlift.model import (
    CENT,
    HOURS_PER_MONTH,
    Ask,
    AskKind,
    Finding,
    Placement,
    Severity,
    Wave,
    WavePlan,
    Workload,
    WorkloadId,
)
from azlift.scarcity.relief import Relief
from azlift.scarcity.scene import Scene
from azlift.scarcity.ways import State
from azlift.sizing import is_reservable, size_called

FASTER = "without it they wait for the quota the calendar has later"
UNSAID = "what stands in draws on it, and the calendar does not say how much of it there is"
GRANT = "no other size, zone or region that may stand in has room: without it they cannot move"
HOLD = "the size they were placed on has no stand-in; a reservation takes quota too, and is billed until it is used"
NEEDED = (GRANT, HOLD)
"""Without these a wave cannot move."""


class Wish(NamedTuple):
    """One machine's share of an ask."""

    kind: AskKind
    what: str
    region: str
    zone: str
    by: date
    wave: str
    why: str


def with_relief(plan: WavePlan, relief: Relief) -> WavePlan:
    """The plan with what stands in and what must be asked for; the same plan where nothing falls short."""
    plan = plan.model_copy(update={"findings": (*plan.findings, *relief.findings)}) if relief.findings else plan
    if relief.scene is None:
        return plan
    asks = tuple(_asks(plan, relief, relief.scene))
    told = _conditional(asks, relief.scene.draft.conditions.today)
    return plan.model_copy(
        update={"fallbacks": relief.fallbacks, "asks": asks, "violations": (*plan.violations, *told)}
    )


def _asks(plan: WavePlan, relief: Relief, scene: Scene) -> Iterator[Ask]:
    shares: dict[Wish, dict[WorkloadId, int]] = defaultdict(dict)
    for wish, machine, amount in _wishes(plan, relief, scene):
        shares[wish][machine] = amount
    for wish, of in sorted(shares.items(), key=lambda entry: (entry[0].by, entry[0])):
        amount = sum(of.values())
        yield Ask(
            kind=wish.kind,
            what=wish.what,
            region=wish.region,
            zone=wish.zone,
            amount=amount,
            by=wish.by,
            wave=wish.wave,
            machines=tuple(sorted(of)),
            needed=wish.why in NEEDED,
            cost_per_month=_price(wish, amount, scene),
            why=wish.why,
        )


def _wishes(plan: WavePlan, relief: Relief, scene: Scene) -> Iterator[tuple[Wish, WorkloadId, int]]:
    lead = timedelta(days=scene.rules.lead_days)
    wave_of = {group: wave for wave in plan.waves for group in wave.groups}
    instead = {fallback.workload: fallback.placement for fallback in relief.fallbacks}
    for group, members in scene.groups:
        wave, wanted = wave_of[group.id], scene.slots[scene.slot_of[group.id]].start
        seat = relief.seats[group.id]
        for machine in members:
            zone = seat.was if machine.id in seat.stuck else seat.zone
            night = _Night(wave, wanted, lead, zone, scene.draft.conditions.today)
            for wish, amount in _of_machine(machine, relief.unmet, instead, night, scene):
                yield wish, machine.id, amount


class _Night(NamedTuple):
    """`wanted` is when the machine would move were there vCPU enough."""

    wave: Wave
    wanted: datetime
    lead: timedelta
    zone: str
    today: date

    @property
    def opens(self) -> datetime:
        return self.wave.opens or self.wanted

    def wish(self, kind: AskKind, what: str, placement: Placement, zone: str, why: str, *, early: bool = False) -> Wish:
        by = ((self.wanted if early else self.opens) - self.lead).date()
        return Wish(kind, what, placement.region, zone, by if why in NEEDED else max(by, self.today), self.wave.id, why)


def _of_machine(
    machine: Workload,
    unmet: Mapping[WorkloadId, State],
    instead: Mapping[WorkloadId, Placement],
    night: _Night,
    scene: Scene,
) -> Iterator[tuple[Wish, int]]:
    placed, state = scene.shop.placements[machine.id], unmet.get(machine.id)
    _, vcpu = scene.shop.takes(placed)
    if state is State.LATER and night.opens > night.wanted:
        yield night.wish(AskKind.QUOTA, placed.family, placed, "", FASTER, early=True), vcpu
    if state is State.GRANTED:
        yield night.wish(AskKind.QUOTA, placed.family, placed, "", GRANT), vcpu
    if state in (State.GRANTED, State.RESERVED) and is_reservable(placed.size):
        yield night.wish(AskKind.RESERVATION, placed.size, placed, night.zone, HOLD), 1
    other = instead.get(machine.id)
    elsewhere = other and (other.family, other.region) != (placed.family, placed.region)
    if other and elsewhere and scene.row_of(other) is None:
        yield night.wish(AskKind.QUOTA, other.family, other, "", UNSAID), scene.shop.takes(other)[1]


def _price(wish: Wish, amount: int, scene: Scene) -> Decimal | None:
    """USD a month of a reservation, compute alone; nothing for quota."""
    if wish.kind is AskKind.QUOTA:
        return Decimal(0)
    hourly = size_called(wish.what, scene.shop.home).linux_per_hour
    return None if hourly is None else (hourly * HOURS_PER_MONTH * amount).quantize(CENT)


def _conditional(asks: tuple[Ask, ...], today: date) -> Iterator[Finding]:
    """A wave that the quotas or zones there are do not carry holds only if more is granted, in time."""
    needed: dict[str, list[Ask]] = defaultdict(list)
    for ask in asks:
        if ask.why in NEEDED:
            needed[ask.wave].append(ask)
    for wave, of_wave in sorted(needed.items()):
        late = [ask for ask in of_wave if ask.by < today]
        yield Finding(
            code="to-be-granted",
            severity=Severity.WARNING,
            message=f"{wave} can move only if what it asks for is granted: {'; '.join(map(_said, of_wave))}",
            evidence=f"{of_wave[0].why}{'; the day to have it has passed' if late else ''}",
            remedy="Ask for it now; or give the calendar more quota, other regions or open zones.",
        )


def _said(ask: Ask) -> str:
    zone = f" zone {ask.zone}" if ask.zone else ""
    unit = "vCPU of " if ask.kind is AskKind.QUOTA else "reserved "
    return f"{ask.amount:,} {unit}{ask.what} in {ask.region}{zone} by {ask.by}"
