"""What the ledger's rows mean: an event, its place in the chain of hashes, and where a subject stands."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from azlift.errors import LedgerBroken
from azlift.model import NOUNS, Noun
from azlift.stages import Kind, Stage

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """One row: at `at` (UTC, ISO 8601) `driver` said `kind` of `stage` about `subject`, under the idempotency `key`."""

    seq: int
    at: str
    subject: str
    stage: Stage
    kind: Kind
    key: str
    noun: str
    body: str
    driver: str
    previous: str
    hash: str

    @property
    def fact(self) -> Noun:
        """The noun this event carries. Raises LedgerBroken when the text does not hold it."""
        try:
            return NOUNS[self.noun].model_validate_json(self.body)
        except (KeyError, ValueError) as error:
            raise LedgerBroken(f"event {self.seq} does not hold a {self.noun or 'fact'}") from error

    @property
    def about(self) -> dict[str, Any]:
        """What an intent or a note says, as plain data."""
        about: dict[str, Any] = json.loads(self.body)
        return about

    def row(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def event_of(row: Mapping[str, Any]) -> Event:
    return Event(**{**row, "stage": Stage(row["stage"]), "kind": Kind(row["kind"])})


def chained(seq: int, previous: str, **said: str) -> Event:
    """The event that follows `previous` in the chain."""
    event = event_of({"seq": seq, "previous": previous, "hash": "", **said})
    return event_of({**event.row(), "hash": hash_of(event)})


def hash_of(event: Event) -> str:
    """SHA-256 over everything the row says and the hash before it, as canonical JSON."""
    said = [value for name, value in event.row().items() if name != "hash"]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def check_chain(events: Iterable[Event]) -> Iterator[Event]:
    """Pass the events on, in order; raises LedgerBroken at the first that does not follow from the one before."""
    previous, expected = GENESIS, 1
    for event in events:
        if event.seq != expected:
            raise LedgerBroken(f"event {expected} is missing: after it comes event {event.seq}")
        if event.previous != previous or event.hash != hash_of(event):
            raise LedgerBroken(
                f"event {event.seq} ({event.stage} of {event.subject}) is not what was written",
                advice="Compare with an exported copy; everything before that event can be trusted.",
            )
        previous, expected = event.hash, expected + 1
        yield event


def this_life(events: Iterable[Event]) -> list[Event]:
    """The events since the subject was last rolled back: what stood before it no longer counts."""
    life: list[Event] = []
    for event in events:
        if event.kind is Kind.OUTCOME and event.stage is Stage.ROLLED_BACK:
            life = []
        else:
            life.append(event)
    return life
