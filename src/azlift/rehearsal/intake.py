"""A request for one resource, read strictly: id, location, tags, further members, properties in the shape of its
type."""

from collections.abc import Mapping
from typing import Any

from azlift.rehearsal.azure_errors import AzureError, invalid_content
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.identifiers import ResourceId
from azlift.rehearsal.kinds import Json, Kind, Wanted
from azlift.rehearsal.strict import Shape, Voice, reader_of, text
from azlift.rehearsal.world import World

# Source: Azure tag limits (50 tags, names 512, values 256, no <>%&\?/ in names).
MOST_TAGS, TAG_NAME, TAG_VALUE, TAG_FORBIDDEN = 50, 512, 256, set("<>%&\\?/")
HIDDEN = "hidden-"  # the portal's own tags (hidden-link:/subscriptions/…) hold ids

READ_ONLY = ("id", "name", "type", "etag", "systemData", "managedBy", "resources")
ANYWHERE = ("location", "tags")  # a child has neither, and what templates give it all the same is passed over
# What every resource may have beside its properties; a type without semantics takes what ARM itself knows.
ARM_MEMBERS = ("sku", "kind", "plan", "zones", "identity", "managedBy", "extendedLocation", "scale", "placement")


def _any(value: Any, path: str, voice: Voice) -> Any:
    return value


def read_wanted(world: World, kind: Kind, resource_id: ResourceId, body: Any, api_version: str) -> Wanted:
    """The cleaned request; refuses unknown members, bad names, tags and locations in Azure's words."""
    envelope = _envelope(kind).read(body, "", Voice.ARM)
    canonical = canonical_id(world, kind, resource_id)
    check_name(kind, canonical)
    tags = read_tags(envelope.get("tags", {}))
    location = _read_location(world, kind, envelope)
    top = _read_top(kind, envelope)
    properties = reader_of(kind.properties)(envelope.get("properties", {}), "properties", kind.voice)
    tagged = envelope.get("tags") is not None
    wanted = Wanted(canonical, api_version, location, tags, top, properties, tagged)
    standing = world.find(str(canonical))
    return wanted if standing is None else kind.whole(wanted, standing)


def _read_top(kind: Kind, envelope: Json) -> Json:
    if kind.stored:
        return {name: value for name, value in envelope.items() if name in ARM_MEMBERS}
    given = {name: envelope[name] for name in kind.top if name in envelope}
    return Shape("Resource", kind.top).read(given, "", kind.voice)


def canonical_id(world: World, kind: Kind, resource_id: ResourceId) -> ResourceId:
    """The id in Azure's casing; what stands already, scope or resource, keeps the casing it was created with."""
    standing = world.find(str(resource_id))
    if standing is not None:
        return standing.id
    namespace, *types = kind.type.split("/")
    names = [name for _, name in resource_id.segments]
    segments = tuple(zip(types, names, strict=True))
    scope = world.canonical_scope(resource_id.scope)
    parent_id = ResourceId(scope, namespace, segments).parent
    parent = world.find(str(parent_id)) if parent_id else None
    if parent is not None:
        segments = (*parent.id.segments, segments[-1])
    return ResourceId(scope, namespace, segments)


def check_name(kind: Kind, resource_id: ResourceId) -> None:
    """Refuse a name outside the type's rule."""
    name = resource_id.segments[-1][1]
    if kind.name_rule.fullmatch(name):
        return
    if kind.name_code:
        raise AzureError(400, kind.name_code, kind.name_words.replace("{name}", name))
    if kind.voice is Voice.COMPUTE:
        message = f"The entity name '{name}' is invalid according to its validation rule: {kind.name_words}."
        raise AzureError(400, "InvalidParameter", message, target="name")
    message = f"Resource name {name} is invalid. The name must follow this rule: {kind.name_words}."
    raise AzureError(400, "InvalidResourceName", message)


def read_tags(given: Any) -> dict[str, str]:
    """Tags within Azure's limits, names unique without regard to case."""
    if not isinstance(given, Mapping):
        raise invalid_content("Error converting value to type 'Dictionary of String'. Path 'tags'")
    if len(given) > MOST_TAGS:
        message = f"The number of tags '{len(given)}' exceeds the maximum of '{MOST_TAGS}' tags."
        raise AzureError(400, "InvalidTags", message)
    for name, value in given.items():
        text(value, f"tags.{name}", Voice.ARM)
        forbidden = TAG_FORBIDDEN & set(name) if not name.startswith(HIDDEN) else set()
        if not 0 < len(name) <= TAG_NAME or forbidden:
            message = f"The tag name '{name[:60]}' is invalid: 1 to {TAG_NAME} characters, none of <>%&\\?/."
            raise AzureError(400, "InvalidTagNameCharacters" if len(name) <= TAG_NAME else "TagNameTooLong", message)
        if len(value) > TAG_VALUE:
            message = f"The value of tag '{name}' has {len(value)} characters; the maximum is {TAG_VALUE}."
            raise AzureError(400, "TagValueTooLong", message)
    if len({name.lower() for name in given}) < len(given):
        raise AzureError(400, "InvalidTags", "Tag names must be unique without regard to case.")
    return dict(given)


def check_location(world: World, location: str, resource_type: str) -> str:
    """The normal form of a known region, or Azure's refusal."""
    normal = normal_location(location)
    if normal not in world.catalogue.regions:
        known = ",".join(world.catalogue.regions)
        message = (
            f"The provided location '{location}' is not available for resource type '{resource_type}'. "
            f"List of available regions for the resource type is '{known}'."
        )
        raise AzureError(400, "LocationNotAvailableForResourceType", message)
    return normal


def _read_location(world: World, kind: Kind, envelope: Mapping[str, Any]) -> str | None:
    if "location" not in envelope:
        if not kind.tracked or kind.stored:
            return None
        raise AzureError(400, "LocationRequired", "The location property is required for this definition.")
    location = text(envelope["location"], "location", Voice.ARM)
    if normal_location(location) in kind.pseudo_locations:
        return normal_location(location)
    return check_location(world, location, kind.type)


def _envelope(kind: Kind) -> Shape:
    top = ARM_MEMBERS if kind.stored else kind.top
    members = {"properties": _any, **dict.fromkeys(top, _any)}
    if kind.tracked:
        members |= {"location": _any, "tags": _any}
    read_only = tuple(name for name in (*READ_ONLY, *ANYWHERE, *kind.read_only) if name not in members)
    return Shape("ResourceDefinition", members, read_only=read_only)
