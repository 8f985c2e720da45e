"""What the figures of a case are worth."""

from decimal import Decimal

from azlift.model import Sensitivity


def test_a_swing_is_the_distance_between_the_two_outcomes() -> None:
    item = Sensitivity(name="x", value=Decimal(1), saved_if_lower=Decimal(5), saved_if_higher=Decimal(-2))
    assert item.swing == 7
