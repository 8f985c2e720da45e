from dataclasses import replace

import plans
from parsed_page import ParsedPage

from azlift.report.plan_page.graph import MOST_DRAWN, graph_data, graph_section

TIES = {("app-01-prod", "app-00-prod"): 2.0, ("app-00-prod", "app-01-prod"): 3.0, ("app-00-prod", "app-06-prod"): 9.0}


def test_groups_carry_their_waves_place_in_time_and_both_directions_of_a_tie_are_one() -> None:
    drawn = graph_data(plans.small().plan, TIES)
    assert drawn
    assert drawn["waves"] == [f"wave-{number:02}" for number in range(1, 7)]
    assert [(name, wave, machines, gib) for name, _, _, wave, machines, gib in drawn["groups"][:2]] == [
        ("app-00-prod", 0, 2, 80),
        ("app-01-prod", 1, 2, 81),
    ]
    assert drawn["ties"] == [[0, 6, 9.0], [0, 1, 5.0]], "the strongest first"


def test_a_group_that_is_in_no_wave_is_drawn_as_such() -> None:
    plan = plans.small().plan
    drawn = graph_data(plan.model_copy(update={"waves": plan.waves[1:]}), TIES)
    assert drawn
    assert [wave for _, _, _, wave, _, _ in drawn["groups"][:2]] == [-1, 0]


def test_ties_to_strangers_to_itself_and_of_no_weight_are_none() -> None:
    strange = {("app-00-prod", "gone"): 5.0, ("app-00-prod", "app-00-prod"): 5.0, ("app-00-prod", "app-01-prod"): 0.0}
    plan = plans.small().plan
    assert graph_data(plan, strange) is None
    assert ParsedPage(graph_section(plan, strange)).texts["p"] == [
        "No group of this plan talks to another, as far as the inventory tells."
    ]


def test_ties_between_waves_are_counted_and_listed_dearest_first() -> None:
    ties = {**TIES, ("app-02-prod", "app-03-prod"): 7.0}
    parsed = ParsedPage(graph_section(plans.small().plan, ties))
    assert parsed.texts["p"][0].startswith("3 pairs of groups talk to each other; 2 of them move in different waves")
    assert parsed.tables["ties"][1:] == [
        ["app-02-prod", "wave-03", "app-03-prod", "wave-04", "7.00"],
        ["app-00-prod", "wave-01", "app-01-prod", "wave-02", "5.00"],
    ]


def test_what_is_too_much_to_draw_is_left_out_the_weakest_first_and_counted() -> None:
    made = plans.planned([f"g{number:03}" for number in range(100)], 4)
    names = list(made.plan.by_group)
    ties = {(one, other): float(place) + 1 for place, (one, other) in enumerate(_pairs(names)[: MOST_DRAWN + 40])}
    drawn = graph_data(made.plan, ties)
    assert drawn
    assert len(drawn["ties"]) == MOST_DRAWN
    assert min(weight for _, _, weight in drawn["ties"]) == 41.0
    assert "Only the 3,000 strongest are drawn: 40 are left out." in graph_section(made.plan, ties)


def _pairs(names: list[str]) -> list[tuple[str, str]]:
    return [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]


def test_the_order_of_groups_and_ties_changes_nothing() -> None:
    made = plans.small()
    plan = made.plan.model_copy(update={"groups": made.plan.groups[::-1]})
    turned = replace(
        made, plan=plan, ties={(other, one): weight for (one, other), weight in reversed(made.ties.items())}
    )
    assert graph_data(made.plan, made.ties) == graph_data(turned.plan, turned.ties)
    assert graph_section(made.plan, made.ties) == graph_section(turned.plan, turned.ties)
