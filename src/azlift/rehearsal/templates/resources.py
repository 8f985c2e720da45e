"""From the resources written in a template to those it comes to: conditions asked, copies turned, children named.

Of a resource whose condition does not hold nothing has to be valid: what cannot be evaluated leaves it out (Azure/bicep
issues 2371 and 15448).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from azlift.rehearsal.expressions import Frame, Place, ResourceFacts, Scope
from azlift.rehearsal.expressions.values import to_text, type_name
from azlift.rehearsal.language_errors import (
    AT,
    COPY_URL,
    EXPRESSIONS_URL,
    RESOURCES_URL,
    CopyError,
    ExpressionError,
    TemplateError,
    invalid_template,
    not_rehearsed,
)
from azlift.rehearsal.templates.content import copy_count, header_of
from azlift.rehearsal.templates.evaluation import Evaluation
from azlift.rehearsal.templates.extensions import check_extension
from azlift.rehearsal.templates.header import check_count, is_symbolic
from azlift.rehearsal.templates.limits import MAX_RESOURCES
from azlift.rehearsal.templates.placement import id_of, scope_of, text_of
from azlift.rehearsal.templates.shapes import (
    DEPLOYMENTS_TYPE,
    EXISTING_MEMBERS,
    HEADER_MEMBERS,
    OPTION_MEMBERS,
    RESOURCE_COPY_MEMBERS,
    RESOURCE_MEMBERS,
    ROOT,
    UNREHEARSED,
    check_members,
    required_text,
)

Made = TypeVar("Made")


@dataclass(frozen=True)
class Loop:
    """The copy loop a resource comes from; `batch` is the size of a serial one's batches."""

    name: str
    index: int
    batch: int | None


@dataclass(frozen=True)
class Draft:
    """One resource before its dependencies are known."""

    facts: ResourceFacts
    raw: Mapping[str, Any]
    path: str
    frame: Frame
    scope: Scope
    symbolic_name: str | None
    existing: bool
    options: Mapping[str, Any]
    loop: Loop | None

    @property
    def active(self) -> bool:
        """Whether its condition, and that of the resources it is written in, holds."""
        return self.facts.active


@dataclass(frozen=True)
class _Written:
    """One resource as it is written; `parent` is the resource it is written inside of."""

    symbol: str | None
    raw: dict[str, Any]
    path: str
    parent: ResourceFacts | None = None


def draft_resources(evaluation: Evaluation) -> list[Draft]:
    """Every resource of the template in its order, copies expanded, those marked whose condition does not hold."""
    drafts: list[Draft] = []
    frame = Frame(evaluation, Place.HEADER)
    for draft in _drafts(evaluation.template.get("resources"), ROOT, frame, None, evaluation):
        drafts.append(draft)
        check_count("resources", len(drafts), MAX_RESOURCES, ROOT)
    _refuse_doubles(drafts)
    return drafts


def _drafts(
    listed: Any, path: str, frame: Frame, parent: ResourceFacts | None, evaluation: Evaluation
) -> Iterator[Draft]:
    if isinstance(listed, dict) and is_symbolic(evaluation.template):
        entries = [(name, raw, f"{path}.resources.{name}") for name, raw in listed.items()]
    elif isinstance(listed, list):
        entries = [(None, raw, f"{path}.resources[{index}]") for index, raw in enumerate(listed)]
    else:
        raise invalid_template(f"The resources of '{path}' must be an array", f"{path}.resources")
    for symbol, raw, at in entries:
        read = check_members(raw, RESOURCE_MEMBERS, "ResourceDefinition", at)
        if read.get("existing") is True:
            check_members(raw, EXISTING_MEMBERS, "ExistingResourceDefinition", at)
        kept = {name: item for name, item in read.items() if item is not None or name not in HEADER_MEMBERS}
        yield from _turns(_Written(symbol, kept, at, parent), frame, evaluation)


def _turns(written: _Written, frame: Frame, evaluation: Evaluation) -> Iterator[Draft]:
    if "copy" not in written.raw:
        yield from _one(written, frame, None, evaluation)
        return
    if written.parent is not None:
        raise invalid_template(
            f"The template resource '{written.raw.get('name')}'{AT} is not valid. Copying nested resources is not "
            f"supported. Please see {COPY_URL} for usage details.",
            written.path,
        )
    name, count, batch = _explained(written, lambda: _loop(written.raw["copy"], written.path, frame))
    evaluation.resources.add_empty_loop(name, written.symbol)
    for index in range(count):
        turn = frame.in_loop(name, index, own=True)
        yield from _one(written, turn, Loop(name, index, batch), evaluation)


def _loop(copy: Any, path: str, frame: Frame) -> tuple[str, int, int | None]:
    copy = check_members(copy, RESOURCE_COPY_MEMBERS, "TemplateResourceCopy", f"{path}.copy")
    required_text(copy, "name", f"{path}.copy")
    name = text_of(copy, "name", frame)
    count = copy_count(copy.get("count"), frame)
    mode = str(copy.get("mode") or "parallel").lower()
    if mode not in ("parallel", "serial"):
        raise ExpressionError(f"The copy mode '{copy['mode']}' is not valid: it must be 'Parallel' or 'Serial'.")
    size = copy.get("batchSize")
    batch = 1 if size is None else header_of(size, frame)
    if type(batch) is not int or batch < 1 or (batch > max(count, 1) and size is not None):
        raise CopyError(
            "has an invalid copy batch size. The copy batch size must be a positive integer value and cannot exceed "
            f"the copy count '{count}'."
        )
    return name, count, batch if mode == "serial" else None


