"""Which members the parts of a template may have; anything else is refused, as Azure's own reader does.

Members: the template grammar (azure-resource-manager-schemas, deploymentTemplate.json 2019-04-01) and Microsoft's
"Template syntax". Azure reads member names whatever their case; here they must be written as documented.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from azlift.rehearsal.language_errors import RESOURCES_URL, invalid_content, invalid_template, not_rehearsed
from azlift.rehearsal.templates.limits import MAX_OUTPUTS, MAX_PARAMETERS, MAX_RESOURCES, MAX_VARIABLES

ROOT = "properties.template"
DEPLOYMENTS_TYPE = "microsoft.resources/deployments"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TEMPLATE_MEMBERS = _names(
    "$schema contentVersion languageVersion definitions functions metadata outputs parameters resources variables"
)
TYPE_MEMBERS = _names(
    "$ref additionalProperties allowedValues discriminator items maxLength maxValue metadata minLength minValue "
    "nullable prefixItems properties sealed type"
)
PARAMETER_MEMBERS = TYPE_MEMBERS | {"defaultValue"}
OUTPUT_MEMBERS = TYPE_MEMBERS | {"condition", "copy", "value"}
# What stands in a resource for the template's sake and is not sent to its provider.
HEADER_MEMBERS = _names(
    "apiVersion comments condition copy dependsOn existing metadata name resourceGroup resources scope subscriptionId "
    "type"
)
EXISTING_MEMBERS = HEADER_MEMBERS - {"resources"}
RESOURCE_MEMBERS = HEADER_MEMBERS | _names(
    "etag extendedLocation identity kind location managedBy managedByExtended placement plan properties scale sku tags "
    "zones"
)
RESOURCE_COPY_MEMBERS = _names("batchSize count mode name")
VALUE_COPY_MEMBERS = _names("count input name")
OUTPUT_COPY_MEMBERS = _names("count input")
DEPLOYMENT_MEMBERS = _names(
    "debugSetting expressionEvaluationOptions mode onErrorDeployment parameters template validationLevel"
)
FUNCTION_MEMBERS = _names("members namespace")
MEMBER_MEMBERS = _names("metadata output parameters")

# Parts of Azure's language refused by name.
UNREHEARSED = {
    "Template": _names("apiProfile extensions imports"),
    "ResourceDefinition": _names("asserts extension import"),
    "DeploymentProperties": _names(
        "extensionConfigs externalInputDefinitions externalInputs parametersLink templateLink"
    ),
}


def check_members(part: Any, allowed: Iterable[str], kind: str, path: str) -> dict[str, Any]:
    """The part itself, once it is an object with none but allowed members; `kind` is what Azure calls it."""
    if not isinstance(part, dict):
        raise invalid_content(f"Cannot deserialize the current JSON value into type '{kind}'. Path '{path}'.")
    for name in part.keys() - allowed:
        if name in UNREHEARSED.get(kind, ()):
            raise not_rehearsed(f"The member '{name}' of '{path}'", path)
        raise invalid_content(f"Could not find member '{name}' on object of type '{kind}'. Path '{path}.{name}'.")
    return part


def required_text(part: Mapping[str, Any], name: str, path: str) -> str:
    """A member that must be there and be a string."""
    if name not in part:
        raise invalid_content(f"Required property '{name}' not found in JSON. Path '{path}'.")
    if not isinstance(part[name], str) or not part[name]:
        raise invalid_template(
            f"The '{name}' property of '{path}' must be a non-empty string. "
            f"Please see {RESOURCES_URL} for usage details.",
            f"{path}.{name}",
        )
    return str(part[name])


def object_at(part: Mapping[str, Any], name: str, path: str) -> dict[str, Any]:
    """A member that, when there, must be an object; empty when it is not there."""
    value = part.get(name, {})
    if not isinstance(value, dict):
        raise invalid_content(f"The value of '{path}.{name}' must be an object. Path '{path}.{name}'.")
    return value


def check_template(template: Any, path: str = ROOT) -> None:
    """Refuse a template whose top level is not Azure's, or that has more parts than Azure allows."""
    check_members(template, TEMPLATE_MEMBERS, "Template", path)
    for name in ("$schema", "contentVersion"):
        required_text(template, name, path)
    if "resources" not in template:
        raise invalid_content(f"Required property 'resources' not found in JSON. Path '{path}'.")
    _check_language(template, path)
    check_count("parameters", len(object_at(template, "parameters", path)), MAX_PARAMETERS, path)
    check_count("variables", _variable_count(object_at(template, "variables", path)), MAX_VARIABLES, path)
    check_count("outputs", len(object_at(template, "outputs", path)), MAX_OUTPUTS, path)
    check_count("resources", len(template["resources"]), MAX_RESOURCES, path)


def is_symbolic(template: Mapping[str, Any]) -> bool:
    """Whether the template names its resources: languageVersion 2 and later."""
    return not str(template.get("languageVersion", "1.0")).startswith("1.")


def _check_language(template: Mapping[str, Any], path: str) -> None:
    version = template.get("languageVersion", "1.0")
    if version not in ("1.0", "2.0"):
        raise not_rehearsed(f"The languageVersion '{version}'", f"{path}.languageVersion")
    wanted = dict if is_symbolic(template) else list
    if not isinstance(template["resources"], wanted):
        raise invalid_content(
            f"The 'resources' of a template of languageVersion '{version}' must be an "
            f"{'object' if wanted is dict else 'array'}. Path '{path}.resources'."
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
