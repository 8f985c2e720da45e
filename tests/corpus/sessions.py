"""Recorded sessions of real Azure, read from the two forms public test suites keep them in: vcr's YAML, and the
`Entries` JSON of the PowerShell and SDK recorders."""

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, in C, where it is there


@dataclass(frozen=True)
class Exchange:
    """One request and the answer Azure gave; `answer` is parsed JSON, text that is none, or None."""

    method: str
    path: str
    query: str
    body: str
    status: int
    headers: Mapping[str, str]
    answer: Any

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}"

    def following(self) -> Iterator[tuple[str, str]]:
        """The headers that name where to go on asking, with path and query of the URL."""
        for name in ("azure-asyncoperation", "location"):
            if name in self.headers:
                yield name, path_and_query(self.headers[name])


def path_and_query(url: str) -> str:
    """A URL without its host."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def read_session(path: Path) -> list[Exchange]:
    """The exchanges of a recording with Azure Resource Manager, in their order; those with other hosts are left out."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".yaml":
        kept = yaml.load(text.replace("!!python/unicode ", ""), LOADER)  # noqa: S506  # a safe one
        return [each for each in map(_from_vcr, kept["interactions"]) if each]
    return [each for each in map(_from_entry, json.loads(text)["Entries"]) if each]


def _from_vcr(kept: Mapping[str, Any]) -> Exchange | None:
    asked, answered = kept["request"], kept["response"]
    body = answered["body"].get("string") or ""
    headers = {name.lower(): values[0] for name, values in answered["headers"].items() if values}
    return _exchange(asked["method"], asked["uri"], asked["body"], answered["status"]["code"], headers, body)


def _from_entry(kept: Mapping[str, Any]) -> Exchange | None:
    headers = {
        name.lower(): value if isinstance(value, str) else value[0]
        for name, value in (kept.get("ResponseHeaders") or {}).items()
        if value
    }
    body, status = kept.get("RequestBody"), int(kept["StatusCode"])
    return _exchange(kept["RequestMethod"], kept["RequestUri"], body, status, headers, kept.get("ResponseBody"))


def _exchange(
    method: str, url: str, body: Any, status: int, headers: Mapping[str, str], answer: Any
) -> Exchange | None:
    parts = urlsplit(url)
    if parts.netloc and "management" not in parts.netloc and parts.netloc != "sanitized":
        return None
    sent = _sent(body) if isinstance(body, str) else "" if body is None else json.dumps(body)
    return Exchange(method, unquote(parts.path).replace("//", "/"), parts.query, sent, status, headers, _parsed(answer))


def _sent(body: str) -> str:
    """A body as it went out; some recorders kept the text of a bytes literal, once or twice over."""
    while body.startswith(("b'", 'b"')):
        literal = ast.literal_eval(body)
        body = literal.decode() if isinstance(literal, bytes) else literal
    return body


def _parsed(answer: Any) -> Any:
    if isinstance(answer, bytes):
        answer = answer.decode("utf-8", "replace")
    if not isinstance(answer, str):
        return answer
    try:
        return json.loads(answer) if answer.strip() else None
    except json.JSONDecodeError:
        return answer
