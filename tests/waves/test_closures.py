"""Rules: machines of which the calendar says the same have the same, and each says what of a slot it closes."""

from datetime import UTC, date, datetime
from typing import Any

from small_estates import machine

from azlift.model import Calendar, Stretch, Workload
from azlift.waves.calendar import slots_of
from azlift.waves.closures import Rule, facts_of, frozen_days, holidays_of, rules_of, rules_of_landing

DAY = date(2026, 11, 26)
CALENDAR = Calendar.model_validate(
    {
        "horizon_weeks": 2,
        "local_times": [{"sites": ["osaka"], "time_zone": "Asia/Tokyo"}],
        "freezes": [{"days": "2026-12-05", "owners": ["Team B"]}, {"days": "2026-12-06"}],
        "holidays": [{"country": "DE", "sites": ["fra"]}],
        "ends": [{"last_day": "2026-12-04", "what": "Lease", "sites": ["fra"]}],
        "links": [{"name": "er", "sites": ["fra"], "mbit_per_s": 1, "blackouts": ["Sun 00:00-02:00"]}],
        "pins": [{"days": ["2026-12-05"], "machines": ["vm9"]}],
    }
)
SLOTS = slots_of(CALENDAR, DAY)


def vm(number: int = 1, **facts: Any) -> Workload:
    return machine(number).model_copy(update=facts)


def rules(workload: Workload) -> set[Rule]:
    return set(rules_of(workload, CALENDAR))


def closed(rule: Rule) -> list[list[tuple[str, float]]]:
    """For each slot the kinds of its facts, and the hours each closes of it."""
    found = []
    for slot, facts in zip(SLOTS, facts_of(rule, CALENDAR, SLOTS), strict=True):
        hours = [
            (fact.kind, sum(_within(shut, slot.stretch) for shut in stretches)) for fact, stretches in facts.items()
        ]
        found.append(hours)
    return found


def _within(shut: Stretch, slot: Stretch) -> float:
    return max(0.0, Stretch(max(shut.start, slot.start), min(shut.end, slot.end)).hours)


def test_a_machine_has_the_rules_of_the_entries_that_cover_it_in_its_own_time() -> None:
    assert rules(vm()) == {Rule("freezes", "UTC", 1)}
    assert rules(vm(owner="team b", datacenter="osaka")) == {
        Rule("freezes", "Asia/Tokyo", 0),
        Rule("freezes", "Asia/Tokyo", 1),
    }
    assert rules(vm(datacenter="fra")) == {
        Rule("freezes", "UTC", 1),
        Rule("holidays", "UTC", 0),
        Rule("ends", "UTC", 0),
        Rule("blackouts", "UTC", 0),
    }
    assert Rule("pins", "UTC", 0) in rules(vm(9))


def test_what_the_inventory_says_of_a_machine_is_a_rule_too() -> None:
    own = vm(freeze_windows=("2026-12-05",), maintenance_windows=("daily 01:00-05:00",), wave="wave-02")
    assert rules(own) - rules(vm()) == {
        Rule("own freezes", "UTC", texts=("2026-12-05",)),
        Rule("maintenance", "UTC", texts=("daily 01:00-05:00",)),
        Rule("wave", "", 2),
    }


def test_each_rule_closes_its_hours_of_the_slots() -> None:
    """Saturdays 22:00 to Sundays 06:00, 28 November and 5 December."""
    assert closed(Rule("freezes", "UTC", 0)) == [[], [("freeze", 2)]]
    assert closed(Rule("freezes", "UTC", 1)) == [[], [("freeze", 6)]]
    assert closed(Rule("ends", "UTC", 0)) == [[], [("end", 8)]]
    assert closed(Rule("blackouts", "UTC", 0)) == [[("blackout", 2)], [("blackout", 2)]]
    assert closed(Rule("maintenance", "UTC", texts=("daily 01:00-05:00",))) == [[("maintenance", 4)]] * 2
    assert closed(Rule("wave", "", 2)) == [[("pin", 8)], []]
    assert closed(Rule("pins", "UTC", 0)) == [[("pin", 8)], []]


def test_without_slots_no_rule_has_facts() -> None:
    assert all(facts_of(rule, CALENDAR, ()) == [] for rule in rules(vm(9, datacenter="fra", wave="1")))


def test_holidays_have_their_names_and_given_days_have_none() -> None:
    named = dict(holidays_of(CALENDAR.holidays[0], 2026, 2026))
    assert "2026-12-25" in named
    (slot,) = slots_of(
        Calendar.model_validate({"windows": [{"when": "2026-12-25 08:00/2026-12-25 16:00"}]}), date(2026, 12, 1)
    )
    assert slot.start == datetime(2026, 12, 25, 8, tzinfo=UTC)
    ((fact, _),) = facts_of(Rule("holidays", "UTC", 0), CALENDAR, [slot])[0].items()
    assert fact.fact == f"{named['2026-12-25']}, 2026-12-25 (UTC)"


def test_a_subscription_that_takes_all_windows_bars_none() -> None:
    assert list(rules_of_landing(CALENDAR, SLOTS, ())) == []
    full = CALENDAR.model_copy(update={"subscription": CALENDAR.subscription.model_copy(update={"resource_groups": 1})})
    assert list(rules_of_landing(full, SLOTS, ())) == [Rule("resource groups", "")]


def test_frozen_days_are_freezes_and_holidays_of_any_machine_joined_and_windows_close_none() -> None:
    calendar = Calendar.model_validate(
        {
            "time_zone": "Europe/Berlin",
            "freezes": [{"days": "2027-01-04/2027-01-05", "owners": ["a"]}],
            "holidays": [{"days": ["2027-01-06"]}],
            "ends": [{"last_day": "2026-12-01", "what": "lease"}],
        }
    )
    first, last = date(2027, 1, 1), date(2027, 1, 31)
    (closed,) = frozen_days([vm(1, owner="a"), vm(2)], calendar, first, last)
    assert closed == Stretch(datetime(2027, 1, 3, 23, tzinfo=UTC), datetime(2027, 1, 6, 23, tzinfo=UTC))
    (holiday,) = frozen_days([vm(2)], calendar, first, last)
    assert holiday.start == datetime(2027, 1, 5, 23, tzinfo=UTC)
    assert frozen_days([vm(2)], calendar, date(2027, 2, 1), date(2027, 2, 28)) == ()
