"""Room for machines, and sizes a subscription may not have."""

from pathlib import Path

import pytest

from azlift.rehearsal.store import Store
from azlift.rehearsal.supply import Restriction, Room, Supply


@pytest.mark.parametrize(
    ("room", "holds"),
    [
        (Room("westeurope", "", "", 0), True),
        (Room("westeurope", "1", "", 0), True),
        (Room("westeurope", "2", "", 0), False),
        (Room("westeurope", "", "standard_d2s_v5", 0), True),
        (Room("westeurope", "", "Standard_D4s_v5", 0), False),
        (Room("northeurope", "", "", 0), False),
    ],
)
def test_a_room_is_a_place_and_a_size(room: Room, holds: bool) -> None:
    assert room.holds("westeurope", ["1"], "Standard_D2s_v5") is holds


def test_a_machine_without_a_zone_takes_no_room_of_a_zone() -> None:
    assert not Room("westeurope", "1", "", 0).holds("westeurope", [], "Standard_D2s_v5")


def test_what_is_said_again_of_a_place_takes_the_place_of_what_was_said() -> None:
    supply = Supply(Store(None))
    supply.set_room("West Europe", "1", "Standard_D2s_v5", 3)
    supply.set_room("westeurope", "1", "standard_d2s_V5", 0)
    supply.set_room("westeurope", "2", "Standard_D2s_v5", 1)
    assert [(room.zone, room.machines) for room in supply.rooms] == [("1", 0), ("2", 1)]


def test_a_restriction_is_found_by_region_and_size() -> None:
    supply = Supply(Store(None))
    supply.restrict([Restriction("westeurope", "Standard_D2s_v5", ("1",))])
    assert supply.restriction("westeurope", "standard_d2S_v5") == supply.restrictions[0]
    assert supply.restriction("westeurope", "Standard_D4s_v5") is None
    assert supply.restriction("northeurope", "Standard_D2s_v5") is None


def test_supply_is_opened_as_it_was_left(tmp_path: Path) -> None:
    store = Store(tmp_path)
    supply = Supply(store)
    supply.set_room("westeurope", "", "", 7)
    supply.restrict([Restriction("westeurope", "Standard_D2s_v5", ("1", "2"))])
    store.commit()
    again = Supply(store)
    assert (again.rooms, again.restrictions) == (supply.rooms, supply.restrictions)
    store.close()
