"""JSON as deployment requests and template files really have it, and the positions of its parts.

azure-cli sends unquoted member names and keeps the comments and line breaks of the user's own file; Azure's reader
(Newtonsoft) also takes single quotes, trailing commas and a byte-order mark. Strict JSON is tried first; only the
deployment routes and linked templates come here.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from azlift.rehearsal.azure_errors import AzureError

_PART = re.compile(
    r"(?P<skip>\s+|//[^\n]*|/\*.*?\*/)"
    r"""|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<mark>[{}\[\]:,])"""
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<word>[A-Za-z_$][\w$.\-]*)",
    re.DOTALL,
)
# Inside single quotes: what an escape or a double quote becomes between double ones.
_QUOTE = re.compile(r'\\.|"', re.DOTALL)
_QUOTES = {"\\'": "'", '"': '\\"'}
_WORDS = {"true": True, "false": False, "null": None}
DEEPEST = 200  # a body nested deeper is no template; Azure refuses long before

# Told the path of each value and how many characters are read once its first token is.
Note = Callable[[str, int], None]


def read_lenient(body: bytes) -> Any:
    """The value of a body; InvalidRequestContent with the position of what is wrong."""
    text = _decoded(body)
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return _Reader(text).read()
    except RecursionError as error:
        raise _refuse("the body nests too deeply", text, 0) from error
    except ValueError as error:
        raise _refuse("a number has too many digits", text, 0) from error


def position_of(body: bytes, path: str) -> tuple[int, int] | None:
    """Line and column, from 1, of the part at `path` (`properties.template.resources[0].name`), or of the innermost
    part around it that is there; none of a body that cannot be read.

    As Azure's reader counts: of an object or array its opening bracket, of anything else its last character.
    """
    wanted, best = path.lower(), (0, 0)

    def note(here: str, at: int) -> None:
        nonlocal best
        # Longer by one, so that the whole body counts as something found.
        if len(here) + 1 > best[0] and _is_around(here.lower(), wanted):
            best = (len(here) + 1, at)

    try:
        text = _decoded(body)
        _Reader(text, note).read()
    except AzureError:
        return None
    return _line_and_column(text, best[1])


def _is_around(here: str, wanted: str) -> bool:
    return not here or here == wanted or wanted.startswith((f"{here}.", f"{here}["))


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refuse("the body is not UTF-8", "", 0) from error


def _no_note(path: str, at: int) -> None:
    """Nobody asks for positions."""


class _Reader:
    """One pass over the text, one part of look-ahead."""

    def __init__(self, text: str, note: Note = _no_note) -> None:
        self._text = text
        self._note = note
        self._at = 0
        self._depth = 0
        self._kind, self._part = "", ""
        self._next()

    def read(self) -> Any:
        value = self._value("")
        if self._kind:
            raise _refuse(f"unexpected '{self._part}' after the value", self._text, self._at)
        return value

    def _next(self) -> None:
        while True:
            if self._at >= len(self._text):
                self._kind = self._part = ""
                return
            match = _PART.match(self._text, self._at)
            if match is None:
                raise _refuse(f"unexpected character '{self._text[self._at]}'", self._text, self._at)
            self._at = match.end()
            if match.lastgroup != "skip":
                self._kind, self._part = match.lastgroup or "", match.group()
                return

    def _value(self, path: str) -> Any:
        kind, part = self._kind, self._part
        self._note(path, self._at)
        if part in ("{", "[") and kind == "mark":
            return self._nested(part, path)
        if (kind == "word" and part not in _WORDS) or kind in ("", "mark"):
            raise _refuse(f"a value is expected, not '{part or 'the end'}'", self._text, self._at)
        self._next()
        if kind == "text":
            return _unquoted(part, self._text, self._at)
        return _WORDS[part] if kind == "word" else _number(part, self._text, self._at)

    def _nested(self, part: str, path: str) -> Any:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _refuse("the body nests too deeply", self._text, self._at)
        self._next()
        value = self._object(path) if part == "{" else self._array(path)
        self._depth -= 1
        return value

    def _object(self, path: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        while self._part != "}" or self._kind != "mark":
            if self._kind not in ("text", "word"):
                raise _refuse(f"a member name is expected, not '{self._part}'", self._text, self._at)
            name = _unquoted(self._part, self._text, self._at) if self._kind == "text" else self._part
            self._next()
            self._expect(":")
            made[name] = self._value(f"{path}.{name}" if path else name)
            if self._part == ",":
                self._next()
            elif self._part != "}":
                raise _refuse(f"',' or '}}' is expected, not '{self._part}'", self._text, self._at)
        self._next()
        return made

    def _array(self, path: str) -> list[Any]:
        made: list[Any] = []
        while self._part != "]" or self._kind != "mark":
            made.append(self._value(f"{path}[{len(made)}]"))
            if self._part == ",":
                self._next()
            elif self._part != "]":
                raise _refuse(f"',' or ']' is expected, not '{self._part}'", self._text, self._at)
        self._next()
        return made

    def _expect(self, mark: str) -> None:
        if self._part != mark or self._kind != "mark":
            raise _refuse(f"'{mark}' is expected, not '{self._part}'", self._text, self._at)
        self._next()


def _unquoted(part: str, text: str, at: int) -> str:
    if part.startswith("'"):
        part = '"' + _QUOTE.sub(lambda found: _QUOTES.get(found.group(), found.group()), part[1:-1]) + '"'
    try:
        value: str = json.loads(part, strict=False)
    except json.JSONDecodeError as error:
        raise _refuse("a string with a wrong escape", text, at) from error
    return value


def _number(part: str, text: str, at: int) -> Any:
    try:
        return json.loads(part)
    except ValueError as error:
        raise _refuse("a number has too many digits", text, at) from error


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    """Of the character before `at`, both from 1."""
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1)


def _refuse(reason: str, text: str, at: int) -> AzureError:
    line, column = _line_and_column(text, at)
    message = (
        f"The request content was invalid and could not be deserialized: '{reason}. line {line}, position {column}.'."
    )
    return AzureError(400, "InvalidRequestContent", message)
