"""Which namespaces and resource types Azure has, with the oldest and the newest api-version of each.

From Azure's published type definitions (bicep-types-az, MIT; made by tests/rehearsal/build_known_types.py). A type of a
known namespace that is not in the list is refused, as Azure refuses a misspelt one; a namespace that is not in it is a
partner's or a withdrawn one, and its types are stored as they come.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class KnownNamespace:
    """A namespace in Azure's casing; `types` maps a lower-case type to its name and its oldest and newest version."""

    name: str
    types: Mapping[str, tuple[str, str, str]]


@cache
def known_namespaces() -> Mapping[str, KnownNamespace]:
    """By lower-case namespace."""
    text = files("azlift.rehearsal").joinpath("known_types.json").read_text(encoding="utf-8")
    return {
        name.lower(): KnownNamespace(name, {each.lower(): (each, *versions) for each, versions in types.items()})
        for name, types in json.loads(text).items()
    }


def canonical_type(resource_type: str) -> str | None:
    """A type in Azure's casing; None where its namespace is known and the type is not."""
    namespace, _, rest = resource_type.partition("/")
    known = known_namespaces().get(namespace.lower())
    if known is None:
        return resource_type
    found = known.types.get(rest.lower())
    return None if found is None else f"{known.name}/{found[0]}"
