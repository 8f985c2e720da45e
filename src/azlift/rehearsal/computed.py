"""What providers add to a resource by themselves: names, endpoints, keys, children that come with it.

For types without semantics of their own, from the table computed.json. By type: `properties` are laid under what was
asked for, `top` the same for its other members; `lists` are the answers of its list… actions; `children` come into
being with it (`*`: whatever their name); `hidden` is never answered; `type` is the provider's own casing;
`displayed_location`: it answers regions as people write them; `at_once`, `statuses` and `stateless` are how it answers
a write (see Kind); `as` names a type with the same entry. In a text,
`{…}` stands for a fact of the resource (see Facts); a member whose fact there is not is left out, and one with a `?` is
there only where the request has it. Forms of names and endpoints are those of Azure's documentation, defaults those of
recorded answers; what is secret or random comes from the resource's id.
"""

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.identifiers import ResourceId
from azlift.rehearsal.records import Resource

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

Json = dict[str, Any]

TOKEN = re.compile(r"\{([^{}]+)\}")
STORAGE_SUFFIX = "core.windows.net"
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
TOP = ("sku", "kind")
_ABSENT = object()


@cache
def _table() -> Mapping[str, Json]:
    text = files("azlift.rehearsal").joinpath("computed.json").read_text(encoding="utf-8")
    read: dict[str, Json] = {name.lower(): entry for name, entry in json.loads(text).items()}
    return {name: read[entry["as"].lower()] if "as" in entry else entry for name, entry in read.items()}


def entry_of(resource_type: str) -> Json:
    """What the table has for a type; empty for most."""
    return _table().get(resource_type.lower(), {})


class Facts:
    """The facts of one resource that a pattern may name; KeyError for one there is not."""

    def __init__(self, world: "World", resource: Resource) -> None:
        self._world = world
        self._resource = resource
        self._id = resource.id
        names = [name for _, name in resource.id.segments]
        parent = names[-2] if len(names) > 1 else names[0]
        self._plain: dict[str, Callable[[], str]] = {
            "name": lambda: names[-1],
            "lower": lambda: names[-1].lower(),
            "parent": lambda: parent,
            "parentlower": lambda: parent.lower(),
            "top": lambda: names[0],
            "toplower": lambda: names[0].lower(),
            "id": lambda: str(self._id),
            "group": lambda: self._id.group or "",
            "subscription": lambda: self._id.subscription or "",
            "tenant": lambda: world.account.tenant_id,
            "region": self._region,
            "created": lambda: iso_time(resource.created),
            "storage": lambda: STORAGE_SUFFIX,
            "ip": lambda: f"203.0.113.{1 + self._digest('ip')[0] % 254}",
        }
        self._made: dict[str, Callable[[str], str]] = {
            "guid": self.guid,
            "unique": lambda label: "".join(LETTERS[each % 32] for each in self._digest(label)[:13]),
            "word": self._word,
            "head": lambda path: self._text(path).partition("_")[0],
            "kind": lambda kind: self._where("kind", kind),
            "where": lambda told: self._where(*told.split("=")),
        }
        self._sized: dict[str, Callable[[int, str], str]] = {
            "key": lambda size, label: base64.b64encode(self._digest(label, size)).decode(),
            "hex": lambda size, label: self._digest(label, size).hex()[:size],
            "HEX": lambda size, label: self._digest(label, size).hex()[:size].upper(),
            "digits": lambda size, label: "".join(str(each % 10) for each in self._digest(label, size)),
        }

    def __getitem__(self, token: str) -> str:
        if token in self._plain:
            return self._plain[token]()
        name, _, rest = token.partition(":")
        if name in self._sized:
            size, _, label = rest.partition(":")
            return self._sized[name](int(size), label)
        return self._made[name](rest) if name in self._made else self._text(token)

    def guid(self, label: str) -> str:
        """A GUID that is this resource's own, the same whenever it is asked for."""
        return str(uuid.UUID(bytes=self._digest(label)[:16], version=4))

    def at(self, path: str) -> Any:
        """A member of what was asked for, without regard to case; KeyError where there is none."""
        found: Any = {**self._resource.top, "properties": self._resource.properties}
        for name in path.split("."):
            members = {key.lower(): value for key, value in found.items()} if isinstance(found, dict) else {}
            found = members[name.lower()]
        return found

    def _text(self, path: str) -> str:
        found = self.at(path)
        if not isinstance(found, str) or not found:
            raise KeyError(path)
        return found

    def _where(self, path: str, value: str) -> str:
        if self._text(path).lower() != value.lower():
            raise KeyError(path)
        return ""

    def _region(self) -> str:
        if self._resource.location:
            return self._resource.location
        group = self._id.subscription and self._id.group
        return self._world.group(self._id.subscription, self._id.group).location if group else "global"  # type: ignore[arg-type]

    def _word(self, path: str) -> str:
        """A word for a resource, which others that name its id derive as well."""
        named = str(self._id) if path == "id" else self._text(path)
        return "".join(LETTERS[each % 26] for each in self._hashed(named.lower(), "word")[:14])

    def _digest(self, label: str, size: int = 32) -> bytes:
        return self._hashed(str(self._id).lower(), label, size)

    def _hashed(self, text: str, label: str, size: int = 32) -> bytes:
        told = f"{self._world.account.tenant_id}|{text}|{label}"
        return hashlib.shake_256(told.encode()).digest(max(size, 16))


