"""A wave that was carried as far as it went, in a world that others use too, goes back to exactly what was there.

Worlds are drawn from seeds: what a platform team has vended, what strangers put beside it, which groups were tested,
where the driver dies on the way there and on the way back. AZLIFT_ROLLBACK_SEEDS says how many.
"""

import asyncio
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from carrying import carry_wave
from estates import estate, machine, planned

from azlift import convoy, journey, on_record
from azlift.cloud import arm, removal, restoring
from azlift.settings import read_settings
from azlift.venue import Venue

Workspaces = Callable[..., Path]
SEEDS = int(os.environ.get("AZLIFT_ROLLBACK_SEEDS", "6"))
VERSIONS = {"Microsoft.Network": "2024-05-01", "Microsoft.Compute": "2024-07-01"}
ADDRESS = {"location": "westeurope", "sku": {"name": "Standard"}, "properties": {"publicIPAllocationMethod": "Static"}}


async def put(venue: Venue, group: str, kind: str, name: str, body: dict[str, Any]) -> str:
    id_ = f"{venue.cloud.subscription}/resourceGroups/{group}/providers/{kind}/{name}"
    version = VERSIONS[kind.partition("/")[0]]
    poller = await venue.cloud.resources.resources.begin_create_or_update_by_id(id_, body, api_version=version)
    await poller.result()
    return id_


async def canonical(venue: Venue) -> dict[str, Any]:
    """All of the estate as Azure answers it, resource by resource, without what changes by itself."""
    found: dict[str, Any] = {}
    async for group in venue.cloud.resources.resource_groups.list():
        if not str(group.name).startswith(f"rg-{venue.settings.estate}-"):
            continue
        found[str(group.id).lower()] = restoring.writable(group.as_dict())
        async for one in venue.cloud.resources.resources.list_by_resource_group(str(group.name)):
            version = "2024-03-02" if str(one.type).endswith("/disks") else VERSIONS[str(one.type).partition("/")[0]]
            body = (await venue.cloud.resources.resources.get_by_id(str(one.id), api_version=version)).as_dict()
            found[str(one.id).lower()] = restoring.writable(body)
    return found


async def vend(venue: Venue, dice: random.Random) -> None:
    """A platform team's part: the wave's resource group, and perhaps a guard in it, tagged for the wave."""
    name = venue.settings.estate
    tags = {"azlift-estate": name, "azlift-wave": "wave-01", "azlift-group": "landing zone", "owner": "platform"}
    group = f"rg-{name}-wave-01-westeurope"
    await venue.cloud.resources.resource_groups.create_or_update(group, {"location": "westeurope", "tags": tags})
    if dice.random() < 0.5:
        body = {"location": "westeurope", "tags": tags, "properties": {"securityRules": []}}
        await put(venue, group, "Microsoft.Network/networkSecurityGroups", "nsg-app-net", body)


class Dies:
    """Ends the driver, as a kill does, at the given call of a function; calls before and after go through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, at: int, before: bool) -> None:
        self.whole, self.left, self.before = getattr(module, name), at, before
        monkeypatch.setattr(module, name, self)

    async def __call__(self, *arguments: Any) -> Any:
        self.left -= 1
        if self.left == 0 and self.before:
            raise asyncio.CancelledError
        answer = await self.whole(*arguments)
        if self.left == 0:
            raise asyncio.CancelledError
        return answer


async def there(venue: Venue, tested: list[str]) -> None:
    await journey.prepare("wave-01", venue)
    for group in tested:
        await journey.test(group, venue)
    await carry_wave("wave-01", venue)


async def back(venue: Venue) -> None:
    async def one(subject: str) -> bool:
        await journey.roll_back(subject, venue)
        return True

    assert await convoy.take_back_in_order("wave-01", venue, one) == []
    await one(on_record.zone_of("wave-01"))


def try_to(folder: Path, act: Callable[[Venue], Any]) -> bool:
    """Whether the driver lived to the end of it."""
    try:
        inside(folder, act)
    except asyncio.CancelledError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
def test_created_goes_changed_is_restored_and_foreign_is_untouched(
    workspace: Workspaces, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    dice = random.Random(seed)
    folder = workspace()
    names = ["shop", "mail", "crm"][: dice.randint(1, 3)]
    each = 2 if len(names) < 3 else 1  # all of them in one pilot wave
    planned(folder, estate(*(machine(f"{name}{number}", name) for name in names for number in range(each))))
    vended = dice.random() < 0.7
    tested = [name for name in names if dice.random() < 0.5]
    inside(folder, lambda venue: journey.prepare("wave-01", venue))
    if vended:
        inside(folder, lambda venue: vend(venue, dice))
    before = inside(folder, canonical)

    deaths = [Dies(monkeypatch, arm, "_send", dice.randint(1, 4), dice.random() < 0.5)]
    while not try_to(folder, lambda venue: there(venue, tested)):
        pass
    strangers = {}
    if vended and dice.random() < 0.7:
        group = f"rg-{planned_estate(folder)}-wave-01-westeurope"
        kind = "Microsoft.Network/publicIPAddresses"
        id_ = inside(folder, lambda venue: put(venue, group, kind, "strangers", dict(ADDRESS)))
        strangers = {id_.lower(): inside(folder, canonical)[id_.lower()]}

    deaths.append(Dies(monkeypatch, removal, "_delete", dice.randint(1, 9), dice.random() < 0.5))
    while not try_to(folder, back):
        pass
    assert inside(folder, canonical) == before | strangers
    assert any(death.left <= 0 for death in deaths), "somebody died on the way"


def planned_estate(folder: Path) -> str:
    return read_settings(folder).estate
