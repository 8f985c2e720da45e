"""JSON as azure-cli sends deployments: unquoted member names, comments and line breaks of the user's own file kept.

Strict JSON is tried first; only the deployment routes come here.
"""

import json
import re
from typing import Any

from azlift.rehearsal.azure_errors import AzureError

_PART = re.compile(
    r'(?P<skip>\s+|//[^\n]*|/\*.*?\*/)|(?P<text>"(?:[^"\\]|\\.)*")|(?P<mark>[{}\[\]:,])'
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<word>[A-Za-z_$][\w$.\-]*)",
    re.DOTALL,
)
_WORDS = {"true": True, "false": False, "null": None}
DEEPEST = 200  # a body nested deeper is no template; Azure refuses long before


def read_lenient(body: bytes) -> Any:
    """The value of a body; InvalidRequestContent with the position of what is wrong."""
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise _refuse("the body is not UTF-8", "", 0) from error
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return _Reader(text).read()
    except RecursionError as error:
        raise _refuse("the body nests too deeply", text, 0) from error
    except ValueError as error:
        raise _refuse("a number has too many digits", text, 0) from error


class _Reader:
    """One pass over the text, one part of look-ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._kind, self._part = "", ""
        self._next()

    def read(self) -> Any:
        value = self._value()
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

    def _value(self) -> Any:
        kind, part = self._kind, self._part
        if part in ("{", "[") and kind == "mark":
            return self._nested(part)
        if (kind == "word" and part not in _WORDS) or kind in ("", "mark"):
            raise _refuse(f"a value is expected, not '{part or 'the end'}'", self._text, self._at)
        self._next()
        if kind == "text":
            return _unquoted(part, self._text, self._at)
        return _WORDS[part] if kind == "word" else _number(part, self._text, self._at)

    def _nested(self, part: str) -> Any:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _refuse("the body nests too deeply", self._text, self._at)
        self._next()
        value = self._object() if part == "{" else self._array()
        self._depth -= 1
        return value

    def _object(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        while self._part != "}" or self._kind != "mark":
            if self._kind not in ("text", "word"):
                raise _refuse(f"a member name is expected, not '{self._part}'", self._text, self._at)
            name = _unquoted(self._part, self._text, self._at) if self._kind == "text" else self._part
            self._next()
            self._expect(":")
            made[name] = self._value()
            if self._part == ",":
                self._next()
            elif self._part != "}":
                raise _refuse(f"',' or '}}' is expected, not '{self._part}'", self._text, self._at)
        self._next()
        return made

    def _array(self) -> list[Any]:
        made: list[Any] = []
        while self._part != "]" or self._kind != "mark":
            made.append(self._value())
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


def _refuse(reason: str, text: str, at: int) -> AzureError:
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1)
    message = (
        f"The request content was invalid and could not be deserialized: '{reason}. line {line}, position {column}.'."
    )
    return AzureError(400, "InvalidRequestContent", message)
