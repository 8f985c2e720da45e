"""The kind of a type without semantics: any body, any home, kept as it came, answered with what its provider adds."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from azlift.rehearsal import durations
from azlift.rehearsal.computed import children_of, computed_list, entry_of, list_actions, present_computed
from azlift.rehearsal.kinds import ANYWHERE, Action, Json, Kind, by_action
from azlift.rehearsal.records import SUCCEEDED, Resource
from azlift.rehearsal.strict import Voice

if TYPE_CHECKING:
    from azlift.rehearsal.world import World


def _as_given(value: Any, path: str, voice: Voice) -> Any:
    """Properties of whatever shape; the empty text some templates write for none is none."""
    return value or {}


@lru_cache(maxsize=4096)
def stored_kind(resource_type: str) -> Kind:
    """A type the pretend Azure has no semantics for."""
    entry = entry_of(resource_type)
    first, again = entry.get("statuses", (201, 200))
    return Kind(
        type=resource_type,
        voice=Voice.ARM,
        family="generic",
        properties=_as_given,
        seconds=0 if entry.get("at_once") else durations.STORED,
        name_rule=re.compile(r"[^/?#%\x00-\x1f]{1,260}"),
        name_words="1 to 260 characters, none of /?#%",
        homes=ANYWHERE,
        pseudo_locations=frozenset({"global"}),
        statuses=(first, again),
        shows_state=not entry.get("stateless"),
        stored=True,
        landed=_bear_children,
        present=present_computed,
        actions=by_action(*map(_list_action, list_actions(resource_type))),
    )


def _list_action(name: str) -> Action:
    def run(world: "World", resource: Resource, body: Json) -> Json:
        return computed_list(world, resource, name)

    return Action(name, run)


def _bear_children(world: "World", resource: Resource) -> None:
    """Enter the children that come with a resource, once."""
    for child_id, properties in children_of(resource):
        if world.find(str(child_id)) is None:
            world.keep(
                Resource(
                    id=child_id,
                    location=None,
                    tags={},
                    top={},
                    properties=properties,
                    wanted={},
                    state=SUCCEEDED,
                    etag=world.new_guid(),
                    created=world.instant,
                    changed=world.instant,
                    shows_state=False,
                )
            )
