from datetime import UTC, datetime

import plans
from parsed_page import ParsedPage

from azlift.report.plan_page.gantt import gantt_data, gantt_section

SMALL = plans.small().plan


def milliseconds(*when: int) -> int:
    return round(datetime(*when, tzinfo=UTC).timestamp() * 1000)


def test_each_wave_has_its_copy_its_window_and_the_last_moment_to_decide() -> None:
    first, *_, fifth, _ = gantt_data(SMALL)
    assert (first["wave"], first["short"], fifth["short"]) == ("wave-01", False, True)
    assert first["copy"] == [milliseconds(2027, 1, 1, 21), milliseconds(2027, 1, 2, 21)]
    assert first["window"] == [milliseconds(2027, 1, 9, 21), milliseconds(2027, 1, 10, 5)]
    assert first["decide"] == milliseconds(2027, 1, 10, 1, 48)


def test_a_tooltip_tells_size_groups_tightest_limit_and_the_forecast_as_ranges() -> None:
    assert dict(gantt_data(SMALL)[0]["told"]) == {
        "Window": "2027-01-09 21:00 to 2027-01-10 05:00 UTC",
        "Size": "8 machines, 356 GiB",
        "Groups": "app-00-prod, app-06-prod, app-12-prod, app-18-prod",
        "Tightest limit": "groups",
        "Copy": "2027-01-01 21:00 to 2027-01-02 21:00",
        "Cutover": "1.0 (0.3 to 3.2) h",
        "Rollback": "1.0 (0.3 to 3.1) h",
        "Decide by": "2027-01-10 01:48",
        "Spare": "1.6 h when all takes longest",
        "Costs in Azure": "1,200 a month",
        "Saves": "340 a month",
        "Risk": "a database of 3 TiB",
    }


def test_a_wave_that_copies_nothing_has_no_bar_for_it() -> None:
    forecast = SMALL.waves[0].forecast
    assert forecast
    idle = forecast.model_copy(update={"copy_from": None, "copied_by": None})
    wave = SMALL.waves[0].model_copy(update={"forecast": idle})
    entry = gantt_data(SMALL.model_copy(update={"waves": (wave,)}))[0]
    assert entry["copy"] is None
    assert ("Copy", "none") in entry["told"]


def test_waves_without_a_window_are_listed_in_order_beside_the_chart_of_the_others() -> None:
    last = SMALL.waves[-1].model_copy(update={"opens": None, "closes": None, "forecast": None})
    mixed = SMALL.model_copy(update={"waves": (*SMALL.waves[:-1], last)})
    parsed = ParsedPage(gantt_section(mixed))
    assert parsed.texts["li"] == ["wave-06: 3 groups, 6 machines, 273 GiB"]
    assert len(gantt_data(mixed)) == 5


def test_a_plan_without_dates_is_a_list_that_says_why() -> None:
    plan = plans.without_dates(plans.small()).plan
    parsed = ParsedPage(gantt_section(plan))
    assert parsed.texts["p"][0].startswith("This plan has no dates: it was planned without a calendar")
    assert len(parsed.texts["li"]) == 6
    assert "div" not in parsed.texts


def test_a_chart_of_many_waves_is_no_higher_than_a_canvas_can_be() -> None:
    heights = [
        int(
            ParsedPage(gantt_section(plans.planned([f"g{n}" for n in range(count)], count).plan)).elements[0][1][
                "data-height"
            ]
            or 0
        )
        for count in (2, 60, 900)
    ]
    assert heights[0] < heights[1] < heights[2] < 16_384
