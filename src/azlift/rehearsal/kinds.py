"""What a resource type is to the world: its shape, its rules, how long it takes, how it answers."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from azlift.rehearsal import durations
from azlift.rehearsal.identifiers import ResourceId, key_of
from azlift.rehearsal.records import Operation, Resource
from azlift.rehearsal.strict import Reader, Shape, Voice

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

Json = dict[str, Any]


class Seen(Protocol):
    """What a rule may ask of another resource, standing or only planned in the same template."""

    @property
    def id(self) -> ResourceId: ...
    @property
    def location(self) -> str | None: ...
    @property
    def top(self) -> Json: ...
    @property
    def properties(self) -> Json: ...


@dataclass(frozen=True)
class Wanted:
    """A cleaned request for one resource: canonical id, normal location, members in Azure's casing.

    `tagged`: it has tags, if only none of them.
    """

    id: ResourceId
    api_version: str
    location: str | None
    tags: dict[str, str]
    top: Json
    properties: Json
    tagged: bool = False

    @property
    def key(self) -> str:
        return self.id.key


class Surroundings:
    """The world as a request sees it: what stands, and over it what the same template is about to create."""

    def __init__(self, world: "World", planned: Mapping[str, Wanted] | None = None) -> None:
        self.world = world
        self.planned: Mapping[str, Wanted] = planned or {}

    def find(self, resource_id: str) -> Seen | None:
        key = key_of(resource_id)
        return self.planned.get(key) or self.world.find(key)

    def of_type(self, resource_type: str) -> list[Seen]:
        """All standing and planned resources of a type, the planned ones in place of the standing."""
        keys = {key: self.world.resources[key] for key in self.world.index.of_type(resource_type)}
        planned = {key: each for key, each in self.planned.items() if each.id.type.lower() == resource_type.lower()}
        return [*(each for key, each in keys.items() if key not in planned), *planned.values()]


def _no_rule(wanted: Wanted, around: Surroundings) -> None:
    """A type without rules beyond its shape."""


def _no_effect(world: "World", resource: Resource) -> None:
    """A type without effects on its neighbours."""


def _as_wanted(world: "World", wanted: Wanted, standing: Resource | None) -> Json:
    return wanted.properties


def _no_error(world: "World", wanted: Wanted, standing: Resource | None) -> Json | None:
    return None


def _no_end(world: "World", resource: Resource, error: Json | None) -> None:
    """A type whose end changes nothing but its state."""


def _as_asked(wanted: Wanted, standing: Resource) -> Wanted:
    return wanted


def _no_references(resource: Resource) -> Sequence[str]:
    return ()


class Home(Enum):
    """Where resources of a type may live."""

    TENANT = "tenant"
    MANAGEMENT_GROUP = "management group"
    SUBSCRIPTION = "subscription"
    GROUP = "resource group"
    EXTENSION = "another resource"


IN_GROUP = frozenset({Home.GROUP})
ANYWHERE = frozenset(Home)


@dataclass(frozen=True)
class Action:
    """What a resource can be asked beside being read and written: `POST …/{name}/{action}`, or GET.

    `run` is given the body, with the parameters of `query` that the path carries among its members; it answers JSON at
    once, an operation to follow, or nothing, which is an answer of status `empty`. A template's `list…` function of
    that name asks the same. Its right is `{type}/{action}/action`.
    """

    name: str
    run: Callable[["World", Resource, Json], "Json | Operation | None"]
    method: str = "POST"
    query: tuple[str, ...] = ()
    empty: int = 200


@dataclass(frozen=True)
class Kind:
    """A resource type.

    `whole` completes a further PUT with what it leaves out and the provider keeps all the same (an identity),
    `check` refuses a request before anything happens, `compose` makes the properties the provider answers, `landed`
    runs when the new state is in place, `forbid_delete` refuses a removal, `deleted` runs after it, `references` names
    what it stands on, `present` makes the body of an answer where it is more than what is kept.
    `foresee` is asked before a write for the error it will end with, `ended` is told it at the end.
    `name_words` say what a name must be; with a `name_code`, the provider's own, they are the whole refusal;
    `missing` are code and words of a 404 where the provider has its own.
    `statuses` are the codes of a PUT for a new and for a standing resource; `family` picks the asynchronous style;
    `top` reads what stands beside the properties, `read_only` names what an answer has there and a request may send
    back. `tracked`: has a location and tags; `pseudo_locations` are those it takes beside the regions (`global`).
    `seconds` of 0 makes writing and deleting synchronous. `tags_only`: a PATCH may change the tags and nothing else.
    `expands` is what a `$expand` adds to the properties, by its lower-case word; `unseen` names properties that no
    answer shows: a request that has one with another value is a change all the same.
    `root_only`: of its parents only the outermost must stand, the others are there by themselves (`default`).
    `shows_state`: its properties answer a provisioningState. `outside_only`: a shell, of which nothing would run.
    `stored`: kept and answered as it came, without semantics; every answer about either says so. `given` answers what
    stands without having been put (built-in definitions), by its key; `select` is the provider's own listing in a
    scope, narrowed by `$filter`: `filters` are the names it compares and, with their brackets, the functions it knows.
    `sort` is what its resources are counted by where sums over all of them are asked for.
    """

    type: str
    voice: Voice
    family: str
    properties: Shape | Reader
    seconds: float
    name_rule: re.Pattern[str]
    name_words: str
    name_code: str = ""
    missing: tuple[str, str] | None = None
    statuses: tuple[int, int] = (201, 200)
    top: Mapping[str, Reader | Shape] = field(default_factory=dict)
    homes: frozenset[Home] = IN_GROUP
    read_only: tuple[str, ...] = ()
    tracked: bool = True
    pseudo_locations: frozenset[str] = frozenset()
    listed: bool = True
    tags_only: bool = False
    root_only: bool = False
    shows_state: bool = True
    stored: bool = False
    outside_only: bool = False
    check: Callable[[Wanted, Surroundings], None] = _no_rule
    compose: Callable[["World", Wanted, Resource | None], Json] = _as_wanted
    references: Callable[[Resource], Sequence[str]] = _no_references
    foresee: Callable[["World", Wanted, Resource | None], Json | None] = _no_error
    landed: Callable[["World", Resource], None] = _no_effect
    ended: Callable[["World", Resource, Json | None], None] = _no_end
    forbid_delete: Callable[["World", Resource], None] = _no_effect
    deleted: Callable[["World", Resource], None] = _no_effect
    whole: Callable[[Wanted, Resource], Wanted] = _as_asked
    present: Callable[["World", Resource], Json] | None = None
    actions: Mapping[str, Action] = field(default_factory=dict)
    expands: Mapping[str, Callable[["World", Resource], Json]] = field(default_factory=dict)
    unseen: tuple[str, ...] = ()
    given: Callable[["World", str], Resource | None] | None = None
    select: Callable[["World", str, Json], Iterable[Resource]] | None = None
    filters: tuple[str, ...] = ()
    sort: Callable[[Resource], Hashable] | None = None

    @property
    def namespace(self) -> str:
        return self.type.partition("/")[0]


def by_action(*actions: Action) -> Mapping[str, Action]:
    """Actions under their lower-case names."""
    return {action.name.lower(): action for action in actions}


def _as_given(value: Any, path: str, voice: Voice) -> Any:
    return value


@lru_cache(maxsize=4096)
def stored_kind(resource_type: str) -> Kind:
    """A type the pretend Azure has no semantics for: any body, any home, kept as it came."""
    return Kind(
        type=resource_type,
        voice=Voice.ARM,
        family="generic",
        properties=_as_given,
        seconds=durations.usual(resource_type),
        name_rule=re.compile(r"[^/?#%\x00-\x1f]{1,260}"),
        name_words="1 to 260 characters, none of /?#%",
        homes=ANYWHERE,
        root_only=True,
        pseudo_locations=frozenset({"global"}),
        stored=True,
    )
