"""Plans, their estates, money and ties, as the planner would make them: small, large, and full of hostile names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
from estates import estate, machine

from azlift.model import (
    BusinessCase,
    Choice,
    Estate,
    Finding,
    GroupId,
    Limits,
    Month,
    MoveGroup,
    Severity,
    Wave,
    WaveForecast,
    WavePlan,
    Worth,
)
from azlift.model.calendar import Range

FIRST = datetime(2027, 1, 9, 21, tzinfo=UTC)
HOSTILE = (
    "<img src=x onerror=hacked()>",
    "</script><script>hacked()</script>",
    "<!--<script>",
    "javascript:hacked()",
    "\"onmouseover='hacked()'",
    "</title><base href=https://example.com>",
    "line\u2028end \u202egnitset",
    "&lt;b&gt; {{7*7}} ${7*7} $data",
)


@dataclass(frozen=True)
class Planned:
    """What `plan_page` takes."""

    plan: WavePlan
    estate: Estate
    case: BusinessCase | None
    ties: dict[tuple[GroupId, GroupId], float]


def planned(
    names: Sequence[str], wave_count: int, machines_each: int = 2, ties_each: int = 3, seed: int = 0
) -> Planned:
    """Groups of these names, in waves a week apart; each is tied mostly to those of its own tenth."""
    dice = np.random.default_rng(seed)
    machines = [machine(f"m{number}") for number in range(len(names) * machines_each)]
    groups = tuple(
        MoveGroup(
            id=name,
            workloads=tuple(one.id for one in machines[place * machines_each : (place + 1) * machines_each]),
            because="declared",
            disk_gib=80 + place % 900,
        )
        for place, name in enumerate(names)
    )
    waves = tuple(_wave(number, names[number::wave_count]) for number in range(wave_count))
    choices = tuple(_choice(name, wave) for wave in waves for name in wave.groups)
    plan = WavePlan(
        basis="0123456789abcdef",
        planned_on=date(2026, 11, 27),
        limits=Limits(),
        groups=groups,
        waves=waves,
        staying=(),
        choices=choices,
        worth=Worth(saving=8_930.0, splitting=187.0, length=0.0, stability=0.0),
        bound=8_611.0,
    )
    return Planned(plan, estate(*machines), business_case(), _ties(names, ties_each, dice))


def _wave(number: int, groups: Sequence[str]) -> Wave:
    opens = FIRST + timedelta(weeks=number)
    forecast = WaveForecast(
        copy_from=opens - timedelta(days=8),
        copied_by=opens - timedelta(days=7),
        cutover_hours=Range(low=0.3, expected=1.0, high=3.2),
        rollback_hours=Range(low=0.3, expected=1.0, high=3.1),
        decide_by_hours=4.8,
        spare_hours=-1.5 if number % 5 == 4 else 1.6,
    )
    return Wave(
        id=f"wave-{number + 1:02}",
        number=number + 1,
        pilot=number == 0,
        groups=tuple(groups),
        why=f"{len(groups)} of at most 50 groups; waits for earlier waves",
        slot=f"{opens:%Y-%m-%dT%H%MZ}",
        opens=opens,
        closes=opens + timedelta(hours=8),
        forecast=forecast,
        binding="groups",
        used={"groups": 4.0, "machines": 13.0, "GiB over expressroute": 3_590.0},
        slack={"groups": 3.0, "machines": 37.0, "GiB over expressroute": 13_318.0},
        cost_per_month=1_200.0,
        saving_per_month=340.4,
        risks=("a database of 3 TiB",),
    )


def _choice(group: str, wave: Wave) -> Choice:
    reasons = ("", "window", "order", "capacity groups", "supply GiB over expressroute")
    following = f"{FIRST + timedelta(weeks=wave.number):%Y-%m-%dT%H%MZ}"
    return Choice(group, wave.slot, following, 309.9, reasons[wave.number % len(reasons)])


def _ties(names: Sequence[str], each: int, dice: np.random.Generator) -> dict[tuple[str, str], float]:
    ties, part = dict[tuple[str, str], float](), max(2, len(names) // 40)
    for one in range(len(names)):
        for _ in range(each):
            near = one // part * part + int(dice.integers(part))
            other = near % len(names) if dice.random() < 0.8 else int(dice.integers(len(names)))
            if one != other:
                ties[names[one], names[other]] = float(dice.lognormal(2, 1))
    return ties


def business_case(currency: str = "EUR", pays_back: bool = True) -> BusinessCase:
    """Three years: half a year of moving, then 4,000 a month less than the 10,000 of today."""
    months, so_far = [], Decimal(0)
    for number in range(36):
        moved = min(1.0, number / 6)
        source, target = Decimal(round(10_000 * (1 - moved))), Decimal(round(6_000 * moved))
        migration = Decimal(3_000) if number < 6 else Decimal(0)
        saved = 10_000 - source - target - migration
        so_far += saved
        months.append(
            Month(
                month=date(2027 + number // 12, number % 12 + 1, 1),
                source=source,
                target=target,
                double=Decimal(0),
                migration=migration,
                saved=saved,
                saved_so_far=so_far,
            )
        )
    back = next(one.month for one in months if one.saved_so_far > 0)
    return BusinessCase(
        currency=currency,
        as_of=date(2026, 11, 26),
        price_source="made",
        basis="given",
        assumptions=(),
        today=Decimal(10_000),
        target=Decimal(6_000),
        unpriced=0,
        migration=Decimal(18_000),
        horizon_months=36,
        saved_over_horizon=so_far,
        pays_back_on=back if pays_back else None,
        by_route=(),
        by_wave=(),
        months=tuple(months),
        blocked=(),
        sensitivities=(),
    )


def small() -> Planned:
    return planned([f"app-{number:02}-prod" for number in range(20)], 6)


def large() -> Planned:
    """10,400 machines in 2,600 groups and 60 waves."""
    return planned([f"application-{number:04}-prod" for number in range(2_600)], 60, machines_each=4)


def without_dates(made: Planned) -> Planned:
    """As planned without a calendar."""
    blank = {
        "slot": "",
        "opens": None,
        "closes": None,
        "forecast": None,
        "binding": "",
        "used": {},
        "slack": {},
        "cost_per_month": None,
    }
    blank |= {"saving_per_month": None, "risks": ()}
    waves = tuple(wave.model_copy(update=blank) for wave in made.plan.waves)
    changed = {"waves": waves, "choices": (), "worth": None, "bound": None, "planned_on": None}
    return replace(made, plan=made.plan.model_copy(update=changed), case=None)


def hostile() -> Planned:
    """Every text that can come from outside is hostile, one way or another."""
    made = planned(HOSTILE, 3)
    waves = tuple(
        wave.model_copy(
            update={
                "why": HOSTILE[0] + HOSTILE[1],
                "binding": HOSTILE[0],
                "slack": {HOSTILE[1]: 1.0, HOSTILE[0]: 2.0},
                "slot": HOSTILE[3],
                "risks": HOSTILE[:3],
            }
        )
        for wave in made.plan.waves
    )
    choices = tuple(
        one._replace(next_best=HOSTILE[1], not_earlier=f"capacity {HOSTILE[0]}") for one in made.plan.choices
    )
    found = Finding(code="made", severity=Severity.BLOCKING, message=HOSTILE[0], evidence=HOSTILE[1], remedy=HOSTILE[2])
    changed = {"waves": waves, "choices": choices, "violations": (found,), "basis": HOSTILE[2]}
    case = business_case(currency=HOSTILE[0])
    return replace(made, plan=made.plan.model_copy(update=changed), case=case)
