"""Resources the provider makes by itself, beside those that are asked for: a machine's disks, a set's instances."""

from typing import Any

from azlift.rehearsal.identifiers import ResourceId
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.records import SUCCEEDED, Resource
from azlift.rehearsal.world import World


def make(world: World, resource_id: ResourceId, properties: Json, *, location: str | None, **members: Any) -> Resource:
    """Enter a resource that is finished; `members` are further members of its record."""
    empty: Json = {"tags": {}, "top": {}, "wanted": {}}
    made = Resource(
        id=resource_id,
        location=location,
        properties=properties,
        state=SUCCEEDED,
        etag=world.new_guid(),
        created=world.instant,
        changed=world.instant,
        **{**empty, **members},
    )
    world.keep(made)
    return made
