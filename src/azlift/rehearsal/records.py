"""What the world consists of: groups, resources, operations, events. Plain records that can be written down and read
back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.identifiers import ResourceId, group_key, group_scope, read_id

Json = dict[str, Any]
SUCCEEDED, FAILED, CANCELED = "Succeeded", "Failed", "Canceled"
DONE = frozenset({SUCCEEDED, FAILED, CANCELED})


@dataclass(slots=True)
class Group:
    """A resource group; `state` is Succeeded or Deleting."""

    subscription: str
    name: str
    location: str
    tags: dict[str, str]
    created: float
    managed_by: str | None = None
    state: str = SUCCEEDED

    @property
    def id(self) -> str:
        return group_scope(self.subscription, self.name)

    @property
    def key(self) -> str:
        return group_key(self.subscription, self.name)

    def body(self) -> Json:
        kept: Json = {"id": self.id, "name": self.name, "type": "Microsoft.Resources/resourceGroups"}
        kept["location"] = self.location
        if self.tags:
            kept["tags"] = self.tags
        if self.managed_by:
            kept["managedBy"] = self.managed_by
        return {**kept, "properties": {"provisioningState": self.state}}

    def document(self) -> Json:
        return asdict(self)


@dataclass(slots=True)
class Resource:
    """One resource as the provider keeps it.

    `top` holds the further top-level members (sku, zones), `references` the ids it stands on (which can not be deleted
    while it does), `wanted` the cleaned properties of the last PUT, `inside` what only the provider knows (power
    state; `shown` in it is answered beside `top`). `tagged`: it was given tags, if only none of them, and answers so.
    """

    id: ResourceId
    location: str | None
    tags: dict[str, str]
    top: Json
    properties: Json
    wanted: Json
    state: str
    etag: str
    created: float
    changed: float
    references: tuple[str, ...] = ()
    inside: Json = field(default_factory=dict)
    api_version: str = ""
    shows_state: bool = True
    tagged: bool = False
    _serial: bytes | None = None

    @property
    def key(self) -> str:
        return self.id.key

    def body(self) -> Json:
        """The resource as a GET answers it."""
        kept: Json = {"name": self.id.segments[-1][1], "id": str(self.id), "type": self.id.type}
        if self.location is not None:
            kept["location"] = self.location
        if self.tags or self.tagged:
            kept["tags"] = self.tags
        if self.id.namespace == "Microsoft.Network" or self.id.type == "Microsoft.Compute/virtualMachines":
            kept["etag"] = f'W/"{self.etag}"' if self.id.namespace == "Microsoft.Network" else f'"{self.etag}"'
        kept |= self.top | self.inside.get("shown", {})
        state = {"provisioningState": self.state} if self.shows_state else {}
        return {**kept, "properties": {**self.properties, **state}}

    def serial(self) -> bytes:
        """The body as bytes, serialised once per change."""
        if self._serial is None:
            self._serial = json.dumps(self.body(), separators=(",", ":")).encode()
        return self._serial

    def summary(self, expand: frozenset[str] = frozenset()) -> Json:
        """The short form of resource lists; `expand` asks for createdTime, changedTime, provisioningState."""
        kept: Json = {"id": str(self.id), "name": self.id.segments[-1][1], "type": self.id.type}
        shown = self.top | self.inside.get("shown", {})
        kept.update({name: shown[name] for name in ("sku", "kind", "managedBy", "zones") if name in shown})
        kept["location"] = self.location
        if self.tags:
            kept["tags"] = self.tags
        extra = {
            "createdTime": iso_time(self.created),
            "changedTime": iso_time(self.changed),
            "provisioningState": self.state,
        }
        return {**kept, **{name: value for name, value in extra.items() if name.lower() in expand}}

    def stale(self) -> None:
        """Forget the serialised body after a change."""
        self._serial = None

    def document(self) -> Json:
        names = ("location", "tags", "top", "properties", "wanted", "state", "etag", "created", "changed")
        kept = {
            name: getattr(self, name)
            for name in (*names, "references", "inside", "api_version", "shows_state", "tagged")
        }
        return {"id": str(self.id), **kept}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        kept = dict(document)
        return cls(id=read_id(kept.pop("id")), references=tuple(kept.pop("references")), **kept)


@dataclass(slots=True)
class Operation:
    """Something asynchronous a client may poll: running until `ended`; `result` and `answer` are body and status of
    a finished Location."""

    id: str
    family: str
    subscription: str
    location: str
    target: str
    started: float
    due: float
    status: str = "InProgress"
    ended: float | None = None
    error: Json | None = None
    result: Json | None = None
    answer: int = 200

    def document(self) -> Json:
        return asdict(self)


@dataclass(slots=True, order=True)
class Event:
    """An effect of time: what happens to `key` at `due` (simulated); `sequence` keeps simultaneous ones in order."""

    due: float
    sequence: int
    kind: str = field(compare=False)
    key: str = field(compare=False)
    data: Json = field(compare=False, default_factory=dict)

    def document(self) -> Json:
        return asdict(self)
