"""Sending a message: by apprise to the service a channel is, or, in a rehearsal, into a file."""

import json
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from azlift.errors import NotTold, SettingsError
from azlift.escaping import markdown
from azlift.notices.reading import Channel, ChannelKind
from azlift.notices.redaction import redacted
from azlift.notices.writing import Message, Mood

SECONDS = {"cto": "10", "rto": "20"}
"""How long a service may take to be reached, and to answer."""
TYPES: Mapping[Mood, str] = {"good": "success", "bad": "failure", "neutral": "info"}
SCHEMES: Mapping[ChannelKind, tuple[str, ...]] = {
    "teams": ("https", "workflow", "workflows"),
    "slack": ("https", "slack"),
    "email": ("mailto", "mailtos"),
    "webhook": ("http", "https", "json", "jsons"),
}
LOOKS_LIKE: Mapping[ChannelKind, str] = {
    "teams": "the address of a Teams workflow (`When a Teams webhook request is received`): https://…/workflows/…",
    "slack": "the address of an incoming webhook: https://hooks.slack.com/services/…",
    "email": "mailtos://USER:PASSWORD@HOST?from=…&to=…",
    "webhook": "https://HOST/PATH",
}


class Messenger(Protocol):
    """Brings a message to a channel."""

    def send(self, channel: Channel, message: Message) -> None:
        """Raises NotTold, SettingsError."""
        ...


class Outbox:
    """In a rehearsal: what would have been sent is a line of a file, and nobody is woken."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def send(self, channel: Channel, message: Message) -> None:
        said = {"channel": channel.name, "kind": channel.kind, "id": message.id, "title": message.title}
        line = json.dumps({**said, "lines": message.lines, "mood": message.mood}, ensure_ascii=False)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as out:
                out.write(f"{line}\n")
        except OSError as error:
            raise NotTold(f"{self.file}: {error.strerror}", advice="Free space or mend the rights there.") from error


class Post:
    """The real one. Addresses are read from the environment when they are needed, and told to nobody."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    def send(self, channel: Channel, message: Message) -> None:
        address = self.environment.get(channel.url_from, "").strip()
        if not address:
            raise SettingsError(
                f"the variable {channel.url_from} of channel {channel.name} is empty",
                advice=f"Set {channel.url_from} where azlift runs to {LOOKS_LIKE[channel.kind]}.",
            )
        title, body = _words(channel.kind, message)
        with _reasons() as reasons:
            service = _service(channel, address, message)
            sent = service.notify(body=body, title=title, notify_type=TYPES[message.mood], body_format="text")
        if not sent:
            why = redacted("; ".join(reasons) or "the service did not take it", address)
            raise NotTold(
                f"channel {channel.name} ({channel.kind}) could not be told: {why}",
                advice=f"See that the address in {channel.url_from} is right and reachable; it is tried again.",
            )


def _words(kind: ChannelKind, message: Message) -> tuple[str, str]:
    """Title and text as the service shows them unread: Teams reads Markdown, the others are asked not to."""
    if kind == "teams":
        return markdown(message.title), "\n\n".join(markdown(line) for line in message.lines)
    return message.title, "\n".join(message.lines)


def _service(channel: Channel, address: str, message: Message) -> Any:
    """The one service that the address means, as apprise speaks to it. Raises SettingsError for any other."""
    import apprise  # a tenth of a second that only who sends needs

    scheme = address.partition(":")[0].lower()
    found = _parsed(apprise, channel.kind, address) if scheme in SCHEMES[channel.kind] else None
    if not found:
        raise _not_an_address(channel)
    found |= {"format": "text", "include_image": False, "redirect": False, "verify": True, **SECONDS}
    if channel.kind == "slack":
        found["use_blocks"] = True  # plain_text blocks: nothing in them is a link, a mention or bold
    if channel.kind == "webhook":
        found["payload"] = {"id": message.id, "waves": ",".join(message.waves)}
    asset = apprise.AppriseAsset(
        app_id="azlift", app_desc="azlift", app_url="", storage_mode="memory", async_mode=False, secure_logging=True
    )
    service = apprise.Apprise.instantiate(found, asset=asset)
    if service is None:
        raise _not_an_address(channel)
    sender = apprise.Apprise(asset=asset)
    sender.add(service)
    return sender


def _not_an_address(channel: Channel) -> SettingsError:
    """What the variable holds instead is not repeated."""
    return SettingsError(
        f"the variable {channel.url_from} does not hold an address of {channel.kind}",
        advice=f"Set it to {LOOKS_LIKE[channel.kind]}.",
    )


def _parsed(apprise: Any, kind: ChannelKind, address: str) -> dict[str, Any] | None:
    """What the address holds, read by the one service it may be of; None where it is none of its addresses."""
    plain_http = {"https": "jsons", "http": "json"} if kind == "webhook" else {}
    scheme, colon, rest = address.partition(":")
    scheme = plain_http.get(scheme.lower(), scheme.lower())
    service = apprise.plugins.N_MGR[{"teams": "workflows", "email": "mailto", "webhook": "json"}.get(kind, kind)]
    read = service.parse_native_url if scheme == "https" else service.parse_url
    parsed: dict[str, Any] | None = read(f"{scheme}{colon}{rest}")
    return parsed


@contextmanager
def _reasons() -> Iterator[list[str]]:
    """What apprise says went wrong, in this thread: it tells its log, and answers only that it could not."""
    found: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == threading.get_ident():
                found.append(record.getMessage())

    listener, log = Listening(logging.WARNING), logging.getLogger("apprise")
    kept, log.propagate = log.propagate, False
    log.addHandler(listener)
    try:
        yield found
    finally:
        log.removeHandler(listener)
        log.propagate = kept
