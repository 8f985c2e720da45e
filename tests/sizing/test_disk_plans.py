from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measured import PREMIUM_V2, TIERS, catalogue, disk, series, tier

from azlift.model import PlacedDisk
from azlift.sizing.demand import Load
from azlift.sizing.disk_plans import (
    EVERY_DISK,
    Carrier,
    Option,
    as_bits,
    buy_per_unit,
    cheapest_together,
    disk_options,
    ladder,
)
from azlift.sizing.market import Known

LARGEST = 4095


def _tiers(load: Load, carrier: Carrier = EVERY_DISK, os_disk: bool = False, gib: float = 64) -> list[str]:
    known = Known(catalogue(per_unit=[PREMIUM_V2]))
    found = disk_options(disk(gib, os_disk=os_disk), load, known, carrier, 300, LARGEST)
    return [option.disk.tier or option.disk.sku for option in found]


def test_no_option_costs_more_than_another_and_delivers_less() -> None:
    """900 is beyond what a Standard SSD bursts to; Premium v2 delivers all, so nothing dearer is an option."""
    assert _tiers(Load(iops=series(100, 900, 900, 100))) == ["E6", "PremiumV2_LRS"]
    assert _tiers(Load(iops=series(100, 100))) == ["E6"]


def test_without_premium_disks_or_zones_the_kinds_that_need_them_are_left_out() -> None:
    load = Load(iops=np.full(20, 1_500.0))
    assert _tiers(load, Carrier(premium=False, zonal=True)) == ["E6", "E60"]
    assert "PremiumV2_LRS" not in _tiers(load, Carrier(premium=True, zonal=False))


def test_an_os_disk_is_not_grown_beyond_what_starts_and_not_bought_per_unit() -> None:
    load = Load(iops=np.full(20, 1_500.0))
    known = Known(catalogue(tiers=[t for t in TIERS if t.sku == "StandardSSD_LRS"], per_unit=[PREMIUM_V2]))
    (only,) = disk_options(disk(os_disk=True), load, known, EVERY_DISK, 300, 128)
    assert (only.disk.tier, only.unmet.bit_count()) == ("E6", 20)


def test_a_tier_of_unknown_figures_carries_no_measured_load_unless_it_is_said_to_be_enough() -> None:
    offered = catalogue(tiers=[tier("Premium_LRS", "P6", 64, "10", None, None)])
    load = Load(iops=series(1, 1))
    (strict,) = disk_options(disk(), load, Known(offered), EVERY_DISK, 300, LARGEST)
    (lenient,) = disk_options(disk(), load, Known(offered, unknown_is_enough=True), EVERY_DISK, 300, LARGEST)
    assert (strict.unmet.bit_count(), lenient.unmet) == (2, 0)


def test_a_tier_begins_where_the_one_below_it_ends() -> None:
    least = {rung.tier.tier: rung.least_gib for rung in ladder(Known(catalogue()))}
    assert (least["P6"], least["P10"], least["P30"], least["P40"]) == (1, 65, 129, 1025)


@pytest.mark.parametrize(
    ("gib", "iops", "mb_per_s", "expected"),
    [
        (64, 0, 0, (64, 3000, 125, "6.4")),
        (64, 3000.2, 125, (64, 3001, 125, "6.406")),
        (64, 100, 800.5, (64, 3204, 801, "41.424")),
        (1, 4000, 0, (8, 4000, 125, "6.8")),
        (70_000, 0, 0, None),
        (64, 90_000, 0, None),
        (64, 0, 2_001, None),
    ],
)
def test_gib_iops_and_mb_per_s_are_bought_apart_within_the_documented_limits(
    gib: int, iops: float, mb_per_s: float, expected: tuple[int, int, int, str] | None
) -> None:
    """801 MB/s need 3,204 IOPS (0.25 each); 4,000 IOPS need 2 GiB (500 each) above the 6 with 3,000 free ones."""
    bought = buy_per_unit(PREMIUM_V2, gib, iops, mb_per_s)
    assert bought == (None if expected is None else (*expected[:3], Decimal(expected[3])))


@given(intervals=st.lists(st.booleans(), max_size=40))
def test_a_set_of_intervals_has_one_bit_each(intervals: list[bool]) -> None:
    assert as_bits(np.array(intervals, dtype=np.bool_)).bit_count() == sum(intervals)


@given(
    costs=st.lists(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 15)), min_size=1, max_size=3), max_size=4),
    taken=st.integers(0, 15),
    allowed=st.integers(0, 4),
)
def test_the_plan_is_the_cheapest_of_all_combinations(
    costs: list[list[tuple[int, int]]], taken: int, allowed: int
) -> None:
    choices = [[Option(_placed(cost), missed) for cost, missed in options] for options in costs]
    fitting = []
    for picked in product(*costs):
        union = taken
        for _, missed in picked:
            union |= missed
        if union.bit_count() <= allowed:
            fitting.append(sum(cost for cost, _ in picked))
    plan = cheapest_together(choices, taken, allowed)
    assert (plan and plan.cost_per_month) == min(fitting, default=None)
    assert plan is None or plan.exhaustive


def test_where_the_combinations_are_too_many_a_good_one_is_found_and_said_not_to_be_exhaustive() -> None:
    """60 disks, each with one cheap option that misses a moment of its own: 10 of them may be taken."""
    choices = [[Option(_placed(1), 1 << n), Option(_placed(3), 0)] for n in range(60)]
    plan = cheapest_together(choices, 0, 10)
    assert plan is not None
    assert not plan.exhaustive
    assert plan.unmet.bit_count() <= 10
    assert 60 + 2 * 50 <= plan.cost_per_month < 3 * 60


def _placed(cost: int) -> PlacedDisk:
    return PlacedDisk(key="d", sku="s", tier="t", capacity_gib=1, os_disk=False, cost_per_month=Decimal(cost))
