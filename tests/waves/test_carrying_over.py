from estates import estate, machine

from azlift.model import Limits
from azlift.waves import carry_over, plan_waves

LIMITS = Limits()


def numbers(plan):  # type: ignore[no-untyped-def]
    return {group: wave.number for wave in plan.waves for group in wave.groups}


def test_who_was_planned_keeps_group_and_wave_and_newcomers_come_after() -> None:
    first = [machine("web01", "shop"), machine("mail01")]
    known = plan_waves(estate(*first), LIMITS)
    grown = estate(*first, machine("aaa01"))
    carried = carry_over(known, plan_waves(grown, LIMITS), grown)
    assert numbers(known).items() <= numbers(carried).items()
    assert numbers(carried)["aaa01"] > max(numbers(known).values())


def test_a_newcomer_joins_its_application() -> None:
    known = plan_waves(estate(machine("web01", "shop")), LIMITS)
    grown = estate(machine("web01", "shop"), machine("web02", "shop"))
    carried = carry_over(known, plan_waves(grown, LIMITS), grown)
    assert set(carried.by_group["shop"].workloads) == {machine("web01").id, machine("web02").id}
    assert "declared application" in carried.by_group["shop"].because


def test_a_machine_that_is_gone_leaves_its_group_and_an_empty_group_the_plan() -> None:
    known = plan_waves(estate(machine("web01", "shop"), machine("web02", "shop"), machine("mail01")), LIMITS)
    shrunk = estate(machine("web01", "shop"))
    carried = carry_over(known, plan_waves(shrunk, LIMITS), shrunk)
    assert carried.by_group.keys() == {"shop"}
    assert carried.by_group["shop"].workloads == (machine("web01").id,)


def test_nothing_new_changes_nothing() -> None:
    made = estate(machine("web01", "shop"), machine("mail01"))
    known = plan_waves(made, LIMITS)
    assert numbers(carry_over(known, plan_waves(made, LIMITS), made)) == numbers(known)
