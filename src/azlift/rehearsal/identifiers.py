"""Resource ids: read from a path, written in Azure's canonical form, compared without regard to case."""

import re
from dataclasses import dataclass

from azlift.rehearsal.azure_errors import AzureError

# Resource group names: 1-90 letters, digits, underscore, hyphen, full stop, parentheses; no full stop at the end.
# Source: Azure naming rules, Microsoft.Resources/resourceGroups.
GROUP_NAME = re.compile(r"^[\w\-.()]{0,89}[\w\-()]$")


@dataclass(frozen=True)
class ResourceId:
    """One id taken apart; `segments` pairs the type parts and names after the namespace, outermost first."""

    subscription: str
    group: str | None
    namespace: str
    segments: tuple[tuple[str, str], ...]

    @property
    def type(self) -> str:
        return "/".join((self.namespace, *(kind for kind, _ in self.segments)))

    @property
    def name(self) -> str:
        return "/".join(name for _, name in self.segments)

    @property
    def scope(self) -> str:
        prefix = f"/subscriptions/{self.subscription}"
        return f"{prefix}/resourceGroups/{self.group}" if self.group else prefix

    @property
    def parent(self) -> "ResourceId | None":
        if len(self.segments) < 2:
            return None
        return ResourceId(self.subscription, self.group, self.namespace, self.segments[:-1])

    def __str__(self) -> str:
        tail = "/".join(f"{kind}/{name}" for kind, name in self.segments)
        return f"{self.scope}/providers/{self.namespace}/{tail}"


def key_of(resource_id: str) -> str:
    """The form ids are compared in."""
    return resource_id.rstrip("/").lower()


def group_key(subscription: str, group: str) -> str:
    return f"/subscriptions/{subscription}/resourcegroups/{group}".lower()


def read_id(text: str) -> ResourceId:
    """Take an id apart; a text that is none is Azure's LinkedInvalidPropertyId."""
    parts = text.strip("/").split("/")
    lowered = [part.lower() for part in parts]
    group: str | None = None
    at = 2
    if len(parts) > 3 and lowered[2] == "resourcegroups":
        group, at = parts[3], 4
    tail = parts[at + 2 :]
    well_formed = (
        text.startswith("/")
        and len(parts) > at + 2
        and lowered[0] == "subscriptions"
        and lowered[at] == "providers"
        and len(tail) % 2 == 0
        and all(parts)
    )
    if not well_formed:
        raise invalid_id(text)
    return ResourceId(parts[1], group, parts[at + 1], tuple(zip(tail[::2], tail[1::2], strict=True)))


def invalid_id(text: str) -> AzureError:
    """Azure's refusal of a text in the place of an id."""
    return AzureError(
        400,
        "LinkedInvalidPropertyId",
        f"Property id '{text}' at path '' is invalid. Expect fully qualified resource Id that start with "
        "'/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.",
    )


def check_group_name(name: str) -> None:
    """Refuse a resource group name Azure would refuse."""
    if not GROUP_NAME.fullmatch(name):
        raise AzureError(
            400,
            "InvalidResourceGroup",
            f"The provided resource group name '{name}' has these invalid characters or length; the name can only be a "
            "letter, digit, '-', '.', '(', ')' or '_', at most 90, and must not end with '.'.",
        )
