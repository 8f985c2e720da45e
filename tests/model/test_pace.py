"""Durations that are not known exactly."""

import pytest
from pydantic import ValidationError

from azlift.model import Pace, Range


def test_a_range_is_in_order() -> None:
    assert Range(low=1, expected=1, high=2).expected == 1
    for low, expected, high in ((2, 1, 3), (1, 4, 3)):
        with pytest.raises(ValidationError, match="low <= expected <= high"):
            Range(low=low, expected=expected, high=high)


def test_nights_must_hold_what_is_expected_unless_somebody_says_otherwise() -> None:
    assert Pace().must_fit == "expected"
    with pytest.raises(ValidationError):
        Pace(must_fit="low")  # type: ignore[arg-type]
