"""Makes `known_types.json` of an index of Azure's published type definitions.

    python tests/rehearsal/build_known_types.py index.json

`index.json` is that of the bicep-types-az project (MIT): `{"resources": {"Namespace/type@api-version": …}}`. Kept are,
per namespace and type, the oldest and the newest api-version.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

TARGET = Path(__file__).parents[2] / "src" / "azlift" / "rehearsal" / "known_types.json"


def known_types(index: dict[str, dict[str, object]]) -> dict[str, dict[str, list[str]]]:
    """Namespace -> type without the namespace -> oldest and newest api-version; each in its usual casing."""
    versions: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    namespaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
    types: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for name in index["resources"]:
        resource_type, _, version = name.partition("@")
        namespace, _, rest = resource_type.partition("/")
        key = (namespace.lower(), rest.lower())
        versions[key].add(version)
        namespaces[key[0]][namespace] += 1
        types[key][rest] += 1
    found: dict[str, dict[str, list[str]]] = {}
    for namespace, rest in sorted(versions):
        held = found.setdefault(_usual(namespaces[namespace]), {})
        held[_usual(types[namespace, rest])] = [min(versions[namespace, rest]), max(versions[namespace, rest])]
    return found


def _usual(seen: Counter[str]) -> str:
    return max(seen, key=lambda name: (seen[name], name))


def main(path: str) -> None:
    found = known_types(json.loads(Path(path).read_text(encoding="utf-8")))
    lines = [f" {json.dumps(name)}:{json.dumps(types, separators=(',', ':'))}" for name, types in found.items()]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
