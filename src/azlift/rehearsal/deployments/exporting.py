"""Export of a resource group: a template that deploys what stands in it again.

Names become parameters, ids of resources of the group become resourceId(). Only what was last asked for is exported,
not what the provider filled in.
Source: Azure documentation "Export template", REST reference of Resource Groups - Export Template (the options).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.expressions import escape_text
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Home, Json
from azlift.rehearsal.providers import API_VERSIONS
from azlift.rehearsal.records import Group, Resource
from azlift.rehearsal.strict import Shape, Voice, list_of, text
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import home_of

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
WITH_DEFAULTS, NO_PARAMETERS, NO_NAMES = (
    "includeparameterdefaultvalue",
    "skipallparameterization",
    "skipresourcenameparameterization",
)
OPTIONS = {WITH_DEFAULTS, NO_PARAMETERS, NO_NAMES, "includecomments"}
REQUEST = Shape("ExportTemplateRequest", {"resources": list_of(text), "options": text, "outputFormat": text})


@dataclass(frozen=True)
class _Names:
    """How resources are named in the export: `parameters` by the key of a top-level resource, others as they are."""

    parameters: dict[str, str]
    resources: dict[str, Resource]

    def of(self, resource: Resource) -> list[str]:
        """Each segment of the name as the text of an expression."""
        top = resource.id
        while top.parent is not None:
            top = top.parent
        parameter = self.parameters.get(key_of(str(top)))
        literal = [_quoted(name) for _, name in resource.id.segments]
        return [f"parameters('{parameter}')", *literal[1:]] if parameter else literal


def export_group(world: World, group: Group, body: Any) -> Json:
    """The template of a group, or of the resources named."""
    asked = REQUEST.read(body, "", Voice.ARM)
    options = {each.strip().lower() for each in asked.get("options", "").split(",") if each.strip()}
    if options - OPTIONS:
        raise AzureError(400, "InvalidRequestContent", f"The export option '{min(options - OPTIONS)}' is not known.")
    chosen = _chosen(world, group, asked.get("resources", ["*"]))
    plain = bool(options & {NO_PARAMETERS, NO_NAMES})
    top = [] if plain else [each for each in chosen if each.id.parent is None]
    names = _Names({each.key: _parameter(each) for each in top}, {each.key: each for each in chosen})
    default = WITH_DEFAULTS in options
    declared = {
        names.parameters[each.key]: {**({"defaultValue": each.id.name} if default else {}), "type": "String"}
        for each in top
    }
    template = {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": declared,
        "variables": {},
        "resources": [_exported(each, names) for each in chosen],
    }
    return {"template": template}


def _chosen(world: World, group: Group, wanted: Sequence[str]) -> list[Resource]:
    standing = [world.resources[key] for key in sorted(world.index.in_group(group.key))]
    in_group = [each for each in standing if home_of(each.id) is Home.GROUP]
    if list(wanted) == ["*"]:
        return in_group
    keys = set(map(key_of, wanted))
    return [each for each in in_group if any(each.key == key or each.key.startswith(f"{key}/") for key in keys)]


def _parameter(resource: Resource) -> str:
    """`virtualMachines_vm1_name`, as Azure calls it."""
    return re.sub(r"[^A-Za-z0-9]", "_", f"{resource.id.segments[0][0]}_{resource.id.name}_name")


def _exported(resource: Resource, names: _Names) -> Json:
    kept: Json = {
        "type": resource.id.type,
        "apiVersion": resource.api_version or API_VERSIONS[0],  # what another made it with does not tell its own
        "name": _name(resource, names),
    }
    if resource.location is not None:
        kept["location"] = resource.location
    if resource.tags:
        kept["tags"] = resource.tags
    waits = _waits_for(resource, names)
    if waits:
        kept["dependsOn"] = waits
    kept |= _linked(resource.top, names)
    return {**kept, "properties": _linked(resource.wanted, names)}


def _name(resource: Resource, names: _Names) -> str:
    parts = names.of(resource)
    if parts[0].startswith("'"):
        return escape_text(resource.id.name)
    rest = "".join(f"/{name}" for _, name in resource.id.segments[1:])
    return f"[concat({parts[0]}, {_quoted(rest)})]" if rest else f"[{parts[0]}]"


def _waits_for(resource: Resource, names: _Names) -> list[str]:
    parent = [str(resource.id.parent)] if resource.id.parent else []
    found = [names.resources.get(key_of(each)) for each in (*parent, *resource.references)]
    return sorted({_id_expression(each, names) for each in found if each is not None})


def _id_expression(resource: Resource, names: _Names) -> str:
    return f"[resourceId('{resource.id.type}', {', '.join(names.of(resource))})]"


def _linked(value: Any, names: _Names) -> Any:
    """A value with the ids of exported resources as expressions, and what looks like an expression escaped."""
    if isinstance(value, dict):
        return {name: _linked(item, names) for name, item in value.items()}
    if isinstance(value, list):
        return [_linked(item, names) for item in value]
    if not isinstance(value, str):
        return value
    target = names.resources.get(key_of(value)) if value.startswith("/subscriptions/") else None
    return escape_text(value) if target is None else _id_expression(target, names)


def _quoted(part: str) -> str:
    return "'" + part.replace("'", "''") + "'"
