"""The calendar as people write it: everything optional, everything checked."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from azlift.model import Calendar, Line, Origin, Scope, Slot, Workload


def workload(**facts: str) -> Workload:
    origin = Origin(file="estate.xlsx")
    return Workload(id="w-1", name="vm1", origin=origin, source_key="vm-1", vcpu=2, memory_mib=4096, **facts)  # type: ignore[arg-type]


def test_a_scope_covers_what_matches_every_key_it_gives() -> None:
    scope = Scope(sites=("fra-*", "ams"), owners=("billing team",))
    assert scope.covers(workload(datacenter="FRA-04", owner="Billing Team"))
    assert not scope.covers(workload(datacenter="FRA-04", owner="Web"))
    assert not scope.covers(workload(owner="Billing Team"))
    assert Scope().covers(workload())


def test_a_scope_says_whom_it_is_about() -> None:
    assert str(Scope(sites=("fra-*", "ams"), environments=("prod",))) == "sites fra-*, ams; environments prod"
    assert str(Scope()) == "everything"


def test_the_first_time_zone_and_link_that_match_a_site_are_taken() -> None:
    calendar = Calendar.model_validate(
        {
            "time_zone": "UTC",
            "local_times": [
                {"sites": ["fra*"], "time_zone": "Europe/Berlin"},
                {"sites": ["*"], "time_zone": "Asia/Tokyo"},
            ],
            "links": [
                {"name": "a", "sites": ["fra*"], "mbit_per_s": "1000"},
                {"name": "b", "mbit_per_s": 100},
            ],
        }
    )
    assert [calendar.zone_of(site) for site in ("FRA1", "osaka")] == ["Europe/Berlin", "Asia/Tokyo"]
    assert [link.name for site in ("fra1", "osaka") if (link := calendar.link_of(site))] == ["a", "b"]
    assert Calendar().link_of("fra1") is None
    assert Calendar().zone_of("fra1") == "UTC"


@pytest.mark.parametrize(
    "said",
    [
        {"horizon_weeks": -1},
        {"horizon_weeks": 100_000},
        {"start": "9999-12-31"},
        {"links": [{"name": "a", "mbit_per_s": -5}]},
        {"links": [{"name": "a", "mbit_per_s": 0}]},
        {"links": [{"name": "a", "mbit_per_s": 5, "usable_share": 1.5}]},
        {"links": [{"name": "a", "mbit_per_s": "nan"}]},
        {"per_wave": {"ramp": [0]}},
        {"per_wave": {"machines": 0}},
        {"replication": {"reserve_share": 1}},
        {"replication": {"change_share_per_day": "inf"}},
        {"teams": [{"name": "a", "skill": "b", "hours_per_window": -1}]},
        {"pace": {"stop_minutes": {"low": 9, "expected": 5, "high": 15}}},
        {"holidays": [{}]},
        {"holidays": [{"days": ["2026-12-25"], "subdivision": "BY"}]},
        {"quotas": [{"family": "f", "region": "r", "vcpu": -8}]},
    ],
)
def test_a_figure_that_cannot_be_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Calendar.model_validate(said)


def test_a_slots_hours_are_the_real_ones() -> None:
    slot = Slot(
        id="s", start=datetime(2026, 12, 5, 22, tzinfo=UTC), end=datetime(2026, 12, 6, 6, 30, tzinfo=UTC), week=1.0
    )
    assert slot.hours == 8.5


def test_a_line_carries_nothing_while_it_is_closed() -> None:
    line = Line(name="a", gib_per_hour=10, closed=((2, 5),))
    assert line.carried(0, 10) == 70
    assert line.carried(3, 4) == 0
    assert line.carried(9, 3) == 0


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0, 50))
def test_what_a_line_carries_adds_up(one: float, two: float, three: float) -> None:
    line = Line(name="a", gib_per_hour=10, closed=((2, 5), (20, 31)))
    first, middle, last = sorted((one, two, three))
    assert line.carried(first, middle) + line.carried(middle, last) == pytest.approx(line.carried(first, last))
