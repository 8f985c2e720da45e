from datetime import UTC, datetime

from azlift.model import GroupForecast, GroupRunbook, NightForecast, PlannedStep, Question, Range
from azlift.report.night import (
    forecast_lines,
    forecast_section,
    minutes_text,
    night_line,
    runbook_section,
    steps_section,
    unknown_text,
    waiting_section,
)

LINE = PlannedStep(step="wipe", title="t", by="by hand: x", back="it is sold", minutes=None, irreversible=True)
BOOK = GroupRunbook(
    group="shop",
    steps=(LINE,),
    point_of_no_return="wipe",
    why="it is sold",
    minutes=Range(low=10, expected=30, high=95),
    rollback_minutes=Range(low=5, expected=5, high=5),
    downtime_minutes=Range(low=5, expected=5, high=5),
    unknown=("wipe",),
    by_hand=("wipe",),
)


def test_a_row_tells_how_long_a_night_takes_and_until_when_it_can_be_taken_back() -> None:
    (row,) = runbook_section("wave-01", [BOOK]).rows
    assert row == ("shop", 1, 1, "30 (10–95)+", "5", "wipe: it is sold")
    assert unknown_text([BOOK]).endswith("without them: wipe")
    assert unknown_text([]) == ""


def test_a_step_without_a_way_back_stands_out() -> None:
    (row,) = steps_section(BOOK).rows
    assert row == ("wipe (no way back)", "?", "by hand: x", "it is sold")


def test_what_waits_says_since_when() -> None:
    at = datetime(2027, 1, 2, 3, 4, tzinfo=UTC)
    question = Question(group="shop", step="freeze", number=1, text="Close it.", key="do 1.1", at=at)
    assert waiting_section([question]).rows == [("shop", "freeze", "2027-01-02 03:04", "Close it.")]


def test_short_texts() -> None:
    assert night_line({"shop": "freeze", "mail": "validated"}) == "shop: freeze, mail: validated"
    assert minutes_text(Range(low=7, expected=7, high=7)) == "7"


def test_a_forecast_stands_beside_what_it_took() -> None:
    hours = Range(low=0.5, expected=1, high=2)
    one = GroupForecast("shop", Range(low=10, expected=20, high=30), ("switch",), 31.4)
    night = NightForecast(
        wave="wave-01",
        opens=datetime(2031, 3, 8, 22, tzinfo=UTC),
        cutover_hours=hours,
        hours=1.5,
        groups=(one,),
        learnt={"stop_minutes": Range(low=2, expected=5, high=17)},
        nights=3,
    )
    assert forecast_section(night).rows == [("shop", "20 (10–30)+", "31", "longer")]
    assert forecast_lines(night) == [
        "verified by 2031-03-08 23:00 UTC (22:30 to 2031-03-09 00:00), by the forecast",
        "validated 1.5 h after it began: as forecast",
        "stop_minutes as 3 nights had it: 5 (2–17); put it into calendar.yaml (pace)",
        "Nobody said how long these take, and downtimes are without them: switch",
    ]
    assert forecast_lines(night.model_copy(update={"cutover_hours": None, "hours": None, "learnt": {}}))[:1] == [
        "Nobody said how long these take, and downtimes are without them: switch"
    ]
