"""The bodies of Microsoft.Compute by the name of their model, read from `models.json`.

A model there has `members` (name to kind: a word below, another model, a list of allowed words, `{"list": kind}`,
`{"map": kind}`), `required`, `readOnly` and `notModelled` (name to what the pretend Azure does not have). Names, kinds,
required and read-only are those of azure-mgmt-compute 39; a test holds the two together.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from azlift.rehearsal import durations
from azlift.rehearsal.kinds import Kind
from azlift.rehearsal.operations import COMPUTE
from azlift.rehearsal.strict import (
    Reader,
    Shape,
    Voice,
    flag,
    list_of,
    reader_of,
    refuse,
    text,
    unmodelled,
    whole_number,
)

NAMESPACE = "Microsoft.Compute"
MODELS: Mapping[str, Any] = json.loads(files(__package__).joinpath("models.json").read_text(encoding="utf-8"))
# Source: Azure naming rules, Microsoft.Compute (disks, snapshots, images, availabilitySets, ...).
NAME = re.compile(r"^[A-Za-z0-9_](?:[\w.\-]{0,78}\w)?$", re.ASCII)
NAME_WORDS = "1 to 80 letters, digits, '_', '-' or '.'"
DURATION = re.compile(r"P(?!$)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")


def number(value: Any, path: str, voice: Voice) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse(voice, path, f"Error converting value {value!r} to type 'Double'. Path '{path}'.")
    return value


def duration(value: Any, path: str, voice: Voice) -> str:
    """A length of time as ISO 8601 writes it."""
    given = text(value, path, voice)
    if not DURATION.fullmatch(given):
        raise refuse(voice, path, f"Error converting value '{given}' to type 'TimeSpan'. Path '{path}'.")
    return given


def anything(value: Any, path: str, voice: Voice) -> Any:
    return value


WORDS: Mapping[str, Reader] = {
    "text": text,
    "whole number": whole_number,
    "flag": flag,
    "number": number,
    "time": text,
    "duration": duration,
    "any": anything,
}


def word_of(*allowed: str) -> Reader:
    """One of the given words, without regard to case and blanks; answered in Azure's spelling."""
    canonical = {_squeezed(word): word for word in allowed}

    def read(value: Any, path: str, voice: Voice) -> str:
        word = canonical.get(_squeezed(text(value, path, voice)))
        if word is None:
            reason = f"Error converting value '{value}' to type 'one of {', '.join(allowed)}'. Path '{path}'."
            raise refuse(voice, path, reason)
        return word

    return read


def _squeezed(word: str) -> str:
    return word.replace(" ", "").lower()


def map_of(item: Reader | Shape) -> Reader:
    """An object whose member names are the sender's; what is null is not there."""
    read_item = reader_of(item)

    def read(value: Any, path: str, voice: Voice) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise refuse(voice, path, f"Error converting value to type 'Dictionary'. Path '{path}'.")
        return {name: read_item(each, f"{path}.{name}", voice) for name, each in value.items() if each is not None}

    return read


OF_OLD = {"AvailabilitySetProperties": ("managed",)}
"""Members that ended with an api-version older than the SDK's and that templates still write: passed over."""


@cache
def shape(model: str) -> Shape:
    """The shape of a model."""
    known = MODELS[model]
    passed_over = (*known.get("readOnly", ()), *OF_OLD.get(model, ()))
    return Shape(model, _members(known), tuple(known.get("required", ())), passed_over)


def _members(known: Mapping[str, Any]) -> dict[str, Reader | Shape]:
    members: dict[str, Reader | Shape] = {name: _reader(kind) for name, kind in known["members"].items()}
    return members | {name: unmodelled(what) for name, what in known.get("notModelled", {}).items()}


def _reader(kind: Any) -> Reader | Shape:
    if isinstance(kind, list):
        return word_of(*kind)
    if isinstance(kind, dict):
        (collection, item), *_ = kind.items()
        return list_of(_reader(item)) if collection == "list" else map_of(_reader(item))
    return WORDS[kind] if kind in WORDS else shape(kind)


def compute_kind(name: str, model: str, *, seconds: float | None = None, family: str = COMPUTE, **rules: Any) -> Kind:
    """A resource type of the namespace whose bodies are those of `model`; `rules` are further members of its Kind.

    It takes the time its type usually takes, unless told that it takes none.
    """
    usual = durations.usual(f"{NAMESPACE}/{name}") if seconds is None else seconds
    members = _members(MODELS[model])
    properties = shape(MODELS[model]["members"]["properties"])
    top = {each: reader for each, reader in members.items() if each != "properties"}
    beside = tuple(MODELS[model].get("readOnly", ()))
    named = {"name_rule": NAME, "name_words": NAME_WORDS, "read_only": beside, **rules}
    return Kind(f"{NAMESPACE}/{name}", Voice.COMPUTE, family, properties, usual, top=top, **named)
