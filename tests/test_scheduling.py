import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from estates import estate, machine, planned
from tests.build_schedule_schema import SCHEMA, schema_text

from azlift import on_record
from azlift.clock import move_clock
from azlift.errors import InputError
from azlift.model import Milestone, WavePlan
from azlift.scheduling import DEPLOYMENTS, Start, Timetable, local_time, timetable
from azlift.stages import MOVES, Stage
from azlift.venue import CALENDAR_FILE, Venue, open_venue

TODAY = datetime(2027, 1, 4, 12, tzinfo=UTC)
BERLIN = """
time_zone: Europe/Berlin
start: 2027-03-25
windows: [{when: "Sat 22:00-Sun 06:00"}]
per_wave: {machines: 1}
"""


def laid_out(folder: Path, calendar: str = BERLIN, schedule: str = "") -> Venue:
    """Two waves, the nights of Saturday 2027-03-27, when clocks go forward, and of 2027-04-03."""
    move_clock(folder / CALENDAR_FILE, TODAY, speed=0)
    (folder / "calendar.yaml").write_text(calendar)
    (folder / "schedule.yaml").write_text(schedule)
    return planned(folder, estate(machine("web01"), machine("web02")))


def starts(made: Timetable, wave: str = "wave-01") -> dict[str, str]:
    return {one.phase: local_time(one.planned, made.zone) for one in made.starts if one.wave == wave}


def test_phases_stand_around_the_window_in_local_time(tmp_path: Path) -> None:
    made = timetable(laid_out(tmp_path))
    assert starts(made) == {
        "prepare": "2027-03-05 09:00 Europe/Berlin",  # 21 days before is a Saturday
        "test": "2027-03-17 09:00 Europe/Berlin",
        "migrate": "2027-03-24 09:00 Europe/Berlin",
        "cut-over": "2027-03-27 22:00 Europe/Berlin",
        "close": "2027-04-12 10:00 Europe/Berlin",  # 14 days after is a Sunday
    }
    (night,) = (one for one in made.starts if (one.phase, one.wave) == ("cut-over", "wave-01"))
    assert night.until - night.planned == timedelta(hours=7), "the night in which clocks go forward is an hour shorter"
    ready, watch = (one for one in made.repeats if one.wave == "wave-01")
    assert ready.rule == "DTSTART:20270320T070000\nRRULE:FREQ=DAILY;UNTIL=20270327T220000"
    assert watch.rule == "DTSTART:20270328T060000\nRRULE:FREQ=MINUTELY;INTERVAL=60;UNTIL=20270411T100000"
    assert {ready.zone, watch.zone} == {"Europe/Berlin"}


def test_a_start_keeps_off_freezes_holidays_and_weekends_but_the_cutover_is_the_windows(tmp_path: Path) -> None:
    closed = BERLIN + (
        'freezes: [{days: "2027-03-22/2027-03-25", machines: ["web*"]}]\nholidays: [{days: ["2027-03-19"]}]\n'
    )
    made = starts(timetable(laid_out(tmp_path, closed)))
    assert made["migrate"] == "2027-03-18 09:00 Europe/Berlin"
    assert made["cut-over"] == "2027-03-27 22:00 Europe/Berlin"
    other = starts(timetable(laid_out(tmp_path / "other", closed.replace("web*", "mail*"))))
    assert other["migrate"] == "2027-03-24 09:00 Europe/Berlin", "a freeze of other machines is none of this wave's"


def test_what_no_open_day_is_found_for_is_named(tmp_path: Path) -> None:
    frozen = BERLIN + 'freezes: [{days: "2027-01-01/2027-03-26"}]\n'
    made = timetable(laid_out(tmp_path, frozen))
    assert "prepare" not in starts(made)
    assert any("wave-01: no day is open to prepare within 60 days of 2027-03-06 09:00" in one for one in made.untimed)


def test_schedule_yaml_sets_the_rhythm(tmp_path: Path) -> None:
    own = "time_zone: UTC\nprepare: {days_before: 9, at: '06:15'}\nclose: {days_after: 1, at: '12:00'}\n"
    made = timetable(laid_out(tmp_path, schedule=own + "keep_off_weekends: false"))
    assert starts(made)["prepare"] == "2027-03-18 06:15 UTC"
    assert starts(made)["close"] == "2027-03-29 12:00 UTC"


