"""What one ARM deployment may hold, and how machines are dealt out so that none exceeds it.

Source: learn.microsoft.com, "Azure subscription and service limits", section on deployments and templates.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from azlift.errors import TemplateFault
from azlift.rendering.digest import canonical
from azlift.rendering.resources import Foreseen

MOST_RESOURCES = 800
MOST_PARAMETERS = 256
MOST_BYTES = 4_000_000
"""Azure's 4 MB, for the template after expansion and again for the parameters."""
RESOURCE_MARGIN = 100
"""Resources left free in a part: the figure is Azure's to change, and a part is cheap."""
BYTE_MARGIN = 1_000_000
"""Bytes of a part left to the template's own text; the rest is for values."""

NESTED = "Microsoft.Resources/deployments"


class Weighed(Protocol):
    """What is dealt out: its resources, and the bytes its values take once they are put into the template."""

    @property
    def foreseen(self) -> tuple[Foreseen, ...]: ...
    @property
    def bytes(self) -> int: ...


Load = TypeVar("Load", bound=Weighed)


def deal_out(loads: Iterable[Load]) -> Iterator[list[Load]]:
    """The loads in order, in lists that each fit one deployment; a load is never split."""
    part: list[Load] = []
    resources = size = 0
    for load in loads:
        resources, size = resources + len(load.foreseen), size + load.bytes
        if part and (resources > MOST_RESOURCES - RESOURCE_MARGIN or size > MOST_BYTES - BYTE_MARGIN):
            yield part
            part, resources, size = [], len(load.foreseen), load.bytes
        part.append(load)
    if part:
        yield part


def check_part(
    file: str,
    template: Mapping[str, Any],
    parameters: Mapping[str, Any],
    foreseen: Sequence[Foreseen],
    value_bytes: int,
) -> dict[str, str]:
    """The API version of each type in the template.

    Raises TemplateFault when Azure would refuse the part for its size, or it makes other resources than foreseen.
    `value_bytes`: an upper bound of what the values add to the template when ARM expands it.
    """
    declared = list(_resources(template))
    versions = _versions(file, foreseen, [resource for resource in declared if resource.get("type") != NESTED])
    _check_limit(file, "resources", len(declared), MOST_RESOURCES)
    _check_limit(file, "parameters", len(template.get("parameters", {})), MOST_PARAMETERS)
    _check_limit(file, "bytes of parameters", len(canonical(parameters)), MOST_BYTES)
    _check_limit(file, "bytes of template after expansion", len(canonical(template)) + value_bytes, MOST_BYTES)
    return versions


def _versions(file: str, foreseen: Sequence[Foreseen], declared: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    found = Counter(str(resource.get("type")) for resource in declared)
    wanted = Counter(resource.type for resource in foreseen)
    if found != wanted:
        raise TemplateFault(
            f"found {_listed(found)}; expected {_listed(wanted)}",
            file=file,
            advice="Change how a resource looks, not which resources there are: azlift removes only those it expects.",
        )
    pairs = {(str(resource.get("type")), str(resource.get("apiVersion"))) for resource in declared}
    if len(pairs) > len(found):
        raise TemplateFault(
            f"found several API versions of one type: {', '.join(' '.join(pair) for pair in sorted(pairs))}",
            file=file,
            advice="Set each API version once, at the top of the template.",
        )
    return dict(pairs)


def _check_limit(file: str, what: str, found: int, most: int) -> None:
    if found > most:
        raise TemplateFault(
            f"found {found:,} {what}; Azure allows {most:,} in one deployment",
            file=file,
            advice="Make the template smaller, or the wave or its tags fewer.",
        )


def _resources(template: Any) -> Iterator[dict[str, Any]]:
    """The resources of a template, those of nested templates included."""
    listed = template.get("resources") if isinstance(template, dict) else None
    for resource in listed if isinstance(listed, list) else []:
        if isinstance(resource, dict):
            yield resource
            properties = resource.get("properties")
            yield from _resources(properties.get("template") if isinstance(properties, dict) else None)


def _listed(types: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(types.items())) or "no resources"
