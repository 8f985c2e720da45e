"""The names a template's resource goes by, ignoring case.

Its id, the id without its scope (`Microsoft.X/a/name/b/child`), type and name (`Microsoft.X/a/b/name/child`), both also
without the provider's namespace, its name (`name/child`), its symbolic name, its copy loop; a child written inside its
parent also by the name it has there; and in dependsOn, when nothing else has it, the last part of its name (Microsoft,
"Define the order for deploying resources"; azure-cli and the quickstart templates use them all).
"""

from azlift.rehearsal.expressions import ResourceFacts
from azlift.rehearsal.language_errors import FUNCTIONS_URL, ExpressionError


class ResourceIndex:
    """The resources of one template under all their names."""

    def __init__(self) -> None:
        self._by_id: dict[str, ResourceFacts] = {}
        self._by_symbol: dict[str, ResourceFacts] = {}
        self._by_other_name: dict[str, list[ResourceFacts]] = {}
        self._by_last_name: dict[str, list[ResourceFacts]] = {}
        self._by_name_inside: dict[str, list[ResourceFacts]] = {}
        self._loops: dict[str, list[ResourceFacts]] = {}
        self._symbolic_loops: dict[str, list[ResourceFacts]] = {}
        self._absent: set[str] = set()

    def add(
        self, facts: ResourceFacts, symbolic_name: str | None, loop: tuple[str, int] | None, *, inside: bool = False
    ) -> None:
        """Take in one resource; `loop` is the name of its copy loop and its index, `inside`: written in its parent."""
        known = self._by_id.get(facts.id.lower())
        if known is None or (facts.active and not known.active):
            self._by_id[facts.id.lower()] = facts
        for name in _other_names(facts):
            self._by_other_name.setdefault(name, []).append(facts)
        last_name = facts.name.rpartition("/")[2].lower()
        self._by_last_name.setdefault(last_name, []).append(facts)
        if inside:
            self._by_name_inside.setdefault(last_name, []).append(facts)
        if loop is not None:
            self._loops.setdefault(loop[0].lower(), []).append(facts)
        if symbolic_name is not None and loop is not None:
            self._by_symbol[f"{symbolic_name}[{loop[1]}]".lower()] = facts
            self._symbolic_loops.setdefault(symbolic_name.lower(), []).append(facts)
        elif symbolic_name is not None:
            self._by_symbol[symbolic_name.lower()] = facts

    def add_empty_loop(self, loop: str, symbolic_name: str | None) -> None:
        """Take in a loop, which may turn out to have no turns."""
        self._loops.setdefault(loop.lower(), [])
        if symbolic_name is not None:
            self._symbolic_loops.setdefault(symbolic_name.lower(), [])

    def add_absent(self, symbolic_name: str | None, index: int | None) -> None:
        """Take in a resource that is left out before it has a name: others may still wait for its symbolic name."""
        if symbolic_name is not None:
            self._absent.add((symbolic_name if index is None else f"{symbolic_name}[{index}]").lower())

    def is_absent(self, reference: str) -> bool:
        """Whether that is the symbolic name of a resource that is left out before it has a name."""
        return reference.lower() in self._absent

    def facts(self, reference: str) -> ResourceFacts | None:
        """The one resource with that id, symbolic name or name."""
        key = reference.lower()
        found = self._by_id.get(key) or self._by_symbol.get(key)
        return found or self._only(reference, self._by_other_name.get(key) or self._by_name_inside.get(key, []))

    def loop(self, symbolic_name: str) -> list[ResourceFacts]:
        """The resources of a symbolic copy loop."""
        if symbolic_name.lower() not in self._symbolic_loops:
            raise ExpressionError(f"The resource '{symbolic_name}' is not a copy loop of the template.")
        return self._symbolic_loops[symbolic_name.lower()]

    def depended(self, reference: str) -> list[ResourceFacts] | None:
        """What an entry of dependsOn names: one resource, all of a loop; none when nothing has that name."""
        key = reference.lower().rstrip("/")
        for found in (self._by_id.get(key), self._by_symbol.get(key)):
            if found is not None:
                return [found]
        if key in self._absent:
            return []
        loop = self._symbolic_loops.get(key, self._loops.get(key))
        if loop is not None:
            return loop
        name = key.removeprefix("/providers/").lstrip("/")
        only = self._only(reference, self._by_other_name.get(name) or self._by_last_name.get(name, []))
        return None if only is None else [only]

    def _only(self, reference: str, found: list[ResourceFacts]) -> ResourceFacts | None:
        if len({facts.id.lower() for facts in found}) > 1:
            raise ExpressionError(
                f"The template reference '{reference}' is not valid: several resources of the template have this name. "
                f"Use the resource identifier instead. Please see {FUNCTIONS_URL} for usage details"
            )
        return next((facts for facts in found if facts.active), found[0] if found else None)


def _other_names(facts: ResourceFacts) -> set[str]:
    """The lower-case names of a resource beside its id and its symbolic name."""
    typed = f"{facts.type}/{facts.name}"
    full = {facts.relative_id, facts.id.rpartition("/providers/")[2], typed}
    short = {name.partition("/")[2] for name in full}
    return {name.lower() for name in (*full, *short, facts.name)}
