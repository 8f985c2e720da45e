"""Where a resource is put: its scope and id, from its own scoping members and the scope of its template.

The members are `scope`, and on deployments and existing resources `subscriptionId` and `resourceGroup` (Microsoft,
"Set scope for extension resources", "Deploy to subscription", "… management group", "… tenant").
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from azlift.rehearsal.expressions import Frame, Scope
from azlift.rehearsal.expressions.scopes import id_below, provider_path
from azlift.rehearsal.expressions.values import type_name
from azlift.rehearsal.language_errors import RESOURCES_URL, ExpressionError, TemplateError, invalid_template
from azlift.rehearsal.templates.content import header_of
from azlift.rehearsal.templates.shapes import DEPLOYMENTS_TYPE, GROUPS_TYPE

# What a deployment may go to, with or without the leading slash.
_DEPLOYMENT_SCOPE = re.compile(
    r"/|/?subscriptions/(?P<subscription>[^/]+)(?:/resourceGroups/(?P<group>[^/]+))?/?"
    r"|/?(?:providers/)?Microsoft\.Management/managementGroups/(?P<management>[^/]+)/?",
    re.IGNORECASE,
)
# Types that stand in the tenant wherever a template puts them.
_OF_THE_TENANT = "microsoft.management/managementgroups"
_MOVING = ("resourceGroup", "subscriptionId")


def scope_of(raw: Mapping[str, Any], resource_type: str, existing: bool, frame: Frame) -> Scope:
    """The scope a resource is in, before its own `scope` when it is no deployment."""
    if resource_type.lower() == DEPLOYMENTS_TYPE and not existing:
        return _deployment_scope(raw, frame)
    parent = frame.surroundings.scope
    moved = [member for member in _MOVING if raw.get(member) is not None]
    if not moved:
        return parent
    if not existing:
        raise ExpressionError(
            f"The properties '{', '.join(moved)}' are only allowed on resources of type "
            "'Microsoft.Resources/deployments'."
        )
    subscription = text_of(raw, "subscriptionId", frame) if "subscriptionId" in moved else parent.subscription_id
    group = text_of(raw, "resourceGroup", frame) if "resourceGroup" in moved else None
    return parent.at(subscription, group)


def _deployment_scope(raw: Mapping[str, Any], frame: Frame) -> Scope:
    parent = frame.surroundings.scope
    if raw.get("scope") is not None:
        return _scope_of_id(parent, text_of(raw, "scope", frame))
    given = [text_of(raw, member, frame) if raw.get(member) is not None else None for member in _MOVING]
    group, subscription = given
    if group is None and subscription is None:
        return parent
    subscription = subscription or parent.subscription_id
    if subscription is None:
        raise ExpressionError("The property 'resourceGroup' needs a 'subscriptionId' at this scope.")
    if group is None and raw.get("location") is None:
        group = parent.resource_group
    there = parent.at(subscription, group)
    return parent if there.prefix.lower() == parent.prefix.lower() else there


def _scope_of_id(parent: Scope, scope_id: str) -> Scope:
    match = _DEPLOYMENT_SCOPE.fullmatch(scope_id)
    if match is None:
        raise ExpressionError(
            f"The scope '{scope_id}' is not valid for a deployment: it must be the tenant, a management group, a "
            f"subscription or a resource group. Please see {RESOURCES_URL} for usage details."
        )
    return parent.at(match["subscription"], match["group"], match["management"])


def text_of(raw: Mapping[str, Any], member: str, frame: Frame) -> str:
    """A member that is, or comes to, a string."""
    value = header_of(raw[member], frame)
    if type(value) is not str:
        raise ExpressionError(f"The property '{member}' must be a string, not of type '{type_name(value)}'.")
    return value


def id_of(raw: Mapping[str, Any], resource_type: str, name: str, scope: Scope, frame: Frame, path: str) -> str:
    """The id of a resource in `scope`, with its own `scope` taken into account."""
    kind, names = resource_type.lower(), name.split("/")
    if kind == GROUPS_TYPE and scope.resource_group is not None and raw.get("existing") is not True:
        raise invalid_template(
            f"The resource '{name}' of type '{resource_type}' cannot be deployed at resource group scope. "
            "Please see https://aka.ms/deploy-to-subscription for usage details.",
            f"{path}.type",
        )
    if raw.get("scope") is not None and kind != DEPLOYMENTS_TYPE:
        return _absolute(text_of(raw, "scope", frame), scope) + provider_path(resource_type, names)
    prefix = "" if kind == _OF_THE_TENANT else scope.prefix
    return id_below(prefix, resource_type, names)


def _absolute(base: str, scope: Scope) -> str:
    """The id a `scope` stands for: one, `Type/name` of a resource in the scope of the template, or `/`, the tenant."""
    base = base.rstrip("/")
    if base.startswith("/") or not base:
        return base
    lowered = base.lower()
    if lowered.startswith("subscriptions/"):
        return f"/{base}"
    if lowered.startswith(f"{_OF_THE_TENANT}/"):
        return f"/providers/{base}"
    if lowered.startswith(f"{GROUPS_TYPE}/"):
        return f"{scope.prefix}/resourceGroups/{base.split('/', 2)[2]}"
    return f"{scope.prefix}/providers/{base}"


def with_location(name: str, scope: Scope, location: Any, path: str) -> Scope:
    """A deployment's scope with its location, which must be given everywhere but in a resource group."""
    if scope.resource_group is not None:
        if location is None:
            return scope
        raise _location_error(f"The 'location' property is not allowed for '{name}' at resource group scope.", path)
    if not isinstance(location, str) or not location:
        raise _location_error(f"The 'location' property must be specified for '{name}'.", path)
    return replace(scope, location=location)


def _location_error(reason: str, path: str) -> TemplateError:
    return TemplateError(
        "InvalidDeployment",
        f"{reason} Please see https://aka.ms/deploy-to-subscription for usage details.",
        f"{path}.location",
        violation=f"{path}.location",
    )
