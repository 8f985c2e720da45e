"""Which members the parts of a template may have; anything else is refused, as Azure's own reader does.

Members: the template grammar (azure-resource-manager-schemas, deploymentTemplate.json 2019-04-01), Microsoft's
"Template syntax", and what the Bicep compiler emits. Their case does not count.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from azlift.rehearsal.language_errors import AT, RESOURCES_URL, invalid_content, invalid_template

ROOT = "properties.template"
DEPLOYMENTS_TYPE = "microsoft.resources/deployments"
GROUPS_TYPE = "microsoft.resources/resourcegroups"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TEMPLATE_MEMBERS = _names(
    "$schema apiProfile asserts contentVersion definitions extensions functions imports languageVersion metadata "
    "outputs parameters resources variables"
)
TYPE_MEMBERS = _names(
    "$ref additionalProperties allowedValues discriminator items maxLength maxValue metadata minLength minValue "
    "nullable prefixItems properties sealed type"
)
PARAMETER_MEMBERS = TYPE_MEMBERS | {"defaultValue"}
OUTPUT_MEMBERS = TYPE_MEMBERS | {"condition", "copy", "value"}
# What stands in a resource for the template's sake and is not sent to its provider.
HEADER_MEMBERS = _names(
    "@options apiVersion asserts comments condition copy dependsOn existing extension import metadata name "
    "resourceGroup resources scope subscriptionId type"
)
EXISTING_MEMBERS = HEADER_MEMBERS - {"resources"}
RESOURCE_MEMBERS = HEADER_MEMBERS | _names(
    "etag extendedLocation identity kind location managedBy managedByExtended placement plan properties scale sku tags "
    "zones"
)
RESOURCE_COPY_MEMBERS = _names("batchSize count mode name")
VALUE_COPY_MEMBERS = _names("count input name")
OUTPUT_COPY_MEMBERS = _names("count input")
OPTION_MEMBERS = _names("onlyIfNotExists retryOn waitUntil")
DEPLOYMENT_MEMBERS = _names(
    "debugSetting expressionEvaluationOptions extensionConfigs mode onErrorDeployment parameters parametersLink "
    "template templateLink validationLevel"
)
TEMPLATE_LINK_MEMBERS = _names("contentVersion id queryString relativePath uri")
PARAMETERS_LINK_MEMBERS = _names("contentVersion uri")
FUNCTION_MEMBERS = _names("members namespace")
MEMBER_MEMBERS = _names("metadata output parameters")

# Members of Azure's language that are refused by name once something depends on them: an api-version on a profile, a
# resource on an extension other than Azure's own, a template on a template spec.
UNREHEARSED = {
    "Template": _names("apiProfile extensions imports"),
    "ResourceDefinition": _names("extension import"),
    "ResourceOptions": _names("waitUntil"),
    "TemplateLink": _names("id"),
}


def check_members(part: Any, allowed: frozenset[str], kind: str, path: str) -> dict[str, Any]:
    """The part with its members as documented, once it has none but allowed ones; `kind` is what Azure calls it."""
    if not isinstance(part, dict):
        raise invalid_content(f"Cannot deserialize the current JSON value into type '{kind}'.", path)
    if part.keys() <= allowed:
        return part
    documented = _documented(allowed)
    made: dict[str, Any] = {}
    for name, item in part.items():
        known = name if name in allowed else documented.get(name.lower())
        if known is None:
            raise invalid_content(f"Could not find member '{name}' on object of type '{kind}'.", f"{path}.{name}")
        made[known] = item
    return made


@lru_cache
def _documented(allowed: frozenset[str]) -> dict[str, str]:
    return {name.lower(): name for name in allowed}


def required_text(part: Mapping[str, Any], name: str, path: str) -> str:
    """A member that must be there and be a string."""
    value = part.get(name)
    if value is None:
        raise invalid_content(f"Required property '{name}' not found in JSON.", path)
    if not isinstance(value, str) or not value:
        raise invalid_template(
            f"The '{name}' property of '{path}'{AT} must be a non-empty string. "
            f"Please see {RESOURCES_URL} for usage details.",
            f"{path}.{name}",
        )
    return value


def object_at(part: Mapping[str, Any], name: str, path: str) -> dict[str, Any]:
    """A member that, when there, must be an object; empty when it is not there or null."""
    value = part.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid_content(f"The value of '{path}.{name}' must be an object.", f"{path}.{name}")
    return value
