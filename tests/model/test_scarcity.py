"""What stands in, and what is asked for, are facts that a ledger keeps whole."""

from datetime import date
from decimal import Decimal

import pytest
from estates import estate, machine
from pydantic import ValidationError
from scarce import quota, relief_of

from azlift.model import Ask, AskKind, Calendar, Limits, WavePlan


def test_a_plan_with_fallbacks_and_asks_survives_being_written_down() -> None:
    relief = relief_of(estate(machine("m", vcpu=4, memory_mib=16384)), quotas=[quota(0)])
    ask = Ask(
        kind=AskKind.QUOTA,
        what="f",
        region="r",
        zone="",
        amount=4,
        by=date(2027, 1, 2),
        wave="wave-01",
        machines=("w-0",),
        needed=True,
        cost_per_month=Decimal("1.50"),
        why="short",
    )
    plan = WavePlan(limits=Limits(), groups=(), waves=(), staying=(), fallbacks=relief.fallbacks, asks=(ask,))
    again = WavePlan.model_validate_json(plan.model_dump_json())
    assert again == plan
    assert again.fallbacks
    assert again.fingerprint == plan.fingerprint != plan.model_copy(update={"asks": ()}).fingerprint


@pytest.mark.parametrize(
    "said",
    [
        {"lead_days": -1},
        {"dearer_at_most": -0.1},
        {"closed_zones": [{"family": "f", "region": "r", "zones": []}]},
        {"regions": [{"region": "r"}]},
        {"regions": [{"region": "r", "round_trip_ms": -1}]},
        {"latency_needs": [{"round_trip_ms": float("nan")}]},
        {"odd": 1},
    ],
)
def test_what_cannot_be_meant_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Calendar.model_validate({"scarcity": said})
