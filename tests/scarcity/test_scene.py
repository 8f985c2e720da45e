"""The plan as it is wanted, and what the quotas give then."""

import numpy as np
from estates import estate, machine
from scarce import FAMILY, REGION, quota, scene_of

from azlift.scarcity.scene import is_ample, rows_of

MADE = estate(*(machine(f"m{n}", f"app{n}", vcpu=4, memory_mib=16384) for n in range(3)))


def test_times_are_the_stretches_in_which_no_quota_changes() -> None:
    grown = [quota(4), quota(8, since="2027-01-01"), quota(9, "standardDSv5Family", since="2027-02-01")]
    scene = scene_of(MADE, quotas=grown)
    assert len(scene.times) == len(scene.slots) == 20
    starts = [scene.slots[scene.times.index(time)].start.date().isoformat() for time in range(3)]
    assert starts == ["2026-11-28", "2027-01-02", "2027-02-06"]
    assert sorted(map(tuple, scene.supply.tolist())) == [(0, 0, 9), (4, 8, 8)]


def test_without_quotas_there_is_one_time_and_nothing_is_short() -> None:
    scene = scene_of(MADE)
    assert set(scene.times) == {0}
    assert scene.supply.shape == (0, 1)
    assert scene.short == frozenset()


def test_what_is_wanted_is_what_all_who_move_by_then_take() -> None:
    scene = scene_of(MADE, quotas=[quota(11)])
    assert scene.wanted.tolist() == [[12.0]]
    assert scene.short == {0}
    assert scene_of(MADE, quotas=[quota(12)]).short == frozenset()


def test_families_are_the_same_however_they_are_spelt() -> None:
    scene = scene_of(MADE, quotas=[quota(11, FAMILY.upper(), REGION.title())])
    assert scene.short == {0}
    assert scene.given("WESTEUROPE") == {FAMILY.casefold()}


def test_a_placement_draws_on_its_quota_from_its_slot_on() -> None:
    scene = scene_of(MADE, quotas=[quota(4), quota(8, since="2027-01-01")])
    placed = next(iter(scene.shop.placements.values()))
    assert [scene.take(placed, slot)[0].since for slot in (0, 19)] == [0, 1]
    assert scene.take(placed.model_copy(update={"family": "another"}), 0) == ()


def test_a_quota_is_ample_that_gives_all_at_its_lowest() -> None:
    scene = scene_of(MADE)
    taken = list(scene.shop.taken().values())
    for quotas, ample in (
        ([quota(12)], True),
        ([quota(11)], False),
        ([quota(12, since="2027-01-01")], False),
        ([], True),
    ):
        assert is_ample(rows_of(scene_of(MADE, quotas=quotas).draft), taken) is ample


def test_the_last_slot_of_a_group_is_the_last_it_may_move_in() -> None:
    scene = scene_of(MADE, ends=[{"last_day": "2027-01-10", "what": "lease", "applications": ["app1"]}])
    last = {group: scene.slots[slot].start.date().isoformat() for group, slot in scene.last_slot.items()}
    assert last["app1"] == "2027-01-09"
    assert last["app0"] == "2027-04-10"
    assert np.all(np.array(list(scene.slot_of.values())) <= np.array(list(scene.last_slot.values())))
