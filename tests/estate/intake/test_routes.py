"""What becomes of a machine, in the words of AWS and of Microsoft."""

from typing import Any

import pytest

from azlift.estate.intake.layout import sheets_of
from azlift.estate.intake.routes import KNOWN_ELSEWHERE, route_of, routes_not_taken
from azlift.model import Route

SPELLINGS = {"name": ("server",), "route": ("r_type",)}


@pytest.mark.parametrize(
    ("words", "route"),
    [("Rehost", Route.REHOST), ("re-host", Route.REHOST), ("REPLATFORM", Route.REPLATFORM), ("Retire", Route.RETIRE),
     ("Retain", Route.RETAIN), ("Redeploy", Route.REDEPLOY)],
)  # fmt: skip
def test_a_route_azlift_has_is_taken_however_it_is_spelled(words: str, route: Route) -> None:
    assert route_of(words) is route


@pytest.mark.parametrize("words", [*KNOWN_ELSEWHERE, "Re-architect", "lift & shift", ""])
def test_a_route_azlift_has_not_is_none(words: str) -> None:
    assert route_of(words) is None


def test_a_word_that_is_no_route_is_told_with_its_place_and_known_decisions_are_told_apart(csv: Any) -> None:
    (sheet,) = sheets_of(csv("server,r_type", "a,Rehost", "b,Refactor", "c,", "d,sometime"), SPELLINGS, ["name"])
    found = [
        (f.origin and (f.origin.row, f.origin.column), f.evidence, f.message) for f in routes_not_taken(sheet, "route")
    ]
    assert [place for place, _, _ in found] == [(3, "r_type"), (5, "r_type")]
    assert [evidence for _, evidence, _ in found] == ["'Refactor'", "'sometime'"]
    assert found[0][2].startswith("azlift has no such route")
    assert found[1][2].startswith("this is no route azlift knows")


def test_a_format_may_have_words_of_its_own(csv: Any) -> None:
    (sheet,) = sheets_of(csv("server,r_type", "a,By lorry"), SPELLINGS, ["name"])
    assert not list(routes_not_taken(sheet, "route", lambda _: Route.REHOST))
