"""Taking back what was landed: exactly what the ledger says we created, in reverse order, and never anything foreign.

A resource is ours when a rendering on record expected it *and* its tags still say so. Afterwards a listing proves it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from azlift.cloud.arm import cancel, find, refuse_anothers
from azlift.cloud.clients import Cloud, gather_bounded
from azlift.cloud.observe import RESOURCE_GROUP, list_resources, list_standing
from azlift.cloud.recovering import refusal_of
from azlift.cloud.refusals import RUN_AGAIN, azure_refusals
from azlift.cloud.restoring import restore
from azlift.errors import AzureError, SettingsError
from azlift.model import (
    DIGEST_TAG,
    ESTATE_TAG,
    ExpectedResource,
    ObservedResource,
    Removal,
    Rendering,
    Sender,
    StandingResource,
)


@dataclass(frozen=True)
class Sent:
    """What a ledger sent of a subject: whether a deployment's sender was it, and under which digests, ever."""

    by: Callable[[Sender], bool]
    digests: Set[str]


async def remove(
    cloud: Cloud, subject: str, renderings: Sequence[Rendering], sent: Sent, stood: Sequence[StandingResource] = ()
) -> Removal:
    """Delete what these renderings created, and restore what `stood` before them; what is left standing is named: not
    ours, or held by what is not ours. Raises HeldByAnother, with nothing touched, where another ledger sent it;
    NotAsExpected where something cannot be made again what it was."""
    _refuse_another_subscription(cloud, renderings)
    await _refuse_another_ledger(cloud, renderings, sent)
    for rendering in renderings:
        for part in rendering.parts:
            await cancel(cloud, rendering, part.deployment)
    before = await _standing(cloud, renderings)
    ours = {e.id.lower(): e for r in renderings for e in r.expected if _is_ours(before.get(e.id.lower()), r.tags)}
    changed = [resource for resource in stood if ours.pop(resource.id.lower(), None)]
    stay = {resource.id.lower() for resource in stood}
    for _, rank in groupby(_last_created_first(ours.values(), renderings), key=lambda e: e.type.lower()):
        stay.update(*await gather_bounded(_delete(cloud, expected) for expected in rank))
    restored = await restore(cloud, changed)
    after = await _standing(cloud, renderings)
    _check_nothing_was_passed_over(after, stay, renderings)
    return Removal(
        subject=subject,
        deleted=tuple(sorted(e.id for key, e in ours.items() if key not in after)),
        kept=tuple(sorted(e.id for key, e in ours.items() if key in after)),
        foreign=tuple(sorted(r.id for key, r in after.items() if key not in ours and not _is_of_estate(r, renderings))),
        restored=restored,
    )


async def _standing(cloud: Cloud, renderings: Iterable[Rendering]) -> dict[str, ObservedResource]:
    found = [resource for rendering in renderings for resource in await list_standing(cloud, rendering)]
    return {resource.id.lower(): resource for resource in found}


def _check_nothing_was_passed_over(
    after: Mapping[str, ObservedResource], stay: Set[str], renderings: Iterable[Rendering]
) -> None:
    """A list or a delete that said "not there" of what is there, as Azure does for a moment now and then, took nothing
    back: better found out now than believed."""
    ours = (e for r in renderings for e in r.expected if _is_ours(after.get(e.id.lower()), r.tags))
    standing = sorted({e.name for e in ours if e.id.lower() not in stay})
    if standing:
        raise AzureError(f"still there after it was to be deleted: {', '.join(standing[:5])}", advice=RUN_AGAIN)


def _refuse_another_subscription(cloud: Cloud, renderings: Iterable[Rendering]) -> None:
    """What was landed elsewhere is not found here, and would be taken for gone."""
    for expected in (e for rendering in renderings for e in rendering.expected):
        if not expected.id.lower().startswith(f"{cloud.subscription}/".lower()):
            raise SettingsError(
                f"{expected.name} was landed in {'/'.join(expected.id.split('/')[:3])}, not in {cloud.subscription}",
                column="subscription_id",
                advice="Set `subscription_id` back to where it was landed.",
            )


async def _refuse_another_ledger(cloud: Cloud, renderings: Sequence[Rendering], sent: Sent) -> None:
    """A landing that was refused is on record as one that may have been sent, and what stands is then another's."""
    for rendering in renderings:
        for part in rendering.parts:
            await refuse_anothers(cloud, rendering, part, await find(cloud, rendering, part.deployment), sent.by)
    before = await _standing(cloud, renderings)
    found = (before.get(e.id.lower()) for rendering in renderings for e in rendering.expected)
    tags = [r.tags for r in found if r and any(_is_ours(r, rendering.tags) for rendering in renderings)]
    unknown = {tag[DIGEST_TAG] for tag in tags if tag.get(DIGEST_TAG)} - sent.digests
    if unknown:
        raise await refusal_of(cloud, renderings[-1], unknown)


def _is_of_estate(found: ObservedResource, renderings: Sequence[Rendering]) -> bool:
    """Whether it is a neighbour: another group's, or the landing zone's, of the same estate."""
    return any(found.tags.get(ESTATE_TAG) == rendering.tags.get(ESTATE_TAG) for rendering in renderings)


def _is_ours(found: ObservedResource | None, tags: dict[str, str]) -> bool:
    return found is not None and all(found.tags.get(name) == value for name, value in tags.items())


def _last_created_first(
    expected: Iterable[ExpectedResource], renderings: Sequence[Rendering]
) -> list[ExpectedResource]:
    """Machines before what they hold, a group before nothing: types by the last place one of them was created in."""
    types = [resource.type.lower() for rendering in renderings for resource in rendering.expected]
    rank = {kind: place for place, kind in enumerate(types)}
    return sorted(expected, key=lambda e: (-rank[e.type.lower()], e.id.lower()))


async def _delete(cloud: Cloud, expected: ExpectedResource) -> set[str]:
    """Delete a resource; its id where something that is not ours holds it, so that it stays."""
    with azure_refusals(f"deleting {expected.name}"):
        try:
            if expected.type.lower() == RESOURCE_GROUP:
                return await _delete_group(cloud, expected)
            poller = await cloud.resources.resources.begin_delete_by_id(expected.id, api_version=expected.api_version)
            await poller.result()
        except ResourceNotFoundError:
            return set()  # somebody was faster: gone is gone
        except HttpResponseError as error:
            if not _is_held(error):
                raise
            return {expected.id.lower()}
    return set()


def _is_held(error: HttpResponseError) -> bool:
    """Whether Azure refuses because something uses the resource; a lock or an operation under way is another matter."""
    code, message = (str(error.error and error.error.code), str(error.error and error.error.message).lower())
    return "InUse" in code or (code == "OperationNotAllowed" and "attached" in message)


async def _delete_group(cloud: Cloud, expected: ExpectedResource) -> set[str]:
    """Delete a resource group only when it is empty: deleting one takes everything in it along."""
    if await list_resources(cloud, expected.name):
        return {expected.id.lower()}
    poller = await cloud.resources.resource_groups.begin_delete(expected.name)
    await poller.result()
    return set()
