"""Nested and linked deployments: what of their template belongs to the parent.

With inner evaluation the nested template's text is untouched; with outer evaluation (Azure's default) its expressions
are the parent's, and what they come to is escaped so that it is not evaluated a second time. What the parent is told to
leave alone (`[[variables('own')]`) is then the nested template's to evaluate (Azure/bicep decompiles it so). A linked
template is loaded by whoever carries the deployment out (Microsoft, "Linked and nested templates").
"""

from dataclasses import replace
from typing import Any

from azlift.rehearsal.expressions import Frame, escape_text, is_expression, literal_text
from azlift.rehearsal.expressions.values import to_text
from azlift.rehearsal.language_errors import invalid_template, not_rehearsed
from azlift.rehearsal.templates.content import (
    Deferred,
    as_template_text,
    content_of,
    is_copy,
    member_name,
    value_copies,
)
from azlift.rehearsal.templates.shapes import (
    DEPLOYMENT_MEMBERS,
    DEPLOYMENTS_TYPE,
    PARAMETERS_LINK_MEMBERS,
    TEMPLATE_LINK_MEMBERS,
    check_members,
    object_at,
)

MODES = ("Incremental", "Complete")
# What the parent does not evaluate here: the template, how to evaluate it, and the extensions' own.
_APART = frozenset(("template", "expressionEvaluationOptions", "extensionConfigs"))


def deployment_properties(raw: Any, frame: Frame, path: str) -> dict[str, Any]:
    """The properties of a nested deployment: mode, template or templateLink, parameters or parametersLink (evaluated).

    Nothing about evaluation is left in them: what was the parent's to evaluate, is.
    """
    here = f"{path}.properties"
    read = check_members(raw, DEPLOYMENT_MEMBERS, "DeploymentProperties", here)
    properties = {name: item for name, item in read.items() if item is not None}
    content: dict[str, Any] = content_of({name: properties[name] for name in properties.keys() - _APART}, frame)
    _check_mode(content, here)
    if not isinstance(content.get("parameters", {}), dict):
        raise invalid_template("The 'parameters' of a nested deployment must be an object", f"{here}.parameters")
    if "parametersLink" in content:
        check_members(content["parametersLink"], PARAMETERS_LINK_MEMBERS, "ParametersLink", f"{here}.parametersLink")
        _refuse_both(content, "parameters", here)
    if "templateLink" in content:
        _check_link(content["templateLink"], f"{here}.templateLink")
        _refuse_both(properties, "template", here)
        return content
    return {**content, "template": _template(properties, content, frame, here)}


def _check_mode(content: dict[str, Any], path: str) -> None:
    mode = content.get("mode")
    named = next((name for name in MODES if isinstance(mode, str) and name.lower() == mode.lower()), None)
    if named is None:
        raise invalid_template("The 'mode' of a nested deployment must be 'Incremental' or 'Complete'", f"{path}.mode")
    content["mode"] = named


def _refuse_both(members: dict[str, Any], name: str, path: str) -> None:
    if name in members:
        raise invalid_template(
            f"A nested deployment cannot have both '{name}' and '{name}Link'. "
            "Please see https://aka.ms/arm-deploy for usage details.",
            f"{path}.{name}Link",
        )


def _check_link(link: Any, path: str) -> None:
    members = check_members(link, TEMPLATE_LINK_MEMBERS, "TemplateLink", path)
    if "id" in members:
        raise not_rehearsed("template specs (a 'templateLink' with an 'id')", path)
    if ("uri" in members) == ("relativePath" in members):
        raise invalid_template("A 'templateLink' must have either a 'uri' or a 'relativePath'", path)


def _template(properties: dict[str, Any], content: dict[str, Any], frame: Frame, path: str) -> dict[str, Any]:
    template = properties.get("template")
    if not isinstance(template, dict):
        raise invalid_template("A nested deployment must have a 'template' or a 'templateLink'", f"{path}.template")
    if is_inner(properties, path):
        return template
    outer: dict[str, Any] = _outer({name: item for name, item in template.items() if name != "functions"}, frame)
    if not content.get("parameters"):
        outer.pop("parameters", None)  # none is handed over, and what the template says of them is the parent's
    return {**outer, "functions": template["functions"]} if template.get("functions") else outer


def is_inner(properties: dict[str, Any], path: str) -> bool:
    """Whether the nested template's expressions are its own."""
    scope = object_at(properties, "expressionEvaluationOptions", path).get("scope", "outer")
    if not isinstance(scope, str) or scope.lower() not in ("inner", "outer", "notspecified"):
        raise invalid_template(
            f"The expression evaluation scope '{to_text(scope)}' is not valid: it must be 'inner' or 'outer'",
            f"{path}.expressionEvaluationOptions.scope",
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
        if is_copy(name, item):
            made.update(value_copies(item, frame, _outer))
        else:
            made[_outer_name(name, frame)] = _outer(item, frame)
    return made


def _outer_name(name: str, frame: Frame) -> str:
    return escape_text(member_name(name, frame)) if is_expression(name) else literal_text(name)


def _inner_template(part: dict[str, Any]) -> Any:
    """The template of an inner-evaluated deployment; none of anything else."""
    properties = part.get("properties")
    if str(part.get("type", "")).lower() != DEPLOYMENTS_TYPE or not isinstance(properties, dict):
        return None
    return properties.get("template") if is_inner(properties, "") else None


def _outer_value(value: Any, frame: Frame) -> Any:
    if isinstance(value, str) and not is_expression(value):
        return literal_text(value)
    content = content_of(value, frame)
    return replace(content, escaped=True) if isinstance(content, Deferred) else as_template_text(content)
