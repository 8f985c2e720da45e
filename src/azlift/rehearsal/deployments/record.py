"""A deployment as the world keeps it: what was asked (once), and how each of its resources stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from azlift.rehearsal.identifiers import key_of, read_scope
from azlift.rehearsal.records import CANCELED, DONE, FAILED, SUCCEEDED

Json = dict[str, Any]
WAITING, RUNNING, SKIPPED = "Waiting", "Running", "Skipped"
OVER = frozenset({SUCCEEDED, FAILED, CANCELED, SKIPPED})


@dataclass(slots=True)
class Node:
    """One resource of a deployment: its state, when it ran, what went wrong; `waits_for` is the operation at its
    provider."""

    id: str
    type: str
    depends_on: tuple[str, ...]
    state: str = WAITING
    operation_id: str = ""
    tracking_id: str = ""
    started: float | None = None
    ended: float | None = None
    status_code: str = "OK"
    error: Json | None = None
    waits_for: str = ""

    @property
    def name(self) -> str:
        """The name as the template gives it: outer/inner for a child."""
        names = self.id.split("/providers/")[-1].split("/")[2::2]
        return "/".join(names) if "/providers/" in self.id else self.id.rsplit("/", 1)[-1]


@dataclass(slots=True)
class Deployment:
    """One deployment; the template and parameters are a document of their own, written once.

    `utc_now` and `guid_seed` freeze utcNow() and newGuid(), so that expanding again after a restart gives the same
    resources. `deployer` is the principal with whose rights it runs.
    """

    id: str
    name: str
    scope: str
    location: str
    tags: dict[str, str]
    mode: str
    correlation_id: str
    status_id: str
    template_hash: str
    utc_now: str
    guid_seed: str
    started: float
    changed: float
    parent: str | None = None
    state: str = "Accepted"
    nodes: list[Node] = field(default_factory=list)
    error: Json | None = None
    outputs: Json | None = None
    parameters: Json = field(default_factory=dict)
    output_resources: list[str] = field(default_factory=list)
    canceled: bool = False
    evaluation_id: str = ""
    deployer: Json | None = None
    on_error: Json | None = None
    link: Json | None = None
    serial: bytes | None = None

    @property
    def key(self) -> str:
        return key_of(self.id)

    @property
    def group(self) -> str | None:
        """The resource group it was deployed to; None above the groups."""
        return read_scope(self.scope)[1]

    @property
    def over(self) -> bool:
        return self.state in DONE

    def document(self) -> Json:
        """What is kept, for writing at once: nothing in it is copied."""
        kept = {name: getattr(self, name) for name in KEPT}
        kept["nodes"] = [{name: getattr(node, name) for name in NODE} for node in self.nodes]
        return kept

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        nodes = [Node(**{**node, "depends_on": tuple(node["depends_on"])}) for node in document["nodes"]]
        return cls(**{**document, "nodes": nodes})


KEPT = tuple(each.name for each in fields(Deployment) if each.name != "serial")
NODE = tuple(each.name for each in fields(Node))
