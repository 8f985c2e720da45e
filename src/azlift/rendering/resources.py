"""Resources a rendering will make: their ids in ARM's own casing, before and after the template names a version."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from azlift.model import ExpectedResource, Target
from azlift.rendering.names import resource_group_name


class Foreseen(NamedTuple):
    """An expected resource whose API version is still the template's to say."""

    id: str
    type: str
    name: str
    size: str | None = None
    members: tuple[str, ...] = ()


def group_scope(target: Target) -> str:
    """The id of the wave's resource group."""
    return f"/subscriptions/{target.subscription_id}/resourceGroups/{resource_group_name(target)}"


def foresee(scope: str, kind: str, name: str, size: str | None = None, members: tuple[str, ...] = ()) -> Foreseen:
    return Foreseen(f"{scope}/providers/{kind}/{name}", kind, name, size, members)


def expect(foreseen: Iterable[Foreseen], versions: Mapping[str, str]) -> list[ExpectedResource]:
    """The resources with the API version that the template has for their type."""
    return [ExpectedResource(**resource._asdict(), api_version=versions[resource.type]) for resource in foreseen]
