"""Making a resource again what it was: its recorded pre-image is put back, and what Azure then answers is compared."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from azlift.cloud.clients import Cloud
from azlift.cloud.observe import RESOURCE_GROUP
from azlift.cloud.reading import read_standing
from azlift.cloud.refusals import azure_refusals
from azlift.errors import NotAsExpected
from azlift.model import ExpectedResource, StandingResource

READ_ONLY = frozenset({"id", "name", "type", "etag", "systemData"})
"""Of a resource itself: its place says them, or Azure does."""
AZURES_OWN = frozenset(
    {"etag", "provisioningState", "resourceGuid", "timeCreated", "uniqueId", "vmId", "diskState", "changedTime"}
)
"""At any depth: what Azure sets and changes by itself."""


async def restore(cloud: Cloud, changed: Sequence[StandingResource]) -> tuple[str, ...]:
    """Put each resource back as it was, one after the other in their order; the ids of those that are so again.

    One that is so already is left alone. Raises NotAsExpected when Azure answers something else afterwards.
    """
    done: list[str] = []
    for resource in changed:
        if await _differences(cloud, resource):
            await _put(cloud, resource)
            remaining = await _differences(cloud, resource)
            if remaining:
                raise NotAsExpected(
                    f"{_name(resource)} was changed by the landing and is not what it was: {'; '.join(remaining[:5])}",
                    code="NotRestored",
                    advice="Compare it with its pre-image in the ledger (`azlift ledger history`), and set it by hand.",
                )
        done.append(resource.id)
    return tuple(done)


async def _put(cloud: Cloud, resource: StandingResource) -> None:
    body = writable(resource.body)
    with azure_refusals(f"restoring {_name(resource)}"):
        if _type(resource) == RESOURCE_GROUP:
            wanted = {"location": body["location"], "tags": body.get("tags") or {}}
            await cloud.resources.resource_groups.create_or_update(_name(resource), wanted)
            return
        poller = await cloud.resources.resources.begin_create_or_update_by_id(
            resource.id, body, api_version=resource.api_version
        )
        await poller.result()


async def _differences(cloud: Cloud, resource: StandingResource) -> list[str]:
    wanted = ExpectedResource(
        id=resource.id, type=_type(resource), name=_name(resource), api_version=resource.api_version
    )
    found = await read_standing(cloud, [wanted])
    if not found:
        return ["it is gone"]
    return list(_differing(writable(resource.body), writable(found[0].body), ""))


def writable(body: Mapping[str, Any]) -> dict[str, Any]:
    """A resource as it may be sent: without what its place says, and what is Azure's own."""
    return {name: _without_azures_own(value) for name, value in body.items() if name not in READ_ONLY}


def _without_azures_own(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_azures_own(inner) for name, inner in value.items() if name not in AZURES_OWN}
    return [_without_azures_own(inner) for inner in value] if isinstance(value, list) else value


def _differing(before: Any, now: Any, path: str) -> Iterator[str]:
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        for name in sorted(before.keys() | now.keys()):
            yield from _differing(before.get(name), now.get(name), f"{path}.{name}" if path else str(name))
    elif (before or None) != (now or None):  # an empty list and none are the same to Azure
        yield f"{path}: expected {before!r}, found {now!r}"


def _name(resource: StandingResource) -> str:
    return resource.id.rpartition("/")[2]


def _type(resource: StandingResource) -> str:
    """The type as its id says it: that of a resource group, or what follows `providers`."""
    if "/providers/" not in resource.id:
        return RESOURCE_GROUP
    rest = resource.id.rpartition("/providers/")[2]
    namespace, *segments = rest.split("/")
    return "/".join((namespace, *segments[::2])).lower()
