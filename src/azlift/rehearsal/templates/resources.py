"""From the resources written in a template to those it comes to: copies turned, children named, conditions asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from azlift.rehearsal.expressions import Frame, Place, ResourceFacts, Scope
from azlift.rehearsal.expressions.scopes import id_below, provider_path
from azlift.rehearsal.expressions.values import to_text, type_name
from azlift.rehearsal.language_errors import (
    COPY_URL,
    EXPRESSIONS_URL,
    RESOURCES_URL,
    ExpressionError,
    invalid_template,
    not_rehearsed,
)
from azlift.rehearsal.templates.content import content_of, copy_count, header_of
from azlift.rehearsal.templates.evaluation import Evaluation
from azlift.rehearsal.templates.limits import MAX_RESOURCES
from azlift.rehearsal.templates.nested import check_location, deployment_properties, deployment_scope
from azlift.rehearsal.templates.plan import unprocessable
from azlift.rehearsal.templates.shapes import (
    DEPLOYMENTS_TYPE,
    EXISTING_MEMBERS,
    HEADER_MEMBERS,
    RESOURCE_COPY_MEMBERS,
    RESOURCE_MEMBERS,
    ROOT,
    check_count,
    check_members,
    is_symbolic,
    required_text,
)

GROUPS_TYPE = "microsoft.resources/resourcegroups"


@dataclass(frozen=True)
class Loop:
    """The copy loop a resource comes from; `batch` is the size of a serial one's batches."""

    name: str
    index: int
    batch: int | None


@dataclass(frozen=True)
class Draft:
    """One resource before its dependencies are known; `active` is its condition's answer."""

    facts: ResourceFacts
    raw: Mapping[str, Any]
    path: str
    frame: Frame
    scope: Scope
    symbolic_name: str | None
    existing: bool
    active: bool
    loop: Loop | None


@dataclass(frozen=True)
class _Parent:
    type: str
    name: str


def draft_resources(evaluation: Evaluation) -> list[Draft]:
    """Every resource of the template in its order, copies expanded, those marked whose condition does not hold."""
    drafts: list[Draft] = []
    frame = Frame(evaluation, Place.HEADER)
    for draft in _drafts(evaluation.template, ROOT, frame, None, evaluation):
        drafts.append(draft)
        check_count("resources", len(drafts), MAX_RESOURCES, ROOT)
    _refuse_doubles(drafts)
    return drafts


def _drafts(
    holder: Mapping[str, Any], path: str, frame: Frame, parent: _Parent | None, evaluation: Evaluation
) -> Iterator[Draft]:
    listed = holder.get("resources", [])
    if isinstance(listed, dict) and is_symbolic(evaluation.template):
        entries = [(name, raw, f"{path}.resources.{name}") for name, raw in listed.items()]
    elif isinstance(listed, list):
        entries = [(None, raw, f"{path}.resources[{index}]") for index, raw in enumerate(listed)]
    else:
        raise invalid_template(f"The resources of '{path}' must be an array", f"{path}.resources")
    for symbol, raw, at in entries:
        yield from _turns(symbol, raw, at, frame, parent, evaluation)


def _turns(
    symbol: str | None, raw: Any, path: str, frame: Frame, parent: _Parent | None, evaluation: Evaluation
) -> Iterator[Draft]:
    check_members(raw, RESOURCE_MEMBERS, "ResourceDefinition", path)
    if raw.get("existing") is True:
        check_members(raw, EXISTING_MEMBERS, "ExistingResourceDefinition", path)
    if "copy" not in raw:
        yield from _one(symbol, raw, path, frame, parent, None, evaluation)
        return
    if parent is not None:
        raise invalid_template(
            f"The template resource '{raw.get('name')}' is not valid. Copying nested resources is not supported. "
            f"Please see {COPY_URL} for usage details.",
            f"{path}.copy",
        )
    name, count, batch = _explained(raw, path, lambda: _loop(raw["copy"], path, frame))
    evaluation.resources.add_empty_loop(name, symbol)
    for index in range(count):
        turn = frame.in_loop(name, index, own=True)
        yield from _one(symbol, raw, path, turn, parent, Loop(name, index, batch), evaluation)


