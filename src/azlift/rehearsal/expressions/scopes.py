"""Resource ids: how types and names interleave, and the functions that make ids (Microsoft, "Resource functions")."""

import re
from typing import Any

from azlift.rehearsal.expressions.frame import GROUPS_OF_MANAGEMENT, Frame, not_expected_here
from azlift.rehearsal.expressions.signatures import STRING, Function, by_name, refused
from azlift.rehearsal.language_errors import FUNCTIONS_URL, ExpressionError

_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def id_below(prefix: str, resource_type: str, names: list[str]) -> str:
    """The id of a resource below a scope: `…/providers/Namespace/type/name/…`, or `…/resourceGroups/name`."""
    if resource_type.lower() == "microsoft.resources/resourcegroups":
        return f"{prefix}/resourceGroups/{names[0]}"
    return prefix + provider_path(resource_type, names)


def provider_path(resource_type: str, names: list[str]) -> str:
    """`/providers/Namespace/type/name/…` of a type and one name for each of its segments."""
    namespace, *segments = resource_type.split("/")
    pairs = "/".join(f"{segment}/{name}" for segment, name in zip(segments, names, strict=True))
    return f"/providers/{namespace}/{pairs}"


def _split(function: str, arguments: tuple[str, ...]) -> tuple[list[str], str, list[str]]:
    """The arguments before the resource type, the type, and the names after it."""
    typed = [index for index, argument in enumerate(arguments) if "/" in argument]
    if len(typed) != 1:
        raise ExpressionError(
            f"Unable to evaluate template language function '{function}': function requires exactly one "
            "multi-segmented argument which must be resource type including resource provider namespace. "
            f"Current function arguments '{','.join(arguments)}'. "
            f"Please see {FUNCTIONS_URL}#{function.lower()} for usage details."
        )
    place = typed[0]
    # Microsoft's own samples write 'Microsoft.Resources/resourceGroups/' with a slash at the end.
    resource_type, names = arguments[place].removesuffix("/"), list(arguments[place + 1 :])
    wanted = resource_type.count("/")
    if len(names) != wanted or not all(resource_type.split("/")):
        raise ExpressionError(
            f"Unable to evaluate template language function '{function}': the type '{resource_type}' requires "
            f"'{wanted}' resource name argument(s). Please see {FUNCTIONS_URL}#{function.lower()} for usage details."
        )
    return list(arguments[:place]), resource_type, names


def _resource_id(frame: Frame, *arguments: str) -> str:
    before, resource_type, names = _split("resourceId", arguments)
    scope = frame.surroundings.scope
    subscription, group = scope.subscription_id, scope.resource_group
    if len(before) == 2:
        subscription, group = before[0], before[1]
    elif len(before) == 1 and (group is None or _GUID.fullmatch(before[0])):
        subscription = before[0]
    elif before:
        if len(before) > 2:
            raise refused("resourceId", "at most a subscription id and a resource group name may precede the type.")
        group = before[0]
    prefix = f"/subscriptions/{subscription}" if subscription is not None else ""
    prefix += f"/resourceGroups/{group}" if group is not None else ""
    return id_below(prefix, resource_type, names)


def _subscription_resource_id(frame: Frame, *arguments: str) -> str:
    before, resource_type, names = _split("subscriptionResourceId", arguments)
    if len(before) > 1:
        raise refused("subscriptionResourceId", "at most a subscription id may precede the type.")
    subscription = before[0] if before else frame.surroundings.scope.subscription_id
    if subscription is None:
        raise not_expected_here("subscriptionResourceId")
    return id_below(f"/subscriptions/{subscription}", resource_type, names)


def _tenant_resource_id(*arguments: str) -> str:
    before, resource_type, names = _split("tenantResourceId", arguments)
    if before:
        raise refused("tenantResourceId", "the resource type must be the first argument.")
    return provider_path(resource_type, names)


def _extension_resource_id(base: str, *arguments: str) -> str:
    before, resource_type, names = _split("extensionResourceId", arguments)
    if before:
        raise refused("extensionResourceId", "the resource type must be the second argument.")
    return base.rstrip("/") + provider_path(resource_type, names)


def _management_group_resource_id(frame: Frame, *arguments: str) -> str:
    before, resource_type, names = _split("managementGroupResourceId", arguments)
    if len(before) > 1:
        raise refused("managementGroupResourceId", "at most a management group may precede the type.")
    group = before[0] if before else frame.surroundings.scope.management_group
    if group is None:
        raise not_expected_here("managementGroupResourceId")
    return GROUPS_OF_MANAGEMENT + group + provider_path(resource_type, names)


def _resource_group(frame: Frame) -> dict[str, Any]:
    scope = frame.surroundings.scope
    if scope.resource_group is None:
        raise not_expected_here("RESOURCEGROUP")
    tags = {"tags": dict(scope.resource_group_tags)} if scope.resource_group_tags else {}
    return {
        "id": scope.prefix,
        "name": scope.resource_group,
        "type": "Microsoft.Resources/resourceGroups",
        "location": scope.location,
        **tags,
        "properties": {"provisioningState": "Succeeded"},
    }


def _subscription(frame: Frame) -> dict[str, Any]:
    scope = frame.surroundings.scope
    if scope.subscription_id is None:
        raise not_expected_here("SUBSCRIPTION")
    own = {
        "id": f"/subscriptions/{scope.subscription_id}",
        "subscriptionId": scope.subscription_id,
        "tenantId": scope.tenant_id,
    }
    return {**own, **scope.directory.subscriptions.get(scope.subscription_id.lower(), {})}


def _management_group(frame: Frame) -> dict[str, Any]:
    scope = frame.surroundings.scope
    if scope.management_group is None:
        raise not_expected_here("MANAGEMENTGROUP")
    own = {
        "id": scope.prefix,
        "name": scope.management_group,
        "properties": {"displayName": scope.management_group, "tenantId": scope.tenant_id},
        "type": "/providers/Microsoft.Management/managementGroups",
    }
    return {**own, **scope.directory.management_groups.get(scope.management_group.lower(), {})}


def _tenant(frame: Frame) -> dict[str, Any]:
    scope = frame.surroundings.scope
    return {"id": f"/tenants/{scope.tenant_id}", "tenantId": scope.tenant_id, **scope.directory.tenant}


def _deployer(frame: Frame) -> dict[str, Any]:
    scope = frame.surroundings.scope
    return {"tenantId": scope.tenant_id, **scope.directory.deployer}


FUNCTIONS = by_name(
    Function("resourceId", _resource_id, (STRING, STRING), rest=STRING, framed=True),
    Function("subscriptionResourceId", _subscription_resource_id, (STRING, STRING), rest=STRING, framed=True),
    Function("tenantResourceId", _tenant_resource_id, (STRING, STRING), rest=STRING),
    Function("extensionResourceId", _extension_resource_id, (STRING, STRING, STRING), rest=STRING),
    Function("managementGroupResourceId", _management_group_resource_id, (STRING, STRING), rest=STRING, framed=True),
    Function("resourceGroup", _resource_group, framed=True),
    Function("subscription", _subscription, framed=True),
    Function("managementGroup", _management_group, framed=True),
    Function("tenant", _tenant, framed=True),
    Function("deployer", _deployer, framed=True),
)
