from dataclasses import replace

import plans
from parsed_page import ParsedPage

from azlift.model import Finding, Severity, Worth
from azlift.report.plan_page.summary import MOST_TOLD, PARTS, summary


def facts(made: plans.Planned) -> dict[str, str]:
    parsed = ParsedPage(summary(made.plan, made.estate, made.case))
    return dict(zip(parsed.texts["dt"], parsed.texts["dd"], strict=True))


def test_the_head_says_how_much_moves_what_it_costs_and_how_good_it_is() -> None:
    assert facts(plans.small()) == {
        "Moves": "40 machines with 1.7 TiB, in 20 move groups and 6 waves",
        "Stays": "0 of the 40 machines of the inventory",
        "Planned on": "2026-11-27",
        "Windows": "2027-01-09 21:00 to 2027-02-14 05:00, UTC",
        "Money as of": "2026-11-26",
        "Planned from": "facts with the digest 0123456789ab",
        "Cost until its end": "9,117 EUR",
        "of it waiting": "8,930 EUR: what sources cost while groups wait",
        "of it splitting": "187 EUR: groups that talk, apart",
        "Bound": "8,611 EUR: no plan of these groups that keeps all limits costs less",
        "Gap": "at most 5.6% of its cost could be saved by another plan",
    }


def test_a_plan_without_a_calendar_says_what_it_does_not_have() -> None:
    said = facts(plans.without_dates(plans.small()))
    assert said["Windows"] == "none: it was planned without a calendar"
    assert said["Cost"] == "not weighed: only a plan by a calendar is"
    assert "Bound" not in said


def test_a_plan_that_a_person_changed_has_no_bound_and_says_so() -> None:
    made = plans.small()
    changed = replace(made, plan=made.plan.model_copy(update={"bound": None}), case=None)
    assert facts(changed)["Bound"] == "none is known of this plan, as for any that a person changed"
    assert facts(changed)["Cost until its end"] == "9,117", "without a case, nobody says in which currency"


def test_broken_limits_are_listed_the_blocking_ones_first() -> None:
    made = plans.small()
    found = tuple(
        Finding(code="c", severity=severity, message=f"{severity} one")
        for severity in (Severity.WARNING, Severity.BLOCKING)
    )
    parsed = ParsedPage(summary(made.plan.model_copy(update={"violations": found}), made.estate, made.case))
    assert parsed.texts["p"] == ["It breaks its limits in 2 places; 1 of them blocking:"]
    assert parsed.texts["li"] == ["blocking: blocking one.", "warning: warning one."]


def test_of_many_broken_limits_the_first_are_told_and_the_others_counted_by_kind() -> None:
    made = plans.small()
    found = tuple(
        Finding(code="late" if number % 3 else "full", severity=Severity.WARNING, message=f"number {number}")
        for number in range(MOST_TOLD + 6)
    )
    parsed = ParsedPage(summary(made.plan.model_copy(update={"violations": found}), made.estate, made.case))
    assert len(parsed.texts["li"]) == MOST_TOLD
    assert parsed.texts["p"][1] == "And 6 more: 4 late, 2 full. azlift plan check tells them all."


def test_a_plan_within_its_limits_says_so() -> None:
    made = plans.small()
    assert "It breaks none of its limits." in summary(made.plan, made.estate, made.case)


def test_each_part_of_the_worth_has_words() -> None:
    assert set(Worth._fields) <= PARTS.keys()
