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


def test_what_a_group_takes_of_each_familys_quota_is_the_sum_of_what_is_placed() -> None:
    dsv5, esv5 = ("standardDSv5Family", "westeurope"), ("standardESv5Family", "westeurope")
    vcpu = {"w-0": (dsv5, 4), "w-1": (esv5, 8), "w-2": (dsv5, 2), "w-3": (dsv5, 16)}
    made = Conditions(Limits(), date(2026, 11, 26), Calendar(), vcpu=vcpu)
    assert made.vcpu_of(["w-0", "w-1", "w-2", "w-nowhere"]) == {dsv5: 6, esv5: 8}
    assert made.vcpu_of([]) == {}
