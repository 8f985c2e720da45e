"""`people.yaml` of a workspace: who holds which role, and what each gate needs.

    roles:
      architect: [{id: 6a0c…, name: Ann Archer}]
      business_owner: [3f1e…, 90b2…]
    drivers: [11d7…]
    gates:
      go: {quorum: {business_owner: 2, sponsor: 1}, lasts_hours: 72}

or, for a trial in which nobody is asked, the one key `gates: none`. Ids are Entra object ids: names are for reading,
and two people can share one. Without the file every gate is shut.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from azlift.errors import did_you_mean
from azlift.model import Gate, Text, Written
from azlift.strict_yaml import KeyPath, read_strict_yaml, schema_of

PEOPLE_FILE = "people.yaml"
SCHEMA_NAME = "people.schema.json"
OBJECT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _object_id(text: str) -> str:
    found = text.strip().lower()
    if not OBJECT_ID.fullmatch(found):
        raise ValueError("expected an Entra object id, such as 6a0c1f2e-0b1d-4c3e-9f00-a1b2c3d4e5f6")
    return found


ObjectId = Annotated[str, AfterValidator(_object_id)]
RoleName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Quorum = Annotated[int, Field(ge=1, le=20)]


class Holder(Written):
    """Somebody who holds a role: an object id, or `{id: …, name: …}`."""

    id: ObjectId
    """Entra's object id: `az ad user show --id NAME --query id`, or `azlift whoami`."""
    name: Text | None = None
    """For people who read messages; what counts is the id."""

    @model_validator(mode="before")
    @classmethod
    def _an_id_alone(cls, said: Any) -> Any:
        return {"id": said} if isinstance(said, str) else said

    @property
    def called(self) -> str:
        return self.name or self.id


class Rule(Written):
    """What a gate needs: how many holders of each role have to say yes, and how long that lasts."""

    quorum: dict[RoleName, Quorum] = Field(min_length=1)
    """How many of each role; nobody counts twice."""
    lasts_hours: float = Field(default=336.0, gt=0, le=8784)
    """An approval ends after so many hours; who gives it can make it end sooner."""


USUAL: Mapping[Gate, Rule] = {
    "commit": Rule(quorum={"architect": 1, "business_owner": 1}, lasts_hours=2160),
    "go": Rule(quorum={"business_owner": 1, "sponsor": 1}, lasts_hours=336),
    "decide": Rule(quorum={"decision_owner": 1}, lasts_hours=24),
    "accept": Rule(quorum={"business_owner": 1}, lasts_hours=720),
    "hand over": Rule(quorum={"operations_manager": 1}, lasts_hours=720),
    "retire": Rule(quorum={"business_owner": 1}, lasts_hours=720),
}
"""Source of who: Microsoft's migration execution guide, DACI sheet: architect and business owner approve the wave plan,
business owner and sponsor the migration, the cloud operations manager the hand-over; CAF: a named decision owner in the
window. How long is azlift's own choice: a quarter for a plan, two weeks for a go, a night for a decision."""


def _none(said: Any) -> Any:
    return None if said == "none" else said


class People(Written):
    """The file as a whole."""

    gates: Annotated[dict[Gate, Rule] | None, BeforeValidator(_none)] = Field(default={})
    """What each gate needs, where it is not the usual; or `none`: nobody is asked anything."""
    roles: dict[RoleName, tuple[Holder, ...]] = Field(default={})
    """Who holds which role."""
    drivers: tuple[Holder, ...] = ()
    """Who drives waves: they approve nothing, whatever other role they hold."""

    @property
    def open(self) -> bool:
        """Whether nobody is asked anything."""
        return self.gates is None

    def rule(self, gate: Gate) -> Rule:
        return (self.gates or {}).get(gate, USUAL[gate])

    def holders(self, role: str) -> tuple[Holder, ...]:
        return self.roles.get(role, ())

    def roles_of(self, object_id: str) -> tuple[str, ...]:
        found = object_id.lower()
        return tuple(role for role, holders in self.roles.items() if any(h.id == found for h in holders))

    @property
    def driver_ids(self) -> frozenset[str]:
        return frozenset(holder.id for holder in self.drivers)


def read_people(workspace: Path) -> People | None:
    """Who may say what; None where the workspace has no such file. Raises InputError that names every fault."""
    file = workspace / PEOPLE_FILE
    if not file.exists():
        return None
    return read_strict_yaml(str(file), file.read_bytes(), People, SCHEMA_NAME, _contradictions).content


def write_no_gates(workspace: Path) -> None:
    """Let nobody be asked anything in a workspace that does not say who is: for trials and rehearsals."""
    file = workspace / PEOPLE_FILE
    if not file.exists():
        workspace.mkdir(parents=True, exist_ok=True)
        file.write_text("gates: none\n", encoding="utf-8")


@cache
def people_schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    return schema_of(People)


def _contradictions(people: People) -> Iterator[tuple[KeyPath, str]]:
    yield from _twice(people)
    if people.open:
        return
    asked = {role for gate in USUAL for role in people.rule(gate).quorum}
    for role in people.roles:
        if role not in asked:
            hint = did_you_mean(role, asked) or f"Asked are {', '.join(sorted(asked))}."
            yield ("roles", role), f"no gate asks for this role. {hint}"
    for gate in USUAL:
        yield from _never_enough(people, gate)


def _twice(people: People) -> Iterator[tuple[KeyPath, str]]:
    for role, holders in people.roles.items():
        seen: set[str] = set()
        for number, holder in enumerate(holders):
            if holder.id in seen:
                yield ("roles", role, number), f"{holder.id} is given twice"
            seen.add(holder.id)


def _never_enough(people: People, gate: Gate) -> Iterator[tuple[KeyPath, str]]:
    """A role that is held, but by fewer than the gate asks for: nobody could ever open it."""
    for role, needed in people.rule(gate).quorum.items():
        able = [h for h in people.holders(role) if h.id not in people.driver_ids]
        if role in people.roles and len(able) < needed:
            yield ("roles", role), f"the gate `{gate}` needs {needed} of them who do not drive; there are {len(able)}"
