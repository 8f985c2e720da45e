"""What has to be copied of a machine, and what the lines carry."""

from datetime import UTC, datetime
from typing import Any

import pytest

from azlift.forecast.loads import lines_of, load_of, used_gib
from azlift.model import Calendar, Disk, FileSystem, Origin, Route, Workload

ORIGIN = datetime(2026, 11, 26, tzinfo=UTC)


def vm(**facts: Any) -> Workload:
    disks = tuple(
        Disk(key=str(2000 + number), label=f"Hard disk {number}", capacity_mib=50 * 1024) for number in (1, 2)
    )
    origin = Origin(file="estate.xlsx")
    made = {"id": "w-1", "name": "vm1", "origin": origin, "source_key": "vm-1", "vcpu": 2, "memory_mib": 4096}
    return Workload(**{**made, "disks": disks, **facts})


def test_what_is_copied_is_what_the_datastore_holds_then_what_the_guest_says_then_all_there_is() -> None:
    systems = (FileSystem(mount="/", capacity_mib=90 * 1024, used_mib=30 * 1024),)
    assert used_gib(vm(in_use_mib=40 * 1024, file_systems=systems)) == 40
    assert used_gib(vm(file_systems=systems)) == 30
    assert used_gib(vm()) == 100


def test_no_more_is_copied_than_the_disks_can_hold() -> None:
    assert used_gib(vm(in_use_mib=400 * 1024)) == 100
    assert used_gib(vm(in_use_mib=40 * 1024, disks=())) == 40


def test_a_load_takes_the_first_change_rate_and_link_that_match() -> None:
    calendar = Calendar.model_validate(
        {
            "links": [{"name": "er", "sites": ["fra*"], "mbit_per_s": 1000}],
            "replication": {
                "sent_share": 0.5,
                "changes": [
                    {"applications": ["Billing"], "share_per_day": 0.24},
                    {"sites": ["fra*"], "share_per_day": 0.9},
                ],
            },
        }
    )
    load = load_of(vm(application="billing", datacenter="fra1", host="esx1"), calendar)
    assert (load.link, load.gib, load.change_gib_per_hour) == ("er", 50, pytest.approx(0.5))
    assert (load.disks, load.host) == (2, "esx1")
    elsewhere = load_of(vm(datacenter="ams"), calendar)
    assert (elsewhere.link, elsewhere.change_gib_per_hour) == ("", pytest.approx(50 * 0.05 / 24))


@pytest.mark.parametrize("route", [Route.REDEPLOY, Route.REPLATFORM, Route.RETIRE, Route.RETAIN])
def test_nothing_is_copied_of_what_is_built_anew_stays_or_goes(route: Route) -> None:
    load = load_of(vm(route=route), Calendar())
    assert (load.gib, load.change_gib_per_hour) == (0, 0)


def test_a_gigabit_at_60_percent_carries_45_tb_a_week() -> None:
    """1 Gbit/s * 60 % * 604,800 s / 8 = 45.36 * 10**12 bytes."""
    calendar = Calendar.model_validate({"links": [{"name": "er", "mbit_per_s": 1000, "usable_share": 0.6}]})
    carried = lines_of(calendar, ORIGIN, 168)["er"].carried(0, 168)
    assert carried * 2**30 == pytest.approx(45.36e12)


def test_blackouts_are_hours_from_the_origin_in_their_own_time_zone_and_joined() -> None:
    said = {
        "name": "er",
        "mbit_per_s": 1000,
        "time_zone": "Europe/Berlin",
        "blackouts": ["daily 08:00-18:00", "2026-11-26 17:00/2026-11-26 20:00"],
    }
    made = lines_of(Calendar.model_validate({"links": [said]}), ORIGIN, 24)["er"]
    assert made.closed[:2] == ((7, 19), (31, 41))


def test_a_blackout_that_began_before_the_origin_is_still_on() -> None:
    said = {"name": "er", "mbit_per_s": 1000, "blackouts": ["2026-11-25 20:00/2026-11-26 04:00"]}
    made = lines_of(Calendar.model_validate({"links": [said]}), ORIGIN, 24)["er"]
    assert made.closed == ((-4, 4),)


def test_a_machines_datastore_is_the_first_that_a_disk_names() -> None:
    disks = [
        Disk(key=str(n), label=str(n), capacity_mib=1, datastore=name) for n, name in enumerate(["", "ds1", "ds2"])
    ]
    assert load_of(vm(disks=tuple(disks)), Calendar()).datastore == "ds1"
    assert load_of(vm(), Calendar()).datastore == ""


def test_a_capacity_on_one_disk_or_on_two_is_the_same_to_copy() -> None:
    """Of two disks more are read at once; how much is copied, and how fast it changes, stays."""
    whole, halves = vm(disks=disks_of(100)), vm(disks=disks_of(50, 50))
    for calendar in (Calendar(), Calendar.model_validate({"links": [{"name": "er", "mbit_per_s": 100}]})):
        one, two = load_of(whole, calendar), load_of(halves, calendar)
        assert (one.gib, one.change_gib_per_hour, one.link) == (two.gib, two.change_gib_per_hour, two.link)


def disks_of(*gib: int) -> tuple[Disk, ...]:
    return tuple(Disk(key=str(n), label=str(n), capacity_mib=size * 1024) for n, size in enumerate(gib))
