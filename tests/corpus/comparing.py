"""A recorded answer beside ours, aspect by aspect, with ids, times and hashes out of the way."""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

GUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
VOLATILE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(GUID, re.IGNORECASE), "<guid>"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)"), "<time>"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d [AP]M"), "<time>"),
    (re.compile(r"^P(T?\d[\d.DHMS]*)+$"), "<duration>"),
    (re.compile(r'W/"[^"]*"'), "<etag>"),
    (re.compile(r"resourcegroups", re.IGNORECASE), "resourceGroups"),
)
NOT_COMPARED = {"templateHash", "correlationId", "timestamp", "duration", "etag", "trackingId", "serviceRequestId"}
"""What differs with every run, and Azure's unpublished hash."""

DEPLOYMENT_ASPECTS = (
    "provisioningState",
    "mode",
    "parameters",
    "outputs",
    "outputResources",
    "validatedResources",
    "dependencies",
    "providers",
)
Aspect = tuple[str, Any, Any]
"""Name of the aspect, recorded value, our value."""


def aspects(recorded: Any, ours: Any) -> Iterator[Aspect]:
    """What can be compared of two answers of the same status."""
    recorded, ours = normal(recorded), normal(ours)
    if not isinstance(recorded, dict):
        yield "body", recorded, ours
        return
    ours = ours if isinstance(ours, dict) else {}
    if "error" in recorded or "error" in ours:
        yield from _errors(recorded.get("error"), ours.get("error"))
    elif _is_what_if(recorded):
        yield from _what_if(recorded, ours)
    elif str(recorded.get("type", "")).lower() == "microsoft.resources/deployments":
        yield from _deployment(recorded.get("properties", {}), ours.get("properties", {}))
    elif _is_operations(recorded):
        yield "operations", _operations(recorded), _operations(ours)
    else:
        yield from _members(recorded, ours)


def agree(recorded: Any, ours: Any) -> bool:
    """Equal but for the case of ids."""
    if isinstance(recorded, dict) and isinstance(ours, dict):
        return recorded.keys() == ours.keys() and all(agree(recorded[key], ours[key]) for key in recorded)
    if isinstance(recorded, list) and isinstance(ours, list):
        return len(recorded) == len(ours) and all(map(agree, recorded, ours))
    if isinstance(recorded, str) and isinstance(ours, str) and recorded.startswith("/"):
        return recorded.lower() == ours.lower()
    return bool(recorded == ours)


def normal(value: Any) -> Any:
    """The value with everything volatile replaced by a word."""
    if isinstance(value, dict):
        return {key: "<any>" if key in NOT_COMPARED else normal(each) for key, each in value.items()}
    if isinstance(value, list):
        return [normal(each) for each in value]
    if isinstance(value, str):
        for pattern, word in VOLATILE:
            value = pattern.sub(word, value)
    return value


def _errors(recorded: Any, ours: Any) -> Iterator[Aspect]:
    said, say = (each if isinstance(each, dict) else {} for each in (recorded, ours))
    yield "error code", _codes(said), _codes(say)
    yield "error message", said.get("message"), say.get("message")
    if "additionalInfo" in said:
        yield "error additionalInfo", said["additionalInfo"], say.get("additionalInfo")
    if said.get("details"):
        yield "error details", said["details"], say.get("details")


def _codes(error: Json) -> list[Any]:
    return [error.get("code"), *(_codes(each) for each in error.get("details") or ())]


def _is_what_if(body: Json) -> bool:
    return isinstance(body.get("properties"), dict) and "changes" in body["properties"]


def _what_if(recorded: Json, ours: Json) -> Iterator[Aspect]:
    told, tell = ({str(each["resourceId"]).lower(): each for each in _changes(body)} for body in (recorded, ours))
    for key in told.keys() | tell.keys():
        was, own = told.get(key, {}), tell.get(key, {})
        yield "what-if change type", was.get("changeType"), own.get("changeType")
        for part in ("before", "after", "delta"):
            if part in was:
                yield f"what-if {part}", was[part], own.get(part)


def _changes(body: Json) -> list[Json]:
    properties = body.get("properties")
    return list(properties.get("changes") or ()) if isinstance(properties, dict) else []


def _deployment(recorded: Json, ours: Json) -> Iterator[Aspect]:
    for name in DEPLOYMENT_ASPECTS:
        if name in recorded or name in ours:
            yield f"deployment {name}", _sorted(name, recorded.get(name)), _sorted(name, ours.get(name))
    if "error" in recorded or "error" in ours:
        yield from _errors(recorded.get("error"), ours.get("error"))
    yield "deployment members", sorted(recorded), sorted(ours)


def _sorted(name: str, value: Any) -> Any:
    ids = name in ("outputResources", "validatedResources")
    return sorted(each["id"].lower() for each in value or ()) if ids else value


def _is_operations(body: Json) -> bool:
    listed = body.get("value")
    return isinstance(listed, list) and bool(listed) and isinstance(listed[0], dict) and "operationId" in listed[0]


def _operations(body: Json) -> list[Any]:
    told = [each["properties"] for each in body.get("value") or ()]
    return sorted(
        [
            [each.get("provisioningOperation"), each.get("provisioningState"), each.get("statusCode"), _target(each)]
            for each in told
        ],
        key=str,
    )


def _target(operation: Json) -> str:
    return str(operation.get("targetResource", {}).get("id", "")).lower()


def _members(recorded: Any, ours: Any, path: str = "") -> Iterator[Aspect]:
    """The leaves of a recorded body, each beside ours. Resources of a list are found by their id, and those we do not
    have are passed over (the real subscription had others); other lists are compared by position."""
    if isinstance(recorded, dict):
        for key, value in recorded.items():
            below = ours.get(key) if isinstance(ours, dict) else None
            yield from _members(value, below, f"{path}.{key}".lstrip("."))
    elif isinstance(recorded, list) and recorded and isinstance(recorded[0], dict) and "id" in recorded[0]:
        known = {str(each.get("id")).lower(): each for each in ours or () if isinstance(each, dict)}
        for value in recorded:
            if str(value["id"]).lower() in known:
                yield from _members(value, known[str(value["id"]).lower()], f"{path}[]")
    elif isinstance(recorded, list) and recorded and isinstance(recorded[0], dict):
        for at, value in enumerate(recorded):
            below = ours[at] if isinstance(ours, list) and at < len(ours) else None
            yield from _members(value, below, f"{path}[]")
    else:
        yield f"member {path}", recorded, ours
