"""The top of a template: its schema, its language version, and how many parts it may have."""

import re
from collections.abc import Mapping
from typing import Any

from azlift.rehearsal.language_errors import AT, RESOURCES_URL, invalid_content, invalid_template
from azlift.rehearsal.templates.limits import MAX_OUTPUTS, MAX_PARAMETERS, MAX_RESOURCES, MAX_VARIABLES
from azlift.rehearsal.templates.shapes import ROOT, TEMPLATE_MEMBERS, check_members, object_at, required_text

# Microsoft, "Template syntax": http or https, with or without the `#` at the end. The schema of a parameters file is
# taken for a template's too (recorded).
_SCHEMA = re.compile(
    r"https?://schema\.management\.azure\.com/schemas/(?P<version>[^/]+)/"
    r"(?:deploymentTemplate|deploymentParameters|subscriptionDeploymentTemplate|managementGroupDeploymentTemplate|"
    r"tenantDeploymentTemplate)\.json(?:#.*)?",
    re.IGNORECASE,
)
_SCHEMA_VERSIONS = ("2014-04-01-preview", "2015-01-01", "2018-05-01", "2019-04-01", "2019-08-01")
# What the Bicep compiler writes; from 1.9 on, resources have symbolic names.
_LISTING = ("1.0",)
_SYMBOLIC = ("1.9-experimental", "1.10-experimental", "2.0", "2.1-experimental", "2.2-experimental")


def read_template(template: Any, path: str = ROOT) -> dict[str, Any]:
    """The template with its members as documented; refuses a top level that is not Azure's, or too many parts."""
    read = check_members(template, TEMPLATE_MEMBERS, "Template", path)
    _check_schema(required_text(read, "$schema", path), path)
    required_text(read, "contentVersion", path)
    if read.get("resources") is None:
        raise invalid_content("Required property 'resources' not found in JSON.", path)
    _check_language(read, path)
    check_count("parameters", len(object_at(read, "parameters", path)), MAX_PARAMETERS, path)
    check_count("variables", _variable_count(object_at(read, "variables", path)), MAX_VARIABLES, path)
    check_count("outputs", len(object_at(read, "outputs", path)), MAX_OUTPUTS, path)
    check_count("resources", len(read["resources"]), MAX_RESOURCES, path)
    return read


def is_symbolic(template: Mapping[str, Any]) -> bool:
    """Whether the template names its resources."""
    return template.get("languageVersion", "1.0") in _SYMBOLIC


def _check_schema(schema: str, path: str) -> None:
    match = _SCHEMA.fullmatch(schema)
    if match is None or match["version"] not in _SCHEMA_VERSIONS:
        raise invalid_template(
            f"Template schema '{schema}' is not supported. Supported versions are "
            f"'{','.join(_SCHEMA_VERSIONS)}'. Please see https://aka.ms/arm-template for usage details.",
            f"{path}.$schema",
        )


def _check_language(template: Mapping[str, Any], path: str) -> None:
    version = template.get("languageVersion", "1.0")
    if version not in (*_LISTING, *_SYMBOLIC):
        raise invalid_template(
            f"The template language version '{version}'{AT} is not supported. Supported versions are "
            f"'{','.join((*_LISTING, *_SYMBOLIC))}'. Please see https://aka.ms/arm-template for usage details.",
            f"{path}.languageVersion",
        )
    wanted = dict if is_symbolic(template) else list
    if not isinstance(template["resources"], wanted):
        raise invalid_content(
            f"The 'resources' of a template of languageVersion '{version}' must be an "
            f"{'object' if wanted is dict else 'array'}.",
            f"{path}.resources",
        )


def _variable_count(variables: Mapping[str, Any]) -> int:
    copies = variables.get("copy")
    return len(variables) - 1 + len(copies) if isinstance(copies, list) else len(variables)


def check_count(what: str, count: int, limit: int, path: str) -> None:
    """Refuse more of one part than Azure allows."""
    if count > limit:
        raise invalid_template(
            f"The number of template {what} limit exceeded. Limit: '{limit}' and actual: '{count}'. "
            f"Please see {RESOURCES_URL} for usage details.",
            f"{path}.{what}",
        )
