"""The functions about the cloud itself: zones, resource providers, built-in roles; and what a deployment is handed.

Sources: Microsoft, "Resource functions for ARM templates" (pickZones, providers), "Scope functions" of Bicep
(toLogicalZone and its kin), Azure/bicep (roleDefinitions, externalInputs, extensions).
"""

from collections.abc import Mapping
from typing import Any

from azlift.rehearsal.expressions.frame import Frame, Platform
from azlift.rehearsal.expressions.signatures import ARRAY, INTEGER, STRING, Function, by_name, refused

_MOST_ZONES = 3


def _platform(frame: Frame, function: str) -> Platform:
    platform = frame.surroundings.scope.platform
    if platform is None:
        raise refused(function, "nothing is known here of the cloud.")
    return platform


def _pick_zones(
    frame: Frame, namespace: str, resource_type: str, location: str, count: int = 1, offset: int = 0
) -> list[str]:
    if not 1 <= count <= _MOST_ZONES or offset < 0:
        raise refused(
            "pickZones", f"the number of zones must be between 1 and {_MOST_ZONES}, and the offset not negative."
        )
    zones = _platform(frame, "pickZones").zones(f"{namespace}/{resource_type}", location)
    if zones and offset + count > len(zones):
        raise refused(
            "pickZones",
            f"the resource type '{namespace}/{resource_type}' has '{len(zones)}' zones in location '{location}', fewer "
            f"than the offset '{offset}' and the number of zones '{count}' together.",
        )
    return list(zones[offset : offset + count])


def _mapped(function: str, mapping: Mapping[str, str], zones: list[Any], location: str) -> list[str]:
    for zone in zones:
        if zone not in mapping:
            raise refused(function, f"there is no availability zone '{zone}' in location '{location}'.")
    return [mapping[zone] for zone in zones]


def _physical(function: str, frame: Frame, subscription: str, location: str, zones: list[Any]) -> list[str]:
    return _mapped(function, _platform(frame, function).physical_zones(subscription, location), zones, location)


def _logical(function: str, frame: Frame, subscription: str, location: str, zones: list[Any]) -> list[str]:
    physical = _platform(frame, function).physical_zones(subscription, location)
    return _mapped(function, {place: zone for zone, place in physical.items()}, zones, location)


def _to_physical_zones(frame: Frame, subscription: str, location: str, zones: list[Any]) -> list[str]:
    return _physical("toPhysicalZones", frame, subscription, location, zones)


def _to_physical_zone(frame: Frame, subscription: str, location: str, zone: str) -> str:
    return _physical("toPhysicalZone", frame, subscription, location, [zone])[0]


def _to_logical_zones(frame: Frame, subscription: str, location: str, zones: list[Any]) -> list[str]:
    return _logical("toLogicalZones", frame, subscription, location, zones)


def _to_logical_zone(frame: Frame, subscription: str, location: str, zone: str) -> str:
    return _logical("toLogicalZone", frame, subscription, location, [zone])[0]


def _providers(frame: Frame, namespace: str, resource_type: str | None = None) -> dict[str, Any]:
    found = _platform(frame, "providers").provider(namespace)
    if found is None:
        raise refused("providers", f"the resource namespace '{namespace}' is invalid.")
    if resource_type is None:
        return dict(found)
    for known in found["resourceTypes"]:
        if known["resourceType"].lower() == resource_type.lower():
            return {member: known[member] for member in ("resourceType", "locations", "apiVersions")}
    raise refused("providers", f"the resource type '{resource_type}' is not one of the namespace '{namespace}'.")


def _role_definitions(frame: Frame, name: str) -> dict[str, str]:
    definition = _platform(frame, "roleDefinitions").role_definition(name)
    if definition is None:
        raise refused("roleDefinitions", f"there is no built-in role named '{name}'.")
    subscription = frame.surroundings.scope.subscription_id
    place = "" if subscription is None else f"/subscriptions/{subscription}"
    return {
        "id": f"{place}/providers/Microsoft.Authorization/roleDefinitions/{definition}",
        "roleDefinitionId": definition,
    }


def _external_inputs(frame: Frame, name: str) -> Any:
    given = frame.surroundings.scope.external_inputs
    if name not in given:
        raise refused("externalInputs", f"the external input '{name}' is not given.")
    return given[name]


def _extensions(frame: Frame, name: str) -> Any:
    given = frame.surroundings.scope.extension_configs
    if name not in given:
        raise refused("extensions", f"the extension '{name}' is not given a configuration.")
    return {"config": given[name]}


FUNCTIONS = by_name(
    Function("pickZones", _pick_zones, (STRING, STRING, STRING, INTEGER, INTEGER), required=3, framed=True),
    Function("toPhysicalZone", _to_physical_zone, (STRING, STRING, STRING), framed=True),
    Function("toPhysicalZones", _to_physical_zones, (STRING, STRING, ARRAY), framed=True),
    Function("toLogicalZone", _to_logical_zone, (STRING, STRING, STRING), framed=True),
    Function("toLogicalZones", _to_logical_zones, (STRING, STRING, ARRAY), framed=True),
    Function("providers", _providers, (STRING, STRING), required=1, framed=True),
    Function("roleDefinitions", _role_definitions, (STRING,), framed=True),
    Function("externalInputs", _external_inputs, (STRING,), framed=True),
    Function("extensions", _extensions, (STRING,), framed=True),
)
