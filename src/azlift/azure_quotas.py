"""What Azure says today of the quotas that a calendar states."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from azlift.cloud import close_cloud, list_core_quotas
from azlift.model import Calendar, CoreQuota, Quota, WorkloadId
from azlift.venue import Venue

Taken = tuple[tuple[str, str], int]
"""Family and region, and vCPU of it."""


async def read_core_quotas(venue: Venue) -> tuple[CoreQuota, ...]:
    """The quotas of the venue's region. Raises RightsNeeded, AzureError, Unreachable."""
    try:
        return await list_core_quotas(venue.cloud, venue.settings.region)
    finally:
        await close_cloud(venue.cloud)


def under_azure(
    calendar: Calendar,
    quotas: Iterable[CoreQuota],
    vcpu: Mapping[WorkloadId, Taken],
    landed: Iterable[WorkloadId],
    today: date,
) -> tuple[Calendar, list[str]]:
    """The calendar with no more of a family than Azure gives today, and where that is too little, in words.

    What Azure gives is its limit less what others use; `landed` machines are ours. What the calendar promises from a
    later day stands.
    """
    wanted, ours = _sums(vcpu.values()), _sums(vcpu[workload] for workload in landed if workload in vcpu)
    entries, told = list(calendar.quotas), list[str]()
    for quota in quotas:
        key = quota.family.casefold(), quota.region.casefold()
        given = max(0, quota.limit - max(0, quota.used - ours.get(key, 0)))
        now = [entry for entry in entries if _key(entry) == key and (entry.since is None or entry.since <= today)]
        said = max((entry.vcpu for entry in now), default=None)
        if given < wanted.get(key, 0) and (said is None or given < said):
            says = "nothing of it" if said is None else f"{said:,.10g}"
            told.append(
                f"{quota.family} in {quota.region}: Azure gives {given:,} vCPU (its limit is {quota.limit:,}), "
                f"calendar.yaml says {says}"
            )
            kept = [entry for entry in entries if entry not in now]
            entries = [*kept, Quota(family=quota.family, region=quota.region, vcpu=given)]
    return calendar.model_copy(update={"quotas": tuple(entries)}), told


def _sums(taken: Iterable[Taken]) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for (family, region), count in taken:
        sums[family.casefold(), region.casefold()] += count
    return dict(sums)


def _key(quota: Quota) -> tuple[str, str]:
    return quota.family.casefold(), quota.region.casefold()
