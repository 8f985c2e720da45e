"""Tags of a scope, as `Microsoft.Resources/tags/default` writes them: on a subscription, a group or a resource."""

import re
from typing import Any

from azlift.rehearsal.authorization.given import given_resource
from azlift.rehearsal.azure_errors import AzureError, resource_not_found
from azlift.rehearsal.groups import patch_group
from azlift.rehearsal.identifiers import key_of, read_id, read_scope
from azlift.rehearsal.intake import read_tags
from azlift.rehearsal.kinds import Home, Kind, Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Shape, Voice, one_of
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import retag

TAGS = "Microsoft.Resources/tags"


def _tags(value: Any, path: str, voice: Voice) -> dict[str, str]:
    return read_tags(value)


PROPERTIES = Shape("Tags", {"tags": _tags})
PATCH = Shape(
    "TagsPatchResource", {"operation": one_of("Replace", "Merge", "Delete"), "properties": PROPERTIES}, ("operation",)
)


def tags_at(world: World, scope: str) -> dict[str, str]:
    """The tags of a subscription, group or resource."""
    world.check_scope(scope)
    subscription, group = read_scope(scope)
    if "/providers/" in scope:
        return _resource(world, scope).tags
    if group is not None and subscription is not None:
        return world.group(subscription, group).tags
    return world.tag_book.tags(subscription or "")


def _resource(world: World, scope: str) -> Resource:
    found = world.resources.get(key_of(scope))
    if found is None or not world.kind(found.id.type).tracked:
        missing = read_id(scope)
        raise resource_not_found(missing.type, missing.name, missing.group)
    return found


def write_tags(world: World, scope: str, tags: dict[str, str]) -> None:
    """Give a scope exactly these tags, as far as policies let it."""
    subscription, group = read_scope(scope)
    if "/providers/" in scope:
        resource = _resource(world, scope)
        retag(world, world.kind(resource.id.type), resource, tags)
    elif group is not None and subscription is not None:
        patch_group(world, world.group(subscription, group), {"tags": tags})
    else:
        world.tag_book.keep_tags(subscription or "", tags)


def merged_tags(standing: dict[str, str], operation: str, given: dict[str, str]) -> dict[str, str]:
    """Tags after a PATCH; names are compared without regard to case."""
    if operation == "Replace":
        return given
    lowered = {name.lower(): value for name, value in given.items()}
    if operation == "Delete":
        return {
            name: value
            for name, value in standing.items()
            if name.lower() not in lowered or lowered[name.lower()] not in ("", value)
        }
    kept = {name: value for name, value in standing.items() if name.lower() not in lowered}
    return read_tags({**kept, **given})


def _given(world: World, key: str) -> Resource | None:
    scope, _, name = key.partition(f"/providers/{TAGS.lower()}/")
    if name != "default":
        return None
    try:
        tags = tags_at(world, scope)
    except AzureError:
        return None
    return given_resource(f"{world.canonical_scope(scope)}/providers/{TAGS}/default", {"tags": tags})


def _check(wanted: Wanted, around: Surroundings) -> None:
    if wanted.id.name.lower() != "default":
        message = f"The name of the tags resource '{wanted.id.name}' is invalid. It must be 'default'."
        raise AzureError(400, "InvalidTagsResourceName", message)


def _landed(world: World, resource: Resource) -> None:
    """The tags are the scope's; of their own they are nothing."""
    world.drop(resource.key)
    write_tags(world, resource.id.scope, resource.properties.get("tags", {}))


def _deleted(world: World, resource: Resource) -> None:
    write_tags(world, resource.id.scope, {})


KIND = Kind(
    type=TAGS,
    voice=Voice.ARM,
    family="generic",
    properties=PROPERTIES,
    seconds=0,
    name_rule=re.compile(r"\w+"),
    name_words="'default'",
    statuses=(200, 200),
    homes=frozenset({Home.SUBSCRIPTION, Home.GROUP, Home.EXTENSION}),
    tracked=False,
    listed=False,
    shows_state=False,
    check=_check,
    landed=_landed,
    deleted=_deleted,
    given=_given,
)
