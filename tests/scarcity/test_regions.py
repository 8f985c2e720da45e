"""Another region: only where the calendar allows it and the machines bear the way, and only for a group as a whole."""

from typing import Any

import pytest
from estates import estate, machine
from scarce import FAMILY, quota, relief_of, scene_of

from azlift.model import Estate, FallbackKind
from azlift.scarcity.regions import allowed_regions

NEAR: dict[str, Any] = {
    "dearer_at_most": 0,
    "regions": [{"region": "northeurope", "round_trip_ms": 20}],
    "latency_needs": [{"round_trip_ms": 25}],
}


def pairs(count: int) -> Estate:
    sizes = ((4, 16384), (4, 32768))
    return estate(
        *(
            machine(f"m{n}{part}", f"app{n}", vcpu=vcpu, memory_mib=memory)
            for n in range(count)
            for part, (vcpu, memory) in enumerate(sizes)
        )
    )


def allowed(**said: Any) -> list[str]:
    made = pairs(1)
    return allowed_regions(made.workloads, scene_of(made, scarcity={**NEAR, **said}))


def test_a_region_that_is_near_enough_takes_the_whole_group() -> None:
    relief = relief_of(pairs(3), quotas=[quota(8)], scarcity=NEAR)
    assert [one.kind for one in relief.fallbacks] == [FallbackKind.REGION] * 2
    assert {one.placement.region for one in relief.fallbacks} == {"northeurope"}
    one, other = relief.fallbacks
    assert one.placement.zones == other.placement.zones
    assert len(one.placement.zones) == 1
    assert relief.draft.conditions.away == {one.workload: "northeurope", other.workload: "northeurope"}
    assert relief.draft.conditions.vcpu[one.workload][0][1] == "northeurope"


def test_no_region_is_taken_that_nobody_named() -> None:
    assert relief_of(pairs(3), quotas=[quota(8)], scarcity={**NEAR, "regions": []}).fallbacks == ()


def test_no_region_is_taken_by_machines_whose_need_nobody_stated() -> None:
    assert allowed(latency_needs=[]) == []
    assert allowed(latency_needs=[{"round_trip_ms": 25, "applications": ["other"]}]) == []


@pytest.mark.parametrize(("borne", "expected"), [(19.9, []), (20, ["northeurope"])])
def test_the_way_must_be_as_short_as_is_needed(borne: float, expected: list[str]) -> None:
    assert allowed(latency_needs=[{"round_trip_ms": borne}]) == expected


def test_the_shortest_need_of_all_that_cover_a_machine_counts() -> None:
    assert allowed(latency_needs=[{"round_trip_ms": 99}, {"round_trip_ms": 5, "applications": ["app*"]}]) == []


def test_its_own_region_is_no_other() -> None:
    assert allowed(regions=[{"region": "WestEurope", "round_trip_ms": 0}]) == []


def test_the_quota_of_the_other_region_counts_too() -> None:
    there = [quota(0, FAMILY, "northeurope"), quota(8), quota(0, "standardEASv5Family", "northeurope")]
    relief = relief_of(pairs(3), quotas=there, scarcity={**NEAR, "dearer_at_most": 0.3})
    assert not any((one.placement.family, one.placement.region) == (FAMILY, "northeurope") for one in relief.fallbacks)


def test_a_region_no_catalogue_knows_is_passed_over_and_told() -> None:
    odd = {**NEAR, "regions": [{"region": "../../etc", "round_trip_ms": 1}]}
    relief = relief_of(pairs(3), quotas=[quota(8)], scarcity=odd)
    assert relief.fallbacks == ()
    assert [finding.code for finding in relief.findings] == ["region-unknown"]
