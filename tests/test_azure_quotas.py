"""What Azure says of the quotas that a calendar states."""

from datetime import date
from typing import Any

from azlift.azure_quotas import under_azure
from azlift.model import Calendar, CoreQuota, Quota

DAY = date(2026, 11, 26)
FAMILY, REGION = "standardDSv5Family", "westeurope"
VCPU = {"a": ((FAMILY, REGION), 8), "b": ((FAMILY.upper(), REGION), 8), "c": (("standardESv5Family", REGION), 4)}


def given(limit: int, used: int = 0, *said: Quota, landed: tuple[str, ...] = ()) -> tuple[list[Any], list[str]]:
    quota = CoreQuota(family=FAMILY, region=REGION, used=used, limit=limit)
    calendar, told = under_azure(Calendar(quotas=said), [quota], VCPU, landed, DAY)
    return [(entry.vcpu, entry.since) for entry in calendar.quotas], told


def test_a_limit_that_is_enough_changes_nothing() -> None:
    assert given(16) == ([], [])
    assert given(16, 0, Quota(family=FAMILY, region=REGION, vcpu=300)) == ([(300, None)], [])


def test_less_than_the_machines_take_bounds_the_plan_and_is_told() -> None:
    entries, (told,) = given(20, 10)
    assert entries == [(10, None)]
    assert told == (f"{FAMILY} in {REGION}: Azure gives 10 vCPU (its limit is 20), calendar.yaml says nothing of it")


def test_what_landed_is_ours_and_not_others_use() -> None:
    assert given(20, 10, landed=("a",)) == ([], [])


def test_a_lower_figure_of_a_person_stands_and_so_does_what_is_promised_for_later() -> None:
    low, later = (
        Quota(family=FAMILY.lower(), region=REGION, vcpu=8),
        Quota(family=FAMILY, region=REGION, vcpu=90, since=date(2027, 3, 1)),
    )
    assert given(12, 0, low) == ([(8, None)], [])
    high = low.model_copy(update={"vcpu": 64.0})
    entries, (told,) = given(12, 0, high, later)
    assert entries == [(90, date(2027, 3, 1)), (12, None)]
    assert told.endswith("calendar.yaml says 64")
