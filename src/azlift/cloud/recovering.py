"""What Azure knows of an estate by itself: its resources by their tags, its deployments, its types' API versions.

Resources are listed group by group: a list that is filtered by a tag comes without tags (learn.microsoft.com,
"Resources - List").
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from azure.core.exceptions import ResourceNotFoundError
from azure.mgmt.resource.resources.models import Tags, TagsPatchResource

from azlift.cloud.clients import Cloud, gather_bounded
from azlift.cloud.observe import list_groups, list_resources
from azlift.cloud.refusals import azure_refusals, is_missing
from azlift.cloud.senders import sender_in, stands_of_another
from azlift.errors import HeldByAnother
from azlift.model import ESTATE_TAG, ObservedResource, Rendering, Sender, SentDeployment


async def list_estate(cloud: Cloud, estate: str) -> tuple[ObservedResource, ...]:
    """Every resource and resource group that says by its tags that it is the estate's, in groups that do, or are called
    as the estate's are."""
    held = await _groups_of(cloud, estate)
    listed = await gather_bounded(list_resources(cloud, group.name) for group in held)
    found = [*held, *(resource for resources in listed for resource in resources)]
    return tuple(sorted((r for r in found if r.tags.get(ESTATE_TAG) == estate), key=lambda r: r.id.lower()))


async def _groups_of(cloud: Cloud, estate: str) -> list[ObservedResource]:
    groups = await list_groups(cloud)
    return [g for g in groups if g.tags.get(ESTATE_TAG) == estate or g.name.lower().startswith(f"rg-{estate}-")]


async def list_senders(cloud: Cloud, estate: str) -> tuple[Sender, ...]:
    """Who sent what Azure's history holds of the estate, in the subscription's and in those of its groups."""
    groups = [group.name for group in await _groups_of(cloud, estate)]
    listed = await gather_bounded(list_deployments(cloud, group) for group in (None, *groups))
    found = (d.sender for deployments in listed for d in deployments.values() if d.estate == estate)
    return tuple(dict.fromkeys(sender for sender in found if sender))


async def list_deployments(cloud: Cloud, resource_group: str | None) -> dict[str, SentDeployment]:
    """Each deployment in a group's history, or the subscription's, by name; none where there is none."""
    scope = f"{cloud.subscription}/resourceGroups/{resource_group}" if resource_group else cloud.subscription
    with azure_refusals(f"listing the deployments of {resource_group or cloud.subscription}"):
        try:
            listed = [item.as_dict() async for item in cloud.deployments.deployments.list_at_scope(scope)]
        except ResourceNotFoundError as error:
            if not is_missing(error):
                raise
            return {}
    return {str(d["name"]): _sent(d) for d in listed}


async def refusal_of(cloud: Cloud, rendering: Rendering, digests: Collection[str]) -> HeldByAnother:
    """Why what stands of this subject under other digests is not to be touched, with who sent it as far as is known."""
    found = (await list_deployments(cloud, rendering.resource_group)).values()
    senders = {d.sender for d in found if d.sender and any(f"-{digest[:8]}" in d.name for digest in digests)}
    return stands_of_another(rendering.subject, digests, senders)


def _sent(deployment: Mapping[str, Any]) -> SentDeployment:
    return SentDeployment(
        name=str(deployment["name"]),
        state=str((deployment.get("properties") or {}).get("provisioningState", "")),
        estate=str((deployment.get("tags") or {}).get(ESTATE_TAG, "")),
        sender=sender_in(deployment),
    )


async def newest_versions(cloud: Cloud, types: Iterable[str]) -> dict[str, str]:
    """The newest API version of each type that is no preview, by the type in lower case."""
    wanted = {kind.lower() for kind in types}
    found: dict[str, str] = {}
    for namespace in sorted({kind.partition("/")[0] for kind in wanted}):
        with azure_refusals(f"reading the provider {namespace}"):
            provider = await cloud.resources.providers.get(namespace)
        for one in provider.resource_types or ():
            kind = f"{namespace}/{one.resource_type}".lower()
            released = [v for v in one.api_versions or () if "preview" not in v]
            if kind in wanted and released:
                found[kind] = max(released)
    return found


async def add_tags(cloud: Cloud, ids: Iterable[str], tags: dict[str, str]) -> tuple[str, ...]:
    """Put these tags on each resource beside its others; the ids of those that stand."""
    done = await gather_bounded(_add_tags(cloud, id_, tags) for id_ in ids)
    return tuple(id_ for id_ in done if id_)


async def _add_tags(cloud: Cloud, id_: str, tags: dict[str, str]) -> str:
    patch = TagsPatchResource(operation="Merge", properties=Tags(tags=tags))
    with azure_refusals(f"tagging {id_.rpartition('/')[2]}"):
        try:
            poller = await cloud.resources.tags.begin_update_at_scope(id_, patch)
            await poller.result()
        except ResourceNotFoundError as error:
            if not is_missing(error):
                raise
            return ""
    return id_
