"""A rendering made from what stands, where nothing else is left: enough to look after it and to take it back."""

from collections.abc import Mapping, Sequence
from typing import Any

from azlift.model import ESTATE_TAG, ExpectedResource, ObservedResource, Part, Rendering
from azlift.rendering import tags
from azlift.rendering.digest import digest_of

CREATED = (
    "microsoft.resources/resourcegroups",
    "microsoft.network/routetables",
    "microsoft.network/networksecuritygroups",
    "microsoft.network/virtualnetworks",
    "microsoft.network/networkinterfaces",
    "microsoft.compute/disks",
    "microsoft.compute/virtualmachines",
)
"""The order in which a rendering creates what it holds; a type that is not among them came after all of them."""


def standing_rendering(
    subject: str,
    digest: str,
    resources: Sequence[ObservedResource],
    deployments: Sequence[str],
    versions: Mapping[str, str],
    subnets: Mapping[str, str],
) -> Rendering:
    """What these resources of one subject would be rendered as. The templates are lost; of the parameters there is what
    is read of them later: the machines' tags, and the blocks of a network's subnets.

    `digest` is what their tags say, empty where they say none; `versions` are by the type in lower case.
    """
    ordered = sorted(resources, key=lambda r: (_place(r), r.id.lower()))
    expected = tuple(
        ExpectedResource(id=r.id, type=r.type, name=r.name, api_version=versions[r.type.lower()]) for r in ordered
    )
    first = ordered[0]
    zone = first.type.lower() == CREATED[0]
    parameters = _network(subnets) if zone else _machines(ordered)
    parts = [
        Part(deployment=name, template={}, parameters=parameters, expected=() if number else _ids(expected))
        for number, name in enumerate(deployments)
    ]
    return Rendering(
        subject=subject,
        resource_group=None if zone else first.id.split("/")[4],
        location=first.location,
        parts=tuple(parts),
        expected=expected,
        tags={name: first.tags[name] for name in (ESTATE_TAG, tags.WAVE, tags.GROUP)},
        digest=digest or digest_of({"standing": _ids(expected)}),
    )


def _ids(expected: Sequence[ExpectedResource]) -> tuple[str, ...]:
    return tuple(resource.id for resource in expected)


def _place(resource: ObservedResource) -> int:
    kind = resource.type.lower()
    return CREATED.index(kind) if kind in CREATED else len(CREATED)


def _machines(ordered: Sequence[ObservedResource]) -> dict[str, Any]:
    machines = [r for r in ordered if r.type.lower() == CREATED[-1] and tags.WORKLOAD in r.tags]
    values = {f"m{number:02}": {"name": r.name, "tags": r.tags} for number, r in enumerate(machines, start=1)}
    return {"machines": {"value": values}}


def _network(subnets: Mapping[str, str]) -> dict[str, Any]:
    values = {
        f"s{number:02}": {"name": name, "addressPrefix": block}
        for number, (name, block) in enumerate(sorted(subnets.items()), start=1)
    }
    return {"network": {"value": {"subnets": values}}}
