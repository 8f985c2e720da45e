"""Resource ids: read from a path, written in Azure's canonical form, compared without regard to case.

A resource lives in a *scope*, which is an id of its own: the tenant (the empty text), a management group, a
subscription, a resource group, or another resource (locks, role assignments, diagnostic settings).
"""

import re
from dataclasses import dataclass
from functools import cached_property

from azlift.rehearsal.azure_errors import AzureError

# Resource group names: 1-90 letters, digits, underscore, hyphen, full stop, parentheses; no full stop at the end.
# Source: Azure naming rules, Microsoft.Resources/resourceGroups.
GROUP_NAME = re.compile(r"^[\w\-.()]{0,89}[\w\-()]$")
TENANT = ""
MANAGEMENT_GROUPS = "/providers/Microsoft.Management/managementGroups/"
_IN_SUBSCRIPTION = re.compile(
    r"/subscriptions/(?P<subscription>[^/]+)(?:/resourceGroups/(?P<group>[^/]+))?", re.IGNORECASE
)


@dataclass(frozen=True)
class ResourceId:
    """One id taken apart; `segments` pairs the type parts and names after the namespace, outermost first."""

    scope: str
    namespace: str
    segments: tuple[tuple[str, str], ...]

    @cached_property
    def _place(self) -> re.Match[str] | None:
        return _IN_SUBSCRIPTION.match(self.scope)

    @property
    def subscription(self) -> str | None:
        """The subscription it lives in, at whatever depth."""
        return self._place["subscription"] if self._place else None

    @property
    def group(self) -> str | None:
        """The resource group it lives in, at whatever depth."""
        return self._place["group"] if self._place else None

    @cached_property
    def type(self) -> str:
        return "/".join((self.namespace, *(kind for kind, _ in self.segments)))

    @property
    def name(self) -> str:
        return "/".join(name for _, name in self.segments)

    @property
    def parent(self) -> "ResourceId | None":
        if len(self.segments) < 2:
            return None
        return ResourceId(self.scope, self.namespace, self.segments[:-1])

    @property
    def root(self) -> "ResourceId | None":
        """The outermost resource it is inside of."""
        return ResourceId(self.scope, self.namespace, self.segments[:1]) if len(self.segments) > 1 else None

    def child(self, kind: str, name: str) -> "ResourceId":
        """The id of a resource inside this one."""
        return ResourceId(self.scope, self.namespace, (*self.segments, (kind, name)))

    @cached_property
    def _text(self) -> str:
        tail = "/".join(f"{kind}/{name}" for kind, name in self.segments)
        return f"{self.scope}/providers/{self.namespace}/{tail}"

    @cached_property
    def key(self) -> str:
        """The form it is kept under and compared in."""
        return key_of(self._text)

    def __str__(self) -> str:
        return self._text


def key_of(resource_id: str) -> str:
    """The form ids are compared in."""
    return resource_id.rstrip("/").lower()


def subscription_scope(subscription: str) -> str:
    return f"/subscriptions/{subscription}"


def group_scope(subscription: str, group: str) -> str:
    return f"/subscriptions/{subscription}/resourceGroups/{group}"


def management_group_of(scope: str) -> str | None:
    """The name of the management group a scope is."""
    if not scope.lower().startswith(MANAGEMENT_GROUPS.lower()):
        return None
    name = scope[len(MANAGEMENT_GROUPS) :]
    return name if name and "/" not in name else None


def group_key(subscription: str, group: str) -> str:
    return key_of(group_scope(subscription, group))


def read_scope(text: str) -> tuple[str | None, str | None]:
    """The subscription and the resource group of a scope; None where it is above them."""
    match = _IN_SUBSCRIPTION.match(text)
    return (match["subscription"], match["group"]) if match else (None, None)


def read_id(text: str) -> ResourceId:
    """Take an id apart; a text that is none is Azure's LinkedInvalidPropertyId."""
    at = text.lower().rfind("/providers/")
    parts = text[at + 1 :].rstrip("/").split("/")
    tail = parts[2:]
    if at < 0 or not tail or len(tail) % 2 or not all(parts):
        raise invalid_id(text)
    return ResourceId(_scope(text[:at], text), parts[1], tuple(zip(tail[::2], tail[1::2], strict=True)))


def _scope(text: str, whole: str) -> str:
    """The canonical form of a scope that stands before `/providers/`."""
    if text == TENANT:
        return TENANT
    match = _IN_SUBSCRIPTION.fullmatch(text)
    if match is None:
        if "/providers/" not in text.lower():
            raise invalid_id(whole)
        return str(read_id(text))
    if match["group"] is None:
        return subscription_scope(match["subscription"])
    return group_scope(match["subscription"], match["group"])


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