def _one(written: _Written, frame: Frame, loop: Loop | None, evaluation: Evaluation) -> Iterator[Draft]:
    active = _explained(written, lambda: _condition(written.raw, frame))
    active = active and (written.parent is None or written.parent.active)
    try:
        if active:
            check_extension(written.raw, evaluation.extensions, written.path)
            _check_profile(written, evaluation)
        draft = _explained(written, lambda: _draft(written, frame, loop, active))
    except TemplateError:
        if active:
            raise
        evaluation.resources.add_absent(written.symbol, loop.index if loop else None)
        return
    turn, inside = (loop.name, loop.index) if loop else None, written.parent is not None
    evaluation.resources.add(draft.facts, written.symbol, turn, inside=inside)
    yield draft
    if written.raw.get("resources") is not None:
        yield from _drafts(written.raw["resources"], written.path, frame, draft.facts, evaluation)


def _check_profile(written: _Written, evaluation: Evaluation) -> None:
    if "apiVersion" not in written.raw and evaluation.template.get("apiProfile") is not None:
        raise not_rehearsed("api-versions taken from an 'apiProfile'", written.path)


def _draft(written: _Written, frame: Frame, loop: Loop | None, active: bool) -> Draft:
    raw, path = written.raw, written.path
    resource_type = required_text(raw, "type", path)
    if resource_type.startswith("["):
        raise _not_valid(written, "The type property cannot be an expression", "type")
    for member in ("name", "apiVersion"):
        required_text(raw, member, path)
    name = text_of(raw, "name", frame)
    if not name:
        raise _not_valid(written, "The name property cannot be null or empty", "name")
    parent = written.parent
    # A child may also be written with its whole type and name, as some quickstart templates do.
    if parent is not None and not resource_type.lower().startswith(f"{parent.type.lower()}/"):
        resource_type, name = f"{parent.type}/{resource_type}", f"{parent.name}/{name}"
    _check_segments(resource_type, name, path)
    existing = raw.get("existing", False)
    if type(existing) is not bool or (existing and written.symbol is None):
        raise ExpressionError("The property 'existing' must be a boolean of a resource with a symbolic name.")
    scope = scope_of(raw, resource_type, existing, frame)
    facts = ResourceFacts(
        id_of(raw, resource_type, name, scope, frame, path),
        resource_type,
        name,
        text_of(raw, "apiVersion", frame),
        active,
        written.symbol is not None,
    )
    if resource_type.lower() == DEPLOYMENTS_TYPE:
        scope = replace(scope, deployment_name=name)
    return Draft(facts, raw, path, frame, scope, written.symbol, existing, _options(raw, path), loop)


def _options(raw: Mapping[str, Any], path: str) -> dict[str, Any]:
    """What a template says about putting the resource, as Bicep's decorators write it."""
    options = check_members(raw.get("@options", {}), OPTION_MEMBERS, "ResourceOptions", f"{path}.@options")
    for name in UNREHEARSED["ResourceOptions"] & options.keys():
        raise not_rehearsed(f"the option '{name}' of a resource", path)
    return options


def _not_valid(written: _Written, reason: str, member: str) -> TemplateError:
    return invalid_template(
        f"The template resource '{to_text(written.raw.get('name'))}'{AT} is not valid. {reason}. "
        f"Please see {RESOURCES_URL} for usage details.",
        f"{written.path}.{member}",
    )


def _condition(raw: Mapping[str, Any], frame: Frame) -> bool:
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
            f"The template resource '{name}' for type '{resource_type}'{AT} has incorrect segment lengths. A nested "
            "resource type must have identical number of segments as its resource name. A root resource type must "
            f"have segment length one greater than its resource name. Please see {RESOURCES_URL} for usage details.",
            f"{path}.type",
        )


def _refuse_doubles(drafts: list[Draft]) -> None:
    """Two resources of one id are refused when both are to be put (Azure/bicep pull request 15909)."""
    seen: set[str] = set()
    for draft in drafts:
        key = draft.facts.id.lower()
        if draft.existing or not draft.active:
            continue
        if key in seen:
            raise defined_twice(draft)
        seen.add(key)


def defined_twice(draft: Draft) -> TemplateError:
    """The refusal of a second resource of one id."""
    return invalid_template(
        f"The resource '{draft.facts.relative_id}'{AT} is defined multiple times in a template. "
        f"Please see {RESOURCES_URL} for usage details.",
        draft.path,
    )


def _explained(written: _Written, make: Callable[[], Made]) -> Made:
    try:
        return make()
    except CopyError as error:
        raise invalid_template(error.wording, f"{written.path}.copy") from error
    except ExpressionError as error:
        raise invalid_template(
            f"The template resource '{to_text(written.raw.get('name'))}'{AT} is not valid: {error.message}. "
            f"Please see {EXPRESSIONS_URL} for usage details.",
            written.path,
        ) from error
