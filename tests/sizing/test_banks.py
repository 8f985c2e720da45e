from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measured import series, undelivered

from azlift.model import Burst, Size
from azlift.sizing.banks import Bank, cpu_bank, io_bank, plain_bank, unmet

SECONDS = 300


@given(
    asked=st.lists(st.one_of(st.just(float("nan")), st.integers(0, 40).map(float)), min_size=1, max_size=30),
    base=st.integers(1, 20),
    over=st.integers(1, 20),
    full=st.integers(0, 60),
    share=st.floats(0, 1),
)
def test_a_bank_delivers_what_a_replay_interval_by_interval_delivers(
    asked: list[float], base: int, over: int, full: int, share: float
) -> None:
    bank = Bank(base, base + over, full * SECONDS, full * share * SECONDS)
    missed = set(np.flatnonzero(unmet(np.array(asked), bank, SECONDS)).tolist())
    assert missed == undelivered(asked, bank.base, bank.most, bank.full, bank.start, SECONDS)


@given(asked=st.lists(st.integers(0, 40).map(float), min_size=1, max_size=30), more=st.integers(0, 9))
def test_a_fuller_bank_never_delivers_less(asked: list[float], more: int) -> None:
    poor, rich = Bank(10, 30, 20 * SECONDS, 5 * SECONDS), Bank(10, 30, (20 + more) * SECONDS, (5 + more) * SECONDS)
    missed_by_rich = unmet(np.array(asked), rich, SECONDS)
    assert not (missed_by_rich & ~unmet(np.array(asked), poor, SECONDS)).any()


def test_what_lasts_only_as_long_as_the_credits_it_began_with_does_not_last() -> None:
    """Ten units over the base at every moment: the bank holds for the series, but not for ever."""
    bank = Bank(base=100, most=200, full=10**9, start=10**9)
    assert unmet(np.full(50, 110.0), bank, SECONDS).all()
    assert not unmet(np.full(50, 100.0), bank, SECONDS).any()


def test_without_an_interval_the_base_is_all_there_is() -> None:
    assert unmet(series(110), Bank(100, 200, 10**9, 10**9), 0).all()


def test_azures_example_of_a_p4_bursts_for_half_an_hour() -> None:
    """Source: managed-disks-bursting-2.md: 120 IOPS, up to 3,500 for 30 minutes, then 120 while it restocks."""
    bank = io_bank(120, 3500, 0.0)
    idle = [0.0] * 200
    assert not unmet(series(*idle, *[3500] * 6), bank, SECONDS).any()
    assert unmet(series(*idle, *[3500] * 7), bank, SECONDS).sum() == 1


def test_the_documented_credits_of_a_size_are_seconds_of_a_vcpu(make_size: Callable[..., Size]) -> None:
    """Standard_B2ts_v2 (bsv2-series.md, 2026): 20 % of two vCPU, 24 credits an hour, 576 at most, 60 to start with."""
    burst = Burst(
        baseline_percent=Decimal(40),
        credits_per_hour=Decimal(24),
        credits_at_most=Decimal(576),
        credits_at_start=Decimal(60),
    )
    bank = cpu_bank(make_size(vcpu=2, burst=burst))
    assert (bank.base, bank.most, bank.full, bank.start) == (0.4, 2, 576 * 60, 3600)
    hours_of_full_use = bank.start / (bank.most - bank.base) / 3600
    assert hours_of_full_use == pytest.approx(0.625)


def test_what_a_credit_is_worth_follows_from_what_an_idle_hour_banks(make_size: Callable[..., Size]) -> None:
    """An idle Standard_B2ts_v2 banks 12 credits an hour by the credit model's page (2023), 24 by its own (2026).

    Either is an hour at its baseline; so a bank of half as many credits, worth twice as much, is the same bank.
    """
    burst = Burst(
        baseline_percent=Decimal(40),
        credits_per_hour=Decimal(12),
        credits_at_most=Decimal(288),
        credits_at_start=Decimal(30),
    )
    assert cpu_bank(make_size(vcpu=2, burst=burst)).full == 576 * 60


def test_a_burst_below_the_base_and_an_unknown_base_are_none() -> None:
    assert io_bank(500, 300, 0.0) == io_bank(500, None, 0.0) == plain_bank(500)
    assert io_bank(None, 3500, 0.0) == plain_bank(0.0)
