"""Links: a resource names another it belongs with, and why; the name of the link hangs on the one it comes from.

Source: Azure's REST documentation of resource links; shapes and codes recorded in the tests of the Python SDK
(resources, test_links, 2016-09-01): both ends are answered with a slash at the end.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Home, Json, Kind, Wanted
from azlift.rehearsal.operations import GENERIC
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Shape, Voice, text

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

LINKS = "Microsoft.Resources/links"
LINK = Shape("ResourceLinkProperties", {"targetId": text, "notes": text}, ("targetId",), read_only=("sourceId",))


def _compose(world: "World", wanted: Wanted, standing: Resource | None) -> Json:
    target = wanted.properties["targetId"].rstrip("/")
    return {"sourceId": f"{wanted.id.scope}/", **wanted.properties, "targetId": f"{target}/"}


def _select(world: "World", scope: str, asked: Json) -> Iterable[Resource]:
    """The links at a scope and, unless atScope(), below it; narrowed to one target."""
    key, target = key_of(scope), asked.get("targetid", "").rstrip("/").lower()
    for each in sorted(world.index.of_type(LINKS)):
        link = world.resources[each]
        place = key_of(link.id.scope)
        below = "atscope()" not in asked and place.startswith(f"{key}/")
        if (place == key or below) and target in ("", link.properties["targetId"].rstrip("/").lower()):
            yield link


KIND = Kind(
    type=LINKS,
    voice=Voice.ARM,
    family=GENERIC,
    properties=LINK,
    seconds=0,
    name_rule=re.compile(r"[^<>%&\\?/#\x00-\x1f]{1,260}"),
    name_words="1 to 260 characters, none of <>%&\\?/#",
    homes=frozenset({Home.GROUP, Home.EXTENSION}),
    tracked=False,
    listed=False,
    shows_state=False,
    compose=_compose,
    select=_select,
    filters=("targetId", "atScope()"),
)
