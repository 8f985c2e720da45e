"""Taking back what was landed: exactly what the ledger says we created, in reverse order, and never anything foreign.

A resource is ours when a rendering on record expected it *and* its tags still say so. Afterwards a listing proves it.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from azlift.cloud.arm import cancel
from azlift.cloud.clients import Cloud, gather_bounded
from azlift.cloud.observe import RESOURCE_GROUP, list_resources, list_standing
from azlift.cloud.refusals import azure_refusals
from azlift.model import ExpectedResource, ObservedResource, Removal, Rendering


async def remove(cloud: Cloud, subject: str, renderings: Sequence[Rendering]) -> Removal:
    """Delete what these renderings created; what is left standing is named: not ours, or held by what is not ours."""
    for rendering in renderings:
        for part in rendering.parts:
            await cancel(cloud, rendering, part.deployment)
    before = await _standing(cloud, renderings)
    ours = {e.id.lower(): e for r in renderings for e in r.expected if _is_ours(before.get(e.id.lower()), r.tags)}
    for _, rank in groupby(_last_created_first(ours.values(), renderings), key=lambda e: e.type.lower()):
        await gather_bounded(_delete(cloud, expected) for expected in rank)
    after = await _standing(cloud, renderings)
    return Removal(
        subject=subject,
        deleted=tuple(sorted(e.id for key, e in ours.items() if key not in after)),
        kept=tuple(sorted(e.id for key, e in ours.items() if key in after)),
        foreign=tuple(sorted(r.id for key, r in after.items() if key not in ours)),
    )


async def _standing(cloud: Cloud, renderings: Iterable[Rendering]) -> dict[str, ObservedResource]:
    found = [resource for rendering in renderings for resource in await list_standing(cloud, rendering)]
    return {resource.id.lower(): resource for resource in found}


def _is_ours(found: ObservedResource | None, tags: dict[str, str]) -> bool:
    return found is not None and all(found.tags.get(name) == value for name, value in tags.items())


def _last_created_first(
    expected: Iterable[ExpectedResource], renderings: Sequence[Rendering]
) -> list[ExpectedResource]:
    """Machines before what they hold, a group before nothing: types by the last place one of them was created in."""
    types = [resource.type.lower() for rendering in renderings for resource in rendering.expected]
    rank = {kind: place for place, kind in enumerate(types)}
    return sorted(expected, key=lambda e: (-rank[e.type.lower()], e.id.lower()))


async def _delete(cloud: Cloud, expected: ExpectedResource) -> None:
    with azure_refusals(f"deleting {expected.name}"):
        try:
            if expected.type.lower() == RESOURCE_GROUP:
                await _delete_group(cloud, expected.name)
            else:
                poller = await cloud.resources.resources.begin_delete_by_id(
                    expected.id, api_version=expected.api_version
                )
                await poller.result()
        except ResourceNotFoundError:
            return  # somebody was faster: gone is gone
        except HttpResponseError as error:
            if error.status_code != 409 and "InUse" not in str(error.error and error.error.code):
                raise
            # something foreign holds it: it stays, and the listing afterwards names it


async def _delete_group(cloud: Cloud, name: str) -> None:
    """Delete a resource group only when it is empty: deleting one takes everything in it along."""
    if await list_resources(cloud, name):
        return
    poller = await cloud.resources.resource_groups.begin_delete(name)
    await poller.result()
