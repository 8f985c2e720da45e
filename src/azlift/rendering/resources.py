"""Resources a rendering will make: their ids in ARM's own casing, before and after the template names a version."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from azlift.model import ExpectedResource, Target
from azlift.rendering.names import resource_group_name

VIRTUAL_MACHINE = "Microsoft.Compute/virtualMachines"
DISK = "Microsoft.Compute/disks"
ZONAL = frozenset({VIRTUAL_MACHINE, DISK})
"""The types that a zone is chosen for."""


class Foreseen(NamedTuple):
    """An expected resource whose API version is still the template's to say."""

    id: str
    type: str
    name: str
    size: str | None = None
    members: tuple[str, ...] = ()
    iops: int | None = None
    mb_per_s: int | None = None


def group_scope(target: Target) -> str:
    """The id of the wave's resource group."""
    return f"/subscriptions/{target.subscription_id}/resourceGroups/{resource_group_name(target)}"


def foresee(scope: str, kind: str, name: str, size: str | None = None, **more: Any) -> Foreseen:
    return Foreseen(f"{scope}/providers/{kind}/{name}", kind, name, size, **more)


def expect(
    foreseen: Iterable[Foreseen], versions: Mapping[str, str], zone: str | None = None
) -> list[ExpectedResource]:
    """The resources with the API version that the template has for their type, and the zone of those that have one."""
    return [
        ExpectedResource(
            **resource._asdict(),
            api_version=versions[resource.type],
            zone=zone if resource.type in ZONAL else None,
        )
        for resource in foreseen
    ]
