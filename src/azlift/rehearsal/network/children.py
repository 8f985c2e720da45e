"""Resources inside a network resource (subnets, rules, routes): shown in it and resources of their own, written either
way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Kind, Wanted
from azlift.rehearsal.network.models import network_kind
from azlift.rehearsal.records import DONE, SUCCEEDED, Resource
from azlift.rehearsal.world import World


def _as_given(properties: Json, api_version: str) -> Json:
    return properties


def _nothing(properties: Json) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Children:
    """One collection: the member of the parent's properties it stands in, its type, what the provider fills in
    (by the api-version asked with), and what a child stands on."""

    member: str
    type: str
    filled: Callable[[Json, str], Json] = _as_given
    references: Callable[[Json], Sequence[str]] = _nothing

    def inline(self, given: Json, api_version: str) -> Json:
        """A child as its parent keeps it."""
        return {"name": given["name"], "properties": self.filled(given.get("properties", {}), api_version)}


def land_children(world: World, parent: Resource, children: Children) -> None:
    """What stands inside a parent becomes, changes or stops being a resource of its own."""
    inside = parent.properties[children.member]
    kept = {f"{parent.key}/{children.member}/{each['name']}".lower() for each in inside}
    for key in world.index.inside(parent.key) - kept:
        if world.resources[key].id.type.lower() == children.type.lower():
            world.drop(key)
    for each in inside:
        _land_inline(world, parent, children, each)


def _land_inline(world: World, parent: Resource, children: Children, inline: Json) -> None:
    child_id = parent.id.child(children.member, inline["name"])
    standing = world.find(str(child_id))
    if standing is not None and standing.properties == inline["properties"]:
        return
    child = Resource(
        id=standing.id if standing else child_id,
        location=None,
        tags={},
        top={},
        properties=inline["properties"],
        wanted=inline["properties"],
        state=SUCCEEDED,
        etag=world.new_guid(),
        created=standing.created if standing else world.instant,
        changed=world.instant,
        api_version=parent.api_version,
    )
    child.references = tuple(children.references(child.properties))
    world.keep(child)


def land_child(world: World, child: Resource, children: Children) -> None:
    """The parent shows its new or changed child."""
    name = child.id.segments[-1][1]
    parent = world.resources[key_of(str(child.id.parent))]
    inside = parent.properties[children.member]
    others = [each for each in inside if each["name"].lower() != name.lower()]
    shown = [*others, {"name": name, "properties": child.properties}]
    parent.properties = {**parent.properties, children.member: shown}
    world.keep(parent)


def child_deleted(world: World, child: Resource, children: Children) -> None:
    """The parent, where there still is one, no longer shows it."""
    parent = world.resources.get(key_of(str(child.id.parent)))
    if parent is not None:
        name = child.id.segments[-1][1].lower()
        kept = [each for each in parent.properties[children.member] if each["name"].lower() != name]
        parent.properties = {**parent.properties, children.member: kept}
        world.keep(parent)


def forbid_busy_family(world: World, parent: Resource, children: Children) -> None:
    """One write at a time inside a parent: itself, or one of its children."""
    siblings = [
        world.find(f"{parent.id}/{children.member}/{each['name']}") for each in parent.properties[children.member]
    ]
    busy = [each for each in (parent, *siblings) if each is not None and each.state not in DONE]
    if busy:
        message = (
            "Another operation on this or dependent resource is in progress. "
            f"The resource {busy[0].id} is in state {busy[0].state}."
        )
        raise AzureError(409, "AnotherOperationInProgress", message)


def shown_children(
    world: World, parent: Resource, children: Children, present: Callable[[World, Resource], Json] | None = None
) -> list[Json]:
    """The children as their parent's answer holds them."""
    keys = [f"{parent.key}/{children.member}/{each['name']}".lower() for each in parent.properties[children.member]]
    found = [world.resources[key] for key in keys]
    return [present(world, each) if present else each.body() for each in found]


def kept_children(children: Children, wanted: Wanted, standing: Resource | None) -> list[Json]:
    """What a parent's request leaves inside it: what it says, and what stood where it says nothing."""
    given = wanted.properties.get(children.member)
    if given is None:
        held: list[Json] = standing.properties[children.member] if standing else []
        return held
    return [children.inline(each, wanted.api_version) for each in given]


def forbid_same_names(children: Children, wanted: Wanted) -> None:
    """The names in a collection are unique without regard to case."""
    names = [each["name"].lower() for each in wanted.properties.get(children.member, [])]
    if len(set(names)) < len(names):
        message = f"The names of {children.member} in {wanted.id.name} are not unique."
        raise AzureError(400, "DuplicateResourceName", message)


def child_kind(children: Children, model: str, **rules: Any) -> Kind:
    """The kind of a collection's members written on their own; `rules` are further members of it."""

    def compose(world: World, wanted: Wanted, standing: Resource | None) -> Json:
        forbid_busy_family(world, world.resources[key_of(str(wanted.id.parent))], children)
        return children.filled(wanted.properties, wanted.api_version)

    usual: Json = {
        "compose": compose,
        "references": lambda child: children.references(child.properties),
        "landed": lambda world, child: land_child(world, child, children),
        "deleted": lambda world, child: child_deleted(world, child, children),
    }
    return network_kind(children.type.partition("/")[2], model, **{**usual, **rules})
