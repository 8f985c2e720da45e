import re

import pytest
from hypothesis import given, settings
from small_estates import estate, estates, limits, link, machine, shuffled

from azlift.model import Estate, Limits, Link, MoveGroup, Wave, WavePlan, Workload
from azlift.waves import judge_azure_migrate_conditions, plan_waves
from azlift.waves.azure_migrate_conditions import COMPLEX


def planned(made: Estate, *waves: tuple[int, ...], most: int = 50) -> WavePlan:
    """A plan with these machines, by number, in each wave; every machine is a group of its own."""
    groups = tuple(MoveGroup(id=w.name, workloads=(w.id,), because="") for w in made.workloads)
    held = [
        Wave(id=f"wave-{n:02d}", number=n, pilot=False, groups=tuple(f"vm{m}" for m in members), why="")
        for n, members in enumerate(waves, 1)
    ]
    return WavePlan(limits=Limits(machines_per_wave=most), groups=groups, waves=tuple(held), staying=())


def judged(number: int, made: Estate, *waves: tuple[int, ...], most: int = 50) -> tuple[str, str]:
    """Result and facts of one condition."""
    found = judge_azure_migrate_conditions(planned(made, *waves, most=most), made)[number - 1]
    assert f"condition {number} is" in found.message
    assert found.evidence.endswith(f"planning condition {number}")
    return found.code.removeprefix("azure-migrate-"), found.evidence.partition(". Source: ")[0]


def often(source: int, target: int, port: int, times: int = 120) -> Link:
    return link(source, target, port).model_copy(update={"kind": "observed", "observations": times})


def critical(number: int, word: str) -> Workload:
    return machine(number, f"app {number}").model_copy(update={"criticality": word})


def test_strong_two_way_dependencies() -> None:
    made = estate([machine(0), machine(1)], [often(0, 1, 443), often(1, 0, 5432)])
    assert judged(1, made, (0, 1)) == ("met", "nothing is against it")
    assert judged(1, made, (0,), (1,)) == ("violated", "1: vm0 (wave 1) and vm1 (wave 2), seen 120 and 120 times")
    weak = estate([machine(0), machine(1)], [often(0, 1, 443), often(1, 0, 5432, 99)])
    assert judged(1, weak, (0,), (1,))[0] == "met"


def test_an_application_in_one_wave() -> None:
    made = estate([machine(0, "CRM"), machine(1, "crm "), machine(2)])
    assert judged(2, made, (0, 1), (2,))[0] == "met"
    assert judged(2, made, (0,), (1, 2)) == ("violated", "1: crm in waves 1, 2")


def test_what_is_depended_on_comes_first() -> None:
    made = estate([machine(0), machine(1)], [link(0, 1)])
    assert judged(3, made, (1,), (0,))[0] == "met"
    assert judged(3, made, (0, 1))[0] == "met"
    assert judged(3, made, (0,), (1,)) == ("violated", "1: vm0 (wave 1) needs vm1 (wave 2)")


def test_development_before_production() -> None:
    made = estate([machine(0, "A", "dev"), machine(1, "B", "prod"), machine(2, "C", "other")])
    assert judged(4, made, (0,), (1,), (2,))[0] == "met"
    assert judged(4, made, (0, 1), (2,))[0] == "met"
    assert judged(4, made, (1,), (0,)) == ("violated", "1: vm0 (wave 2) after production in wave 1")


def test_production_apart_and_what_states_nothing_is_production() -> None:
    made = estate([machine(0, "A", "dev"), machine(1)])
    assert judged(5, made, (0,), (1,))[0] == "met"
    assert judged(5, made, (0, 1)) == ("violated", "1: wave 1 has 1 of production and 1 of development or test")


@pytest.mark.parametrize(("word", "result"), [("High", "violated"), ("Mission-Critical", "violated"), ("low", "met")])
def test_high_criticality_not_first(word: str, result: str) -> None:
    made = estate([critical(0, word), *(machine(n) for n in range(1, 5))])
    assert judged(6, made, (0,), (1,), (2,), (3,), (4,))[0] == result
    assert judged(6, made, (1,), (0,), (2,), (3,), (4,))[0] == result, "two of five waves are the earliest"
    assert judged(6, made, (1,), (2,), (0,), (3,), (4,))[0] == "met"


def test_high_complexity_not_first() -> None:
    made = estate([machine(n, f"app {n}") for n in range(COMPLEX + 1)], [link(0, n) for n in range(1, COMPLEX + 1)])
    rest = tuple(range(1, COMPLEX + 1))
    assert judged(7, made, (0,), rest) == ("violated", "1: app 0 in wave 1, linked with 12 applications")
    assert judged(7, made, rest, (0,))[0] == "met"


def test_the_size_of_waves() -> None:
    made = estate([machine(0), machine(1)])
    assert judged(8, made, (0, 1), most=2)[0] == "met"
    assert judged(8, made, (0, 1), most=1) == ("violated", "1: wave 1 has 2 machines, at most 1")


def test_what_nothing_is_known_of_is_not_judged() -> None:
    made = estate([machine(0)])
    results = [found.code for found in judge_azure_migrate_conditions(planned(made, (0,)), made)]
    assert results == ["azure-migrate-not-judged"] * 7 + ["azure-migrate-met"]


@given(estates(), limits())
@settings(max_examples=50)
def test_each_condition_is_judged_once_whatever_the_order_of_rows(made: Estate, few: Limits) -> None:
    plan = plan_waves(made, few)
    found = judge_azure_migrate_conditions(plan, made)
    assert [re.findall(r"condition ([0-9])", one.message) for one in found] == [[str(n)] for n in range(1, 9)]
    assert found == judge_azure_migrate_conditions(plan, shuffled(made, 1))
