"""What a policy's `field` means: `type`, `tags['x']`, or an alias, which is a path into the body of a type.

Aliases are Azure's names for paths. Most follow one rule: behind the type comes the path below `properties`, the
`properties` of parts inside left out. That rule is applied to every type; ALIASES holds those that differ.
Source: Azure Policy documentation, "Policy definition structure: fields and aliases".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from azlift.rehearsal.kinds import Json

ALIASES = {
    "microsoft.compute/virtualmachines/sku.name": "hardwareProfile.vmSize",
    "microsoft.compute/virtualmachines/imagepublisher": "storageProfile.imageReference.publisher",
    "microsoft.compute/virtualmachines/imageoffer": "storageProfile.imageReference.offer",
    "microsoft.compute/virtualmachines/imagesku": "storageProfile.imageReference.sku",
    "microsoft.compute/virtualmachines/imageversion": "storageProfile.imageReference.version",
    "microsoft.compute/virtualmachines/osdisk.uri": "storageProfile.osDisk.vhd.uri",
    "microsoft.compute/imagepublisher": "storageProfile.imageReference.publisher",
    "microsoft.compute/imageoffer": "storageProfile.imageReference.offer",
    "microsoft.compute/imagesku": "storageProfile.imageReference.sku",
    "microsoft.compute/imageversion": "storageProfile.imageReference.version",
}
_TAG = re.compile(r"tags(?:\.(?P<dotted>.+)|\[(?P<bracketed>.+)\])", re.IGNORECASE | re.DOTALL)
_STEP = re.compile(r"([^.\[\]]+)((?:\[\*\])*)")
EACH = "[*]"


@dataclass(frozen=True)
class Subject:
    """The request a policy looks at. `chosen` fixes one member of an array a `count` goes through, by alias."""

    id: str
    name: str
    full_name: str
    type: str
    location: str | None
    tags: Mapping[str, str]
    body: Json
    chosen: Mapping[str, Any] = field(default_factory=dict)


def field_path(subject: Subject, name: str) -> str | None:
    """Where in the body a field is, as answers name it; None where the alias is of another type."""
    lowered = name.lower()
    if lowered in ALIASES:
        return f"properties.{ALIASES[lowered]}"
    prefix = f"{subject.type.lower()}/"
    if "/" not in name:
        return name
    rest = name[len(prefix) :]
    if not lowered.startswith(prefix) or "/" in rest:
        return None
    first = rest.partition(".")[0].partition("[")[0].lower()
    above = {member.lower() for member in subject.body} - {"properties"}
    return rest if first in above else f"properties.{rest}"


def field_values(subject: Subject, name: str) -> list[Any]:
    """All a field names: one value (None: absent), or with [*] each member of an array."""
    lowered = name.lower()
    tag = _TAG.fullmatch(name)
    if tag:
        wanted = (tag["dotted"] or tag["bracketed"].strip("'")).lower()
        return [next((value for key, value in subject.tags.items() if key.lower() == wanted), None)]
    plain = _plain(subject, lowered)
    if plain is not None:
        return plain
    for alias, member in subject.chosen.items():
        if lowered == alias or lowered.startswith(f"{alias}."):
            return list(_follow(member, _steps(name[len(alias) + 1 :])))
    path = field_path(subject, name)
    return [None] if path is None else list(_follow(subject.body, _steps(path)))


def _plain(subject: Subject, name: str) -> list[Any] | None:
    """The fields every resource has."""
    if name == "name":
        return [subject.name]
    if name == "fullname":
        return [subject.full_name]
    if name == "type":
        return [subject.type]
    if name == "id":
        return [subject.id]
    if name == "location":
        return [subject.location]
    if name == "tags":
        return [dict(subject.tags)]
    return None


def _steps(path: str) -> list[tuple[str, int]]:
    """A path as names, each with how many arrays are gone through behind it."""
    return [(name, arrays.count(EACH)) for name, arrays in _STEP.findall(path)]


def _follow(value: Any, steps: Sequence[tuple[str, int]]) -> Iterator[Any]:
    if not steps:
        yield value
        return
    name, arrays = steps[0]
    yield from _through(_member(value, name), arrays, steps[1:])


def _through(value: Any, arrays: int, rest: Sequence[tuple[str, int]]) -> Iterator[Any]:
    if not arrays:
        yield from _follow(value, rest)
        return
    for each in value if isinstance(value, list) else ():
        yield from _through(each, arrays - 1, rest)


def _member(value: Any, name: str) -> Any:
    """A member in any case; where it is not, the `properties` of the part are looked in, which aliases leave out."""
    if not isinstance(value, Mapping):
        return None
    found = next((inner for key, inner in value.items() if key.lower() == name.lower()), None)
    if found is None and name.lower() != "properties" and isinstance(value.get("properties"), Mapping):
        return _member(value["properties"], name)
    return found
