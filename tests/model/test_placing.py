from decimal import Decimal

from estates import machine

from azlift.catalog import read_catalogue
from azlift.model import Placement, Roster
from azlift.sizing import choose_placement


def test_a_placement_costs_its_size_and_its_disks() -> None:
    placed = choose_placement(machine("web01"), read_catalogue("westeurope"), "Premium_LRS")
    assert isinstance(placed, Placement)
    assert placed.cost_per_month == placed.compute.amount_per_month + placed.storage.amount_per_month > Decimal(0)


def test_a_roster_finds_a_placement_and_survives_being_written_down() -> None:
    placed = choose_placement(machine("web01"), read_catalogue("westeurope"), "Premium_LRS")
    assert isinstance(placed, Placement)
    roster = Roster(basis="b", placements=(placed,), unplaceable=(), names={placed.workload: "vm-web01"})
    again = Roster.model_validate_json(roster.model_dump_json())
    assert again.by_workload[machine("web01").id] == placed
