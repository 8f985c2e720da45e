from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_estates import estate, estates, link, machine, shuffled, workload_id

from azlift.model import Calendar, Estate, Limits
from azlift.waves import plan_waves
from azlift.waves.groups import gather_groups
from azlift.waves.splitting import edges, find_cuts, strongest_cuts, ties_of
from azlift.waves.strength import Weights

GROUPS = {"b": [workload_id(0)], "a": [workload_id(1), workload_id(2)]}


def three(environment: str = "prod") -> Estate:
    links = [link(0, 1, 443), link(2, 0, 443), link(1, 2, 443), link(0, 0, 443)]
    return estate([machine(n, f"app {n}", environment) for n in range(3)], links)


def test_an_edge_is_what_a_week_apart_costs_and_links_within_a_group_cost_nothing() -> None:
    ((one, other, cost),) = edges(find_cuts(GROUPS, three()))
    assert (one, other) == ("a", "b")
    assert cost == pytest.approx(2 * 9.0 * log(2) * 2.0)


@pytest.mark.parametrize("environment", ["dev", "", "elsewhere"])
def test_what_is_not_known_to_be_production_costs_less(environment: str) -> None:
    ((_, _, cost),) = edges(find_cuts(GROUPS, three(environment)))
    assert cost == pytest.approx(2 * 9.0 * log(2) * 2.0 * 0.35)


def test_the_weights_are_parameters() -> None:
    ((_, _, cost),) = edges(find_cuts(GROUPS, three(), Weights(per_week=1.0, synchronous=1.0)))
    assert cost == pytest.approx(2 * log(2))


def test_links_of_infrastructure_cost_nothing() -> None:
    machines = [machine(n, f"app {n}") for n in range(8)]
    groups = {f"g{n}": [workload_id(n)] for n in range(8)}
    made = estate(machines, [*(link(n, 0, 53) for n in range(1, 8)), link(1, 2, 443)])
    assert [(one, other) for one, other, _ in edges(find_cuts(groups, made))] == [("g1", "g2")]


def test_a_group_says_which_of_its_links_costs_most_to_cut_and_what_all_of_them_cost() -> None:
    observed = link(0, 1, 443).model_copy(update={"kind": "observed", "observations": 180})
    made = estate([machine(n, f"app {n}", "prod") for n in range(3)], [observed, link(2, 0, 443)])
    cuts = strongest_cuts(find_cuts(GROUPS, made), made)
    strong, weak = log(10) * 2, log(2) * 2
    assert cuts["b"] == (
        f"vm0 to vm1 in a: strength {strong:.2f}, {9 * strong:.2f} USD a week apart; "
        f"all 2 that are cut: {9 * (strong + weak):.2f}"
    )
    assert cuts["a"].startswith("vm1 to vm0 in b: ")


def test_a_group_with_one_link_cut_says_its_cost_once() -> None:
    made = estate([machine(n) for n in range(3)], [link(0, 1, 443)])
    cuts = strongest_cuts(find_cuts(GROUPS, made), made)
    assert cuts["b"] == "vm0 to vm1 in a: strength 1.39, 4.37 USD a week apart"


def test_a_group_that_talks_to_none_has_no_cut() -> None:
    made = estate([machine(n) for n in range(3)])
    assert strongest_cuts(find_cuts(GROUPS, made), made) == {}


@given(estates(), st.integers())
def test_edges_are_between_two_groups_once_above_nothing_and_the_same_for_any_order(made: Estate, seed: int) -> None:
    groups = {group: found.members for group, found in gather_groups(made).items()}
    found = edges(find_cuts(groups, made))
    assert all(one < other and cost > 0 for one, other, cost in found)
    assert len({(one, other) for one, other, _ in found}) == len(found)
    assert edges(find_cuts(dict(reversed(groups.items())), shuffled(made, seed))) == found


def test_the_ties_of_a_plan_cost_what_its_calendar_says() -> None:
    made = three()
    plan = plan_waves(made, Limits())
    usual = ties_of(plan, made)
    assert usual
    dear = plan.model_copy(update={"calendar": Calendar.model_validate({"weights": {"split_per_week": 18}})})
    assert ties_of(dear, made) == {pair: pytest.approx(2 * cost) for pair, cost in usual.items()}