def _loop(copy: Any, path: str, frame: Frame) -> tuple[str, int, int | None]:
    check_members(copy, RESOURCE_COPY_MEMBERS, "TemplateResourceCopy", f"{path}.copy")
    name = required_text(copy, "name", f"{path}.copy")
    count = copy_count(copy.get("count"), frame)
    mode = str(copy.get("mode", "parallel")).lower()
    if mode not in ("parallel", "serial"):
        raise ExpressionError(f"The copy mode '{copy['mode']}' is not valid: it must be 'Parallel' or 'Serial'.")
    batch = header_of(copy.get("batchSize", 1), frame)
    if type(batch) is not int or batch < 1 or (batch > max(count, 1) and "batchSize" in copy):
        raise ExpressionError(
            "The template 'copy' definition has an invalid copy batch size. The copy batch size must be a positive "
            f"integer value and cannot exceed the copy count '{count}'. Please see {COPY_URL} for usage details."
        )
    return name, count, batch if mode == "serial" else None


def _one(
    symbol: str | None,
    raw: dict[str, Any],
    path: str,
    frame: Frame,
    parent: _Parent | None,
    loop: Loop | None,
    evaluation: Evaluation,
) -> Iterator[Draft]:
    draft = _explained(raw, path, lambda: _draft(symbol, raw, path, frame, parent, loop))
    evaluation.resources.add(draft.facts, symbol, (loop.name, loop.index) if loop else None)
    yield draft
    inside = _Parent(draft.facts.type, draft.facts.name)
    if "resources" in raw:
        children = _drafts(raw, path, frame, inside, evaluation)
        yield from (child if draft.active else replace(child, active=False) for child in children)


def _draft(
    symbol: str | None, raw: dict[str, Any], path: str, frame: Frame, parent: _Parent | None, loop: Loop | None
) -> Draft:
    resource_type = required_text(raw, "type", path)
    if resource_type.startswith("["):
        raise ExpressionError(
            f"The type property cannot be an expression. Please see {RESOURCES_URL} for usage details"
        )
    required_text(raw, "name", path)
    required_text(raw, "apiVersion", path)
    name = _header_text(raw, "name", frame)
    if parent is not None:
        resource_type, name = f"{parent.type}/{resource_type}", f"{parent.name}/{name}"
    _check_segments(resource_type, name, path)
    existing = raw.get("existing", False)
    if type(existing) is not bool or (existing and symbol is None):
        raise ExpressionError("The property 'existing' must be a boolean of a resource with a symbolic name.")
    scope = _scope(raw, resource_type, existing, frame, path)
    facts = ResourceFacts(
        _resource_id(raw, resource_type, name, scope, frame, path),
        resource_type,
        name,
        _header_text(raw, "apiVersion", frame),
    )
    return Draft(facts, raw, path, frame, scope, symbol, existing, _condition(raw, frame), loop)


def _header_text(raw: dict[str, Any], member: str, frame: Frame) -> str:
    value = header_of(raw[member], frame)
    if type(value) is not str or not value:
        raise ExpressionError(f"The property '{member}' must be a non-empty string, not of type '{type_name(value)}'.")
    return value


def _condition(raw: dict[str, Any], frame: Frame) -> bool:
    value = header_of(raw.get("condition", True), frame)
    if type(value) is not bool:
        raise ExpressionError(
            f"The property 'condition' must be a boolean. The provided value is of type '{type_name(value)}'."
        )
    return value


def _check_segments(resource_type: str, name: str, path: str) -> None:
    segments, names = resource_type.split("/"), name.split("/")
    if len(segments) != len(names) + 1 or not all(segments) or not all(names):
        raise invalid_template(
            f"The template resource '{name}' for type '{resource_type}' has incorrect segment lengths. A nested "
            "resource type must have identical number of segments as its resource name. A root resource type must "
            f"have segment length one greater than its resource name. Please see {RESOURCES_URL} for usage details.",
            f"{path}.type",
        )


