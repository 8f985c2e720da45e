"""Copies in closed form, against cases worked by hand."""

from dataclasses import replace
from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_loads import exactly, line, lines, load, waves

from azlift.forecast.loads import Load
from azlift.forecast.replication import (
    final_delta_gib,
    left_by,
    next_delta_hours,
    reached,
    seeding_hours,
    settled_delta_hours,
)
from azlift.model import Line, Replication

GIB_PER_HOUR_OF_33_MB_PER_S = 33e6 * 3600 / 2**30
"""110.6: of one disk."""


@pytest.mark.parametrize(("last", "following"), [(0, 1), (2, 1), (4, 2), (24, 12), (100, 12)])
def test_the_next_delta_is_half_the_last_one_away_but_one_hour_at_least_and_twelve_at_most(
    last: float, following: float
) -> None:
    """Four hours give two: the example of the documentation."""
    assert next_delta_hours(last) == following


@pytest.mark.parametrize("ratio", [0.01, 0.3, 0.5, 0.66, 0.7, 0.9])
def test_deltas_settle_where_the_rule_leads_when_it_is_followed(ratio: float) -> None:
    hours = 0.5
    for _ in range(2_000):
        hours = ratio * (hours + next_delta_hours(hours))
    assert settled_delta_hours(ratio) == pytest.approx(hours, rel=1e-6)


def test_deltas_of_what_changes_faster_than_it_is_sent_never_settle() -> None:
    assert settled_delta_hours(1.0) == inf


def test_one_machine_on_one_line_takes_its_gib_by_the_rate() -> None:
    assert seeding_hours([load(gib=1_000)], line(), Replication()) == exactly(10)


def test_equal_machines_take_as_long_as_all_their_gib_together() -> None:
    assert seeding_hours([load(n, gib=250) for n in range(8)], line(), Replication()) == exactly(20)


def test_a_blackout_adds_its_length() -> None:
    assert seeding_hours([load(gib=1_000)], line((4, 7), (9, 10), (50, 60)), Replication()) == exactly(14)
    assert seeding_hours([load(gib=1_000)], line((4, 7)), Replication(), start=5) == exactly(12)
    assert seeding_hours([], line(), Replication()) == exactly(0)


def test_a_disk_that_is_read_slower_than_the_line_carries_bounds_its_copy() -> None:
    rules = Replication(disk_mb_per_s=33)
    found = seeding_hours([load(gib=1_000, disks=1)], line(gib_per_hour=1e6), rules)
    assert found.low == pytest.approx(1_000 / GIB_PER_HOUR_OF_33_MB_PER_S)


def test_eight_disks_of_a_host_are_read_at_once() -> None:
    """16 machines of one disk on one host: two rounds of eight, whatever the line carries."""
    rules = Replication(disk_mb_per_s=33)
    found = seeding_hours([load(n, gib=100, disks=1, host="esx1") for n in range(16)], line(gib_per_hour=1e6), rules)
    assert found.low == pytest.approx(2 * 100 / GIB_PER_HOUR_OF_33_MB_PER_S)


def test_fifteen_disks_of_a_datastore_are_read_at_once() -> None:
    """30 machines of one disk in one datastore, on 30 hosts: two rounds of fifteen."""
    rules = Replication(disk_mb_per_s=33)
    stored = [replace(load(n, gib=100, disks=1, host=f"esx{n}"), datastore="ds1") for n in range(30)]
    found = seeding_hours(stored, line(gib_per_hour=1e6), rules)
    assert found.low == pytest.approx(2 * 100 / GIB_PER_HOUR_OF_33_MB_PER_S)


@pytest.mark.parametrize(("appliances", "rounds"), [(1, 2), (2, 1)])
def test_fifty_two_disks_of_an_appliance_are_read_at_once(appliances: int, rounds: int) -> None:
    """104 machines of one disk, each on its own host."""
    rules = Replication(disk_mb_per_s=33, appliances=appliances)
    many = [load(n, gib=100, disks=1, host=f"esx{n}") for n in range(104)]
    found = seeding_hours(many, line(gib_per_hour=1e6), rules)
    assert found.low == pytest.approx(rounds * 100 / GIB_PER_HOUR_OF_33_MB_PER_S)


@given(lines(), st.floats(0, 100), st.floats(0, 5_000))
def test_what_is_reached_is_what_was_carried_and_back(made: Line, start: float, gib: float) -> None:
    end = reached(made, start, gib)
    assert made.carried(start, end) == pytest.approx(gib, abs=1e-6)
    assert made.carried(left_by(made, end, gib), end) == pytest.approx(gib, abs=1e-6)
    assert left_by(made, end, gib) >= start - 1e-6


@given(lines().flatmap(lambda made: st.tuples(st.just(made), waves(made.gib_per_hour))), st.floats(1, 3))
def test_more_bandwidth_never_takes_longer(case: tuple[Line, list[Load]], factor: float) -> None:
    made, loads = case
    wider = made.model_copy(update={"gib_per_hour": made.gib_per_hour * factor})
    rules = Replication(disk_mb_per_s=20)
    slow, fast = seeding_hours(loads, made, rules), seeding_hours(loads, wider, rules)
    assert fast.low <= slow.low + 1e-9
    assert fast.high <= slow.high + 1e-9
    assert final_delta_gib(loads, wider, rules).high <= final_delta_gib(loads, made, rules).high + 1e-9


def test_a_final_delta_is_what_changed_in_a_cycle() -> None:
    """10 GiB an hour over 100: deltas of 1/9 hour, an hour apart. 10/9 GiB at least, and 11 1/4 at most (v = 1/9)."""
    found = final_delta_gib([load(change=10)], line(), Replication())
    assert found.low == pytest.approx(10 / 9)
    assert found.expected == pytest.approx(10 * (1 / 9 + 1 / 2))
    assert found.high == pytest.approx(10 * (1 + 1 / 8))


def test_a_final_delta_is_never_more_than_everything() -> None:
    found = final_delta_gib([load(gib=30, change=99), load(2, gib=50, change=99)], line(), Replication())
    assert (found.low, found.high) == (pytest.approx(80 * 0.99), 80)
    assert final_delta_gib([load(gib=30)], line(), Replication()) == exactly(0)


def test_a_blackout_and_others_on_the_line_make_a_final_delta_larger() -> None:
    plain = final_delta_gib([load(change=10)], line(), Replication())
    dark = final_delta_gib([load(change=10)], line((40, 50)), Replication())
    beside = final_delta_gib([load(change=10)], line(), Replication(), others_change=40)
    assert dark.high == pytest.approx(plain.high + 100)
    assert beside.high > plain.high


def test_a_longer_delta_is_never_followed_sooner() -> None:
    hours = [next_delta_hours(quarter / 4) for quarter in range(200)]
    assert all(one <= then for one, then in pairwise(hours))
