"""The extensions of a template (`extensions`, earlier `imports`): Azure's own is known, the others are refused by name.

Source: what the Bicep compiler emits, Azure/bicep baseline Extensions_CRLF.
"""

from collections.abc import Mapping
from typing import Any

from azlift.rehearsal.expressions.values import find_key
from azlift.rehearsal.language_errors import AT, invalid_template, not_rehearsed
from azlift.rehearsal.templates.shapes import ROOT, object_at

_AZURE = "azureresourcemanager"


def read_extensions(template: Mapping[str, Any]) -> dict[str, str]:
    """The name of each declared extension, by its alias."""
    declared = {**object_at(template, "imports", ROOT), **object_at(template, "extensions", ROOT)}
    names: dict[str, str] = {}
    for alias, extension in declared.items():
        name = (extension.get("name") or extension.get("provider")) if isinstance(extension, dict) else None
        if not isinstance(name, str):
            raise invalid_template(f"The extension '{alias}'{AT} must have a name", f"{ROOT}.extensions.{alias}")
        names[alias] = name
    return names


def check_extension(raw: Mapping[str, Any], declared: dict[str, str], path: str) -> None:
    """Refuse a resource of an extension that is not Azure's own."""
    alias = raw.get("extension") or raw.get("import")
    if alias is None:
        return
    key = find_key(declared, str(alias))
    if key is None:
        raise invalid_template(f"The extension '{alias}'{AT} is not declared in the template", path)
    if declared[key].lower() != _AZURE:
        raise not_rehearsed(f"resources of the extension '{declared[key]}' ('{raw.get('type')}')", path)
