"""What a condition asks, and that it can only compare."""

import time

import pytest
from pydantic import TypeAdapter, ValidationError

from azlift.assessment.conditions import Condition, read_condition


def condition(written: object) -> Condition:
    return TypeAdapter(Condition).validate_python(read_condition(written))


@pytest.mark.parametrize(
    ("written", "value", "held"),
    [
        ("off", "off", True),
        ("off", "on", False),
        (True, True, True),
        (False, "off", True),  # what YAML makes of `power: off`
        ([False, "suspended"], "off", True),
        (True, "off", False),
        (0, 0, True),
        (["other", "unknown"], "unknown", True),
        ({"above": 3}, 3, False),
        ({"above": 3}, 4, True),
        ({"below": 3}, 2.5, True),
        ({"above": 1, "below": 3}, 2, True),
        ({"above": 1, "below": 3}, 3, False),
        ({"matches": r"\bsolaris\b"}, "Oracle SOLARIS 10", True),
        ({"lacks": "solaris"}, "Oracle Solaris 10", False),
        ({"missing": False}, "x", True),
        ({"missing": True}, "x", False),
    ],
)
def test_a_condition_compares_a_fact(written: object, value: object, held: bool) -> None:
    assert condition(written).holds("it", {"it": value}) is held


@pytest.mark.parametrize("written", ["off", {"above": 0}, {"below": 9}, {"matches": "x"}, {"lacks": "x"}])
def test_what_is_not_known_fulfils_nothing_but_missing(written: object) -> None:
    assert condition(written).holds("it", {}) is False
    assert condition({"missing": True}).holds("it", {}) is True


def test_a_bound_may_be_another_fact_and_nothing_follows_from_one_that_is_not_known() -> None:
    above = condition({"above": "$most"})
    assert above.holds("it", {"it": 5, "most": 4}) is True
    assert above.holds("it", {"it": 5, "most": 5}) is False
    assert above.holds("it", {"it": 5}) is False


@pytest.mark.parametrize("written", [{}, {"over": 3}, {"matches": "("}])
def test_a_condition_that_asks_nothing_or_nonsense_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        condition(written)


def test_a_cell_full_of_text_is_searched_in_its_beginning_only() -> None:
    started = time.monotonic()
    assert condition({"matches": r"(a+)+b"}).holds("it", {"it": "a" * 20 + "c" * 10**6}) is False
    assert condition({"matches": "end"}).holds("it", {"it": "x" * 200 + "end"}) is False
    assert time.monotonic() - started < 5
