from datetime import UTC, datetime

import plans
import pytest

from azlift.model import Finding, Severity
from azlift.model.calendar import Range
from azlift.report.plan_page.words import called, finding, gib_of, hours, in_time, machines_of, moment, named, reason


def test_a_moment_is_told_to_the_minute_and_none_is_not() -> None:
    assert moment(datetime(2027, 1, 9, 21, 5, 59, tzinfo=UTC)) == "2027-01-09 21:05"
    assert moment(None) == ""


def test_hours_are_told_with_their_range() -> None:
    assert hours(Range(low=0.3, expected=1.04, high=3.26)) == "1.0 (0.3 to 3.3)"


@pytest.mark.parametrize(
    ("not_earlier", "told"),
    [
        ("", "nothing forbids it: the value decided"),
        ("window", "no window before is open to it"),
        ("capacity groups", "what the window before holds is used up: groups"),
        ("supply GiB over a line", "what there is until the window before is used up: GiB over a line"),
        ("unheard of", "unheard: of"),
    ],
)
def test_what_keeps_a_group_from_an_earlier_window_is_told_in_words(not_earlier: str, told: str) -> None:
    assert reason(not_earlier) == told


def test_a_finding_is_told_with_its_evidence_and_what_to_do() -> None:
    whole = Finding(code="c", severity=Severity.WARNING, message="too short", evidence="3 h", remedy="Widen it.")
    assert finding(whole) == "warning: too short (3 h). Widen it."
    assert finding(Finding(code="c", severity=Severity.BLOCKING, message="too short.")) == "blocking: too short."


def test_names_beyond_the_most_are_counted() -> None:
    assert named(["a", "b", "c"], 3) == "a, b, c"
    assert named(["a", "b", "c"], 2) == "a, b and 1 more"


def test_waves_are_in_time_and_those_without_a_window_come_last() -> None:
    plan = plans.small().plan
    first, second, third, *others = plan.waves
    undated = first.model_copy(update={"opens": None})
    mixed = plan.model_copy(update={"waves": (undated, third, second, *others)})
    assert [wave.number for wave in in_time(mixed)] == [2, 3, 4, 5, 6, 1]


def test_a_wave_is_as_large_as_its_groups() -> None:
    plan = plans.small().plan
    pilot = plan.waves[0]
    assert called(pilot) == "wave-01 (pilot)"
    assert called(plan.waves[1]) == "wave-02"
    assert machines_of(pilot, plan) == 2 * len(pilot.groups)
    assert gib_of(pilot, plan) == sum(plan.by_group[group].disk_gib for group in pilot.groups)
