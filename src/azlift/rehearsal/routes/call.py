"""A request and its answer, free of any web framework: the server and an in-memory transport make and take the same."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from azlift.rehearsal.azure_errors import AzureError, Json, invalid_content

PAGE = 100  # items a page unless $top says less; Azure's own pages vary by provider
JSON_TYPE = ("content-type", "application/json; charset=utf-8")


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer reaches its client: so many seconds late on the client's own watch, or never (the line is cut)."""

    delay: float = 0.0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body as bytes, headers in lower case, and how they are delivered."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    delivery: Delivery = Delivery()


@dataclass(frozen=True, slots=True)
class Call:
    """One request: query names in lower case, `endpoint` is the address the client used (scheme, host, port).

    The desk gives every call a request id, and a correlation id where the client sent none.
    `shows`: of a list, only the items with these keys may be shown; None: all.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    endpoint: str
    correlation_id: str = ""
    request_id: str = ""
    shows: Callable[[str], bool] | None = None

    @property
    def api_version(self) -> str:
        return self.query.get("api-version", "")

    def json(self) -> Any:
        """The body as strict JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise invalid_content(f"The body is not valid JSON: {error}") from error


def answer_json(body: Any, status: int = 200, headers: Sequence[tuple[str, str]] = ()) -> Answer:
    return answer_bytes(json.dumps(body, separators=(",", ":")).encode(), status, headers)


def answer_bytes(body: bytes, status: int = 200, headers: Sequence[tuple[str, str]] = ()) -> Answer:
    return Answer(status, body, (JSON_TYPE, *headers))


def answer_page(call: Call, items: Mapping[str, Any], page: int = PAGE) -> Answer:
    """One page of `items` by key in key order, each a JSON value or its bytes, with nextLink when there are more."""
    top = read_top(call, page)
    after = call.query.get("$skiptoken", "")
    keys = sorted(key for key in items if key > after) if after else sorted(items)
    keys = keys if call.shows is None else [key for key in keys if call.shows(key)]
    shown = keys[:top]
    made = (items[key] for key in shown)
    parts = [each if isinstance(each, bytes) else json.dumps(each, separators=(",", ":")).encode() for each in made]
    body = b'{"value":[' + b",".join(parts) + b"]"
    if len(keys) > top:
        query = {**call.query, "$skiptoken": shown[-1]}
        link = f"{call.endpoint}{quote(call.path)}?{urlencode(query)}"
        body += b',"nextLink":' + json.dumps(link).encode()
    return answer_bytes(body + b"}")


@dataclass(frozen=True)
class Lazily(Mapping[str, Any]):
    """The items of a list by key, each made when it is shown: of thousands a page is a hundred."""

    keys_shown: Collection[str]
    make: Callable[[str], Any]

    def __getitem__(self, key: str) -> Any:
        return self.make(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_shown)

    def __len__(self) -> int:
        return len(self.keys_shown)


def read_top(call: Call, page: int) -> int:
    text = call.query.get("$top")
    if text is None:
        return page
    if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= 1000:
        message = f"The value '{text}' of the query parameter '$top' is not valid: 1 to 1000 are."
        raise AzureError(400, "InvalidTopQueryParameter", message)
    return int(text)


def read_filter(call: Call, names: Sequence[str]) -> Json:
    """`$filter` as equalities by lower-case name, joined by `and`; anything else is refused.

    A name with brackets is a function, `atScope()` or `assignedTo('…')`: found under that name, with its argument.
    """
    text = call.query.get("$filter", "").strip()
    found: Json = {}
    known = {name.lower() for name in names}
    rest = text
    while rest:
        name, value, rest = _term(rest)
        if name not in known or value is None or name in found:
            compared = " eq, ".join(each for each in names if not each.endswith("()"))
            message = f"Invalid $filter '{text}' specified in the query string: only {compared} eq are known."
            raise AzureError(400, "InvalidFilterInQueryString", message)
        found[name] = value
        joint, _, after = rest.partition(" ")
        if rest and (joint.lower() != "and" or not after.strip()):
            raise AzureError(
                400, "InvalidFilterInQueryString", f"Invalid $filter '{text}' specified in the query string."
            )
        rest = after.strip()
    return found


_FUNCTION = re.compile(r"(\w+)\(\s*(?:'((?:[^']|'')*)')?\s*\)\s*")


def _term(text: str) -> tuple[str, str | None, str]:
    """The first term of a filter: its name in lower case, its value (None: not of a known form), what follows."""
    function = _FUNCTION.match(text)
    if function:
        return f"{function[1].lower()}()", (function[2] or "").replace("''", "'"), text[function.end() :]
    name, _, rest = text.partition(" ")
    operator, _, rest = rest.strip().partition(" ")
    value, rest = _quoted(rest.strip())
    return name.lower(), value if operator.lower() == "eq" else None, rest


def _quoted(text: str) -> tuple[str | None, str]:
    """A quoted value at the start of a text ('' is a quote), and what follows it."""
    if not text.startswith("'"):
        return None, text
    at = 1
    value = ""
    while at < len(text):
        if text[at] != "'":
            value += text[at]
        elif text[at : at + 2] == "''":
            value += "'"
            at += 1
        else:
            return value, text[at + 1 :].strip()
        at += 1
    return None, text
