"""expand_template: one template, one set of parameters, one scope -> what Azure would put and answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from azlift.rehearsal.expressions import Frame, Place, Scope
from azlift.rehearsal.language_errors import TemplateError, invalid_content, invalid_template
from azlift.rehearsal.templates import parameters as given_parameters
from azlift.rehearsal.templates.asserts import check_asserts
from azlift.rehearsal.templates.bodies import resource_content
from azlift.rehearsal.templates.content import Deferred
from azlift.rehearsal.templates.dependencies import dependencies_of, refuse_doubly_existing
from azlift.rehearsal.templates.evaluation import Evaluation
from azlift.rehearsal.templates.header import read_template
from azlift.rehearsal.templates.limits import MAX_RESOURCE_BYTES, MAX_TEMPLATE_BYTES
from azlift.rehearsal.templates.outputs import plan_outputs
from azlift.rehearsal.templates.plan import Expansion, PlannedResource
from azlift.rehearsal.templates.resources import Draft, draft_resources
from azlift.rehearsal.templates.shapes import GROUPS_TYPE, ROOT

_NOTHING: Mapping[str, Any] = {}


def expand_template(
    template: Mapping[str, Any],
    parameters: Mapping[str, Any],
    scope: Scope,
    *,
    utc_now: str,
    new_guid: Callable[[], str],
    deployed_as: Mapping[str, Any] = _NOTHING,
) -> Expansion:
    """The template with all evaluated that does not need the running world; TemplateError for what Azure refuses.

    `parameters` is the wire form, `{"name": {"value": …}}`; `utc_now` is ISO 8601 and, like `new_guid`, only asked for
    by defaults of parameters, each of which is evaluated once. `deployed_as` are further members of what deployment()
    answers as properties: `mode`, `templateHash`, and `templateLink` with the `uri` of a linked template.
    """
    try:
        read = read_template(template)
        if not isinstance(parameters, dict):
            raise invalid_content("The parameters must be an object.", "properties.parameters")
        return _expanded(Evaluation(read, parameters, scope, utc_now, new_guid, deployed_as))
    except RecursionError as error:
        raise invalid_template("The template nests too deeply") from error


def _expanded(evaluation: Evaluation) -> Expansion:
    values = evaluation.all_parameters()
    evaluation.check_variables()
    check_asserts(evaluation.template, Frame(evaluation, Place.HEADER), ROOT)
    drafts = draft_resources(evaluation)
    for draft in drafts:
        if draft.active:
            check_asserts(draft.raw, draft.frame, draft.path)
    made = [resource_content(draft) if draft.active else ({}, draft.scope) for draft in drafts]
    contents = [content for content, _ in made]
    _check_sizes(evaluation.template, drafts, contents)
    waits = dependencies_of(drafts, contents, evaluation)
    outputs = plan_outputs(evaluation)
    refuse_doubly_existing(drafts, [*contents, *(output.content for output in outputs)], evaluation)
    groups = _declared_groups(drafts, contents)
    resources = tuple(
        _planned(draft, content, groups.get(scope.prefix.lower(), {}), scope, depends_on)
        for draft, (content, scope), depends_on in zip(drafts, made, waits, strict=True)
        if draft.active
    )
    types = evaluation.types
    return Expansion(
        parameters=values,
        secure=given_parameters.secure_names(types),
        parameter_types=given_parameters.echoed_types(types),
        resources=resources,
        definitions=evaluation.definitions,
        planned_outputs=outputs,
    )


def _planned(
    draft: Draft, content: dict[str, Any], group: Mapping[str, Any], scope: Scope, depends_on: tuple[str, ...]
) -> PlannedResource:
    if not scope.location and isinstance(group.get("location"), str):
        tags = group.get("tags")
        scope = replace(scope, location=group["location"], resource_group_tags=tags if isinstance(tags, dict) else {})
    facts = draft.facts
    return PlannedResource(
        id=facts.id,
        type=facts.type,
        name=facts.name,
        api_version=facts.api_version,
        scope=scope,
        depends_on=depends_on,
        symbolic_name=draft.symbolic_name,
        existing=draft.existing,
        path=draft.path,
        content=content,
        options=draft.options,
    )


def _declared_groups(drafts: list[Draft], contents: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The contents of the resource groups the template itself declares, by lower-case id."""
    return {
        draft.facts.id.lower(): content
        for draft, content in zip(drafts, contents, strict=True)
        if draft.facts.type.lower() == GROUPS_TYPE
    }


def _check_sizes(template: Mapping[str, Any], drafts: list[Draft], contents: list[dict[str, Any]]) -> None:
    """Sizes are of the compact JSON; a deferred expression counts as its text."""
    total = 0
    for draft, content in zip(drafts, contents, strict=True):
        size = _json_bytes(content)
        total += size
        if size > MAX_RESOURCE_BYTES:
            raise _too_large(f"resource '{draft.facts.id}'", size, MAX_RESOURCE_BYTES)
    for what, size in (("template", _json_bytes(template)), ("expanded template", total)):
        if size > MAX_TEMPLATE_BYTES:
            raise _too_large(what, size, MAX_TEMPLATE_BYTES)


def _json_bytes(value: Any) -> int:
    return len(json.dumps(value, separators=(",", ":"), default=_deferred_text))


def _deferred_text(value: Any) -> str:
    return value.expression.text if isinstance(value, Deferred) else str(value)


def _too_large(what: str, size: int, limit: int) -> TemplateError:
    return TemplateError(
        "DeploymentJobSizeExceeded",
        f"The size of the {what} exceeds the maximum allowed. Limit: '{limit}' bytes and actual: '{size}' bytes. "
        "Please see https://aka.ms/arm-deployment-size for usage details.",
    )
