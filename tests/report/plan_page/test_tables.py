import plans
from parsed_page import ParsedPage

from azlift.report.plan_page.tables import groups_table, waves_table


def test_a_wave_has_all_that_is_known_of_it() -> None:
    head, first, *_ = ParsedPage(waves_table(plans.small().plan)).tables["waves"]
    assert dict(zip(head, first, strict=True)) == {
        "wave": "wave-01 (pilot)",
        "opens (UTC)": "2027-01-09 21:00",
        "closes (UTC)": "2027-01-10 05:00",
        "groups": "4",
        "machines": "8",
        "GiB": "356",
        "cost a month": "1,200",
        "saves a month": "340",
        "spare hours": "1.6",
        "tightest limit": "groups",
        "copy from": "2027-01-01 21:00",
        "copied by": "2027-01-02 21:00",
        "cutover, hours": "1.0 (0.3 to 3.2)",
        "rollback, hours": "1.0 (0.3 to 3.1)",
        "decide by": "2027-01-10 01:48",
        "of each limit": "groups: 4 used, 3 left; machines: 13 used, 37 left; "
        "GiB over expressroute: 3,590 used, 13,318 left",
        "risks": "a database of 3 TiB",
        "why": "4 of at most 50 groups; waits for earlier waves",
    }


def test_a_group_says_why_it_is_where_it_is_and_what_the_next_best_would_cost() -> None:
    head, *rows = ParsedPage(groups_table(plans.small().plan)).tables["groups"]
    assert head == ["group", "wave", "machines", "GiB", "why not earlier", "next best", "which costs more by"]
    assert rows[1] == [
        "app-01-prod",
        "wave-02",
        "2",
        "81",
        "what must come before or after it forbids it",
        "2027-01-23T2100Z",
        "310",
    ]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_a_group_that_nothing_else_is_open_to_says_so() -> None:
    plan = plans.small().plan
    alone = tuple(one._replace(next_best="", costs_more=None) for one in plan.choices)
    _, first, *_ = ParsedPage(groups_table(plan.model_copy(update={"choices": alone}))).tables["groups"]
    assert first[5:] == ["none is open"]


def test_without_a_calendar_the_columns_that_only_it_fills_are_left_out() -> None:
    plan = plans.without_dates(plans.small()).plan
    assert ParsedPage(waves_table(plan)).tables["waves"][0] == ["wave", "groups", "machines", "GiB", "why"]
    assert ParsedPage(groups_table(plan)).tables["groups"][0] == ["group", "wave", "machines", "GiB"]
