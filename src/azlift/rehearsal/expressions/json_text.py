"""JSON as lenient as the reader Azure uses (Newtonsoft.Json) takes it: 'single quotes', bare names, comments, a comma
before the end. Strict JSON is tried first."""

import json
import math
import re
from typing import Any, NoReturn

from azlift.rehearsal.expressions.values import fits

_PART = re.compile(
    r"(?P<blank>\s+|//[^\n]*|/\*.*?\*/)|(?P<text>\"(?:[^\"\\]|\\.)*\")|(?P<single>'(?:[^'\\]|\\.)*')"
    r"|(?P<comma>,)|(?P<end>[}\]])|(?P<mark>[{\[:])|(?P<name>[A-Za-z_$][\w$]*(?=\s*:))|(?P<word>[-+.\w]+)",
    re.DOTALL,
)


_LONGEST_INTEGER = 20  # characters of the smallest 64-bit integer


class JsonTextError(ValueError):
    """A text is not JSON, not even in Newtonsoft's eyes."""


def read_json(text: str) -> Any:
    """The value written in a text; JsonTextError when there is none."""
    try:
        return _read(text)
    except JsonTextError:
        return _read(_strict(text))


def _read(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_constant, parse_float=_double, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise JsonTextError(str(error)) from error


def _constant(name: str) -> NoReturn:
    raise JsonTextError(f"'{name}' is no JSON value")


def _double(text: str) -> float:
    if math.isinf(value := float(text)):
        raise JsonTextError(f"JSON number {text} is too large or small for a Double.")
    return value


def _integer(text: str) -> int:
    if len(text) > _LONGEST_INTEGER or not fits(value := int(text)):
        raise JsonTextError(f"JSON integer {text} is too large or small for an Int64.")
    return value


def _strict(text: str) -> str:
    """The same value in strict JSON."""
    parts: list[str] = []
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            raise JsonTextError(f"Unexpected character encountered while parsing value: {text[position]}.")
        position = match.end()
        kind, part = str(match.lastgroup), match.group()
        if kind == "end" and parts and parts[-1] == ",":
            parts.pop()
        if kind != "blank":
            parts.append(_strict_part(kind, part))
    return " ".join(parts)


def _strict_part(kind: str, part: str) -> str:
    if kind == "single":
        return '"' + re.sub(r'\\.|"', _requoted, part[1:-1]) + '"'
    return f'"{part}"' if kind == "name" else part


def _requoted(match: re.Match[str]) -> str:
    escape = match.group()
    return "'" if escape == "\\'" else '\\"' if escape == '"' else escape
