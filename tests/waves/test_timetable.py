"""Which slots a group may move in: every refusal names the fact behind it, and arrays agree with words."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_estates import machine

from azlift.model import Allowance, Calendar, Workload
from azlift.waves.barred import pinned_to
from azlift.waves.calendar import slots_of
from azlift.waves.timetable import NO_TIME_HOURS, Timetable

THURSDAY = date(2026, 11, 26)


def calendar(**said: Any) -> Calendar:
    return Calendar.model_validate({"horizon_weeks": 4, **said})


def vm(number: int = 1, **facts: Any) -> Workload:
    return machine(number).model_copy(update=facts)


def judged(made: Calendar, *workloads: Workload, hours_needed: float = 0.0) -> Allowance:
    return Timetable(made, slots_of(made, THURSDAY)).allowed(workloads or (vm(),), hours_needed)


def kinds(allowance: Allowance) -> list[set[str]]:
    return [{refusal.kind for refusal in refusals} for refusals in allowance.refused.values()]


WINDOWS = st.lists(
    st.fixed_dictionaries(
        {"when": st.sampled_from(["Sat 22:00-Sun 06:00", "daily 01:00-05:00", "2026-12-05 20:00/2026-12-06 02:00"])},
        optional={"sites": st.sampled_from([["fra*"], ["ams"]]), "owners": st.just(["Team A"])},
    ),
    min_size=1,
    max_size=4,
)
FREEZES = st.lists(
    st.fixed_dictionaries(
        {"days": st.sampled_from(["2026-12-05", "2026-12-06", "2026-12-10/2026-12-13"])},
        optional={"environments": st.just(["prod"]), "applications": st.just(["Billing"])},
    ),
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(windows=WINDOWS, freezes=FREEZES, dice=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(windows: list[Any], freezes: list[Any], dice: Any) -> None:
    group = (vm(1, datacenter="fra1", application="Billing"), vm(2, datacenter="fra2", environment="prod"))
    before = calendar(horizon_weeks=3, windows=windows, freezes=freezes)
    for rows in (windows, freezes):
        dice.shuffle(rows)
    after = calendar(horizon_weeks=3, windows=windows, freezes=freezes)
    assert slots_of(before, THURSDAY) == slots_of(after, THURSDAY)
    assert judged(before, *group) == judged(after, *reversed(group))


# -- what refuses a slot ------------------------------------------------------------------------------------------


def test_a_group_without_facts_of_its_own_may_move_in_every_slot() -> None:
    made = calendar()
    assert judged(made) == Allowance(slots=tuple(slot.id for slot in slots_of(made, THURSDAY)), refused={})


def test_a_freeze_refuses_the_slots_it_leaves_no_time_and_names_its_days() -> None:
    made = calendar(freezes=[{"days": "2026-12-05/2026-12-06", "reason": "year end close", "owners": ["team *"]}])
    allowance = judged(made)
    assert list(allowance.refused) == ["2026-12-05T2200Z"]
    (refusal,) = allowance.refused["2026-12-05T2200Z"]
    assert (refusal.kind, refusal.fact) == ("freeze", "year end close, 2026-12-05/2026-12-06 (UTC)")
    assert judged(made, vm(owner="Team B"), vm(owner="somebody")).refused.keys() == {"2026-12-05T2200Z"}
    assert judged(made, vm(owner="somebody")).refused == {}


def test_a_freeze_of_half_a_window_leaves_the_other_half() -> None:
    made = calendar(freezes=[{"days": "2026-12-05"}])
    assert judged(made, hours_needed=6).refused == {}
    assert list(judged(made, hours_needed=7).refused) == ["2026-12-05T2200Z"]


def test_a_freeze_that_begins_within_a_window_leaves_what_is_before_it() -> None:
    made = calendar(freezes=[{"days": "2026-12-06"}])
    assert judged(made, hours_needed=2).refused == {}
    assert list(judged(made, hours_needed=3).refused) == ["2026-12-05T2200Z"]


def test_a_holiday_is_the_sites_own_even_over_new_year() -> None:
    """15:00 to 20:00 UTC on 31 December is the first morning of the year in Tokyo."""
    made = calendar(
        windows=[{"when": "2026-12-17 15:00/2026-12-17 20:00"}, {"when": "2026-12-31 15:00/2026-12-31 20:00"}],
        horizon_weeks=6,
        local_times=[{"sites": ["osaka"], "time_zone": "Asia/Tokyo"}],
        holidays=[{"country": "JP"}],
    )
    assert judged(made, vm(datacenter="osaka")).slots == ("2026-12-17T1500Z",)
    assert len(judged(made, vm(datacenter="fra")).slots) == 2


def test_a_day_is_frozen_in_the_time_zone_of_its_site() -> None:
    """The window of 28 November from 22:00 UTC lies wholly on the 29th in Tokyo."""
    made = calendar(
        horizon_weeks=1,
        local_times=[{"sites": ["osaka"], "time_zone": "Asia/Tokyo"}],
        freezes=[{"days": "2026-11-29"}],
    )
    assert kinds(judged(made, vm(datacenter="osaka"))) == [{"freeze"}]
    assert judged(made, vm(datacenter="fra")).refused == {}


def test_a_machines_own_freeze_and_maintenance_windows_count() -> None:
    frozen = judged(calendar(), vm(freeze_windows=("2026-12-05/2026-12-20",)))
    assert frozen.slots == ("2026-11-28T2200Z",)
    assert kinds(frozen) == [{"freeze"}] * 3
    tended = judged(calendar(), vm(maintenance_windows=("Fri 22:00-Sat 06:00",)))
    assert (tended.slots, kinds(tended)) == ((), [{"maintenance"}] * 4)
    assert judged(calendar(), vm(maintenance_windows=("daily 01:00-05:00",)), hours_needed=4).refused == {}


def test_two_facts_that_leave_no_time_only_together_are_both_named() -> None:
    early, late = (
        vm(1, maintenance_windows=("Sat 22:00-Sun 02:00",)),
        vm(2, maintenance_windows=("Sun 02:00-Sun 06:00",)),
    )
    allowance = judged(calendar(), early, late)
    assert allowance.slots == ()
    for refusals in allowance.refused.values():
        assert [refusal.kind for refusal in refusals] == ["maintenance", "maintenance"]


def test_nobody_works_on_a_countrys_holidays() -> None:
    made = calendar(
        start="2026-12-20", windows=[{"when": "daily 08:00-16:00"}], horizon_weeks=1, holidays=[{"country": "DE"}]
    )
    refused = judged(made).refused
    assert list(refused) == ["2026-12-25T0800Z", "2026-12-26T0800Z"]
    assert refused["2026-12-25T0800Z"][0].kind == "holiday"
    assert "2026-12-25" in refused["2026-12-25T0800Z"][0].fact


def test_everything_of_a_datacentre_has_moved_by_its_last_day() -> None:
    made = calendar(ends=[{"last_day": "2026-12-06", "what": "Lease of Frankfurt", "sites": ["fra"]}])
    allowance = judged(made, vm(datacenter="fra"))
    assert allowance.slots == ("2026-11-28T2200Z", "2026-12-05T2200Z")
    assert {refusal.fact for refusals in allowance.refused.values() for refusal in refusals} == {
        "Lease of Frankfurt ends on 2026-12-06 (UTC)"
    }
    assert judged(made, vm(datacenter="ams")).refused == {}


def test_a_cutover_is_not_begun_in_a_blackout_of_its_link() -> None:
    link = {"name": "er", "sites": ["fra"], "mbit_per_s": 100, "blackouts": ["Sat 20:00-Sun 04:00"]}
    made = calendar(links=[link])
    assert judged(made, vm(datacenter="fra"), hours_needed=2).refused == {}
    refused = judged(made, vm(datacenter="fra"), hours_needed=3).refused
    assert [refusals[0].kind for refusals in refused.values()] == ["blackout"] * 4
    assert "er: Sat 20:00-Sun 04:00 (UTC)" in refused["2026-11-28T2200Z"][0].fact
    assert judged(made, vm(datacenter="ams"), hours_needed=8).refused == {}


def test_a_window_of_one_site_refuses_machines_of_another_by_name() -> None:
    made = calendar(windows=[{"when": "Sat 22:00-Sun 06:00", "sites": ["fra*"]}])
    allowance = judged(made, vm(1, datacenter="fra1"), vm(2, datacenter="ams"))
    assert allowance.slots == ()
    assert allowance.refused["2026-11-28T2200Z"][0].fact == "the window is for sites fra*, and vm2 is not of them"


def test_a_pin_leaves_one_slot_and_one_beyond_the_horizon_none() -> None:
    assert judged(calendar(), vm(wave="2")).slots == ("2026-12-05T2200Z",)
    beyond = judged(calendar(), vm(wave="wave-07"))
    assert (beyond.slots, kinds(beyond)) == ((), [{"horizon"}] * 4)
    assert judged(calendar(), vm(1, wave="1"), vm(2, wave="2")).slots == ()


@pytest.mark.parametrize(
    ("wave", "slot"), [("3", 3), ("wave-03", 3), ("Wave 3", 3), ("W3", None), ("0", None), ("", None), ("३", None)]
)
def test_a_pin_is_the_number_of_a_wave_and_other_words_pin_nothing(wave: str, slot: int | None) -> None:
    assert pinned_to(wave) == slot


@pytest.mark.parametrize(
    "facts",
    [
        {"freeze_windows": ("soon",)},
        {"freeze_windows": ("9999-12-31",)},
        {"maintenance_windows": ("=cmd()|' /C calc'!A0",)},
        {"maintenance_windows": ("Sat 22:00-Sat 20:00",)},
    ],
)
def test_a_fact_that_cannot_be_read_refuses_every_slot_and_says_so(facts: dict[str, Any]) -> None:
    allowance = judged(calendar(), vm(1, **facts), vm(2))
    assert allowance.slots == ()
    assert all("cannot be read" in refusals[0].fact for refusals in allowance.refused.values())


def test_a_window_shorter_than_what_is_needed_is_refused_for_its_hours() -> None:
    allowance = judged(calendar(horizon_weeks=1), hours_needed=9)
    assert [refusal.fact for refusal in allowance.refused["2026-11-28T2200Z"]] == ["8 hours of 9 needed"]


@settings(max_examples=60, deadline=None)
@given(
    freezes=FREEZES,
    maintenance=st.lists(
        st.sampled_from(["daily 01:00-05:00", "Sat 20:00-Sun 01:00", "Sun 03:00-Sun 12:00"]), max_size=2
    ),
    needed=st.sampled_from([0.0, 1.0, 4.0, 7.5]),
    earlier=st.integers(0, 8),
    later=st.integers(0, 8),
)
def test_a_longer_window_never_refuses_more(
    freezes: list[Any], maintenance: list[str], needed: float, earlier: int, later: int
) -> None:
    start, end = datetime(2026, 12, 5, 22, tzinfo=UTC), datetime(2026, 12, 6, 6, tzinfo=UTC)
    group = (vm(1, application="Billing", maintenance_windows=tuple(maintenance)), vm(2, environment="prod"))

    def granted(first: datetime, last: datetime) -> int:
        made = calendar(windows=[{"when": f"{first:%Y-%m-%d %H:%M}/{last:%Y-%m-%d %H:%M}"}], freezes=freezes)
        return len(judged(made, *group, hours_needed=needed).slots)

    assert granted(start - timedelta(hours=earlier), end + timedelta(hours=later)) >= granted(start, end)


@settings(max_examples=60, deadline=None)
@given(freezes=FREEZES, needed=st.sampled_from([0.0, 4.0, 7.5]))
def test_each_slot_is_granted_or_refused_with_a_reason(freezes: list[Any], needed: float) -> None:
    made = calendar(freezes=freezes)
    allowance = judged(made, vm(application="Billing"), hours_needed=needed)
    assert {*allowance.slots, *allowance.refused} == {slot.id for slot in slots_of(made, THURSDAY)}
    assert not set(allowance.slots) & set(allowance.refused)
    assert all(refusals for refusals in allowance.refused.values())


def test_an_allowance_is_the_same_when_it_is_read_back() -> None:
    allowance = judged(calendar(freezes=[{"days": "2026-12-05/2026-12-06"}]), vm(wave="2"))
    assert Allowance.model_validate_json(allowance.model_dump_json()) == allowance


# -- in arrays ----------------------------------------------------------------------------------------------------

SITES = ("fra1", "ams", "osaka", "")
FACTS = st.fixed_dictionaries(
    {
        "datacenter": st.sampled_from(SITES),
        "owner": st.sampled_from(["Team A", "Team B"]),
        "application": st.sampled_from(["Billing", "CRM"]),
        "environment": st.sampled_from(["prod", "dev", ""]),
        "wave": st.sampled_from(["", "", "", "2", "99"]),
        "maintenance_windows": st.sampled_from([(), (), ("daily 01:00-05:00",), ("Sat 20:00-Sun 01:00",), ("?",)]),
        "freeze_windows": st.sampled_from([(), (), ("2026-12-05",), ("2026-12-06/2026-12-20",), ("soon",)]),
    }
)
DARK = ["daily 02:00-04:00"]
CALENDARS = st.builds(
    calendar,
    windows=WINDOWS,
    freezes=FREEZES,
    holidays=st.sampled_from([[], [{"country": "DE"}], [{"country": "JP", "sites": ["osaka"]}]]),
    ends=st.sampled_from([[], [{"last_day": "2026-12-06", "what": "Lease", "sites": ["fra*"]}]]),
    local_times=st.sampled_from([[], [{"sites": ["osaka"], "time_zone": "Asia/Tokyo"}]]),
    links=st.sampled_from(
        [[], [{"name": "er", "sites": ["ams"], "mbit_per_s": 9, "blackouts": ["daily 02:00-04:00"]}]]
    ),
)


@settings(max_examples=200, deadline=None)
@given(
    made=CALENDARS,
    groups=st.lists(st.lists(FACTS, min_size=1, max_size=3), min_size=1, max_size=4),
    needed=st.sampled_from([0.0, 0.5, 2.0, 4.0, 7.5, 9.0]),
)
def test_arrays_grant_just_what_the_words_allow(made: Calendar, groups: list[list[Any]], needed: float) -> None:
    """One timetable for all groups, whose rules it has seen before, against one for each alone."""
    slots = slots_of(made, THURSDAY)
    shared = Timetable(made, slots)
    for number, group in enumerate(groups):
        machines = [vm(10 * number + place, **facts) for place, facts in enumerate(group)]
        granted = shared.opened(machines) >= max(needed, NO_TIME_HOURS)
        told = Timetable(made, slots).allowed(machines, needed)
        assert tuple(slot.id for slot, open_ in zip(slots, granted, strict=True) if open_) == told.slots
        assert shared.allowed(machines, needed) == told


def test_open_hours_are_those_that_all_rules_leave_together() -> None:
    table = Timetable(calendar(horizon_weeks=1), slots_of(calendar(horizon_weeks=1), THURSDAY))
    early, late = (
        vm(1, maintenance_windows=("Sat 22:00-Sun 03:00",)),
        vm(2, maintenance_windows=("Sun 01:00-Sun 06:00",)),
    )
    assert table.opened([early, late]).tolist() == [2]
