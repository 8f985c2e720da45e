"""What `modify` and `append` do to a request before it is judged: tags and properties added, replaced, removed.

Source: Azure Policy documentation, effects modify and append.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from azlift.rehearsal.authorization.policy.fields import Subject, field_path
from azlift.rehearsal.azure_errors import not_modelled
from azlift.rehearsal.kinds import Json

ADD, REPLACE, REMOVE = "add", "addorreplace", "remove"


def changed(subject: Subject, effect: str, details: Any) -> Subject:
    """The request after the effect; `details` are the rule's, evaluated."""
    if effect == "append":
        changes = [(ADD, each["field"], each.get("value")) for each in details]
    else:
        changes = [(each["operation"].lower(), each["field"], each.get("value")) for each in details["operations"]]
    for operation, name, value in changes:
        subject = _change(subject, operation, name, value)
    return subject


def _change(subject: Subject, operation: str, name: str, value: Any) -> Subject:
    lowered = name.lower()
    if lowered.startswith("tags"):
        tag = name[4:].strip(".[]'")
        tags = _set(subject.tags, tag, operation, value) if tag else {**subject.tags, **(value or {})}
        return replace(subject, tags=tags)
    path = field_path(subject, name)
    if path is None:
        return subject
    if "[" in path:
        raise not_modelled(f"policy effects on members of arrays (field '{name}')")
    return replace(subject, body=_set_at(subject.body, path.split("."), operation, value))


def _set_at(part: Mapping[str, Any], path: list[str], operation: str, value: Any) -> Json:
    if len(path) == 1:
        return _set(part, path[0], operation, value)
    name = _known(part, path[0])
    inner = part.get(name)
    return {**part, name: _set_at(inner if isinstance(inner, Mapping) else {}, path[1:], operation, value)}


def _set(part: Mapping[str, Any], name: str, operation: str, value: Any) -> Json:
    known = _known(part, name)
    if operation == REMOVE:
        return {key: inner for key, inner in part.items() if key != known}
    return dict(part) if operation == ADD and known in part else {**part, known: value}


def _known(part: Mapping[str, Any], name: str) -> str:
    """The name as the body already has it, whatever its case."""
    return next((key for key in part if key.lower() == name.lower()), name)
