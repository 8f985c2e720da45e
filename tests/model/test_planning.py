from typing import Any

import pytest

from azlift.model import Limits, MoveGroup, Wave, WavePlan, Worth


def test_groups_and_waves_are_found_by_their_ids() -> None:
    group = MoveGroup(id="billing", workloads=("w-1",), because="declared")
    wave = Wave(id="wave-01", number=1, pilot=True, groups=("billing",), why="first")
    plan = WavePlan(limits=Limits(), groups=(group,), waves=(wave,), staying=())
    assert plan.by_group == {"billing": group}
    assert plan.by_wave == {"wave-01": wave}
    assert WavePlan.model_validate_json(plan.model_dump_json()) == plan


def planned(**changed: Any) -> WavePlan:
    return WavePlan(limits=Limits(), groups=(), waves=(), staying=(), **changed)


def test_a_plan_recorded_when_worth_had_four_parts_is_still_read() -> None:
    written = planned(worth=Worth(1.0, 2.0, 3.0, 4.0)).model_dump(mode="json") | {"worth": [1.0, 2.0, 3.0, 4.0]}
    read = WavePlan.model_validate(written).worth
    assert read is not None
    assert read == (1, 2, 3, 4, 0, 0, 0)
    assert read.total == 10


def test_all_parts_of_what_a_plan_is_worth_are_written_and_read() -> None:
    plan = planned(worth=Worth(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0))
    assert WavePlan.model_validate_json(plan.model_dump_json()) == plan


def test_the_gap_is_of_what_a_plan_can_change() -> None:
    """Of 110 are 10 paid whatever the plan: at most 25 of 100 could be saved."""
    assert planned(worth=Worth(100.0, 0, 0, 0, double_running=10.0), bound=85.0).gap == pytest.approx(0.25)
    assert planned(worth=Worth(0, 0, 0, 0, double_running=10.0), bound=10.0).gap is None
