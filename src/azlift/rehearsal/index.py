"""Indexes over the resources: by group, by type, by tag, who is inside whom, and who stands on whom."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from azlift.rehearsal.identifiers import group_key, key_of
from azlift.rehearsal.records import Resource


class Index:
    """Sets of resource keys; kept by `add` and `drop`, asked everywhere else.

    `versions` counts the changes to the resources of a type (in lower case): what is derived from them holds until its
    type's version moves. `sorts` says for a type (in lower case) what its resources are counted by: a sum over
    thousands of machines is then one over their few sorts.
    """

    def __init__(self, sorts: Mapping[str, Callable[[Resource], Hashable]] | None = None) -> None:
        self._sorts = sorts or {}
        self._counts: defaultdict[str, Counter[Any]] = defaultdict(Counter)
        self._by_group: defaultdict[str, set[str]] = defaultdict(set)
        self._by_type: defaultdict[str, set[str]] = defaultdict(set)
        self._by_tag: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._users: defaultdict[str, set[str]] = defaultdict(set)
        self._inside: defaultdict[str, set[str]] = defaultdict(set)
        self._held: dict[str, tuple[str, list[set[str]], Hashable]] = {}
        self.versions: Counter[str] = Counter()

    def add(self, resource: Resource) -> None:
        """Enter a resource, or enter it anew after a change."""
        self.drop(resource.key)
        type_key = resource.id.type.lower()
        held = [self._by_type[type_key]]
        if resource.id.subscription is not None and resource.id.group is not None:
            held.append(self._by_group[group_key(resource.id.subscription, resource.id.group)])
        holders = {str(each) for each in (resource.id.parent or resource.id.scope, resource.id.root) if each}
        held.extend(self._inside[key_of(holder)] for holder in holders)
        held.extend(self._by_tag[name.lower(), value] for name, value in resource.tags.items())
        held.extend(self._users[key_of(target)] for target in resource.references)
        for members in held:
            members.add(resource.key)
        sort = self._sorts[type_key](resource) if type_key in self._sorts else None
        if sort is not None:
            self._counts[type_key][sort] += 1
        self._held[resource.key] = (type_key, held, sort)
        self.versions[type_key] += 1

    def drop(self, key: str) -> None:
        type_key, held, sort = self._held.pop(key, ("", [], None))
        self.versions[type_key] += 1
        for members in held:
            members.discard(key)
        if sort is not None:
            self._counts[type_key][sort] -= 1

    def in_group(self, key: str) -> frozenset[str]:
        return frozenset(self._by_group.get(key, ()))

    def inside(self, key: str) -> frozenset[str]:
        """Resources in a scope: all inside a resource and its extensions, what a group or subscription holds."""
        return frozenset(self._inside.get(key, ()))

    def of_type(self, resource_type: str) -> frozenset[str]:
        return frozenset(self._by_type.get(resource_type.lower(), ()))

    def sorts_of(self, resource_type: str) -> Counter[Any]:
        """How many resources of a type there are of each sort."""
        return +self._counts[resource_type.lower()]

    def tagged(self, name: str, value: str | None) -> frozenset[str]:
        """Resources with a tag of this name (any case) and, unless None, exactly this value."""
        if value is not None:
            return frozenset(self._by_tag.get((name.lower(), value), ()))
        entries: Iterable[tuple[str, str]] = [entry for entry in self._by_tag if entry[0] == name.lower()]
        return frozenset(key for entry in entries for key in self._by_tag[entry])

    def users_of(self, resource_id: str) -> frozenset[str]:
        """Resources that stand on this one and forbid its removal."""
        return frozenset(self._users.get(key_of(resource_id), ()))
