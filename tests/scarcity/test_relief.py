"""Quotas that fall short: the cheapest stand-ins with which nobody waits, and never more than a quota gives."""

import itertools
import random
from collections import defaultdict
from typing import Any

import pytest
from estates import estate, machine
from scarce import FAMILY, NOTHING_DEARER, REGION, RIVALS, quota, relief_of, shop_of

from azlift.model import Estate, FallbackKind, Workload
from azlift.scarcity import Relief
from azlift.scarcity.scene import Scene
from azlift.scarcity.ways import State


def four_cores(count: int, application: str = "app") -> Estate:
    """Machines that are all placed on the same size, each a group."""
    return estate(*(machine(f"m{n:02}", f"{application}{n}", vcpu=4, memory_mib=16384) for n in range(count)))


def taken(relief: Relief, scene: Scene) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """By family and region, the slot and the vCPU of each machine that counts."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for group, members in scene.groups:
        for one in members:
            if one.id in relief.draft.conditions.vcpu:
                (family, region), vcpu = relief.draft.conditions.vcpu[one.id]
                later = relief.unmet.get(one.id) is State.LATER
                slot = scene.last_slot[group.id] if later else scene.slot_of[group.id]
                found[family.casefold(), region].append((slot, vcpu))
    return found


def keeps_quotas(relief: Relief, scene: Scene) -> bool:
    used = taken(relief, scene)
    return all(
        sum(vcpu for at, vcpu in used[row.family, row.region] if at <= slot) <= supply
        for row in scene.rows
        for slot, supply in enumerate(row.supply)
    )


def test_where_quota_is_enough_nothing_is_chosen_and_the_draft_is_the_same() -> None:
    shop = shop_of(four_cores(5))
    relief = relief_of(four_cores(5), shop, quotas=[quota(20)])
    assert (relief.scene, relief.fallbacks, relief.unmet, relief.findings) == (None, (), {}, ())
    assert relief.draft.conditions.vcpu == shop.taken()


def test_one_vcpu_too_few_moves_one_machine_to_the_cheapest_that_is_as_good() -> None:
    relief = relief_of(four_cores(5), quotas=[quota(19)])
    (one,) = relief.fallbacks
    assert (one.kind, one.from_size, one.placement.size) == (FallbackKind.SIZE, "Standard_D4as_v5", "Standard_D4s_v5")
    assert (
        one.extra_per_month == one.placement.cost_per_month - relief.scene.shop.placements[one.workload].cost_per_month
    )  # type: ignore[union-attr]
    assert one.extra_per_month > 0
    assert "gives 19 vCPU" in one.why
    assert "takes 20" in one.why
    assert relief.draft.conditions.vcpu[one.workload] == (("standardDSv5Family", REGION), 4)


def test_a_family_without_room_is_not_taken_and_the_next_is() -> None:
    none_left = [quota(16), quota(0, "standardDSv5Family"), quota(3, "standardDADSv5Family")]
    (one,) = relief_of(four_cores(5), quotas=none_left).fallbacks
    assert one.placement.family == "standardDDSv5Family"


def test_only_what_moves_before_the_quota_grows_needs_a_stand_in() -> None:
    """Half of the machines may not move before March, when there is quota for all."""
    late = [{"days": "2026-11-01/2027-02-28", "applications": ["app5", "app6", "app7", "app8", "app9"]}]
    grown = [quota(12), quota(40, since="2027-03-01")]
    relief = relief_of(four_cores(10), quotas=grown, freezes=late)
    assert len(relief.fallbacks) == 2
    assert relief.scene
    assert keeps_quotas(relief, relief.scene)


def test_a_quota_that_shrinks_counts_who_is_there_already() -> None:
    relief = relief_of(four_cores(5), quotas=[quota(40), quota(8, since="2027-02-01")])
    assert len(relief.fallbacks) == 3


@pytest.mark.parametrize(("limit", "expected"), [(0, 0), (0.05, 0), (0.2, 3)])
def test_what_is_too_dear_is_not_taken(limit: float, expected: int) -> None:
    grown = [quota(8), quota(20, since="2027-03-01")]
    relief = relief_of(four_cores(5), quotas=grown, scarcity={"dearer_at_most": limit})
    assert len(relief.fallbacks) == expected
    waiting = [] if expected else [State.LATER] * 3
    assert list(relief.unmet.values()) == waiting


def test_what_nothing_spares_is_to_be_granted_and_draws_on_no_quota() -> None:
    relief = relief_of(four_cores(5), quotas=[quota(8)], scarcity=NOTHING_DEARER)
    assert list(relief.unmet.values()) == [State.GRANTED] * 3
    assert len(relief.draft.conditions.vcpu) == 2
    assert relief.scene
    assert keeps_quotas(relief, relief.scene)


def test_who_needs_a_grant_does_not_move_before_it_can_be_there() -> None:
    relief = relief_of(four_cores(5), quotas=[quota(8)], scarcity={**NOTHING_DEARER, "lead_days": 30})
    assert relief.scene
    before = sum(slot.start.date().isoformat() < "2026-12-26" for slot in relief.scene.slots)
    for (group, _), may in zip(relief.scene.groups, relief.draft.frame.granted, strict=True):
        asked = group.workloads[0] in relief.unmet
        assert may.any()
        assert may[:before].any() != asked


def test_no_quota_at_all_is_a_quota() -> None:
    relief = relief_of(four_cores(3), quotas=[quota(0)])
    assert len(relief.fallbacks) == 3


def test_a_family_of_which_the_calendar_says_nothing_is_not_limited() -> None:
    assert relief_of(four_cores(3), quotas=[quota(0, "standardESv5Family")]).fallbacks == ()


def test_where_there_is_no_plan_even_with_vcpu_enough_nothing_is_chosen() -> None:
    frozen = [{"days": "2026-11-01/2028-12-31"}]
    relief = relief_of(four_cores(3), quotas=[quota(0)], freezes=frozen)
    assert relief.scene is None


def test_the_order_of_rows_changes_nothing() -> None:
    machines = [machine(f"m{n}", f"app{n}", vcpu=4 * (1 + n % 2), memory_mib=16384 * (1 + n % 2)) for n in range(8)]
    quotas = [quota(16), quota(8, "standardDSv5Family"), quota(8, "standardDADSv5Family")]
    first = relief_of(estate(*machines), quotas=quotas)
    for seed in range(3):
        random.Random(seed).shuffle(machines)
        again = relief_of(estate(*machines), quotas=quotas[::-1])
        assert {f.workload: f for f in again.fallbacks} == {f.workload: f for f in first.fallbacks}


# -- against trying everything --------------------------------------------------------------------------------------

FAMILIES = (FAMILY, *RIVALS)


def tight(seed: int) -> tuple[Estate, dict[str, Any]]:
    rng = random.Random(seed)

    def one(number: int) -> Workload:
        vcpu = rng.choice((2, 4, 8))
        return machine(f"m{number}", f"app{number}", vcpu=vcpu, memory_mib=4096 * vcpu)

    made = estate(*(one(number) for number in range(4)))
    quotas = [quota(2 * rng.randrange(6), family) for family in FAMILIES]
    unnamed = [quota(0, family) for family in sorted(OTHERS)]
    return made, {"quotas": [*quotas, *unnamed], "scarcity": {"dearer_at_most": 0.6}}


OTHERS = frozenset(
    size.family for size in shop_of(four_cores(1)).home.sizes if size.family not in FAMILIES and size.vcpu >= 2
)


def best_by_trying(scene: Scene) -> tuple[int, int]:
    """vCPU beyond any quota, and cents, of the best choice of all: a quota holds from the first day to the last."""
    each: list[list[tuple[str, int, int, int]]] = []
    for _, (one,) in scene.groups:
        placed = scene.shop.placements[one.id]
        vcpu = scene.shop.takes(placed)[1]
        found = [
            (p.family.casefold(), scene.shop.takes(p)[1], 0, round(extra * 100) + 1)
            for p, extra in scene.stand_ins(one, placed.zones[0], 0)
        ]
        each.append([(placed.family.casefold(), vcpu, 0, 0), ("", 0, vcpu, 0), *found])
    supply = {row.family: row.supply[0] for row in scene.rows}

    def fits(ways: tuple[tuple[str, int, int, int], ...]) -> bool:
        return all(sum(v for family, v, _, _ in ways if family == name) <= most for name, most in supply.items())

    return min(
        (sum(beyond for _, _, beyond, _ in ways), sum(cents for _, _, _, cents in ways))
        for ways in itertools.product(*each)
        if fits(ways)
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_extra_cost_is_the_least_there_is_and_no_quota_is_exceeded(seed: int) -> None:
    made, calendar = tight(seed)
    relief = relief_of(made, **calendar)
    if relief.scene is None:
        assert relief.fallbacks == ()
        return
    assert keeps_quotas(relief, relief.scene)
    beyond = sum(relief.scene.shop.takes(relief.scene.shop.placements[id_])[1] for id_ in relief.unmet)
    cents = sum(round(one.extra_per_month * 100) + 1 for one in relief.fallbacks)
    assert (beyond, cents) == best_by_trying(relief.scene)


def test_the_estates_tried_do_fall_short() -> None:
    reliefs = [relief_of(made, **calendar) for made, calendar in map(tight, range(20))]
    assert sum(bool(relief.fallbacks) for relief in reliefs) > 10
    assert sum(bool(relief.unmet) for relief in reliefs) > 5
