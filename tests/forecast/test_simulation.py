"""Replication played through: cases worked by hand, and a thousand waves against the closed form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_loads import CARRIES, line, lines, load, waves

from azlift.forecast.loads import Load, total_change, total_gib
from azlift.forecast.replication import GIB_PER_HOUR_OF_MB_PER_S, final_delta_gib, seeding_hours
from azlift.forecast.simulation import Played, simulate
from azlift.model import Line, Replication

RULES = Replication()
TOLERANCE = 1e-6
"""GiB a machine, and hours: the simulation calls a KiB nothing. Ends are compared by what the line has carried by then,
since a KiB before a blackout is hours."""
SETTLED_HOURS = 200.0
"""After a copy, until its deltas have settled: each is at most half as long as the last, or is of an hour."""


def play(*departures: tuple[Load, float, float], over: Line | None = None, rules: Replication = RULES) -> list[Played]:
    return list(simulate(departures, over or line(), rules))


def test_one_machine_is_copied_kept_in_step_and_cut_over() -> None:
    """10 h of copy; a delta of 100 GiB in 1 h, then an hour's wait; the first cutover comes as that delta ends."""
    (played,) = play((load(gib=1_000, change=10), 0, 11))
    assert (played.copied, played.stopped) == (pytest.approx(10), pytest.approx(11))
    assert played.deltas_gib == pytest.approx(100)
    assert played.last_gib == pytest.approx(10)
    assert played.done == pytest.approx(11.1)


def test_a_cutover_in_the_middle_of_a_delta_sends_its_rest_and_what_changed_since_it_began() -> None:
    (played,) = play((load(gib=1_000, change=10), 0, 10.5))
    assert (played.deltas_gib, played.last_gib) == (pytest.approx(50), pytest.approx(50 + 5))
    assert played.done == pytest.approx(11.05)


def test_equal_machines_share_the_line_equally() -> None:
    played = play(*((load(n, gib=250), 0.0, 100.0) for n in range(4)))
    assert [one.copied for one in played] == [pytest.approx(10)] * 4


def test_nothing_moves_in_a_blackout() -> None:
    (played,) = play((load(gib=1_000), 0, 100), over=line((4, 7)))
    assert played.copied == pytest.approx(13)


def test_a_source_is_not_stopped_before_its_copy_is_complete() -> None:
    (played,) = play((load(gib=1_000, change=10), 0, 3))
    assert (played.copied, played.stopped) == (pytest.approx(10), pytest.approx(10))
    assert played.last_gib == pytest.approx(100)


def test_the_last_delta_goes_before_copies_and_copies_before_deltas() -> None:
    first, second = play((load(1, gib=100, change=20), 0, 3), (load(2, gib=1_000), 1.5, 50))
    assert first.done == pytest.approx(3 + first.last_gib / CARRIES)
    delta_before = 20
    assert first.deltas_gib == pytest.approx(delta_before)
    assert second.copied == pytest.approx(1.5 + (1_000 + first.last_gib) / CARRIES)


def test_eight_disks_of_a_host_and_52_of_an_appliance_are_copied_at_once() -> None:
    slow = Replication(disk_mb_per_s=33)
    hour = 100 / (33 * GIB_PER_HOUR_OF_MB_PER_S)
    host = play(
        *((load(n, 100, disks=1, host="esx1"), 0.0, 90.0) for n in range(16)), over=line(gib_per_hour=1e6), rules=slow
    )
    assert sorted(one.copied for one in host) == pytest.approx([hour] * 8 + [2 * hour] * 8)
    free = play(*((load(n, 100, disks=1), 0.0, 90.0) for n in range(60)), over=line(gib_per_hour=1e6), rules=slow)
    assert sorted(one.copied for one in free) == pytest.approx([hour] * 52 + [2 * hour] * 8)


def test_a_machine_with_more_disks_than_a_host_serves_is_copied_alone() -> None:
    played = play((load(1, 100, disks=20, host="esx1"), 0, 90), (load(2, 100, disks=1, host="esx1"), 0, 90))
    assert [one.copied for one in played] == [pytest.approx(1), pytest.approx(2)]


