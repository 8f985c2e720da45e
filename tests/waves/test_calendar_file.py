"""`calendar.yaml`, read: every fault told by its row and key; and judged against its windows and the estate."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from build_calendar_schema import SCHEMA, schema_text
from hypothesis import given, settings
from hypothesis import strategies as st
from small_estates import machine

from azlift.errors import InputError
from azlift.model import Calendar, Finding
from azlift.waves.calendar import slots_of
from azlift.waves.calendar_file import judge_calendar, read_calendar, read_calendar_file
from azlift.waves.timetable import Timetable

FULL = b"""\
start: 2026-12-05
horizon_weeks: 40
time_zone: Europe/Berlin
local_times:
  - {sites: [nyc*], time_zone: America/New_York}
windows:
  - when: Sat 22:00-Sun 06:00
    sites: [fra*]
  - when: 2027-01-16 20:00/2027-01-17 12:00
    owners: [Revenue Systems]
    time_zone: America/New_York
freezes:
  - days: 2026-12-15/2027-01-05
    reason: year end
    environments: [prod*]
holidays:
  - country: DE
    subdivision: BY
  - days: [2027-03-01]
    sites: [nyc*]
ends:
  - {last_day: 2027-06-30, what: Lease of Frankfurt, sites: [fra*]}
per_wave: {groups: 20, machines: 75, gib: 30000, ramp: [0.05, 0.1, 0.2]}
teams:
  - {name: Platform, skill: migration, hours_per_window: 40}
work:
  - {skill: Migration, hours_per_machine: 1.5, routes: [rehost], environments: [prod]}
links:
  - name: er-frankfurt
    sites: [fra*]
    mbit_per_s: 1000
    usable_share: 0.6
    blackouts: [daily 08:00-18:00]
replication:
  change_share_per_day: 0.03
  changes:
    - {applications: [Billing], share_per_day: 0.1}
  test_lead_days: 5
  appliances: 2
quotas:
  - {family: standardDSv5Family, region: westeurope, vcpu: 200}
  - {family: standardDSv5Family, region: westeurope, vcpu: 800, since: 2027-02-01}
capacities:
  - {family: standardDSv5Family, region: westeurope, vcpu: 100}
reservations:
  - {family: standardDSv5Family, region: westeurope, vcpu: 64, since: 2027-01-15, until: 2027-03-31}
unavailable:
  - {sizes: [Standard_M*], regions: [westeurope], zones: ["1"], until: 2027-01-31, reason: sold out}
subscription: {resource_groups: 900, writes_per_second: 5}
pins:
  - {days: [2027-01-16], owners: [Revenue Systems], reason: the auditor is there}
exclusions:
  - {windows: [2027-02-06T2100Z, 2027-02-13T2100Z-2], machines: [crm-db*]}
order:
  - first: {machines: ["dc0?"]}
    then: {applications: [Billing]}
    same_wave: true
environment_order:
  - {steps: [dev, test, prod], applications: [Billing]}
shared_services:
  - {move: first, sites: [fra*]}
weights: {split_per_week: 12, length_per_week: 5000, change_per_week: 50}
pace:
  stop_minutes: {low: 1, expected: 2, high: 9}
  must_fit: high
