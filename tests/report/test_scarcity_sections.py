"""What stands in and what must be asked for, as tables."""

from datetime import date
from decimal import Decimal

from estates import estate, machine
from scarce import quota, relief_of

from azlift.model import Ask, AskKind, Limits, WavePlan
from azlift.report import scarcity_sections

MADE = estate(*(machine(f"m{n}", f"app{n}", vcpu=4 * (n + 1), memory_mib=16384) for n in range(2)))
EMPTY = WavePlan(limits=Limits(), groups=(), waves=(), staying=())


def ask(kind: AskKind, what: str, **more: object) -> Ask:
    said = {"region": "westeurope", "zone": "", "amount": 8, "by": date(2027, 1, 2), "wave": "wave-01"} | {
        "machines": (),
        "needed": True,
    }
    return Ask.model_validate(
        {"kind": kind, "what": what, "cost_per_month": Decimal(0), "why": "short", **said, **more}
    )


def test_a_plan_in_which_nothing_falls_short_has_no_sections() -> None:
    assert list(scarcity_sections(EMPTY, MADE)) == []


def test_each_fallback_is_a_row_the_costliest_first() -> None:
    relief = relief_of(MADE, quotas=[quota(0, family) for family in ("standardDASv5Family", "standardDLSv5Family")])
    (section,) = scarcity_sections(EMPTY.model_copy(update={"fallbacks": relief.fallbacks}), MADE)
    assert section.title == "Fallbacks"
    assert len(section.rows) == 2
    extras = [float(str(row[4]).replace(",", "")) for row in section.rows]
    assert extras == sorted(extras, reverse=True)
    assert all(str(row[4]).startswith("+") for row in section.rows)
    first = next(one for one in relief.fallbacks if one.workload == MADE.workloads[0].id)
    assert ("m0", "size", first.from_size, first.placement.size) in [tuple(row[:4]) for row in section.rows]


def test_a_machine_that_left_the_estate_is_in_no_row() -> None:
    relief = relief_of(MADE, quotas=[quota(0)])
    plan = EMPTY.model_copy(update={"fallbacks": relief.fallbacks})
    assert list(scarcity_sections(plan, estate())) == []


def test_zones_and_regions_are_named_where_they_differ() -> None:
    closed = [{"family": "standardDASv5Family", "region": "westeurope", "zones": ["1", "2"]}]
    four = estate(*(machine(f"m{n}", f"app{n}", vcpu=4, memory_mib=16384) for n in range(4)))
    moved = relief_of(four, scarcity={"closed_zones": closed}).fallbacks
    (section,) = scarcity_sections(EMPTY.model_copy(update={"fallbacks": moved}), four)
    assert {row[2:4] for row in section.rows} <= {("zone 1", "zone 3"), ("zone 2", "zone 3")}
    near = {"regions": [{"region": "northeurope", "round_trip_ms": 1}], "latency_needs": [{"round_trip_ms": 1}]}
    away = relief_of(MADE, quotas=[quota(0)], scarcity={"dearer_at_most": 0, **near})
    (section,) = scarcity_sections(EMPTY.model_copy(update={"fallbacks": away.fallbacks}), MADE)
    assert str(section.rows[0][3]).endswith(" in northeurope")


def test_what_is_asked_for_has_its_day_its_place_and_its_price() -> None:
    asks = (
        ask(AskKind.QUOTA, "standardDSv5Family"),
        ask(AskKind.RESERVATION, "Standard_D4s_v5", zone="2", cost_per_month=Decimal("1234.5"), amount=2),
        ask(AskKind.RESERVATION, "Standard_M8-4ms", cost_per_month=None),
    )
    (section,) = scarcity_sections(EMPTY.model_copy(update={"asks": asks}), MADE)
    assert [row[:5] for row in section.rows] == [
        ("2027-01-02", "wave-01", "8 vCPU more of standardDSv5Family", "westeurope", "0.00"),
        ("2027-01-02", "wave-01", "2 Standard_D4s_v5 reserved", "westeurope, zone 2", "1,234.50"),
        ("2027-01-02", "wave-01", "8 Standard_M8-4ms reserved", "westeurope", "unknown"),
    ]
