"""Zones that are closed to a family: another zone, then another size, then capacity that must be reserved."""

from typing import Any

import pytest
from estates import estate, machine
from scarce import FAMILY, NOTHING_DEARER, REGION, relief_of, scene_of

from azlift.model import Estate, FallbackKind
from azlift.scarcity.ways import State
from azlift.scarcity.zones import Seat, seats, without

ALL = ["1", "2", "3"]


def closed(zones: list[str], family: str = FAMILY, **more: Any) -> dict[str, Any]:
    return {"closed_zones": [{"family": family, "region": REGION, "zones": zones, **more}]}


def pair() -> Estate:
    """A group of two sizes."""
    return estate(machine("web", "shop", vcpu=4, memory_mib=16384), machine("db", "shop", vcpu=4, memory_mib=32768))


def seat_of(made: Estate, scarcity: dict[str, Any]) -> Seat:
    (found,) = seats(scene_of(made, scarcity=scarcity)).values()
    return found


def test_an_open_zone_is_kept() -> None:
    first = seat_of(pair(), {})
    assert first == Seat(first.was, first.was)
    others = [zone for zone in ALL if zone != first.zone]
    assert seat_of(pair(), closed(others)) == first


def test_a_closed_zone_is_left_by_the_whole_group() -> None:
    first = seat_of(pair(), {})
    second = seat_of(pair(), closed([first.zone]))
    assert second.zone in set(ALL) - {first.zone}
    assert (second.was, len(second.moved), second.stuck) == (first.zone, 1, ())


def test_where_every_zone_is_closed_the_machine_is_stuck_and_another_size_has_a_zone() -> None:
    found = seat_of(pair(), closed(ALL))
    assert found.zone in ALL
    assert len(found.stuck) == 1
    (one,) = relief_of(pair(), scarcity=closed(ALL)).fallbacks
    assert one.kind is FallbackKind.SIZE
    assert one.placement.family != FAMILY
    assert one.placement.zones == (found.zone,)
    assert "not to be had in zone" in one.why


def test_where_nothing_stands_in_capacity_must_be_reserved_in_the_zone_it_had() -> None:
    relief = relief_of(pair(), scarcity={**closed(ALL), **NOTHING_DEARER})
    assert relief.fallbacks == ()
    assert list(relief.unmet.values()) == [State.RESERVED]
    (seat,) = relief.seats.values()
    assert seat.zone == seat.was


@pytest.mark.parametrize(("until", "moved"), [("2026-11-27", 0), ("2026-11-28", 1)])
def test_a_zone_is_closed_up_to_its_last_day(until: str, moved: int) -> None:
    """The first window opens on 28 November."""
    was = seat_of(pair(), {}).zone
    assert len(seat_of(pair(), closed([was], until=until)).moved) == moved


@pytest.mark.parametrize("other", [{"family": "standardESv5Family"}, {"region": "northeurope"}])
def test_another_family_or_region_closes_nothing(other: dict[str, str]) -> None:
    was = seat_of(pair(), {})
    assert seat_of(pair(), closed([was.zone], **other)) == was


def test_all_machines_of_a_moved_group_share_its_zone() -> None:
    was = seat_of(pair(), {}).zone
    relief = relief_of(pair(), scarcity=closed([was]))
    (one,) = relief.fallbacks
    assert (one.kind, one.from_zone, one.extra_per_month) == (FallbackKind.ZONE, was, 0)
    assert one.placement.zones == (one.zone,)
    assert one.placement.size == one.from_size
    assert relief.scene
    assert all(one.zone in placed.zones for placed in relief.scene.shop.placements.values())


def test_a_size_without_zones_left_is_sold_in_none() -> None:
    scene = scene_of(pair())
    placed = next(iter(scene.shop.placements.values()))
    assert without(placed, frozenset(ALL)).zones == ()
    assert without(placed, frozenset("2")).zones == ("1", "3")