def test_copying_begins_when_the_forecast_says_and_landing_before_it(tmp_path: Path) -> None:
    linked = BERLIN + "links: [{name: line, mbit_per_s: 1}]\n"
    without = timetable(laid_out(tmp_path, linked))
    assert any("nobody is started to copy for wave-01, wave-02" in one for one in without.untimed)
    venue = laid_out(tmp_path / "with", linked, "sync: {deployment: copying/start}")
    wave = on_record.current_plan(venue).waves[0]
    assert wave.forecast
    copying = wave.forecast.copy_from
    made = {one.phase: one for one in timetable(venue).starts if one.wave == "wave-01"}
    assert (made["sync"].deployment, made["sync"].planned) == ("copying/start", copying)
    assert copying
    assert made["migrate"].planned <= copying
    assert made["prepare"].planned <= made["test"].planned <= made["migrate"].planned


@pytest.mark.parametrize(
    ("stage", "phases"),
    [
        (Stage.COMMITTED, {"prepare", "test", "ready", "migrate", "cut-over", "watch", "close"}),
        (Stage.EXECUTING, {"ready", "migrate", "cut-over", "watch", "close"}),
        (Stage.CUTTING_OVER, {"cut-over", "watch", "close"}),
        (Stage.HYPERCARE, {"watch", "close"}),
        (Stage.HANDED_OVER, {"close"}),
        (Stage.CLOSED, set()),
        (Stage.ROLLED_BACK, set()),
        (Stage.ABANDONED, set()),
    ],
)
def test_only_what_lies_ahead_of_a_waves_stage_is_wanted(tmp_path: Path, stage: Stage, phases: set[str]) -> None:
    venue = laid_out(tmp_path)
    for passed in path_to(stage):
        venue.ledger.record(on_record.wave_subject("wave-01"), passed, "", Milestone(wave="wave-01"))
    made = timetable(venue)
    assert {one.phase for one in (*made.starts, *made.repeats) if one.wave == "wave-01"} == phases
    assert starts(made, "wave-02").keys() == {"prepare", "test", "migrate", "cut-over", "close"}


def path_to(stage: Stage) -> list[Stage]:
    """The shortest legal way of a wave to a stage."""
    ways: list[list[Stage]] = [[Stage.COMMITTED]]
    while ways[0][-1] is not stage:
        way = ways.pop(0)
        ways += [[*way, then] for then in sorted(MOVES[way[-1]]) if then not in way]
    return ways[0]


def test_a_window_that_has_passed_is_named_and_not_scheduled(tmp_path: Path) -> None:
    laid_out(tmp_path)
    move_clock(tmp_path / CALENDAR_FILE, datetime(2027, 3, 28, 5, tzinfo=UTC), speed=0)
    made = timetable(open_venue(tmp_path))
    assert starts(made) == {}
    assert "wave-01: its window has passed, 2027-03-28 06:00 Europe/Berlin: run azlift plan" in made.untimed
    assert starts(made, "wave-02")


def test_a_wave_without_a_window_is_named(tmp_path: Path) -> None:
    venue = planned(tmp_path, estate(machine("web01")))
    assert timetable(venue) == Timetable((), (), ("wave-01 has no window: run azlift plan",), "UTC")


def test_a_plan_change_moves_the_wave_that_moved_and_no_other(tmp_path: Path) -> None:
    venue = laid_out(tmp_path)
    before = timetable(venue)
    plan = on_record.current_plan(venue)
    later = plan.waves[1].model_copy(
        update={name: getattr(plan.waves[1], name) + timedelta(weeks=1) for name in ("opens", "closes")}
    )
    venue.ledger.record(
        on_record.ESTATE, Stage.PLANNED, "edited", plan.model_copy(update={"waves": (plan.waves[0], later)})
    )
    after = timetable(venue)
    assert isinstance(on_record.current_plan(venue), WavePlan)
    assert [one for one in after.starts if one.wave == "wave-01"] == [o for o in before.starts if o.wave == "wave-01"]
    assert not {s for s in after.starts if s.wave == "wave-02"} & set(before.starts)


def test_bad_input_is_named_by_file_row_and_key(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        timetable(laid_out(tmp_path, schedule="prepare:\n  days_befor: 3\n  at: 09:00\n"))
    assert "schedule.yaml" in str(told.value)
    assert "row 2" in str(told.value)
    assert "days_befor" in str(told.value)


def test_the_schema_is_the_models_and_takes_what_is_read() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run python tests/build_schedule_schema.py"
    jsonschema.validate({"sync": {"deployment": "copying/start"}}, json.loads(schema_text()))


def test_every_phase_but_copying_has_a_deployment(tmp_path: Path) -> None:
    made = timetable(laid_out(tmp_path))
    assert {one.deployment for one in (*made.starts, *made.repeats)} == set(DEPLOYMENTS.values())
    assert all(isinstance(one, Start) for one in made.starts)
