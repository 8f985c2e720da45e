"""The outputs a template declares: those whose condition holds, with what can be evaluated of them.

An output that cannot be evaluated fails the deployment at its end, not before it begins (a report of what Azure does:
Azure/azure-policy pull request 1442); one that cannot be read is refused at once.
"""

from typing import Any

from azlift.rehearsal.expressions import Frame, Place
from azlift.rehearsal.expressions.values import type_name
from azlift.rehearsal.language_errors import AT, EXPRESSIONS_URL, ExpressionError, invalid_template
from azlift.rehearsal.templates.content import Unanswerable, check_expressions, content_of, copy_count, header_of
from azlift.rehearsal.templates.evaluation import Evaluation
from azlift.rehearsal.templates.plan import PlannedOutput
from azlift.rehearsal.templates.shapes import OUTPUT_COPY_MEMBERS, OUTPUT_MEMBERS, ROOT, check_members, object_at
from azlift.rehearsal.templates.types import check_declaration


def plan_outputs(evaluation: Evaluation) -> tuple[PlannedOutput, ...]:
    """The outputs of a template, in its order."""
    outputs: list[PlannedOutput] = []
    for name, declaration in object_at(evaluation.template, "outputs", ROOT).items():
        path = f"{ROOT}.outputs.{name}"
        members = check_members(declaration, OUTPUT_MEMBERS, "TemplateOutputParameter", path)
        try:
            check_declaration(members, evaluation.definitions)
            outputs.extend(_output(name, members, Frame(evaluation, Place.OUTPUT)))
        except ExpressionError as error:
            raise invalid_template(
                f"The template output '{name}'{AT} is not valid: {error.message}. "
                f"Please see {EXPRESSIONS_URL} for usage details.",
                path,
            ) from error
    return tuple(outputs)


def _output(name: str, declaration: dict[str, Any], frame: Frame) -> list[PlannedOutput]:
    """The output, or nothing when its condition does not hold."""
    condition = declaration.get("condition")
    wanted = True if condition is None else header_of(condition, frame)
    if type(wanted) is not bool:
        raise ExpressionError(f"The condition must be a boolean. The provided value is of type '{type_name(wanted)}'")
    if (declaration.get("copy") is not None) == ("value" in declaration):
        raise ExpressionError("An output must have either a 'value' or a 'copy'")
    return [PlannedOutput(name, declaration, _content(declaration, frame))] if wanted else []


def _content(declaration: dict[str, Any], frame: Frame) -> Any:
    if "value" in declaration:
        return _evaluated(declaration["value"], frame)
    copy = declaration["copy"]
    found = {name.lower(): item for name, item in copy.items()} if isinstance(copy, dict) else {}
    if found.keys() != OUTPUT_COPY_MEMBERS:
        raise ExpressionError("The 'copy' of an output must have exactly the members 'count' and 'input'")
    turns = range(copy_count(found["count"], frame))
    return [_evaluated(found["input"], frame.in_loop("", index)) for index in turns]


def _evaluated(value: Any, frame: Frame) -> Any:
    check_expressions(value)
    try:
        return content_of(value, frame)
    except ExpressionError as error:
        return Unanswerable(value, error)
