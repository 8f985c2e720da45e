"""What a plan is made under."""

from datetime import date

from azlift.model import Calendar, Limits
from azlift.waves import Conditions


def test_a_machine_nobody_priced_and_placed_is_in_neither() -> None:
    made = Conditions(Limits(), date(2026, 11, 26), Calendar())
    assert (made.costs, made.vcpu) == ({}, {})