def _scope(raw: dict[str, Any], resource_type: str, existing: bool, frame: Frame, path: str) -> Scope:
    """Where the resource is put; only deployments and existing resources can name another group or subscription."""
    if resource_type.lower() == DEPLOYMENTS_TYPE and not existing:
        return deployment_scope(raw, frame, path)
    parent = frame.surroundings.scope
    moved = {member for member in ("resourceGroup", "subscriptionId") if member in raw}
    if moved and not existing:
        raise ExpressionError(
            f"The properties '{', '.join(sorted(moved))}' are only allowed on resources of type "
            "'Microsoft.Resources/deployments'."
        )
    if not moved:
        return parent
    subscription = _header_text(raw, "subscriptionId", frame) if "subscriptionId" in raw else parent.subscription_id
    group = _header_text(raw, "resourceGroup", frame) if "resourceGroup" in raw else None
    return replace(parent, subscription_id=subscription, resource_group=group, location="", resource_group_tags={})


def _resource_id(raw: dict[str, Any], resource_type: str, name: str, scope: Scope, frame: Frame, path: str) -> str:
    if resource_type.lower() == GROUPS_TYPE and scope.resource_group is not None:
        raise invalid_template(
            f"The resource '{name}' of type '{resource_type}' cannot be deployed at resource group scope. "
            "Please see https://aka.ms/deploy-to-subscription for usage details.",
            f"{path}.type",
        )
    names = name.split("/")
    if "scope" not in raw or resource_type.lower() == DEPLOYMENTS_TYPE:
        return id_below(scope.prefix, resource_type, names)
    base = _header_text(raw, "scope", frame)
    if "managementgroups" in base.lower():
        raise not_rehearsed(f"The scope '{base}'", f"{path}.scope")
    absolute = base if base.startswith("/") else f"{scope.prefix}/providers/{base}"
    return absolute.rstrip("/") + provider_path(resource_type, names)


def _refuse_doubles(drafts: list[Draft]) -> None:
    """Two resources of one id are refused, whatever their conditions."""
    seen: set[str] = set()
    for draft in drafts:
        key = draft.facts.id.lower()
        if draft.existing:
            continue
        if key in seen:
            raise invalid_template(
                f"The resource '{draft.facts.type}/{draft.facts.name}' is defined multiple times in a template. "
                f"Please see {RESOURCES_URL} for usage details.",
                draft.path,
            )
        seen.add(key)


def _explained(raw: Mapping[str, Any], path: str, make: Any) -> Any:
    try:
        return make()
    except ExpressionError as error:
        raise invalid_template(
            f"The template resource '{to_text(raw.get('name'))}' is not valid: {error.message}. "
            f"Please see {EXPRESSIONS_URL} for usage details.",
            path,
        ) from error


def resource_content(draft: Draft) -> tuple[dict[str, Any], Scope]:
    """What is sent to the provider, and the scope with its location where the resource is a deployment."""
    frame = draft.frame.at(Place.BODY)
    members = {name: item for name, item in draft.raw.items() if name not in HEADER_MEMBERS}
    try:
        if draft.existing or draft.facts.type.lower() != DEPLOYMENTS_TYPE:
            return _plain_content(members, frame), draft.scope
        others = _plain_content({name: item for name, item in members.items() if name != "properties"}, frame)
        scope = check_location(draft.facts.name, draft.scope, others, draft.path)
        return {**others, "properties": deployment_properties(dict(draft.raw), frame, draft.path)}, scope
    except ExpressionError as error:
        raise unprocessable(draft.facts.id, draft.path, error) from error


def _plain_content(members: dict[str, Any], frame: Frame) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name, item in members.items():
        # A location must be known before anything is deployed: preflight asks each provider about it.
        content[name] = header_of(item, frame) if name == "location" else content_of(item, frame)
    return content
