from typing import Any

import pytest

from azlift.checks import expected_of, judge_check, judge_machine
from azlift.model import Check, CheckResult, Seen


def check(**said: Any) -> Check:
    return Check.model_validate({"name": "page", **said})


PAGE = check(http={"url": "https://shop/", "contains": "ok"}, slower_at_most=1.5)


def before(seconds: float, passed: bool = True) -> CheckResult:
    return CheckResult(name="page", kind="http", passed=passed, expected="", found="", seconds=seconds)


def test_what_was_seen_is_told_beside_what_was_expected() -> None:
    result = judge_check(PAGE, "", Seen(passed=False, found="status 503", seconds=0.0123))
    assert (result.name, result.kind, result.passed, result.found) == ("page", "http", False, "status 503")
    assert result.expected == "GET https://shop/ answers 200, with 'ok'"
    assert judge_check(check(tcp={"port": 22}), "web01", Seen(passed=True, found="")).name == "page: web01"


@pytest.mark.parametrize(
    ("was", "takes", "passed"),
    [(1.0, 1.5, True), (1.0, 1.51, False), (0.001, 0.074, True), (0.001, 0.076, False), (0.0, 0.05, True)],
)
def test_what_became_slower_than_it_was_fails(was: float, takes: float, passed: bool) -> None:
    result = judge_check(PAGE, "", Seen(passed=True, found="status 200", seconds=takes), before(was))
    assert result.passed is passed
    assert ("more than 1.5 times" in result.found) is not passed


def test_a_time_before_that_is_not_known_compares_with_nothing() -> None:
    slow = Seen(passed=True, found="status 200", seconds=99)
    assert judge_check(PAGE, "", slow).passed
    assert judge_check(PAGE, "", slow, before(1, passed=False)).passed, "it did not answer before either"


def test_every_kind_says_what_it_expects() -> None:
    assert expected_of(check(tcp={"port": 22})) == "port 22 takes connections"
    assert expected_of(check(dns={"name": "shop"})) == "shop leads to a machine of the group in Azure"
    assert expected_of(check(dns={"name": "shop", "addresses": ["10.0.0.4"]})) == "shop leads to 10.0.0.4"
    assert expected_of(check(sql={"url": "sqlite://", "expect": "1"})) == "select 1 answers 1"
    assert expected_of(check(script={"run": ["x"], "expect": "active"})) == "a script prints 'active'"


def test_a_machine_runs_and_its_agent_is_ready() -> None:
    assert all(r.passed for r in judge_machine("web01", "running", "Ready", True))
    runs, agent = judge_machine("web01", "deallocated", "", True)
    assert (runs.passed, runs.found, agent.passed, agent.found) == (False, "deallocated", False, "it says nothing")
    assert len(judge_machine("fw01", "running", "", False)) == 1, "an appliance has no agent"
