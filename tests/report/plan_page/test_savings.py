from datetime import date
from decimal import Decimal

import plans
from parsed_page import ParsedPage

from azlift.report.plan_page.savings import savings_data, savings_section


def test_the_curve_is_the_cases_months_and_marks_where_it_pays_back() -> None:
    case = plans.business_case()
    drawn = savings_data(case)
    assert drawn
    assert drawn["months"][:2] == ["2027-01", "2027-02"]
    assert drawn["saved"] == [float(month.saved_so_far) for month in case.months]
    assert drawn["months"][drawn["pays_back"]] == "2027-09"
    assert (drawn["currency"], drawn["today"]) == ("EUR", 10_000.0)


def test_a_pay_back_beyond_the_months_or_never_is_not_marked() -> None:
    never, later = plans.business_case(pays_back=False), plans.business_case()
    later = later.model_copy(update={"pays_back_on": date(2031, 1, 1)})
    assert [(savings_data(case) or {})["pays_back"] for case in (never, later)] == [None, None]
    assert "It does not pay back by then." in savings_section(never)


def test_the_section_names_currency_and_pay_back_and_has_each_month_in_a_table() -> None:
    parsed = ParsedPage(savings_section(plans.business_case()))
    assert parsed.texts["p"] == [
        "Today costs 10,000 EUR a month, the target 6,000, the way there 18,000 once. Over 36 months, 112,000 is "
        "saved. It pays back in 2027-09. Of these, today's figures are given."
    ]
    assert parsed.tables["months"][1] == ["2027-01", "10,000", "0", "0", "3,000", "-3,000", "-3,000"]
    assert len(parsed.tables["months"]) == 37


def test_a_case_that_costs_more_says_so_and_so_does_one_that_is_not_known_whole() -> None:
    case = plans.business_case(pays_back=False).model_copy(
        update={"saved_over_horizon": Decimal(-5_000), "basis": "assumed", "unpriced": 1}
    )
    said = savings_section(case)
    assert "5,000 more than today is spent" in said
    assert "published figures stand in for today&#x27;s, which nobody gave; 1 machine of unknown price" in said


def test_without_a_case_there_is_no_chart_and_the_section_says_so() -> None:
    assert savings_section(None) == "<p>There is no business case of this plan: azlift money makes one.</p>"
    assert savings_data(None) is None
    empty = plans.business_case().model_copy(update={"months": ()})
    assert "no months" in savings_section(empty)
    assert savings_data(empty) is None
