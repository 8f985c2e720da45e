"""The template and the parameters of a deployment: written in the request, or linked to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azlift.rehearsal.azure_errors import AzureError, Json, invalid_content
from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.strict import Shape, text
from azlift.rehearsal.templates.links import load_parameters, load_template
from azlift.rehearsal.world import World

TEMPLATE_LINK = Shape(
    "TemplateLink", dict.fromkeys(("uri", "id", "relativePath", "contentVersion", "queryString"), text)
)
PARAMETERS_LINK = Shape("ParametersLink", {"uri": text, "contentVersion": text}, required=("uri",))


@dataclass(frozen=True)
class Content:
    """A template, its parameters in the wire form, and the link the template came by, as answers show it."""

    template: Json
    parameters: Json
    link: Json | None = None


def read_content(world: World, properties: Mapping[str, Any], base_uri: str | None = None) -> Content:
    """What `properties` of a deployment say or link to; `base_uri` is the linked parent's, for relative paths."""
    parameters = _parameters(world, properties)
    if ("template" in properties) == ("templateLink" in properties):
        raise invalid_content("Exactly one of 'template' and 'templateLink' must be given. Path 'properties'")
    if "template" in properties:
        return Content(properties["template"], parameters)
    link = properties["templateLink"]
    template, uri = load_template(link, base_uri, world.links, world.request_guid())
    shown = {"uri": uri, **{name: link[name] for name in ("contentVersion", "queryString") if name in link}}
    return Content(template, parameters, shown)


def _parameters(world: World, properties: Mapping[str, Any]) -> Json:
    given: Json = properties.get("parameters", {})
    if "parametersLink" not in properties:
        return given
    if given:
        raise invalid_content("Only one of 'parameters' and 'parametersLink' may be given. Path 'properties'")
    return load_parameters(properties["parametersLink"], world.links, world.request_guid())


def refusal(error: TemplateError) -> AzureError:
    """A template that is refused, as the answer to a request."""
    return AzureError(
        400, error.code, error.message, details=list(error.details), additional_info=error.additional_info
    )
