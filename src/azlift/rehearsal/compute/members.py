"""Who stands on a resource: the members its answers list, and its refusal to go while there are any."""

from collections.abc import Callable

from azlift.rehearsal.azure_errors import Json
from azlift.rehearsal.compute.refusals import not_allowed
from azlift.rehearsal.compute.sizes import list_vm_sizes
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World


def children_of(world: World, resource_id: str, kind: str) -> list[Resource]:
    """The resources of a type that live in another, by name; not its locks and whatever else is put upon it."""
    found = [world.resources[key] for key in sorted(world.index.inside(key_of(resource_id)))]
    return [each for each in found if each.id.type == kind]


def members_of(world: World, resource: Resource, *types: str) -> list[str]:
    """The ids of the resources of these types that name this one, in the order they were made."""
    found = [world.resources[key] for key in world.index.users_of(resource.key)]
    mine = [each for each in found if each.id.type in types]
    return [str(each.id) for each in sorted(mine, key=lambda each: (each.created, each.key))]


def remove_nothing_used(message: str) -> Callable[[World, Resource], None]:
    """A removal that is refused while anything stands on the resource; {0} is its name, {1} who stands on it."""

    def forbid(world: World, resource: Resource) -> None:
        users = sorted(world.index.users_of(resource.key))
        if users:
            named = ", ".join(str(world.resources[key].id) for key in users)
            raise not_allowed(message.format(resource.id.segments[-1][1], named))

    return forbid


def size_rows(world: World, resource: Resource) -> list[Json]:
    """The sizes of a resource's region."""
    return list_vm_sizes(world, resource.location or "")
