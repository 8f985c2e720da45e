from hypothesis import given
from small_estates import estate, estates, limits, link, machine

from azlift.model import Estate, Limits, Wave, WavePlan
from azlift.waves import judge_plan, plan_waves


def moved(plan: WavePlan, order: list[list[str]]) -> WavePlan:
    """The plan with its groups in these waves, the first of them as the pilot."""
    waves = tuple(
        Wave(id=f"wave-{number:02d}", number=number, pilot=number == 1, groups=tuple(groups), why="")
        for number, groups in enumerate(order, start=1)
    )
    return WavePlan(limits=plan.limits, groups=plan.groups, waves=waves, staying=plan.staying)


def test_a_group_put_before_what_it_calls_is_named_with_both_waves() -> None:
    made = estate([machine(0, "crm"), machine(1, "ad")], [link(0, 1)])
    (finding,) = judge_plan(moved(plan_waves(made, Limits()), [["crm"], ["ad"]]), made)
    assert finding.code == "group-before-its-dependency"
    assert finding.message == "crm moves in wave-01, before ad which it calls"
    assert finding.evidence == "ad moves in wave-02"


def test_a_pilot_is_held_to_its_own_limit() -> None:
    made = estate([machine(n, "crm") for n in range(6)])
    (finding,) = judge_plan(moved(plan_waves(made, Limits()), [["crm"]]), made)
    assert finding.message == "wave-01 is larger than a pilot may be: 6 machines, limit 5"


def test_production_beside_its_own_tests_is_noted() -> None:
    made = estate([machine(0, "crm", "prod"), machine(1, "crm", "dev")])
    (finding,) = judge_plan(moved(plan_waves(made, Limits()), [["crm-dev", "crm-prod"]]), made)
    assert finding.code == "production-not-last"
    assert finding.evidence == "crm-prod moves in wave-01, crm-dev in wave-01"


def test_a_cycle_is_named_with_the_link_that_was_dropped() -> None:
    links = [link(0, 1, 80), link(0, 1, 443), link(1, 0, 22)]
    (finding,) = plan_waves(estate([machine(0, "crm"), machine(1, "ad")], links), Limits()).violations
    assert finding.code == "dependency-cycle"
    assert finding.message.startswith("ad → crm → ad is a cycle: ad does not wait for crm")
    assert finding.evidence == "dropped: vm1 → vm0 port 22"


def test_an_empty_plan_breaks_nothing() -> None:
    made = estate([])
    assert judge_plan(plan_waves(made, Limits()), made) == ()


@given(estates(), limits())
def test_a_computed_plan_is_judged_as_it_judged_itself(made: Estate, few: Limits) -> None:
    plan = plan_waves(made, few)
    assert judge_plan(plan, made) == plan.violations
