"""What a plan is made under."""

from datetime import date

from azlift.model import Calendar, Limits
from azlift.waves import Conditions


def test_a_machine_nobody_priced_and_placed_is_in_neither() -> None:
    made = Conditions(Limits(), date(2026, 11, 26), Calendar())
    assert (made.costs, made.vcpu) == ({}, {})
    assert made.away_of(["w-0"]) == ""


def test_a_group_is_away_where_its_machines_are() -> None:
    made = Conditions(Limits(), date(2026, 11, 26), Calendar(), away={"w-1": "northeurope"})
    assert (made.away_of(["w-1", "w-0"]), made.away_of(["w-0"]), made.away_of([])) == ("northeurope", "", "")
