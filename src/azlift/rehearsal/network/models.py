"""The bodies of Microsoft.Network by the name of their model, read from `models.json`: what may be sent, what points at
something, and which parts of a resource carry an id, an etag and a state of their own.

Names, kinds, required and read-only members are those of azure-mgmt-network 33; a test holds the two together.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from azlift.rehearsal.durations import usual
from azlift.rehearsal.kinds import Json, Kind
from azlift.rehearsal.models import Models
from azlift.rehearsal.network.naming import name_rule, name_words
from azlift.rehearsal.operations import NETWORK
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice
from azlift.rehearsal.world import World

NAMESPACE = "Microsoft.Network"
MODELS: Mapping[str, Any] = json.loads(files(__package__).joinpath("models.json").read_text(encoding="utf-8"))
BODIES = Models(MODELS)
Presenter = Callable[[World, Resource], Json]


def network_kind(name: str, model: str, *, longest: int = 80, present: Presenter | None = None, **rules: Any) -> Kind:
    """A resource type of the namespace whose bodies are those of `model`; `rules` are further members of its Kind."""
    members = MODELS[model]["members"]
    tracked = "id" not in members
    beside = [each for each in members if each not in ("id", "name", "properties")]
    shape = BODIES.shape(model)
    defaults: Json = {"tags_only": tracked, "tracked": tracked, "listed": tracked}
    return Kind(
        type=f"{NAMESPACE}/{name}",
        voice=Voice.NETWORK,
        family=NETWORK,
        properties=BODIES.shape(members["properties"]),
        seconds=usual(f"{NAMESPACE}/{name}"),
        **{"name_rule": name_rule(longest), "name_words": name_words(longest), **defaults, **rules},
        top={each: shape.members[each] for each in beside},
        present=lambda world, resource: placed(model, present(world, resource) if present else resource.body()),
    )


def placed(model: str, body: Json) -> Json:
    """The body of a resource with the id, etag, type and state every part of it carries."""
    kind = MODELS[model]["members"]["properties"]
    home = (body["id"], body["type"], body.get("etag"), body["properties"].get("provisioningState", "Succeeded"))
    return {**body, "properties": _placed(kind, body["properties"], home)}


def _placed(kind: Any, value: Any, home: tuple[str, str, str | None, str]) -> Any:
    """A value of a kind with its parts placed; `home` is id, type, etag and state of what it stands in."""
    if not isinstance(kind, str) or kind not in MODELS or not isinstance(value, dict):
        return value
    made = dict(value)
    for name, inner in MODELS[kind]["members"].items():
        if name in made and isinstance(inner, dict) and isinstance(inner.get("list"), str):
            made[name] = [_part(inner["list"], each, name, home) for each in made[name]]
        elif name in made:
            made[name] = _placed(inner, made[name], home)
    return made


def _part(kind: str, value: Any, collection: str, home: tuple[str, str, str | None, str]) -> Any:
    model = MODELS.get(kind)
    if model is None or "etag" not in model.get("readOnly", ()) or "name" not in value:
        return _placed(kind, value, home)
    parent_id, parent_type, etag, state = home
    own = (f"{parent_id}/{collection}/{value['name']}", f"{parent_type}/{collection}", etag, state)
    kept: Json = {"name": value["name"], "id": own[0], "etag": etag}
    if "type" in model["readOnly"]:
        kept["type"] = own[1]
    inner = model["members"]["properties"]
    properties = _placed(inner, value.get("properties", {}), own)
    if "provisioningState" in MODELS[inner].get("readOnly", ()):
        properties = {"provisioningState": state, **properties}
    return {**value, **kept, "properties": properties}


def pointers(model: str, properties: Json) -> Iterator[tuple[str, str]]:
    """Every reference in the properties of a model: the member's name and the id it gives."""
    return _pointers(MODELS[model]["members"]["properties"], properties, "properties")


def _pointers(kind: Any, value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(kind, dict):
        (collection, item), *_ = kind.items()
        if collection == "ref":
            yield name, value["id"]
        else:
            for each in value.values() if collection == "map" else value:
                yield from _pointers(item, each, name)
    elif isinstance(kind, str) and kind in MODELS and isinstance(value, dict):
        for member, inner in MODELS[kind]["members"].items():
            if member in value:
                yield from _pointers(inner, value[member], member)
