"""Which resource waits for which: dependsOn, reference() and list…() of a sibling, serial copies; no circles.

A sibling is depended on implicitly when an expression of the body refers to it by name, symbolic name or id (Microsoft,
"Define the order for deploying resources"; that an id does so too is what users report of templates refused for a
circle through their own id). What a branch says that if() does not take is not counted.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from azlift.rehearsal.expressions import ResourceFacts, is_running, live_calls, thunk_of
from azlift.rehearsal.expressions.running import needs_version, not_in_template
from azlift.rehearsal.language_errors import AT, EXPRESSIONS_URL, RESOURCES_URL, ExpressionError, invalid_template
from azlift.rehearsal.templates.content import Deferred, deferred_in, header_of
from azlift.rehearsal.templates.evaluation import Evaluation
from azlift.rehearsal.templates.resources import Draft, defined_twice


def dependencies_of(drafts: Sequence[Draft], contents: Sequence[Any], evaluation: Evaluation) -> list[tuple[str, ...]]:
    """The ids each resource waits for, in template order.

    Those whose condition does not hold are left out; in place of an existing resource stands what that one waits for.
    """
    order = _order(drafts)
    batches = _batches(drafts)
    wanted: list[set[int]] = []
    for draft, content in zip(drafts, contents, strict=True):
        sources = (_explicit(draft, evaluation), _implicit(draft, content, evaluation), _previous(draft, batches))
        keys = {facts.id.lower() for source in sources for facts in source} if draft.active else set()
        wanted.append({order[key] for key in keys if key in order})
    _refuse_circles([draft.facts.id for draft in drafts], wanted)
    for places in wanted:
        _see_through_existing(places, wanted, drafts)
    return [tuple(drafts[place].facts.id for place in sorted(places)) for places in wanted]


def _order(drafts: Sequence[Draft]) -> dict[str, int]:
    """The place of each id among the drafts; of two of one id, that of the resource which is put."""
    ordered = sorted(enumerate(drafts), key=lambda each: not each[1].existing)
    return {draft.facts.id.lower(): place for place, draft in ordered if draft.active}


def _see_through_existing(places: set[int], wanted: Sequence[set[int]], drafts: Sequence[Draft]) -> None:
    """Replace, until there is none left, each existing resource by what it waits for itself."""
    while existing := {place for place in places if drafts[place].existing}:
        places -= existing
        places |= {further for place in existing for further in wanted[place]}


def _explicit(draft: Draft, evaluation: Evaluation) -> Iterator[ResourceFacts]:
    try:
        entries = header_of(draft.raw.get("dependsOn", []), draft.frame)
        if not isinstance(entries, list) or any(not isinstance(entry, str) for entry in entries):
            raise ExpressionError("The property 'dependsOn' must be an array of strings")
        found = [(entry, evaluation.resources.depended(entry)) for entry in entries]
    except ExpressionError as error:
        raise invalid_template(
            f"The template resource '{draft.facts.name}'{AT} is not valid: {error.message}. "
            f"Please see {EXPRESSIONS_URL} for usage details.",
            f"{draft.path}.dependsOn",
        ) from error
    for entry, facts in found:
        if facts is None:
            raise invalid_template(
                f"The resource '{_relative(entry)}' is not defined in the template. "
                f"Please see {RESOURCES_URL} for usage details.",
                f"{draft.path}.dependsOn",
            )
        yield from facts


def _relative(entry: str) -> str:
    _, below, rest = entry.partition("/providers/")
    return rest if below and entry.startswith("/") else entry


def _implicit(draft: Draft, content: Any, evaluation: Evaluation) -> Iterator[ResourceFacts]:
    for deferred in deferred_in(content):
        for call in live_calls(deferred.expression.node, deferred.frame):
            if is_running(call) and call.arguments:
                function, arguments = call.name.lower(), [_known(thunk_of(each), deferred) for each in call.arguments]
                yield from _referred(draft, function, arguments, evaluation)


def _known(thunk: Any, deferred: Deferred) -> Any:
    """The value of an argument; null when it cannot be known before the deployment runs."""
    try:
        return thunk(deferred.frame)
    except ExpressionError:
        return None  # the same expression is refused, with its reason, when the body is asked for


def _referred(draft: Draft, function: str, arguments: list[Any], evaluation: Evaluation) -> list[ResourceFacts]:
    """The siblings a call names; refuses a reference() to what it cannot be about."""
    name = arguments[0]
    if type(name) is not str:
        return []
    try:
        if function == "references":
            return evaluation.resources.loop(name)
        facts = evaluation.resources.facts(name)
        if facts is None and not name.startswith("/") and not evaluation.resources.is_absent(name):
            raise not_in_template(name, function)
    except ExpressionError as error:
        raise invalid_template(
            f"The template resource '{draft.facts.name}'{AT} is not valid: {error.message}. "
            f"Please see {EXPRESSIONS_URL} for usage details.",
            draft.path,
        ) from error
    if function == "reference" and len(arguments) == 1 and needs_version(facts, None):
        # Worded as Azure does (Azure/bicep issue 3990), which gives no position.
        raise invalid_template(
            f"The template resource '{draft.facts.relative_id}' reference to '{_relative(name)}' requires an API "
            "version. Please see https://aka.ms/arm-template for usage details."
        )
    return [] if facts is None else [facts]


def refuse_doubly_existing(drafts: Sequence[Draft], contents: Sequence[Any], evaluation: Evaluation) -> None:
    """Refuse two existing resources of one id, both of which are read (Azure/bicep issue 16801)."""
    read = {
        name.lower()
        for content in contents
        for deferred in deferred_in(content)
        for call in live_calls(deferred.expression.node, deferred.frame)
        if is_running(call) and call.arguments and type(name := _known(thunk_of(call.arguments[0]), deferred)) is str
    }
    seen: set[str] = set()
    for draft in drafts:
        if not (draft.existing and draft.active and (draft.symbolic_name or "").lower() in read):
            continue
        if draft.facts.id.lower() in seen:
            raise defined_twice(draft)
        seen.add(draft.facts.id.lower())


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


def _refuse_circles(ids: Sequence[str], wanted: Sequence[set[int]]) -> None:
    """Take away, again and again, what waits for nothing; what is left waits in a circle."""
    waiting = {place: set(others) for place, others in enumerate(wanted)}
    dependents: dict[int, list[int]] = {}
    for place, others in waiting.items():
        for other in others:
            dependents.setdefault(other, []).append(place)
    ready = [place for place, others in waiting.items() if not others]
    while ready:
        done = ready.pop()
        for place in dependents.get(done, []):
            waiting[place].discard(done)
            if not waiting[place]:
                ready.append(place)
        del waiting[done]
    if waiting:
        raise invalid_template(
            f"Circular dependency detected on resource: '{ids[min(waiting)]}'. "
            f"Please see {RESOURCES_URL} for usage details."
        )
