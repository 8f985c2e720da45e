"""What must be granted before a window: how much, by which day, at what price."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from estates import estate, machine
from scarce import FAMILY, NOTHING_DEARER, REGION, draft_of, quota, shop_of

from azlift.model import Ask, AskKind, Estate, WavePlan
from azlift.scarcity import plan_with_relief
from azlift.waves import origin_of

DAY = date(2026, 11, 26)


def four_cores(count: int = 3) -> Estate:
    return estate(*(machine(f"m{n}", f"app{n}", vcpu=4, memory_mib=16384) for n in range(count)))


def planned(made: Estate, **calendar: Any) -> WavePlan:
    shop = shop_of(made)
    return plan_with_relief(draft_of(made, shop, **calendar), shop, origin_of(DAY), {})


def of_kind(plan: WavePlan, kind: AskKind) -> list[Ask]:
    return [ask for ask in plan.asks if ask.kind is kind]


def test_what_nothing_spares_asks_for_quota_and_for_capacity() -> None:
    """Three machines of one group, which lands in one zone; one of them has quota."""
    together = estate(*(machine(f"m{n}", "app", vcpu=4, memory_mib=16384) for n in range(3)))
    more, held = sorted(planned(together, quotas=[quota(4)], scarcity=NOTHING_DEARER).asks, key=lambda ask: ask.kind)
    assert (more.kind, more.what, more.region, more.amount) == (AskKind.QUOTA, FAMILY, REGION, 8)
    assert more.cost_per_month == 0
    assert (held.kind, held.what, held.amount) == (AskKind.RESERVATION, "Standard_D4as_v5", 2)
    assert held.zone in ("1", "2", "3")
    hourly = next(size.linux_per_hour for size in shop_of(together).home.sizes if size.name == held.what)
    assert hourly is not None
    assert held.cost_per_month == (hourly * 730 * 2).quantize(Decimal("0.01"))


@pytest.mark.parametrize("lead", [0, 10, 40])
def test_an_ask_is_due_its_lead_before_the_window_of_its_wave(lead: int) -> None:
    plan = planned(four_cores(), quotas=[quota(4)], scarcity={**NOTHING_DEARER, "lead_days": lead})
    assert plan.asks
    for ask in plan.asks:
        opens = plan.by_wave[ask.wave].opens
        assert opens is not None
        assert ask.by == opens.date() - timedelta(days=lead)
        assert ask.by >= DAY


def test_a_wave_that_depends_on_a_grant_says_so() -> None:
    plan = planned(four_cores(), quotas=[quota(4)], scarcity=NOTHING_DEARER)
    told = [finding for finding in plan.violations if finding.code == "to-be-granted"]
    assert {finding.message.split()[0] for finding in told} == {ask.wave for ask in plan.asks}
    assert "8 vCPU of standardDASv5Family" in told[0].message
    assert "the day to have it has passed" not in told[0].evidence


def test_a_grant_that_comes_too_late_for_the_only_window_says_so() -> None:
    end = [{"last_day": "2026-12-01", "what": "lease"}]
    plan = planned(four_cores(), quotas=[quota(4)], ends=end, scarcity=NOTHING_DEARER)
    (told,) = (finding for finding in plan.violations if finding.code == "to-be-granted")
    assert "the day to have it has passed" in told.evidence


def test_who_waits_asks_for_what_would_let_them_move_sooner() -> None:
    grown = [quota(4), quota(12, since="2027-03-01")]
    plan = planned(four_cores(), quotas=grown, scarcity=NOTHING_DEARER)
    (ask,) = plan.asks
    assert (ask.kind, ask.amount, ask.by) == (AskKind.QUOTA, 8, DAY), "the day its wave wants it has passed"
    assert "wait" in ask.why
    assert plan.violations == ()
    assert max(wave.opens.date() for wave in plan.waves if wave.opens) >= date(2027, 3, 1)


def test_a_stand_in_of_unsaid_quota_asks_for_it_and_one_of_known_quota_does_not() -> None:
    unsaid = planned(four_cores(), quotas=[quota(4)])
    (ask,) = unsaid.asks
    assert (ask.what, ask.amount) == ("standardDSv5Family", 8)
    known = planned(four_cores(), quotas=[quota(4), quota(8, "standardDSv5Family")])
    assert len(known.fallbacks) == 2
    assert known.asks == ()


def test_a_closed_zone_asks_for_capacity_in_that_zone_and_for_no_quota() -> None:
    closed = {"closed_zones": [{"family": FAMILY, "region": REGION, "zones": ["1", "2", "3"]}], **NOTHING_DEARER}
    plan = planned(four_cores(), scarcity=closed)
    assert of_kind(plan, AskKind.QUOTA) == []
    assert sum(ask.amount for ask in plan.asks) == 3
    assert all(ask.zone for ask in plan.asks)


def test_where_nothing_falls_short_the_plan_is_what_it_was() -> None:
    free = planned(four_cores())
    ample = planned(four_cores(), quotas=[quota(12)])
    assert (ample.fallbacks, ample.asks, ample.violations) == ((), (), ())
    assert [wave.groups for wave in ample.waves] == [wave.groups for wave in free.waves]
