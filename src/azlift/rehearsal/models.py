"""Bodies as data: the models of a provider's API by name, read into shapes.

A model has `members` (name to kind: a word below, another model, a list of allowed words, `{"list": kind}`,
`{"map": kind}`, `{"ref": model}` for a member that points at such a thing by id), `required`, `readOnly` and
`notModelled` (name to what the pretend Azure does not have).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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

DURATION = re.compile(r"P(?!$)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
POINTER_MEMBERS = ("name", "type", "etag", "location", "tags", "properties", "sku", "zones", "kind")


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


def map_of(item: Reader | Shape) -> Reader:
    """An object whose member names are the sender's; what is null is not there."""
    read_item = reader_of(item)

    def read(value: Any, path: str, voice: Voice) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise refuse(voice, path, f"Error converting value to type 'Dictionary'. Path '{path}'.")
        return {name: read_item(each, f"{path}.{name}", voice) for name, each in value.items() if each is not None}

    return read


WORDS: Mapping[str, Reader] = {
    "text": text,
    "whole number": whole_number,
    "flag": flag,
    "number": number,
    "time": text,
    "duration": duration,
    "any": anything,
}


def _name_of_part(known: Mapping[str, Any]) -> tuple[str, ...]:
    """A part with an etag of its own has a name: the provider makes its id of it."""
    part = "etag" in known.get("readOnly", ()) and {"id", "name", "properties"} <= known["members"].keys()
    return ("name",) if part else ()


@dataclass(frozen=True)
class Models:
    """The models of one provider; unless it `takes_ids`, a part's own id is answered and never taken.

    Members `of_old`, by model, ended with an api-version that templates still write: the provider says what they mean.
    """

    known: Mapping[str, Any]
    takes_ids: bool = False
    of_old: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    _shapes: dict[str, Shape] = field(default_factory=dict, repr=False, compare=False)

    def shape(self, model: str) -> Shape:
        """The shape of a model."""
        if model not in self._shapes:
            known = self.known[model]
            members = self.members(model)
            own_id = ("id",) if "id" in known["members"].keys() - members.keys() else ()
            read_only = (*known.get("readOnly", ()), *own_id)
            self._shapes[model] = Shape(model, members, (*known.get("required", ()), *_name_of_part(known)), read_only)
        return self._shapes[model]

    def members(self, model: str) -> dict[str, Reader | Shape]:
        """The members of a model with what reads them."""
        known = self.known[model]
        written = {**known["members"], **self.of_old.get(model, {})}
        taken = {name: kind for name, kind in written.items() if self.takes_ids or name != "id"}
        members: dict[str, Reader | Shape] = {name: self._reader(kind) for name, kind in taken.items()}
        return members | {name: unmodelled(what) for name, what in known.get("notModelled", {}).items()}

    def _reader(self, kind: Any) -> Reader | Shape:
        if isinstance(kind, list):
            return word_of(*kind)
        if isinstance(kind, dict):
            (collection, item), *_ = kind.items()
            if collection == "ref":
                return Shape(item, {"id": text}, ("id",), POINTER_MEMBERS)
            return list_of(self._reader(item)) if collection == "list" else map_of(self._reader(item))
        return WORDS[kind] if kind in WORDS else self.shape(kind)
