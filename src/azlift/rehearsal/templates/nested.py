"""Nested deployments: where they are put, and what of their template belongs to the parent.

With inner evaluation the nested template's text is untouched; with outer evaluation (Azure's default) its expressions
are the parent's, and what they come to is escaped so that it is not evaluated a second time (Microsoft, "Linked and
nested templates").
"""

import re
from dataclasses import replace
from typing import Any

from azlift.rehearsal.expressions import Frame, Scope, escape_text
from azlift.rehearsal.expressions.values import to_text
from azlift.rehearsal.language_errors import (
    ExpressionError,
    TemplateError,
    invalid_template,
    not_rehearsed,
    template_violation,
)
from azlift.rehearsal.templates.content import (
    Deferred,
    as_template_text,
    content_of,
    header_of,
    member_name,
    value_copies,
)
from azlift.rehearsal.templates.shapes import DEPLOYMENT_MEMBERS, DEPLOYMENTS_TYPE, check_members

MODES = ("Incremental", "Complete")
# What of an outer-evaluated template is not its own: it has the parent's parameters, variables and functions.
_PARENTS_OWN = frozenset(("parameters", "variables", "functions"))
_SCOPE_ID = re.compile(r"/subscriptions/(?P<subscription>[^/]+)(?:/resourceGroups/(?P<group>[^/]+))?/?", re.IGNORECASE)


def deployment_scope(raw: dict[str, Any], frame: Frame, path: str) -> Scope:
    """Where a nested deployment deploys to, its own name already that of the nested deployment's."""
    parent = frame.surroundings.scope
    name = to_text(header_of(raw["name"], frame))
    own = replace(parent, deployment_name=name)
    if "scope" in raw:
        return _scope_of_id(own, to_text(header_of(raw["scope"], frame)), path)
    subscription = header_of(raw.get("subscriptionId"), frame)
    group = header_of(raw.get("resourceGroup"), frame)
    for member, value in (("subscriptionId", subscription), ("resourceGroup", group)):
        if value is not None and not (isinstance(value, str) and value):
            raise ExpressionError(f"The property '{member}' must be a non-empty string.")
    if group is None and (subscription is None or "location" not in raw):
        group = parent.resource_group
    moved = (subscription or parent.subscription_id, group) != (parent.subscription_id, parent.resource_group)
    placed = replace(own, subscription_id=subscription or parent.subscription_id, resource_group=group)
    return replace(placed, location="", resource_group_tags={}) if moved else placed


def _scope_of_id(own: Scope, scope_id: str, path: str) -> Scope:
    if scope_id == "/":
        return replace(own, subscription_id=None, resource_group=None, location="", resource_group_tags={})
    match = _SCOPE_ID.fullmatch(scope_id)
    if match is None:
        raise not_rehearsed(f"A deployment to the scope '{scope_id}'", f"{path}.scope")
    return replace(
        own, subscription_id=match["subscription"], resource_group=match["group"], location="", resource_group_tags={}
    )


def check_location(name: str, scope: Scope, content: dict[str, Any], path: str) -> Scope:
    """The scope with its location: a deployment to a subscription or tenant must give one, to a resource group none."""
    given = content.get("location")
    if scope.resource_group is not None:
        if given is None:
            return scope
        raise _location_error(f"The 'location' property is not allowed for '{name}' at resource group scope.", path)
    if not isinstance(given, str) or not given:
        raise _location_error(f"The 'location' property must be specified for '{name}'.", path)
    return replace(scope, location=given)


def _location_error(reason: str, path: str) -> TemplateError:
    return TemplateError(
        "InvalidDeployment",
        f"{reason} Please see https://aka.ms/deploy-to-subscription for usage details.",
        template_violation(f"{path}.location"),
    )


def deployment_properties(raw: dict[str, Any], frame: Frame, path: str) -> dict[str, Any]:
    """The properties of a nested deployment: mode, template, parameters (evaluated), nothing about evaluation left."""
    properties = check_members(raw.get("properties"), DEPLOYMENT_MEMBERS, "DeploymentProperties", f"{path}.properties")
    others = {
        name: item for name, item in properties.items() if name not in ("template", "expressionEvaluationOptions")
    }
    content: dict[str, Any] = content_of(others, frame)
    if content.get("mode") not in MODES:
        raise invalid_template(
            "The 'mode' of a nested deployment must be 'Incremental' or 'Complete'", f"{path}.properties.mode"
        )
    template = properties.get("template")
    if not isinstance(template, dict):
        raise invalid_template("A nested deployment must have a 'template'", f"{path}.properties.template")
    if not isinstance(content.get("parameters", {}), dict):
        raise invalid_template(
            "The 'parameters' of a nested deployment must be an object", f"{path}.properties.parameters"
        )
    if is_inner(properties, path):
        return {**content, "template": template}
    if content.get("parameters"):
        raise invalid_template(
            "A nested deployment with expression evaluation scope 'outer' cannot be given parameters",
            f"{path}.properties.parameters",
        )
    own = {name: item for name, item in template.items() if name not in _PARENTS_OWN}
    return {**content, "template": _outer(own, frame)}


def is_inner(properties: dict[str, Any], path: str) -> bool:
    """Whether the nested template's expressions are its own."""
    options = properties.get("expressionEvaluationOptions", {})
    scope = options.get("scope", "outer") if isinstance(options, dict) else options
    if not isinstance(scope, str) or scope.lower() not in ("inner", "outer", "notspecified"):
        raise invalid_template(
            f"The expression evaluation scope '{to_text(scope)}' is not valid: it must be 'inner' or 'outer'",
            f"{path}.properties.expressionEvaluationOptions.scope",
        )
    return scope.lower() == "inner"


def _outer(part: Any, frame: Frame) -> Any:
    """A part of an outer-evaluated template, evaluated but for inner-evaluated templates inside it."""
    if isinstance(part, list):
        return [_outer(item, frame) for item in part]
    if not isinstance(part, dict):
        return _outer_value(part, frame)
    kept = _inner_template(part)
    if kept is not None:
        properties = {name: item for name, item in part["properties"].items() if name != "template"}
        made = _outer_object({**part, "properties": properties}, frame)
        made["properties"]["template"] = kept
        return made
    return _outer_object(part, frame)


def _outer_object(part: dict[str, Any], frame: Frame) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, item in part.items():
        if name == "copy" and isinstance(item, list):
            made.update(value_copies(item, frame, _outer))
        else:
            made[escape_text(member_name(name, frame))] = _outer(item, frame)
    return made


def _inner_template(part: dict[str, Any]) -> Any:
    """The template of an inner-evaluated deployment; none of anything else."""
    properties = part.get("properties")
    if str(part.get("type", "")).lower() != DEPLOYMENTS_TYPE or not isinstance(properties, dict):
        return None
    return properties.get("template") if is_inner(properties, "") else None


def _outer_value(value: Any, frame: Frame) -> Any:
    content = content_of(value, frame)
    return replace(content, escaped=True) if isinstance(content, Deferred) else as_template_text(content)
