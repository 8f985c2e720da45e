"""When each wave's copy starts, what fits, and the rows this gives the planning problem."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_loads import CARRIES, line, lines, load, waves

from azlift.forecast.loads import total_gib
from azlift.forecast.seeding_calendar import Convoy, Seeding, delta_share, line_rows, seeding
from azlift.forecast.simulation import simulate
from azlift.model import Line, Replication

RULES = Replication(test_lead_days=2)


def convoy(name: str, cutover: float, *gib: float, change: float = 0.0) -> Convoy:
    return Convoy(name, cutover, tuple(load(number, size, change) for number, size in enumerate(gib)))


@st.composite
def convoys(draw: st.DrawFn, carries: float) -> list[Convoy]:
    """Up to five waves, a day or more apart, each of up to two machines."""
    made, cutover = [], 0.0
    for number in range(draw(st.integers(1, 5))):
        cutover += draw(st.floats(24, 200))
        made.append(Convoy(f"wave-{number}", cutover, tuple(draw(waves(carries / 5, most=2)))))
    return made


CASES = lines().flatmap(lambda made: st.tuples(st.just(made), convoys(made.gib_per_hour)))


def test_a_copy_starts_so_late_that_its_margin_still_fits_before_the_test() -> None:
    """16 h for 1,000 GiB with its margin, and 30 h, before hour 252."""
    (found,) = seeding([convoy("w", 300, 1_000)], line(), RULES)
    assert (found.due, found.start, found.finish) == (252, pytest.approx(252 - 16 - 30), pytest.approx(252 - 36))
    assert found.spare_gib == pytest.approx(252 * CARRIES - 1_000)
    assert found.fits


def test_a_copy_that_should_have_started_before_the_day_of_planning_starts_at_once() -> None:
    (found,) = seeding([convoy("w", 60, 1_000)], line(), RULES)
    assert (found.start, found.finish, found.fits) == (0, 10, True)


def test_a_wave_that_does_not_fit_says_by_how_much() -> None:
    found = seeding([convoy("a", 60, 1_000), convoy("b", 61, 1_000)], line(), RULES)
    assert [one.fits for one in found] == [True, False]
    assert found[1].spare_gib == pytest.approx(13 * CARRIES - 2_000)


def test_a_machine_whose_disks_are_read_slowly_starts_early_enough() -> None:
    """1,000 GiB from two disks at 10 MB/s each: 14.9 hours, though the line would take one."""
    wide, slow = line(gib_per_hour=1_000), Replication(test_lead_days=2, disk_mb_per_s=10)
    (found,) = seeding([convoy("w", 300, 1_000)], wide, slow)
    hours = 1_000 * 2**30 / 20e6 / 3600
    assert found.finish - found.start == pytest.approx(hours)
    assert found.start == pytest.approx(252 - hours - 30)


def test_more_machines_than_the_appliances_carry_at_once_do_not_fit() -> None:
    """300 for one appliance, and 500 however many there are."""
    many = Convoy("w", 3_000, tuple(load(number, 1) for number in range(301)))
    one, two = (seeding([many], line(), Replication(appliances=count))[0] for count in (1, 2))
    assert (one.replicating, one.at_most, one.fits) == (301, 300, False)
    assert (two.at_most, two.fits) == (500, True)


def test_a_blackout_is_no_time_to_copy_in() -> None:
    (found,) = seeding([convoy("w", 300, 1_000)], line((200, 250)), RULES)
    assert found.start == pytest.approx(200 - 14 - 30)


def test_changes_of_waves_that_wait_for_their_cutover_are_sent_beside() -> None:
    early = convoy("a", 200, 100, change=50)
    alone, beside = (seeding([*others, convoy("b", 202, 2_000)], line(), RULES)[-1] for others in ([], [early]))
    assert beside.start < alone.start
    assert beside.finish - beside.start > alone.finish - alone.start
    assert beside.spare_gib < alone.spare_gib - 100
    assert (alone.replicating, beside.replicating) == (1, 2)


def test_the_order_in_which_waves_are_given_changes_nothing() -> None:
    waves_given = [convoy("a", 200, 100, 900), convoy("b", 300, 2_000, change=5), convoy("c", 400, 50)]
    assert seeding(waves_given, line(), RULES) == seeding(waves_given[::-1], line(), RULES)


@settings(max_examples=150, deadline=None)
@given(case=CASES, factor=st.floats(1, 4))
def test_more_bandwidth_leaves_no_wave_less_room(case: tuple[Line, list[Convoy]], factor: float) -> None:
    """By the fluid test without deltas, whose start a faster line may put later or earlier."""
    made, given_waves = case
    still = [Convoy(one.name, one.cutover, tuple(load(gib=total_gib(one.loads)) for _ in "1")) for one in given_waves]
    wider = made.model_copy(update={"gib_per_hour": made.gib_per_hour * factor})
    slow, fast = seeding(still, made, RULES), seeding(still, wider, RULES)
    assert all(quick.spare_gib >= long.spare_gib - 1e-6 for quick, long in zip(fast, slow, strict=True))


@settings(max_examples=150, deadline=None)
@given(case=CASES)
def test_what_is_played_through_is_copied_no_later_than_was_reckoned(case: tuple[Line, list[Convoy]]) -> None:
    """Copies go before scheduled deltas, for which the arithmetic keeps room. Last deltas of cutovers go before both,
    and may so push a copy into the time of the next, with which it then shares the line."""
    made, given_waves = case
    rules = RULES.model_copy(update={"disks_per_host": 1_000, "disks_per_appliance": 1_000})
    found = {one.name: one for one in seeding(given_waves, made, rules)}
    departures = [(one, found[wave.name].start, wave.cutover) for wave in given_waves for one in wave.loads]
    played = iter(simulate(departures, made, rules))
    for wave in given_waves:
        copied = max([next(played).copied for _ in wave.loads])
        earlier = [one for other in given_waves if other.cutover < copied for one in other.loads]
        last = sum(one.change_gib_per_hour * copied for one in earlier)
        finish = found[wave.name].finish
        pushed_into = [
            one for other in given_waves if finish <= found[other.name].start < copied for one in other.loads
        ]
        room = made.carried(0, finish) + last + total_gib(pushed_into)
        least = made.carried(0, found[wave.name].start) + total_gib(wave.loads)
        assert least - 1e-4 <= made.carried(0, copied) <= room + 1e-4


def test_starting_late_sends_fewer_changes_than_starting_early() -> None:
    given_waves = [convoy(f"w{number}", 400 + 100 * number, 2_000, change=4) for number in range(5)]
    late = seeding(given_waves, line(), RULES)
    early = [Seeding(one.name, 0, 20 * (place + 1), one.due, one.spare_gib, 1, 300) for place, one in enumerate(late)]
    assert delta_share(given_waves, late) < 0.4 * delta_share(given_waves, early)


def test_the_share_of_changes_is_of_all_bytes() -> None:
    wave = convoy("w", 100, 500, change=5)
    assert delta_share([wave], [Seeding("w", 0, 0, 100, 0, 1, 300)]) == pytest.approx(0.5)
    assert delta_share([], []) == 0


# -- rows ---------------------------------------------------------------------------------------------------------

GROUPS = [[load(1, 300), load(2, 200)], [load(3, 1_000)]]


def rows(hours: tuple[float, ...], **facts: Any) -> tuple[float, ...]:
    (row,) = line_rows(GROUPS, hours, {"er": facts.pop("over", line())}, RULES, **facts)
    assert (row.line, row.stock) == ("er", (500, 1_000))
    return row.supply


def test_up_to_a_slot_a_line_supplies_what_it_carries_before_the_test_less_the_reserve() -> None:
    assert rows((24, 72, 148)) == pytest.approx((0, 0.8 * 24 * CARRIES, 0.8 * 100 * CARRIES))


def test_what_a_simulation_sends_as_changes_is_not_supplied_again() -> None:
    assert rows((148,), delta_shares={"er": 0.25}) == pytest.approx((0.75 * 0.8 * 100 * CARRIES,))


def test_machines_of_another_line_take_nothing_of_this_one() -> None:
    one, two = line_rows([[load(1, 300)]], (100,), {"er": line(), "vpn": line()}, RULES)
    assert (one.stock, two.stock) == ((300,), (0,))


@given(lines(), st.lists(st.floats(0, 500), max_size=6).map(sorted))
def test_supply_never_falls(made: Line, hours: list[float]) -> None:
    supply = rows(tuple(hours), over=made)
    assert list(supply) == sorted(supply)
