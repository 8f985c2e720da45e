"""Token buckets."""

from azlift.rehearsal.limits import buckets as module
from azlift.rehearsal.limits.buckets import Buckets, Rate

KEY = ("reads", "me")


def test_a_bucket_is_full_at_first_and_empty_when_it_was_drawn_dry() -> None:
    buckets, rate = Buckets(), Rate(2, 1)
    assert [buckets.take(KEY, rate, 0.0) for _ in range(2)] == [1, 0]
    assert buckets.look(KEY, rate, 0.0) == (0, 1.0)


def test_compute_refills_once_a_minute_as_its_documentation_shows_it() -> None:
    """The documented example: 12 tokens, 4 a minute; 0, 8, 0, 13, 5, 0 requests in six minutes."""
    buckets, rate = Buckets(), Rate(12, 4, 60.0)
    begun, throttled = [], []
    for minute, requests in enumerate((0, 8, 0, 13, 5, 0)):
        now = minute * 60.0
        begun.append(buckets.look(KEY, rate, now)[0])
        refused = 0
        for _ in range(requests):
            if buckets.look(KEY, rate, now)[1]:
                refused += 1
            else:
                buckets.take(KEY, rate, now)
        throttled.append(refused)
    assert begun == [12, 12, 8, 12, 4, 4]
    assert throttled == [0, 0, 0, 1, 1, 0]


def test_an_empty_bucket_says_how_long_until_its_next_refill() -> None:
    buckets, rate = Buckets(), Rate(1, 1, 60.0)
    buckets.take(KEY, rate, 100.0)
    assert buckets.look(KEY, rate, 115.0) == (0, 45.0)
    assert buckets.look(KEY, rate, 160.0) == (1, 0.0)


def test_a_bucket_never_holds_more_than_its_burst_nor_loses_to_a_clock_gone_back() -> None:
    buckets, rate = Buckets(), Rate(2, 4)
    buckets.take(KEY, rate, 10.0)
    assert buckets.look(KEY, rate, 1_000_000.0)[0] == 2
    assert buckets.take(KEY, rate, 5.0) == 1


def test_a_changed_rate_begins_with_a_full_bucket() -> None:
    buckets = Buckets()
    buckets.take(KEY, Rate(1, 1), 0.0)
    assert buckets.look(KEY, Rate(5, 1), 0.0) == (5, 0.0)


def test_buckets_that_are_full_again_are_forgotten_when_there_are_many() -> None:
    buckets, rate = Buckets(), Rate(2, 1)
    for number in range(module.MOST_BUCKETS):
        buckets.take((str(number),), rate, 0.0)
    buckets.take(("late",), rate, 0.5)
    assert len(buckets._buckets) == module.MOST_BUCKETS + 1
    buckets.take(("later",), rate, 2.0)
    assert len(buckets._buckets) == 1