def test_a_machine_without_bytes_or_changes_is_done_when_it_is_stopped() -> None:
    (played,) = play((load(gib=0), 5, 5))
    assert (played.copied, played.done, played.last_gib) == (5, 5, 0)


CASES = lines().flatmap(lambda made: st.tuples(st.just(made), waves(made.gib_per_hour)))


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None)
@given(case=CASES, start=st.floats(0, 60), phase=st.floats(0, 4))
def test_a_thousand_random_waves_end_as_the_closed_form_says(
    case: tuple[Line, list[Load]], start: float, phase: float
) -> None:
    """The copies' end to a few KiB. What the cutovers send lies in the forecast range: once the deltas have settled,
    where no limit of disks makes a delta wait, and where no blackout is near."""
    made, loads = case
    finish = start + seeding_hours(loads, made, RULES, start).expected
    cutover = max(finish, max((end for _, end in made.closed), default=0)) + SETTLED_HOURS + phase
    wide = RULES.model_copy(update={"disks_per_host": 100})
    played = simulate(((one, start, cutover) for one in loads), made, wide)
    copied = made.carried(0, max(one.copied for one in played))
    assert copied == pytest.approx(made.carried(0, finish), abs=2 * TOLERANCE * len(loads))
    forecast = final_delta_gib(loads, made.model_copy(update={"closed": ()}), RULES)
    sent = sum(one.last_gib for one in played)
    assert forecast.low - TOLERANCE * len(loads) <= sent <= forecast.high + TOLERANCE * len(loads)
    assert max(one.done for one in played) == pytest.approx(cutover + sent / made.gib_per_hour, abs=TOLERANCE)


@settings(max_examples=150, deadline=None)
@given(case=CASES, mb_per_s=st.floats(1, 30), appliance=st.integers(6, 12))
def test_where_disks_bound_the_copies_they_end_within_the_range(
    case: tuple[Line, list[Load]], mb_per_s: float, appliance: int
) -> None:
    made, loads = case
    rules = Replication(disk_mb_per_s=mb_per_s, disks_per_appliance=appliance)
    still = [Load(one.workload, one.link, one.gib, 0.0, one.disks, one.host) for one in loads]
    end = max(one.copied for one in simulate(((one, 0.0, 0.0) for one in still), made, rules))
    forecast = seeding_hours(still, made, rules)
    most = 2 * TOLERANCE * len(loads)
    assert made.carried(0, forecast.low) - most <= made.carried(0, end) <= made.carried(0, forecast.high) + most


@settings(max_examples=100, deadline=None)
@given(case=CASES, factor=st.floats(1, 4))
def test_more_bandwidth_never_completes_the_copies_later(case: tuple[Line, list[Load]], factor: float) -> None:
    made, loads = case
    wider = made.model_copy(update={"gib_per_hour": made.gib_per_hour * factor})
    rules = RULES.model_copy(update={"disks_per_host": 100})

    def end(over: Line) -> float:
        return max(one.copied for one in simulate(((one, 0.0, 0.0) for one in loads), over, rules))

    assert made.carried(0, end(wider)) <= made.carried(0, end(made)) + 2 * TOLERANCE * len(loads)


@settings(max_examples=100, deadline=None)
@given(case=CASES)
def test_every_byte_is_sent_and_none_before_it_could_be(case: tuple[Line, list[Load]]) -> None:
    """All copies, and of the changes neither more than were made nor more than the line carried."""
    made, loads = case
    played = simulate(((one, 0.0, 120.0) for one in loads), made, RULES)
    sent = total_gib(loads) + sum(one.deltas_gib + one.last_gib for one in played)
    until = max(one.done for one in played)
    assert sent <= made.carried(0, until) + TOLERANCE * len(loads)
    assert sent <= total_gib(loads) + total_change(loads) * max(one.stopped for one in played) + TOLERANCE * len(loads)
    assert made.carried(0, until) >= total_gib(loads) - 2 * TOLERANCE * len(loads)
