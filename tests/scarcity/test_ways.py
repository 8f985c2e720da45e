"""The ways a machine can be placed, and who takes which."""

from decimal import Decimal

from estates import estate, machine
from scarce import NOTHING_DEARER, quota, scene_of

from azlift.scarcity.regions import find_aways
from azlift.scarcity.scene import Scene
from azlift.scarcity.ways import State, cents, find_ways
from azlift.scarcity.zones import seats

MADE = estate(*(machine(f"m{n}", f"app{n}", vcpu=4, memory_mib=16384) for n in range(3)))
NEAR = {"regions": [{"region": "northeurope", "round_trip_ms": 1}], "latency_needs": [{"round_trip_ms": 2}]}


def states(scene: Scene) -> set[tuple[State, ...]]:
    ways = find_ways(scene, seats(scene), ())
    return {tuple(dict.fromkeys(way.state for way in own.ways)) for unit in ways.units for own in unit}


def test_a_machine_that_nothing_concerns_has_one_way() -> None:
    assert states(scene_of(MADE, quotas=[quota(12)])) == {(State.AS_PLACED,)}


def test_the_surest_way_comes_first_and_what_must_be_granted_last() -> None:
    short = scene_of(MADE, quotas=[quota(4)])
    assert states(short) == {(State.AS_PLACED, State.STANDS_IN, State.GRANTED)}
    grown = scene_of(MADE, quotas=[quota(4), quota(12, since="2027-03-01")], scarcity=NOTHING_DEARER)
    assert states(grown) == {(State.AS_PLACED, State.LATER, State.GRANTED)}


def test_machines_of_the_same_options_are_one_unit_and_those_that_may_go_away_are_alone() -> None:
    alike = scene_of(MADE, quotas=[quota(4)])
    assert [len(unit) for unit in find_ways(alike, seats(alike), ()).units] == [3]
    near = scene_of(MADE, quotas=[quota(4)], scarcity=NEAR)
    ways = find_ways(near, seats(near), find_aways(near, seats(near)))
    assert [len(unit) for unit in ways.units] == [1, 1, 1]


def test_each_machine_goes_one_way_or_away_with_its_group() -> None:
    scene = scene_of(MADE, quotas=[quota(4)], scarcity={**NEAR, **NOTHING_DEARER})
    ways = find_ways(scene, seats(scene), find_aways(scene, seats(scene)))
    chosen, away = ways.choose(scene.supply)
    gone = [id_ for one in away for id_ in one.machines]
    assert sorted([*chosen, *gone]) == sorted(scene.shop.placements)
    assert len(gone) == 2


def test_who_moves_first_keeps_what_was_placed() -> None:
    late = [{"days": "2026-11-01/2026-12-31", "applications": ["app0"]}]
    scene = scene_of(MADE, quotas=[quota(8)], freezes=late)
    ways = find_ways(scene, seats(scene), ())
    chosen, _ = ways.choose(scene.supply)
    (moved,) = (id_ for id_, way in chosen.items() if way.state is State.STANDS_IN)
    assert moved == MADE.workloads[0].id


def test_a_lower_price_alone_is_worth_nothing() -> None:
    assert [cents(Decimal(text)) for text in ("1.25", "0", "-3")] == [125, 0, 0]
