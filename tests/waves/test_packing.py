import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_estates import estate, estates, limits, link, machine

from azlift.model import Estate, Limits, WavePlan
from azlift.waves import plan_waves
from azlift.waves.groups import gather_groups
from azlift.waves.ordering import environment_pairs, order_groups


def numbers(plan: WavePlan) -> dict[str, int]:
    return {group: wave.number for wave in plan.waves for group in wave.groups}


def test_the_pilot_is_small_outside_production_and_has_few_dependants() -> None:
    machines = [
        machine(0, "crm", "prod"),
        *(machine(n, "large", "dev") for n in range(1, 7)),
        machine(7, "lonely", "dev"),
        machine(8, "shared", "dev"),
    ]
    plan = plan_waves(estate(machines, [link(0, 8), link(1, 8)]), Limits(pilot_machines=1))
    assert plan.waves[0].pilot
    assert plan.waves[0].groups == ("lonely",)
    assert plan.waves[0].why.endswith("the pilot: outside production, called by no other group")


def test_the_pilot_never_mixes_known_production_with_what_can_fail() -> None:
    plan = plan_waves(estate([machine(0, "a", "dev"), machine(1, "b", "prod"), machine(2, "c")]), Limits())
    assert plan.waves[0].groups == ("a",)


def test_only_production_is_left_for_the_pilot_when_there_is_nothing_else() -> None:
    plan = plan_waves(estate([machine(0, "a", "prod")]), Limits())
    assert (plan.waves[0].pilot, plan.waves[0].groups) == (True, ("a",))


def test_there_is_no_pilot_when_every_group_is_too_large_for_one() -> None:
    plan = plan_waves(estate([machine(n, "a") for n in range(6)]), Limits(pilot_machines=5))
    assert [wave.pilot for wave in plan.waves] == [False]
    assert [finding.code for finding in plan.violations] == ["no-pilot"]


def test_a_group_moves_in_the_first_wave_with_room_after_what_it_calls() -> None:
    machines = [machine(n, f"app {n}") for n in range(6)]
    plan = plan_waves(estate(machines, [link(0, 5)]), Limits(machines_per_wave=2, pilot_machines=0))
    placed = numbers(plan)
    assert placed["app-0"] >= placed["app-5"]
    assert [len(wave.groups) for wave in plan.waves] == [2, 2, 2]


@pytest.mark.parametrize(
    "few",
    [
        Limits(groups_per_wave=1, pilot_machines=0),
        Limits(machines_per_wave=1, pilot_machines=0),
        Limits(gib_per_wave=100, pilot_machines=0),
    ],
)
def test_each_limit_alone_bounds_a_wave(few: Limits) -> None:
    plan = plan_waves(estate([machine(n) for n in range(4)]), few)
    assert [len(wave.groups) for wave in plan.waves] == [1, 1, 1, 1]


def test_a_group_larger_than_the_limits_moves_alone_and_the_plan_says_so() -> None:
    machines = [*(machine(n, "whale") for n in range(4)), machine(4, "minnow"), machine(5, "minnow 2")]
    plan = plan_waves(estate(machines), Limits(machines_per_wave=3, pilot_machines=1))
    (alone,) = [wave for wave in plan.waves if "whale" in wave.groups]
    assert alone.groups == ("whale",)
    assert alone.why.endswith("whale is larger than a wave may be and moves alone")
    (violation,) = plan.violations
    assert violation.code == "wave-too-large"
    assert "4 machines, limit 3" in violation.message
    assert violation.evidence == "its largest group is whale: 4 machines, 400 GiB"


def test_production_moves_in_a_later_wave_than_the_tests_of_its_application() -> None:
    machines = [machine(0, "crm", "prod"), machine(1, "crm", "test"), machine(2, "other")]
    plan = plan_waves(estate(machines), Limits())
    assert numbers(plan)["crm-prod"] > numbers(plan)["crm-test"]
    assert "crm-prod after crm-test (wave-01)" in plan.waves[-1].why


@given(estates(), limits())
def test_no_wave_breaks_a_limit_without_a_violation_that_names_it(made: Estate, few: Limits) -> None:
    plan = plan_waves(made, few)
    named = {finding.message.split()[0] for finding in plan.violations if finding.code == "wave-too-large"}
    for wave in plan.waves:
        groups = [plan.by_group[group] for group in wave.groups]
        machines = sum(len(group.workloads) for group in groups)
        within = (
            len(groups) <= few.groups_per_wave
            and machines <= (min(few.pilot_machines, few.machines_per_wave) if wave.pilot else few.machines_per_wave)
            and sum(group.disk_gib for group in groups) <= few.gib_per_wave
        )
        assert within == (wave.id not in named)
        assert within or len(groups) == 1


@given(estates(), limits())
def test_no_group_moves_before_what_it_waits_for(made: Estate, few: Limits) -> None:
    placed = numbers(plan := plan_waves(made, few))
    assert all(placed[group.id] >= placed[earlier] for group in plan.groups for earlier in group.after)
    assert not [finding for finding in plan.violations if finding.code == "group-before-its-dependency"]
    membership = {group: found.members for group, found in gather_groups(made).items()}
    ordering = order_groups(membership, made)
    for early, late in environment_pairs(membership, ordering.production, made):
        assert placed[early] < placed[late] or early not in ordering.strictly_after[late]


@given(estates(), st.integers(1, 5))
def test_waves_are_numbered_without_gaps_and_only_the_first_is_a_pilot(made: Estate, pilot_machines: int) -> None:
    plan = plan_waves(made, Limits(pilot_machines=pilot_machines))
    assert [wave.number for wave in plan.waves] == list(range(1, len(plan.waves) + 1))
    assert [wave.id for wave in plan.waves] == [f"wave-{wave.number:02d}" for wave in plan.waves]
    assert all(wave.groups for wave in plan.waves)
    assert not any(wave.pilot for wave in plan.waves[1:])
