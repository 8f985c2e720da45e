"""What the ledger holds of the estate as a whole."""

from collections.abc import Callable
from pathlib import Path

from estates import estate, machine, planned

from azlift import on_record
from azlift.model import Estate, Power, Roster, Route
from azlift.stages import Stage


def test_what_stood_when_the_plan_was_made_is_found_beneath_what_came_later(workspace: Callable[..., Path]) -> None:
    first = estate(machine("a"))
    venue = planned(workspace(), first)
    later = estate(machine("a"), machine("b"))
    venue.ledger.record(on_record.ESTATE, Stage.SURVEYED, later.fingerprint, later)
    assert on_record.when_planned(Estate, venue) == first
    assert venue.ledger.latest(on_record.ESTATE, Estate) == later
    assert on_record.when_planned(Roster, venue) == venue.ledger.latest(on_record.ESTATE, Roster)


def test_what_has_no_place_in_azure_is_retained(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), estate(machine("a"), machine("off", power=Power.OFF)))
    routes = {workload.name: workload.route for workload in on_record.routed_estate(venue).workloads}
    assert routes == {"a": None, "off": Route.RETAIN}


def test_no_wave_is_under_way_before_its_landing_zone_was_sent(workspace: Callable[..., Path]) -> None:
    venue = planned(workspace(), estate(machine("a")))
    known, under_way = on_record.under_way(venue)
    assert known == on_record.current_plan(venue)
    assert under_way == frozenset()
