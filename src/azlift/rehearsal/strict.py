"""Shapes of request bodies: every member known by name, every value of its kind, anything else refused in the
provider's wording.

A shape reads a JSON value and answers a cleaned copy: members in Azure's casing (Azure compares member names without
regard to case), nulls dropped, read-only members dropped (clients send back what they were given).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from azlift.rehearsal.azure_errors import AzureError, invalid_content, not_modelled

NUMBER = re.compile(r"-?\d{1,18}")


class Voice(Enum):
    """Who is speaking: each provider words the same refusal differently."""

    ARM = "arm"
    COMPUTE = "compute"
    NETWORK = "network"


Reader = Callable[[Any, str, Voice], Any]


def refuse(voice: Voice, path: str, reason: str) -> AzureError:
    """A body the provider cannot read at `path`."""
    if voice is Voice.NETWORK:
        detail = {"code": "InvalidJson", "message": reason}
        return AzureError(400, "InvalidRequestFormat", "Cannot parse the request.", details=[detail])
    if voice is Voice.COMPUTE:
        return AzureError(400, "BadRequest", reason, target=path or None)
    return invalid_content(reason)


def missing(voice: Voice, path: str) -> AzureError:
    """A required member that is not there."""
    if voice is Voice.COMPUTE:
        name = path.rsplit(".", 1)[-1]
        return AzureError(400, "InvalidParameter", f"Required parameter '{name}' is missing (null).", target=path)
    return refuse(voice, path, f"Required property not found in JSON. Path '{path}'.")


def text(value: Any, path: str, voice: Voice) -> str:
    if not isinstance(value, str):
        raise _wrong(value, "String", path, voice)
    return value


def whole_number(value: Any, path: str, voice: Voice) -> int:
    """A whole number; one written as text is read, as the providers' JSON reader does (public templates lean on it)."""
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(value, "Int32", path, voice)
    return value


def flag(value: Any, path: str, voice: Voice) -> bool:
    """True or false; written as text too, as for numbers."""
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise _wrong(value, "Boolean", path, voice)
    return value


def one_of(*allowed: str) -> Reader:
    """One of the given words, in any case; answered in Azure's casing."""
    canonical = {word.lower(): word for word in allowed}

    def read(value: Any, path: str, voice: Voice) -> str:
        word = canonical.get(text(value, path, voice).lower())
        if word is None:
            raise _wrong(value, f"one of {', '.join(allowed)}", path, voice)
        return word

    return read


@dataclass(frozen=True)
class ListOf:
    """A list of one kind of thing, of at least `least` items."""

    item: "Reader | Shape"
    least: int = 0

    def __call__(self, value: Any, path: str, voice: Voice) -> list[Any]:
        if not isinstance(value, list) or len(value) < self.least:
            raise _wrong(value, f"array of at least {self.least}", path, voice)
        read = reader_of(self.item)
        return [read(each, f"{path}[{at}]", voice) for at, each in enumerate(value)]


def list_of(item: "Reader | Shape", least: int = 0) -> Reader:
    """A list of one kind of thing, of at least `least` items."""
    return ListOf(item, least)


@dataclass(frozen=True)
class Unmodelled:
    """A member Azure has and the pretend one does not: refused by name."""

    what: str

    def __call__(self, value: Any, path: str, voice: Voice) -> Any:
        raise not_modelled(f"{self.what} (member '{path}')")


def unmodelled(what: str) -> Reader:
    """A member Azure has and the pretend one does not: refused by name."""
    return Unmodelled(what)


def reader_of(part: "Reader | Shape") -> Reader:
    """What reads a part, shape or plain."""
    return part.read if isinstance(part, Shape) else part


def gaps_in(part: "Reader | Shape", path: str = "") -> Iterator[tuple[str, str]]:
    """The members a shape declares as not modelled: path and what it is, all the way down."""
    if isinstance(part, Unmodelled):
        yield path, part.what
    elif isinstance(part, ListOf):
        yield from gaps_in(part.item, f"{path}[]")
    elif isinstance(part, Shape):
        for name, member in part.members.items():
            yield from gaps_in(member, f"{path}.{name}" if path else name)


@dataclass(frozen=True)
class Shape:
    """An object: its .NET-like type name for messages, its members, which must be there, which are ignored."""

    name: str
    members: Mapping[str, "Reader | Shape"]
    required: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()
    _by_lower: dict[str, tuple[str, Reader | None]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known: dict[str, tuple[str, Reader | None]] = {name.lower(): (name, None) for name in self.read_only}
        for name, reader in self.members.items():
            known[name.lower()] = (name, reader_of(reader))
        object.__setattr__(self, "_by_lower", known)

    def read(self, value: Any, path: str, voice: Voice) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _wrong(value, self.name, path, voice)
        clean: dict[str, Any] = {}
        for given, inner in value.items():
            name, reader = self._by_lower.get(given.lower(), (None, None))
            where = f"{path}.{given}" if path else given
            if name is None:
                reason = f"Could not find member '{given}' on object of type '{self.name}'. Path '{where}'."
                raise refuse(voice, where, reason)
            if reader is not None and inner is not None:
                clean[name] = reader(inner, where, voice)
        for name in self.required:
            if name not in clean:
                raise missing(voice, f"{path}.{name}" if path else name)
        return clean


def reference_to(name: str = "SubResource", members: Iterable[tuple[str, "Reader | Shape"]] = ()) -> Shape:
    """A member that points at a resource by id."""
    return Shape(name, {"id": text, **dict(members)}, required=("id",))


def _wrong(value: Any, expected: str, path: str, voice: Voice) -> AzureError:
    shown = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else repr(value)[:80]
    return refuse(voice, path, f"Error converting value {shown} to type '{expected}'. Path '{path}'.")
