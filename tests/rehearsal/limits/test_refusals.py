"""The words of a 429."""

import pytest

from azlift.rehearsal.limits.buckets import Rate
from azlift.rehearsal.limits.refusals import Empty, arm_refusal, real_wait

WAITS = [(0.2, 1, 1), (5, 1, 5), (5.1, 1, 6), (600, 60, 10), (5, 0, 5)]


def test_arm_speaks_as_it_was_recorded() -> None:
    error = arm_refusal("reads", "subscription 's1'", "me", Empty("subscription-reads", Rate(250, 25), 10.0), 1.0)
    assert error.message == (
        "Number of 'read' requests for subscription 's1' actor 'me' exceeded. Please try again after '10' seconds "
        "after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information."
    )


@pytest.mark.parametrize(("seconds", "speed", "expected"), WAITS)
def test_a_wait_is_never_nothing(seconds: float, speed: float, expected: int) -> None:
    assert real_wait(seconds, speed) == expected
