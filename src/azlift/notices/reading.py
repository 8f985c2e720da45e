"""`notices.yaml` of a workspace: which channel is told what, and when it is quiet there.

    channels:
      - name: ops
        kind: teams
        url_from: AZLIFT_TEAMS_URL
        tell: [gates, failures, window]
        quiet: {hours: "22:00-07:00", time_zone: Europe/Amsterdam}

A channel's address is a secret: the file names the environment variable that holds it, and nothing else does.
"""

import re
from collections.abc import Iterator
from datetime import time
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from azlift.errors import InputError
from azlift.model import Action, Pattern, Text, Written
from azlift.model.openings import ZoneName
from azlift.notices.topics import TOPICS, Topic
from azlift.strict_yaml import KeyPath, read_strict_yaml, schema_of

NOTICES_FILE = "notices.yaml"
SCHEMA_NAME = "notices.schema.json"
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{2,63}")

ChannelKind = Literal["teams", "slack", "email", "webhook"]
ChannelName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]


def _two_times(text: str) -> str:
    hours_between(text)
    return text


def hours_between(text: str) -> tuple[time, time]:
    """From when to when, of `22:00-07:00`. Raises ValueError."""
    found = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d)", text)
    if not found:
        raise ValueError("expected two times such as 22:00-07:00")
    first, last = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if first == last:
        raise ValueError("expected two different times")
    return first, last


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"expected a regular expression; {error}") from error
    return text


class Quiet(Written):
    """When a channel is told only what cannot wait; the rest it is told when that ends."""

    hours: Annotated[str, AfterValidator(_two_times)]
    """`22:00-07:00`: from when to when, by the clocks of `time_zone`."""
    time_zone: ZoneName = "UTC"
    even_then: tuple[Topic, ...] = ("window", "failures")
    """The topics that cannot wait."""


class Channel(Written):
    """Somewhere people read what they are told."""

    name: ChannelName
    kind: ChannelKind
    """teams: a Workflows webhook of Microsoft Teams; slack: an incoming webhook; email: by SMTP; webhook: JSON."""
    url_from: Text
    """The environment variable that holds its address, such as AZLIFT_TEAMS_URL."""
    tell: tuple[Topic, ...] = Field(default=TOPICS, min_length=1)
    """gates: what people said and are asked; failures; window: the night; holds: paused, resumed, abandoned; life."""
    waves: tuple[Pattern, ...] = ("*",)
    """The waves it is told of."""
    quiet: Quiet | None = None


class ChangeTickets(Written):
    """A hook to the system in which changes are asked for. It is told the change form as JSON, `event` and
    `correlation_id` in it, when a wave is approved (`opened`), approved anew (`updated`), and at its end (`closed`)."""

    hook: Action
    """A command or an HTTP call, as in runbook.yaml. It is asked again when nobody knows whether it was heard, with the
    same correlation_id, by which it must find the ticket that is there: `idempotent: true` says that it does."""
    number: Annotated[str, AfterValidator(_pattern)] = r"\b[A-Z][A-Z0-9]{1,9}-?\d{2,}\b"
    """A regular expression for the ticket's number in what the hook answers: CHG0030001, OPS-4711."""


class Notices(Written):
    """The file as a whole."""

    channels: tuple[Channel, ...] = ()
    change_tickets: ChangeTickets | None = None
    remind_hours: tuple[Annotated[float, Field(gt=0, le=336)], ...] = (24.0, 1.0)
    """So many hours before a window opens, and before a decision is due, those who are told of windows are reminded."""

    @property
    def tells_anybody(self) -> bool:
        return bool(self.channels) or self.change_tickets is not None


def read_notices(workspace: Path) -> Notices:
    """Who is told; nobody where the workspace has no such file. Raises InputError that names every fault."""
    file = workspace / NOTICES_FILE
    if not file.exists():
        return Notices()
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(file), advice="Mend its rights.") from error
    return read_strict_yaml(str(file), content, Notices, SCHEMA_NAME, _contradictions).content


@cache
def notices_schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    return schema_of(Notices)


def _contradictions(notices: Notices) -> Iterator[tuple[KeyPath, str]]:
    """What was written instead of a variable's name is not repeated: it may be the address itself."""
    names = [channel.name for channel in notices.channels]
    for place, channel in enumerate(notices.channels):
        if not VARIABLE.fullmatch(channel.url_from):
            wanted = "expected the name of a variable, in capitals: the address itself is never written here"
            yield ("channels", place, "url_from"), wanted
        if channel.name in names[:place]:
            yield ("channels", place, "name"), f"there is a channel {channel.name} already"
    hook = notices.change_tickets.hook if notices.change_tickets else None
    if hook and hook.kind not in ("command", "http"):
        yield ("change_tickets", "hook"), "expected a command or http: nobody else can be told a form"
    elif hook and not hook.repeatable:
        wanted = (
            "expected `idempotent: true`: where nobody heard its answer it is told again, with the same correlation_id"
        )
        yield ("change_tickets", "hook", hook.kind), wanted
