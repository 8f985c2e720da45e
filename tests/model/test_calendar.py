"""The calendar as people write it: everything optional, everything checked."""

from datetime import date

import pytest
from pydantic import ValidationError

from azlift.model import Calendar, Origin, Reservation, Scope, Workload


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


def test_a_scope_covers_machines_by_name() -> None:
    assert Scope(machines=("VM*",)).covers(workload())
    assert not Scope(machines=("db*",), sites=("*",)).covers(workload())


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [(None, None, [1, 2, 3, 4]), (2, None, [2, 3, 4]), (None, 3, [1, 2, 3]), (2, 3, [2, 3]), (3, 3, [3])],
)
def test_a_span_holds_from_its_first_day_to_its_last(since: int | None, until: int | None, days: list[int]) -> None:
    ends = {"since": since and date(2027, 1, since), "until": until and date(2027, 1, until)}
    made = Reservation(family="f", region="r", vcpu=1, **ends)  # type: ignore[arg-type]
    assert [day for day in range(1, 5) if made.holds_on(date(2027, 1, day))] == days
