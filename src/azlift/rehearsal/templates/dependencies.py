"""Which resource waits for which: dependsOn, reference() and list…() of a sibling, serial copies; no circles.

A sibling is depended on implicitly when an expression of the body refers to it by name, symbolic name or id (Microsoft,
"Define the order for deploying resources"; that an id does so too is what users report of templates refused for a
circle through their own id).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from azlift.rehearsal.expressions import ResourceFacts, calls_in, is_running, thunk_of
from azlift.rehearsal.language_errors import EXPRESSIONS_URL, RESOURCES_URL, ExpressionError, invalid_template
from azlift.rehearsal.templates.content import Deferred, deferred_in, header_of
from azlift.rehearsal.templates.evaluation import Evaluation
from azlift.rehearsal.templates.resources import Draft


def dependencies_of(drafts: Sequence[Draft], contents: Sequence[Any], evaluation: Evaluation) -> list[tuple[str, ...]]:
    """The ids each resource waits for, in template order; those whose condition does not hold are left out."""
    order = {draft.facts.id.lower(): index for index, draft in enumerate(drafts) if draft.active}
    batches = _batches(drafts)
    found: list[tuple[str, ...]] = []
    for draft, content in zip(drafts, contents, strict=True):
        if not draft.active:
            found.append(())
            continue
        wanted = {
            facts.id.lower()
            for source in (_explicit(draft, evaluation), _implicit(content, evaluation), _previous(draft, batches))
            for facts in source
        }
        places = sorted(order[key] for key in wanted if key in order)
        found.append(tuple(drafts[place].facts.id for place in places))
    _refuse_circles([draft.facts.id for draft in drafts], found)
    return found


def _explicit(draft: Draft, evaluation: Evaluation) -> Iterator[ResourceFacts]:
    try:
        entries = header_of(draft.raw.get("dependsOn", []), draft.frame)
        if not isinstance(entries, list) or any(not isinstance(entry, str) for entry in entries):
            raise ExpressionError("The property 'dependsOn' must be an array of strings")
        found = [(entry, evaluation.resources.depended(entry)) for entry in entries]
    except ExpressionError as error:
        raise invalid_template(
            f"The template resource '{draft.facts.name}' is not valid: {error.message}. "
            f"Please see {EXPRESSIONS_URL} for usage details.",
            f"{draft.path}.dependsOn",
        ) from error
    for entry, facts in found:
        if facts is None:
            raise invalid_template(
                f"The resource '{entry}' is not defined in the template. Please see {RESOURCES_URL} for usage details.",
                f"{draft.path}.dependsOn",
            )
        yield from facts


def _implicit(content: Any, evaluation: Evaluation) -> Iterator[ResourceFacts]:
    for deferred in deferred_in(content):
        for call in calls_in(deferred.expression.node):
            if is_running(call) and call.arguments:
                yield from _referred(call.name, thunk_of(call.arguments[0]), deferred, evaluation)


def _referred(function: str, argument: Any, deferred: Deferred, evaluation: Evaluation) -> list[ResourceFacts]:
    """The siblings an argument names; none when it cannot be known before the deployment runs."""
    try:
        name = argument(deferred.frame)
        if type(name) is not str:
            return []
        if function.lower() == "references":
            return evaluation.resources.loop(name)
        facts = evaluation.resources.facts(name)
    except ExpressionError:
        return []  # the same expression is refused, with its reason, when the body is asked for
    return [] if facts is None else [facts]


def _batches(drafts: Sequence[Draft]) -> dict[tuple[str, int], list[ResourceFacts]]:
    """The resources of each batch of each serial copy loop; a loop is known by the place it is written at."""
    batches: dict[tuple[str, int], list[ResourceFacts]] = {}
    for draft in drafts:
        if draft.loop is not None and draft.loop.batch is not None:
            batches.setdefault((draft.path, draft.loop.index // draft.loop.batch), []).append(draft.facts)
    return batches


def _previous(draft: Draft, batches: dict[tuple[str, int], list[ResourceFacts]]) -> list[ResourceFacts]:
    if draft.loop is None or draft.loop.batch is None:
        return []
    return batches.get((draft.path, draft.loop.index // draft.loop.batch - 1), [])


def _refuse_circles(ids: Sequence[str], dependencies: Sequence[tuple[str, ...]]) -> None:
    """Take away, again and again, what waits for nothing; what is left waits in a circle."""
    waiting = {own.lower(): {other.lower() for other in others} for own, others in zip(ids, dependencies, strict=True)}
    dependents: dict[str, list[str]] = {}
    for own, others in waiting.items():
        for other in others:
            dependents.setdefault(other, []).append(own)
    ready = [own for own, others in waiting.items() if not others]
    while ready:
        done = ready.pop()
        for own in dependents.get(done, []):
            waiting[own].discard(done)
            if not waiting[own]:
                ready.append(own)
        del waiting[done]
    for own in ids:
        if own.lower() in waiting:
            raise invalid_template(
                f"Circular dependency detected on resource: '{own}'. Please see {RESOURCES_URL} for usage details."
            )
