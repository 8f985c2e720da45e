"""One line of the table of paths, and a request that has found its line: which right it needs, and what answers it."""

from collections.abc import Callable
from dataclasses import dataclass

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import TENANT
from azlift.rehearsal.routes.call import Answer, Call
from azlift.rehearsal.world import World

VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}
FREE = ""  # the right of what everybody signed in may ask: the own subscriptions, the state of an operation


@dataclass(frozen=True)
class Route:
    """Methods, path segments ({} takes one), what answers it, its name in the counters, and the right it needs.

    `right` is an action of Azure's roles, `{verb}` in it the method's and `{namespace}` the segment behind `providers`;
    `scope` is how many segments of the path name the scope the right is needed at; `by_scope`: `answer` is given that
    scope as one text in place of the names in it; `own`: how many segments name what the right is needed at, where it
    is more than that scope. `listing` is Found's.
    """

    methods: frozenset[str]
    segments: tuple[str, ...]
    answer: Callable[..., Answer]
    name: str
    right: str
    scope: int
    by_scope: bool
    own: int | None
    listing: bool


@dataclass(frozen=True)
class Found:
    """A request with its route: `action` at `scope` is the right it needs; `answer` does it.

    `listing`: who may not read all of it is answered the part they may.
    """

    name: str
    action: str
    scope: str
    answer: Callable[[], Answer]
    listing: bool = False


def route(
    methods: str,
    path: str,
    answer: Callable[..., Answer],
    name: str,
    right: str = FREE,
    scope: int = 2,
    *,
    by_scope: bool = False,
    own: int | None = None,
    listing: bool = False,
) -> Route:
    """A line of the table; by default the right is needed at the subscription, the first two segments."""
    return Route(frozenset(methods.split()), tuple(path.split("/")), answer, name, right, scope, by_scope, own, listing)


def found_at(line: Route, world: World, call: Call, parts: list[str]) -> Found:
    """The request of `parts` at its line."""
    scope = "/" + "/".join(parts[: line.scope]) if line.scope else TENANT
    named = list(zip(line.segments, parts, strict=True))[line.scope if line.by_scope else 0 :]
    taken = [*([scope] if line.by_scope else []), *(part for want, part in named if want == "{}")]
    action = line.right.replace("{verb}", VERBS.get(call.method, "action"))
    if "{namespace}" in action:
        action = action.replace("{namespace}", parts[line.segments.index("providers") + 1])
    place = "/" + "/".join(parts[: line.own]) if line.own else scope
    name = f"{call.method} {line.name}"
    return Found(name, action, place, lambda: line.answer(world, call, *taken), line.listing)


def method_not_allowed(call: Call) -> AzureError:
    message = f"The requested resource does not support http method '{call.method}' at '{call.path}'."
    return AzureError(405, "MethodNotAllowed", message)
