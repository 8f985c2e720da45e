"""Shells: resource types of which the pretend Azure knows the outside only, and that as data.

A shell takes any properties, insists on the members its provider insists on, fills in the provider's defaults, answers
the members a provider computes (addresses, ids, principals), keeps secrets to itself, and has its `list…` actions. What
it would do if it ran is not there.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError, invalid_content
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.intake import ARM_MEMBERS
from azlift.rehearsal.kinds import IN_GROUP, Action, Home, Json, Kind, Surroundings, Wanted, by_action
from azlift.rehearsal.operations import GENERIC
from azlift.rehearsal.records import SUCCEEDED, Resource
from azlift.rehearsal.shells.identities import shown_identity
from azlift.rehearsal.strict import Voice
from azlift.rehearsal.world import World

FIRST_WITH_TOP = "2016"  # before, sku and kind lay among the properties, as old templates still have them
PLACED = ("location", "tags")  # what no child needs and templates give all the same: taken and answered
PRESENTED = ("shown_type", "displayed_location", "times", "shows_tags", "authored_since")
ANY_NAME = re.compile(r"[^/?#%\x00-\x1f]{1,260}")


@dataclass(frozen=True)
class Taken:
    """How a provider says that a name, unique over the whole cloud, is somebody's: `{name}` stands for it."""

    code: str
    message: str


@dataclass(frozen=True)
class Shell:
    """One type as data.

    `required` are dotted paths in the body; `defaults` and `computed` are properties, `computed` wins over the request;
    texts in both may name the facts of `facts_of`: {name}, {location}, {guid} …
    `defaults_top` and `computed_top` are members beside the properties. `secret` properties are taken and never
    answered. `born` are the children that come with it, by their path below it, with their properties. `shown_type`
    is the provider's own casing; `displayed_location`: it answers a region as people write it. `times` are members,
    by their dotted path below the properties, that answer when it was `created` or last `changed`; `shows_tags`: it
    answers tags where there are none. `authored_since` is the first api-version that answers who wrote it, and when.
    """

    type: str
    seconds: float = durations.STORED
    required: tuple[str, ...] = ()
    defaults: Json = field(default_factory=dict)
    defaults_top: Json = field(default_factory=dict)
    computed: Json = field(default_factory=dict)
    computed_top: Json = field(default_factory=dict)
    secret: tuple[str, ...] = ()
    name_rule: re.Pattern[str] = ANY_NAME
    name_words: str = "1 to 260 characters, none of /?#%"
    name_code: str = ""
    taken: Taken | None = None
    homes: frozenset[Home] = IN_GROUP
    tracked: bool = True
    global_location: bool = False
    family: str = GENERIC
    statuses: tuple[int, int] = (201, 200)
    shows_state: bool = True
    actions: tuple[Action, ...] = ()
    born: Mapping[str, Json] = field(default_factory=dict)
    shown_type: str = ""
    displayed_location: bool = False
    times: Mapping[str, str] = field(default_factory=dict)
    shows_tags: bool = False
    authored_since: str = ""


def kind_of_shell(shell: Shell) -> Kind:
    """The kind a shell amounts to."""
    return Kind(
        type=shell.type,
        voice=Voice.ARM,
        family=shell.family,
        properties=_object,
        seconds=shell.seconds,
        name_rule=shell.name_rule,
        name_words=shell.name_words,
        name_code=shell.name_code,
        statuses=shell.statuses,
        top=dict.fromkeys((*ARM_MEMBERS, *(() if shell.tracked else PLACED)), _any),
        homes=shell.homes,
        tracked=shell.tracked,
        pseudo_locations=frozenset({"global"}) if shell.global_location else frozenset(),
        listed=shell.tracked,
        shows_state=shell.shows_state,
        root_only=True,
        outside_only=True,
        check=lambda wanted, around: _judge(shell, wanted, around),
        compose=lambda world, wanted, standing: _composed(shell, world, wanted),
        landed=lambda world, resource: _land(shell, world, resource),
        actions=by_action(*shell.actions),
        present=_presenter(shell) if any(getattr(shell, name) for name in PRESENTED) else None,
    )


def _presenter(shell: Shell) -> Callable[[World, Resource], Json]:
    """How a provider with ways of its own answers a resource."""

    def present(world: World, resource: Resource) -> Json:
        body = resource.body()
        body["type"] = shell.shown_type or body["type"]
        if shell.displayed_location and "location" in body:
            body["location"] = world.catalogue.regions.get(body["location"], body["location"])
        for path, what in shell.times.items():
            _set(body["properties"], path, iso_time(resource.created if what == "created" else resource.changed))
        if shell.shows_tags:
            body.setdefault("tags", {})
        if shell.authored_since and resource.api_version >= shell.authored_since and "authors" in resource.inside:
            body["systemData"] = _system_data(resource)
        return body

    return present


def _set(properties: Json, path: str, value: str) -> None:
    """Answer a time below members that are there; what is kept stays as it is."""
    *holders, last = path.split(".")
    for name in holders:
        if not isinstance(properties.get(name), dict):
            return
        properties[name] = dict(properties[name])
        properties = properties[name]
    properties[last] = value


def _system_data(resource: Resource) -> Json:
    made, changed = resource.inside["authors"]
    return {
        "createdBy": made["id"],
        "createdByType": made["type"],
        "createdAt": iso_time(resource.created),
        "lastModifiedBy": changed["id"],
        "lastModifiedByType": changed["type"],
        "lastModifiedAt": iso_time(resource.changed),
    }


