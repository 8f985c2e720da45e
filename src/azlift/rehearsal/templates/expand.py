"""expand_template: one template, one set of parameters, one scope -> what Azure would put and answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from azlift.rehearsal.expressions import Frame, Place, Scope
from azlift.rehearsal.expressions.values import type_name
from azlift.rehearsal.language_errors import (
    EXPRESSIONS_URL,
    ExpressionError,
    TemplateError,
    invalid_content,
    invalid_template,
)
from azlift.rehearsal.templates import parameters as given_parameters
from azlift.rehearsal.templates.content import Deferred, content_of, copy_count, header_of
from azlift.rehearsal.templates.dependencies import dependencies_of
from azlift.rehearsal.templates.evaluation import Evaluation
from azlift.rehearsal.templates.limits import MAX_RESOURCE_BYTES, MAX_TEMPLATE_BYTES
from azlift.rehearsal.templates.plan import Expansion, PlannedOutput, PlannedResource
from azlift.rehearsal.templates.resources import GROUPS_TYPE, Draft, draft_resources, resource_content
from azlift.rehearsal.templates.shapes import (
    OUTPUT_COPY_MEMBERS,
    OUTPUT_MEMBERS,
    ROOT,
    check_members,
    check_template,
    object_at,
)
from azlift.rehearsal.templates.types import check_declaration


def expand_template(
    template: Mapping[str, Any],
    parameters: Mapping[str, Any],
    scope: Scope,
    *,
    utc_now: str,
    new_guid: Callable[[], str],
) -> Expansion:
    """The template with all evaluated that does not need the running world; TemplateError for what Azure refuses.

    `parameters` is the wire form, `{"name": {"value": …}}`; `utc_now` is ISO 8601 and, like `new_guid`, only asked for
    by defaults of parameters, each of which is evaluated once.
    """
    try:
        check_template(template)
        if not isinstance(parameters, dict):
            raise invalid_content("The parameters must be an object. Path 'properties.parameters'.")
        return _expanded(Evaluation(template, parameters, scope, utc_now, new_guid))
    except RecursionError as error:
        raise invalid_template("The template nests too deeply") from error


def _expanded(evaluation: Evaluation) -> Expansion:
    values = evaluation.all_parameters()
    evaluation.check_variables()
    drafts = draft_resources(evaluation)
    made = [resource_content(draft) if draft.active else ({}, draft.scope) for draft in drafts]
    contents = [content for content, _ in made]
    _check_sizes(evaluation.template, drafts, contents)
    waits = dependencies_of(drafts, contents, evaluation)
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
        definitions=object_at(evaluation.template, "definitions", ROOT),
        planned_outputs=_outputs(evaluation),
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


def _outputs(evaluation: Evaluation) -> tuple[PlannedOutput, ...]:
    outputs = []
    for name, declaration in object_at(evaluation.template, "outputs", ROOT).items():
        path = f"{ROOT}.outputs.{name}"
        check_members(declaration, OUTPUT_MEMBERS, "TemplateOutputParameter", path)
        try:
            check_declaration(declaration, object_at(evaluation.template, "definitions", ROOT))
            outputs.extend(_output(name, declaration, Frame(evaluation, Place.OUTPUT)))
        except ExpressionError as error:
            raise invalid_template(
                f"The template output '{name}' is not valid: {error.message}. "
                f"Please see {EXPRESSIONS_URL} for usage details.",
                path,
            ) from error
    return tuple(outputs)


def _output(name: str, declaration: dict[str, Any], frame: Frame) -> list[PlannedOutput]:
    """The output, or nothing when its condition does not hold."""
    wanted = header_of(declaration.get("condition", True), frame)
    if type(wanted) is not bool:
        raise ExpressionError(f"The condition must be a boolean. The provided value is of type '{type_name(wanted)}'")
    if ("copy" in declaration) == ("value" in declaration):
        raise ExpressionError("An output must have either a 'value' or a 'copy'")
    return [PlannedOutput(name, declaration, _output_content(declaration, frame))] if wanted else []


def _output_content(declaration: dict[str, Any], frame: Frame) -> Any:
    if "copy" not in declaration:
        return content_of(declaration["value"], frame)
    copy = declaration["copy"]
    if not isinstance(copy, dict) or copy.keys() != OUTPUT_COPY_MEMBERS:
        raise ExpressionError("The 'copy' of an output must have exactly the members 'count' and 'input'")
    turns = range(copy_count(copy["count"], frame))
    return [content_of(copy["input"], frame.in_loop("", index)) for index in turns]
