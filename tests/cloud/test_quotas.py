"""Azure's quotas, as the SDK lists them."""

from collections.abc import Callable
from pathlib import Path

from azure_sights import inside

from azlift.cloud import list_core_quotas
from azlift.model import CoreQuota
from azlift.venue import Venue


def test_families_are_listed_with_what_is_used_and_their_limit(workspace: Callable[..., Path]) -> None:
    async def ask(venue: Venue) -> tuple[CoreQuota, ...]:
        return await list_core_quotas(venue.cloud, "westeurope")

    found = {quota.family.casefold(): quota for quota in inside(workspace(), ask)}
    assert found["standarddsv5family"].limit > 0
    assert found["standarddsv5family"].used == 0
    assert all(name.endswith("family") for name in found)
    assert {quota.region for quota in found.values()} == {"westeurope"}
