"""What becomes of a machine, in the words of AWS and of Microsoft."""

import pytest

from azlift.estate.intake.routes import KNOWN_ELSEWHERE, route_of, why_no_route
from azlift.model import Route


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


def test_why_tells_a_known_decision_from_an_unknown_word() -> None:
    assert why_no_route("Refactor").startswith("azlift has no such route")
    assert why_no_route("sometime").startswith("this is no route azlift knows")
