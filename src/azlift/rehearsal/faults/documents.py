"""The text of a scenario as plain values, with the line each of them stands on.

YAML as far as it is data: no tags, no anchors (an alias can make a few lines a gigabyte), no key twice, and a date
stays the text it was.
"""

from collections.abc import Hashable
from typing import Any

import yaml

Lines = dict[str, int]


class _Loader(yaml.SafeLoader):
    """YAML's safe subset, a little safer."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "anchors and aliases are not taken", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, Hashable) or name in seen:
                reason = f"the key {name!r} stands here twice"
                raise yaml.constructor.ConstructorError(None, None, reason, key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Unreadable(Exception):
    """The text is no YAML; `line` counts from 1 (None: unknown)."""

    def __init__(self, reason: str, line: int | None) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


def read_document(text: str) -> tuple[Any, Lines]:
    """The value of a YAML or JSON text, and the line of every place in it ('faults[0].kind')."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        value = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(error.problem or "no YAML", mark.line + 1 if mark else None) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(str(error) or type(error).__name__, None) from error
    return value, dict(_lines(node, "")) if node is not None else {}


def _lines(node: yaml.Node, path: str) -> list[tuple[str, int]]:
    found = [(path, node.start_mark.line + 1)]
    if isinstance(node, yaml.MappingNode):
        for key, each in node.value:
            found += _lines(each, f"{path}.{key.value}" if path else str(key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, each in enumerate(node.value):
            found += _lines(each, f"{path}[{number}]")
    return found