"""
THURSDAY = date(2026, 11, 26)
D5 = "family: d5, region: r, vcpu: 4"


def refusal_of(text: str) -> InputError:
    with pytest.raises(InputError) as refused:
        read_calendar_file("calendar.yaml", text.encode())
    return refused.value


def findings_of(text: str) -> list[Finding]:
    said = read_calendar_file("calendar.yaml", text.encode())
    return list(judge_calendar(said, slots_of(said.content, THURSDAY), [machine(1, "Billing", "prod")]))


def test_everything_that_can_be_said_is_read_as_what_it_is() -> None:
    calendar = read_calendar_file("calendar.yaml", FULL).content
    assert calendar.start == date(2026, 12, 5)
    assert [window.time_zone for window in calendar.windows] == [None, "America/New_York"]
    assert calendar.links[0].mbit_per_s == 1000
    assert calendar.replication.changes[0].share_per_day == 0.1
    assert calendar.quotas[1].since == date(2027, 2, 1)
    assert calendar.pace.stop_minutes.high == 9
    assert calendar.per_wave.ramp == (0.05, 0.1, 0.2)
    assert calendar.pins[0].days == ("2027-01-16",)
    assert calendar.exclusions[0].windows == ("2027-02-06T2100Z", "2027-02-13T2100Z-2")
    assert calendar.order[0].same_wave is True
    assert calendar.environment_order[0].steps == ("dev", "test", "prod")
    assert calendar.shared_services[0].move == "first"
    assert calendar.reservations[0].until == date(2027, 3, 31)
    assert calendar.unavailable[0].zones == ("1",)
    assert (calendar.subscription.resource_groups, calendar.pace.must_fit) == (900, "high")


def test_without_a_file_there_is_the_plain_default(tmp_path: Path) -> None:
    assert read_calendar(tmp_path).content == Calendar()
    (tmp_path / "calendar.yaml").write_bytes(FULL)
    assert read_calendar(tmp_path) == read_calendar_file("calendar.yaml", FULL)


@pytest.mark.parametrize(
    ("text", "row", "key", "says"),
    [
        ("windos: []", 1, "windos", "Did you mean `windows`?"),
        ("windows:\n  - when: Sat 22:00-Sat 20:00", 2, "when", "the window ends before it begins"),
        ("windows:\n  - when: at night", 2, "when", "expected Sat 22:00-Sun 06:00"),
        ("time_zone: Europe/Berln", 1, "time_zone", "did you mean Europe/Berlin?"),
        ("freezes:\n  - days: 2027-01-05/2026-12-15", 2, "days", "the first day comes before the last"),
        ("links:\n  - name: a\n    mbit_per_s: -100", 3, "mbit_per_s", "greater than or equal to 0.001"),
        ("links:\n  - {name: a, mbit_per_s: 1}\n  - {name: A, mbit_per_s: 2}", 3, "name", "'A' is given twice"),
        ("horizon_weeks: -4", 1, "horizon_weeks", "greater than or equal to 1"),
        ("ends:\n  - what: Lease", 2, "last_day", "this key is needed here"),
        ("holidays:\n  - country: XX", 2, "country", "the holidays of XX are not known"),
        ("holidays:\n  - {country: DE, subdivision: Mars}", 2, "subdivision", "'Mars' is none of DE's"),
        ("work:\n  - {skill: sql, hours_per_machine: 2}", 2, "skill", "no team has the skill 'sql'"),
        ("start: tomorrow", 1, "start", "valid date"),
        ("pins:\n  - reason: so", 2, "pins", "expected days or windows"),
        ("pins:\n  - days: [2026-12-32]", 2, "days", "day"),
        ("exclusions:\n  - windows: [next week]", 2, "windows", "match"),
        ("order:\n  - first: {}\n    then: {owners: [a]}", 2, "order", "expected first and then to name"),
        ("order:\n  - first: {owners: [a]}", 2, "then", "this key is needed here"),
        ("environment_order:\n  - steps: [dev, Development]", 2, "steps", "'Development' is a step already (dev)"),
        ("environment_order:\n  - steps: [prod]", 2, "steps", "at least 2"),
        ("shared_services:\n  - move: never", 2, "move", "'first' or 'last'"),
        ("unavailable:\n  - regions: [westeurope]", 2, "sizes", "this key is needed here"),
        (f"reservations:\n  - {{{D5}, since: 2027-02-01, until: 2027-01-01}}", 2, "reservations", "until comes before"),
        (f"capacities:\n  - {{{D5}}}\n  - {{{D5}}}", 3, "family", "is given twice"),
        (f"capacities:\n  - {{{D5}, vcpu: -1}}", 2, "vcpu", "the key is given already in row 2"),
        ("quotas:\n  - {family: d, region: r, vcpu: -1}", 2, "vcpu", "greater than or equal to 0"),
        ("subscription: {resource_groups: 0}", 1, "resource_groups", "greater than or equal to 1"),
        ("pace: {must_fit: always}", 1, "must_fit", "'expected' or 'high'"),
    ],
)
def test_what_cannot_be_used_is_named_by_row_and_key(text: str, row: int, key: str, says: str) -> None:
    refused = refusal_of(text)
    assert (refused.file, refused.row, refused.column) == ("calendar.yaml", row, key)
    assert says in str(refused)
    assert refused.advice


SCALARS = st.sampled_from(
    [
        *(None, "", "no", -1, 0, 0.5, 7, 1e308, "nan", "DE", "*", "fra*", "UTC", "Europe/Berlin", "{{7*7}}"),
        *("2026-12-05", "2999-12-31", "2026-12-05/2026-12-31"),
        *("Sat 22:00-Sun 06:00", "Sun 02:30-03:15", "2999-12-31 22:00/2999-12-31 23:00"),
    ]
)
WORDS = [
    *Calendar.model_fields,
    *("when", "days", "country", "last_day", "what", "sites", "name", "mbit_per_s", "blackouts"),
]
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(list(Calendar.model_fields)), ANYTHING, max_size=3))
def test_any_calendar_is_compiled_and_judged_or_refused_by_row(said: dict[str, Any]) -> None:
    with suppress(InputError):
        findings_of(yaml.safe_dump(said))


@pytest.mark.parametrize("start", ["1900-01-01", "2999-12-31"])
def test_the_ends_of_the_years_that_are_taken_are_reckoned(start: str) -> None:
    text = f"start: {start}\ntime_zone: Asia/Tokyo\nholidays: [{{country: DE}}]\nfreezes: [{{days: {start}}}]\n"
    said = read_calendar_file("calendar.yaml", text.encode())
    slots = slots_of(said.content, date.fromisoformat(start))
    assert judge_calendar(said, slots, [machine(1)]) == ()
    assert Timetable(said.content, slots).allowed([machine(1)]).slots


def test_a_calendar_without_any_window_in_its_horizon_is_named() -> None:
    (found,) = findings_of("windows:\n  - when: 2020-01-04 22:00/2020-01-05 06:00")
    assert (found.code, found.origin and found.origin.row) == ("calendar-no-window", 1)


def test_a_freeze_that_covers_every_window_is_named_with_its_row() -> None:
    (found,) = findings_of("horizon_weeks: 4\nfreezes:\n  - days: 2026-12-01\n  - days: 2026-11-01/2027-11-01\n")
    assert (found.code, found.origin and found.origin.row) == ("calendar-all-frozen", 4)


def test_an_end_before_the_first_window_is_named_with_its_row() -> None:
    (found,) = findings_of("ends:\n  - what: Lease\n    last_day: 2026-11-27")
    assert (found.code, found.origin and found.origin.row) == ("calendar-no-window-before-end", 3)


def test_a_window_of_others_before_an_end_does_not_help() -> None:
    windows = "windows:\n  - when: Sat 22:00-Sun 06:00\n    environments: [{}]\n"
    ends = "ends:\n  - what: Lease\n    last_day: 2026-12-31\n    applications: [billing]\n"
    codes = [found.code for found in findings_of(windows.format("dev") + ends)]
    assert codes == ["calendar-no-window-before-end", "calendar-matches-nothing"]
    assert findings_of(windows.format("prod") + ends) == []


def test_an_entry_that_is_about_no_machine_is_named_and_does_not_stop_the_others() -> None:
    (found,) = findings_of("freezes:\n  - days: 2026-12-12\n  - days: 2026-12-19\n    applications: [Biling]")
    assert (found.code, found.origin and found.origin.row) == ("calendar-matches-nothing", 3)
    assert "applications Biling" in found.message


@pytest.mark.parametrize("section", ["pins", "exclusions"])
@pytest.mark.parametrize("entry", ["days: [2026-12-06/2026-12-11]", "windows: [2026-12-05T2100Z]"])
def test_a_window_that_is_picked_and_does_not_exist_is_named(section: str, entry: str) -> None:
    (found,) = findings_of(f"{section}:\n  - days: [2026-12-05]\n  - {entry}")
    assert (found.code, found.origin and found.origin.row) == ("calendar-no-such-window", 3)
    assert found.severity == ("blocking" if section == "pins" else "warning")


def test_a_reservation_that_adds_to_no_capacity_is_told() -> None:
    text = f"reservations:\n  - {{{D5}}}\n"
    (found,) = findings_of(text)
    assert (found.code, found.origin and found.origin.row) == ("calendar-reservation-unused", 2)
    assert findings_of(f"{text}capacities:\n  - {{{D5.upper().lower()}}}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "pins:\n  - {days: [2026-12-05], applications: [Biling]}",
        "order:\n  - {first: {applications: [Biling]}, then: {applications: [billing]}}",
        "order:\n  - {first: {applications: [billing]}, then: {machines: [Biling]}}",
        "environment_order:\n  - {steps: [dev, prod], applications: [Biling]}",
        "shared_services:\n  - {move: last, machines: [Biling]}",
    ],
)
def test_a_pin_or_an_order_that_means_nobody_is_named(text: str) -> None:
    (found,) = findings_of(text)
    assert (found.code, found.origin and found.origin.row) == ("calendar-matches-nothing", 2)
    assert "Biling" in found.message


def test_the_default_gives_no_cause_for_a_finding() -> None:
    assert findings_of("") == []


def test_the_schema_is_the_models_and_takes_what_is_read() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run python tests/waves/build_calendar_schema.py"
    said = yaml.load(FULL, Loader=yaml.SafeLoader)
    jsonschema.validate(json.loads(json.dumps(said, default=str)), json.loads(schema_text()))