def present_computed(world: "World", resource: Resource) -> Json:
    """A resource as its provider would answer it: with what the provider adds, without what it hides."""
    body = resource.body()
    entry, facts = entry_of(resource.id.type), Facts(world, resource)
    hidden = entry.get("hidden", ())
    asked = {name: value for name, value in body["properties"].items() if name not in hidden}
    body["properties"] = _laid_under(asked, entry.get("properties", {}), facts)
    if resource.id.namespace == "Microsoft.Network":
        body["properties"] = _with_parts(resource, body["properties"])
    body |= _laid_under({name: body[name] for name in TOP if name in body}, entry.get("top", {}), facts)
    body["type"] = entry.get("type", body["type"])
    if entry.get("displayed_location") and "location" in body:
        body["location"] = world.catalogue.regions.get(body["location"], body["location"])
    if isinstance(body.get("identity"), dict):
        body["identity"] = _identity(world, body["identity"], facts)
    return body


def _with_parts(resource: Resource, properties: Json) -> Json:
    """The network provider names the parts of a resource (front ends, pools, rules): id, type, etag and state of each.
    Source: recorded answers of load balancers, gateways and endpoints."""
    return {
        kind: [_part(resource, kind, each) for each in value] if isinstance(value, list) else value
        for kind, value in properties.items()
    }


def _part(resource: Resource, kind: str, part: Any) -> Any:
    if not isinstance(part, dict) or not isinstance(part.get("name"), str):
        return part
    named = {"id": f"{resource.id}/{kind}/{part['name']}", "etag": f'W/"{resource.etag}"'}
    state = {"provisioningState": resource.state}
    properties = {**part.get("properties", {}), **state}
    return {**part, **named, "type": f"{resource.id.type}/{kind}", "properties": properties}


def computed_list(world: "World", resource: Resource, action: str) -> Json:
    """The answer of a list… action of the table, by its lower-case name."""
    lists = {name.lower(): answer for name, answer in entry_of(resource.id.type)["lists"].items()}
    filled = _filled(lists[action.lower()], Facts(world, resource))
    return filled if isinstance(filled, dict) else {}


def list_actions(resource_type: str) -> list[str]:
    """The list… actions the table answers for a type."""
    return list(entry_of(resource_type).get("lists", {}))


