"""What every noun is: a frozen, validated fact without I/O; and the ids by which they name each other."""

from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, PlainSerializer

WorkloadId = str
"""`w-` and 12 hexadecimal digits: a hash of the key that identifies the machine at its source."""
GroupId = str
"""A slug, unique in an estate, made of the application's or the machine's name."""
WaveId = str
"""`wave-01`, `wave-02`, …"""

BY_NAME = PlainSerializer(lambda value: value._asdict(), when_used="json")
"""For a named tuple that is a member of a noun: its JSON has the names, for people and their scripts."""


class Noun(BaseModel):
    """A frozen fact; unknown members are refused, so an old ledger is never half-understood."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy that remembers nothing of what was worked out from what may now be changed."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the fact as JSON: the same facts have the same one."""
        return sha256(self.model_dump_json().encode()).hexdigest()
