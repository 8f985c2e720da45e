"""What of a resource is sent to its provider: all but the template's own members, and those that come to null."""

from typing import Any

from azlift.rehearsal.expressions import Frame, Place, Scope
from azlift.rehearsal.language_errors import ExpressionError
from azlift.rehearsal.templates.content import content_of, header_of
from azlift.rehearsal.templates.nested import deployment_properties
from azlift.rehearsal.templates.placement import with_location
from azlift.rehearsal.templates.plan import unprocessable
from azlift.rehearsal.templates.resources import Draft
from azlift.rehearsal.templates.shapes import DEPLOYMENTS_TYPE, HEADER_MEMBERS


def resource_content(draft: Draft) -> tuple[dict[str, Any], Scope]:
    """What is sent to the provider, and the scope with its location where the resource is a deployment."""
    frame = draft.frame.at(Place.BODY)
    members = {name: item for name, item in draft.raw.items() if name not in HEADER_MEMBERS}
    try:
        if draft.existing or draft.facts.type.lower() != DEPLOYMENTS_TYPE:
            return _content(members, frame), draft.scope
        return _deployment(draft, members, frame)
    except ExpressionError as error:
        raise unprocessable(draft.facts.id, draft.path, error) from error


def _content(members: dict[str, Any], frame: Frame) -> dict[str, Any]:
    content: dict[str, Any] = content_of(members, frame)
    return {name: item for name, item in content.items() if item is not None}


def _deployment(draft: Draft, members: dict[str, Any], frame: Frame) -> tuple[dict[str, Any], Scope]:
    content = _content({name: item for name, item in members.items() if name != "properties"}, frame)
    # Where a deployment goes must be known before anything is deployed.
    location = header_of(draft.raw.get("location"), frame)
    scope = with_location(draft.facts.name, draft.scope, location, draft.path)
    return {**content, "properties": deployment_properties(draft.raw.get("properties"), frame, draft.path)}, scope