def children_of(resource: Resource) -> Iterator[tuple[ResourceId, Json]]:
    """The children that come with a resource, with their properties; not those whose name is open."""
    for path, properties in entry_of(resource.id.type).get("children", {}).items():
        *kinds, last = path.split("/")
        if last.startswith("{each:"):
            for name in _names_at(resource.properties, last[6:-1]):
                yield resource.id.child("/".join(kinds), name), properties
        elif "*" not in path:
            yield _descendant(resource.id, path), properties


def comes_with_parent(resource_id: ResourceId) -> bool:
    """Whether a resource is one that its provider makes, or takes as given, where its ancestor stands."""
    names = [f"{kind}/{name}".lower() for kind, name in resource_id.segments]
    for depth in range(1, len(names)):
        above = ResourceId(resource_id.scope, resource_id.namespace, resource_id.segments[:depth])
        for path in entry_of(above.type).get("children", {}):
            pattern = re.escape(path.lower()).replace(r"\*", "[^/]+")
            if re.fullmatch(pattern, "/".join(names[depth:])):
                return True
    return False


def _descendant(resource_id: ResourceId, path: str) -> ResourceId:
    parts = path.split("/")
    for kind, name in zip(parts[::2], parts[1::2], strict=True):
        resource_id = resource_id.child(kind, name)
    return resource_id


def _names_at(properties: Json, path: str) -> list[str]:
    found: Any = properties
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return list(found) if isinstance(found, dict) else []


def _identity(world: "World", asked: Json, facts: Facts) -> Json:
    """Managed identities with their ids: the system's own, and each of the user's that stands."""
    answered = dict(asked)
    if "systemassigned" in str(asked.get("type", "")).lower():
        answered |= {"principalId": facts.guid("system identity"), "tenantId": facts["tenant"]}
    if isinstance(asked.get("userAssignedIdentities"), dict):
        answered["userAssignedIdentities"] = {
            name: _user_identity(world, name) for name in asked["userAssignedIdentities"]
        }
    return answered


def _user_identity(world: "World", resource_id: str) -> Json:
    standing = world.find(resource_id)
    if standing is None:
        return {}
    properties = present_computed(world, standing)["properties"]
    return {name: properties[name] for name in ("principalId", "clientId") if name in properties}


def _laid_under(asked: Any, pattern: Any, facts: Facts) -> Any:
    """What was asked for over what the provider computes; a computed text wins over an asked one of its name."""
    if not isinstance(pattern, dict) or not isinstance(asked, dict) or "first" in pattern:
        filled = _filled(pattern, facts)
        return asked if filled is _ABSENT else filled
    answered = dict(asked)
    names = {name.lower(): name for name in asked}
    for key, inner in pattern.items():
        name = names.get(key.rstrip("?").lower(), key.rstrip("?"))
        if key.endswith("?") and not isinstance(asked.get(name), dict):
            continue
        value = _laid_under(asked.get(name, {} if isinstance(inner, dict) else _ABSENT), inner, facts)
        if value is not _ABSENT:
            answered[name] = value if _is_computed(inner) or name not in asked else asked[name]
    return answered


def _is_computed(pattern: Any) -> bool:
    """Whether the provider alone says the value; a plain default gives way to what was asked for."""
    return isinstance(pattern, dict) or "{" in json.dumps(pattern)


def _filled(pattern: Any, facts: Facts) -> Any:
    if isinstance(pattern, dict) and "first" in pattern:
        found = (_filled(each, facts) for each in pattern["first"])
        return next((each for each in found if each is not _ABSENT), _ABSENT)
    if isinstance(pattern, dict):
        filled = {name: _filled(each, facts) for name, each in pattern.items()}
        return {name: value for name, value in filled.items() if value is not _ABSENT}
    if isinstance(pattern, list):
        return [value for each in pattern if (value := _filled(each, facts)) is not _ABSENT]
    if not isinstance(pattern, str):
        return pattern
    try:
        return TOKEN.sub(lambda found: facts[found[1]], pattern)
    except KeyError:
        return _ABSENT
