from decimal import Decimal

from estates import estate, machine
from priced import placement, roster, staying

from azlift.model import (
    Assessment,
    Commitment,
    Finding,
    Offered,
    Readiness,
    Recommendation,
    Roster,
    Route,
    Severity,
    Workload,
)
from azlift.report import Section, roster_lines, roster_sections

MOVING = (machine("web01"), machine("web02"))
STUCK = tuple(machine(f"old{number:02}") for number in range(40))
EOL = Finding(code="os-end-of-life", severity=Severity.WARNING, message="It is old.", remedy="Plan its upgrade.")
RAW = Finding(code="disk-raw", severity=Severity.BLOCKING, message="It is raw.", remedy="Convert it.")


def judged(workload: Workload, route: Route, *findings: Finding) -> Assessment:
    verdict = Readiness.NOT_READY if route is Route.RETAIN else Readiness.READY
    decided = {"route": route, "route_code": "x", "route_reason": "because"}
    return Assessment(workload=workload.id, verdict=verdict, findings=findings, **decided)


def placed() -> Roster:
    terms = [
        (Offered(commitment=Commitment.PAY_AS_YOU_GO, licence_brought=False, amount_per_month=Decimal(amount)),)
        for amount in (40, 60)
    ]
    saved = Offered(commitment=Commitment.SAVINGS_1Y, licence_brought=False, amount_per_month=Decimal(30))
    unknown = Offered(commitment=Commitment.SAVINGS_1Y, licence_brought=False, amount_per_month=None)
    chosen = [
        placement(MOVING[0], "40").model_copy(update={"offered": (*terms[0], saved)}),
        placement(MOVING[1], "60").model_copy(update={"offered": (*terms[1], unknown)}),
    ]
    assessments = (
        *(judged(one, Route.REHOST, EOL) for one in MOVING),
        *(judged(one, Route.RETAIN, RAW, EOL) for one in STUCK),
    )
    made = roster(chosen, [staying(one, Route.RETAIN) for one in STUCK])
    return made.model_copy(update={"assessments": assessments})


def sections(made: Roster) -> dict[str, Section]:
    return {section.title: section for section in roster_sections(made, estate(*MOVING, *STUCK))}


def test_each_route_is_told_with_its_machines_and_money() -> None:
    told = sections(placed())
    assert told["Routes"].rows == [(Route.RETAIN, "40", "0.00"), (Route.REHOST, "2", "100.00")]
    assert dict(told["Verdicts"].rows)[Readiness.NOT_READY] == "40"


def test_a_commitment_is_told_over_the_machines_whose_price_is_known_beside_what_those_cost_as_they_go() -> None:
    assert sections(placed())["Compute under each commitment"].rows == [
        (Commitment.PAY_AS_YOU_GO, "2", "100.00", "100.00"),
        (Commitment.SAVINGS_1Y, "1", "30.00", "40.00"),
    ]


def test_forty_machines_that_stay_for_one_reason_are_one_row() -> None:
    (row,) = sections(placed())["Not placed"].rows
    assert row == (Route.RETAIN, "x", "40", "old00, old01, old02 and 37 more", "it cannot")


def test_findings_are_told_in_words_worst_first_with_what_to_do() -> None:
    assert sections(placed())["Findings"].rows == [
        (Severity.BLOCKING, "disk-raw", "40", "It is raw. Convert it."),
        (Severity.WARNING, "os-end-of-life", "42", "It is old. Plan its upgrade."),
    ]


def test_the_sum_is_told_with_its_parts_and_prices_and_what_concerns_all_of_it() -> None:
    stale = Finding(code="catalogue-stale", severity=Severity.WARNING, message="Prices are old.", remedy="Read them.")
    assert list(roster_lines(placed().model_copy(update={"findings": (stale,)}))) == [
        "placed: 2 machines, 100.00 USD a month = 100.00 compute + 0.00 disks",
        "prices of 2026-08-22: a price list",
        "warning: Prices are old. Read them.",
    ]


def test_what_was_measured_is_told_beside_the_published_method() -> None:
    documented = Recommendation(
        method="azure_migrate",
        basis="performance",
        size="Standard_D4s_v5",
        disks=(),
        compute_per_month=Decimal(80),
        storage_per_month=Decimal(5),
        why="",
    )
    measured = placement(MOVING[0], "40").model_copy(update={"basis": "performance", "documented": documented})
    told = list(roster_lines(roster([measured, placement(MOVING[1], "60")], [])))
    assert told[1].startswith("sized by what they use: 1 machine, 40.00 USD a month, where Azure Migrate's")
    assert "takes 85.00 for the 1" in told[1]


def test_a_roster_of_nothing_has_verdicts_and_no_sum_of_prices() -> None:
    empty = roster([], [])
    assert set(sections(empty)) == {"Verdicts"}
    assert list(roster_lines(empty)) == ["placed: 0 machines, 0.00 USD a month = 0.00 compute + 0.00 disks"]
