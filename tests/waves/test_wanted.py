"""When groups would move were there vCPU enough."""

from estates import estate, machine
from scarce import draft_of, quota, shop_of

from azlift.model import Limits
from azlift.waves import StockRow, problem_of, solved
from azlift.waves.wanted import wanted_slots

MADE = estate(*(machine(f"m{n}", f"app{n}", vcpu=4, memory_mib=16384) for n in range(6)))
TWO_A_WAVE = Limits(machines_per_wave=2, pilot_machines=0)


def test_quotas_count_for_nothing_and_everything_else_does() -> None:
    shop = shop_of(MADE)
    free = wanted_slots(draft_of(MADE, shop, TWO_A_WAVE), (), {})
    none = wanted_slots(draft_of(MADE, shop, TWO_A_WAVE, quotas=[quota(0)]), (), {})
    assert free is not None
    assert free == none
    assert sorted(free.values()) == [0, 0, 1, 1, 2, 2]


def test_what_is_wanted_is_what_is_planned_where_quota_is_no_matter() -> None:
    draft = draft_of(MADE, shop_of(MADE), TWO_A_WAVE)
    wanted, slots = wanted_slots(draft, (), {}), solved(draft, problem_of(draft)).plan
    assert wanted is not None
    assert sorted(wanted.values()) == sorted(slots.tolist())


def test_a_stock_of_the_callers_counts() -> None:
    draft = draft_of(MADE, shop_of(MADE))
    late = StockRow("GiB", (1.0,) * 6, (0.0,) * 3 + (6.0,) * (len(draft.frame.slots) - 3))
    assert set((wanted_slots(draft, [late], {}) or {}).values()) == {3}


def test_where_somebody_finds_no_slot_nothing_is_wanted() -> None:
    draft = draft_of(MADE, shop_of(MADE))
    assert wanted_slots(draft, [StockRow("GiB", (1.0,) * 6, (0.0,) * len(draft.frame.slots))], {}) is None
    assert wanted_slots(draft_of(estate(), shop_of(estate())), (), {}) is None