def _any(value: Any, path: str, voice: Voice) -> Any:
    return value


def _object(value: Any, path: str, voice: Voice) -> Json:
    """Properties; the empty text that some templates write for none is none."""
    if value == "":
        return {}
    if not isinstance(value, dict):
        raise invalid_content(f"Error converting value to an object. Path '{path}'")
    return value


def _judge(shell: Shell, wanted: Wanted, around: Surroundings) -> None:
    body = {**wanted.top, "properties": wanted.properties}
    for path in shell.required if wanted.api_version >= FIRST_WITH_TOP else ():
        if _at(body, path) is None:
            message = f"The required property '{path}' is missing in the request for '{wanted.id}'."
            raise AzureError(400, "MissingRequiredProperty", message, target=path)
    if shell.taken is not None:
        _judge_taken(shell.taken, wanted, around)


def _at(body: Any, path: str) -> Any:
    for step in path.split("."):
        names = {name.lower(): item for name, item in body.items()} if isinstance(body, dict) else {}
        body = names.get(step.lower())
    return body


def _judge_taken(taken: Taken, wanted: Wanted, around: Surroundings) -> None:
    name = wanted.id.segments[-1][1].lower()
    for other in around.of_type(wanted.id.type):
        if other.id.segments[-1][1].lower() == name and str(other.id).lower() != str(wanted.id).lower():
            raise AzureError(409, taken.code, taken.message.replace("{name}", wanted.id.segments[-1][1]))


def _composed(shell: Shell, world: World, wanted: Wanted) -> Json:
    facts = facts_of(world, wanted)
    given = {name: value for name, value in wanted.properties.items() if name not in shell.secret}
    return _laid_over(_laid_over(filled(shell.defaults, facts), given), filled(shell.computed, facts))


def _land(shell: Shell, world: World, resource: Resource) -> None:
    """What the provider makes beside the properties: further members, and children that come with the resource."""
    for path, properties in shell.born.items():
        _bear(world, resource, path, properties)
    computed = filled(shell.computed_top, facts_of(world, resource))
    more = {name: value for name, value in shell.defaults_top.items() if name not in resource.top}
    more |= {name: _laid_over(resource.top.get(name, {}), value) for name, value in computed.items()}
    if isinstance(resource.top.get("identity"), dict):
        more["identity"] = shown_identity(world, resource)
    if shell.authored_since:
        author = _author(world)
        resource.inside = {**resource.inside, "authors": [resource.inside.get("authors", [author])[0], author]}
        world.keep(resource)
    if more:
        resource.inside = {**resource.inside, "shown": {**resource.inside.get("shown", {}), **more}}
        world.keep(resource)


def _author(world: World) -> Json:
    """Who writes, as systemData names them: a person by their name, an application by its id."""
    actor = world.actor
    if actor is None:
        return {"id": "", "type": "Application"}
    return {"id": actor.client, "type": "User" if actor.user_principal_name else "Application"}


def _bear(world: World, resource: Resource, path: str, properties: Json) -> None:
    """Enter a child that comes with a resource, once."""
    kind, _, name = path.rpartition("/")
    child = resource.id.child(kind, name)
    if world.find(str(child)) is not None:
        return
    born = Resource(
        id=child,
        location=None,
        tags={},
        top={},
        properties=properties,
        wanted=properties,
        state=SUCCEEDED,
        etag=world.new_guid(),
        created=world.instant,
        changed=world.instant,
        shows_state=False,
    )
    world.keep(born)


def facts_of(world: World, of: Wanted | Resource) -> dict[str, str]:
    """What the texts of a shell may name; guid and short are the resource's own, the same at every writing."""
    guid = world.guid_of(f"shell {of.key}")
    return {
        "name": of.id.segments[-1][1],
        "lower": of.id.segments[-1][1].lower(),
        "parent": of.id.segments[0][1],
        "holder": of.id.segments[-2][1] if len(of.id.segments) > 1 else "",
        "location": of.location or "",
        "id": str(of.id),
        "subscription": of.id.subscription or "",
        "group": of.id.group or "",
        "tenant": world.account.tenant_id,
        "guid": guid,
        "client": world.guid_of(f"client {of.key}"),
        "short": guid.replace("-", "")[:12],
        "sku": str(of.top.get("sku", {}).get("name", "")),
        "tier": of.top.get("sku", {}).get("name", "").partition("_")[0],
    }


def filled(value: Any, facts: Mapping[str, str]) -> Any:
    """A value with the facts its texts name."""
    if isinstance(value, str):
        for name, fact in facts.items():
            value = value.replace(f"{{{name}}}", fact)
        return value
    if isinstance(value, dict):
        return {name: filled(item, facts) for name, item in value.items()}
    return [filled(item, facts) for item in value] if isinstance(value, list) else value


def _laid_over(under: Json, over: Json) -> Json:
    """Objects member by member, names without regard to case; everything else replaces."""
    made, names = dict(under), {name.lower(): name for name in under}
    for name, value in over.items():
        known = names.get(name.lower(), name)
        both = isinstance(value, dict) and isinstance(made.get(known), dict)
        made[known] = _laid_over(made[known], value) if both else value
    return made


def list_action(name: str, answer: Any) -> Action:
    """A `list…` action that answers data, texts filled in as for properties; its keys are pretended, and say so."""
    return Action(name, lambda world, resource, body: filled(answer, facts_of(world, resource)))
