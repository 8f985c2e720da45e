"""JSON as lenient as the reader Azure uses (Newtonsoft.Json) takes it: 'single quotes', bare names, comments, a comma
before the end. Strict JSON is tried first."""

import json
import re
from typing import Any, NoReturn

_PART = re.compile(
    r"(?P<blank>\s+|//[^\n]*|/\*.*?\*/)|(?P<text>\"(?:[^\"\\]|\\.)*\")|(?P<single>'(?:[^'\\]|\\.)*')"
    r"|(?P<comma>,)|(?P<end>[}\]])|(?P<mark>[{\[:])|(?P<word>[A-Za-z_$][\w$]*)|(?P<number>[-+.0-9][-+.0-9A-Za-z]*)",
    re.DOTALL,
)
_WORDS = frozenset({"true", "false", "null"})


class JsonTextError(ValueError):
    """A text is not JSON, not even in Newtonsoft's eyes."""


def read_json(text: str) -> Any:
    """The value written in a text; JsonTextError when there is none."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (json.JSONDecodeError, JsonTextError):
        return _read(_strict(text))
    except (ValueError, RecursionError) as error:
        raise JsonTextError(str(error)) from error


def _read(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise JsonTextError(str(error)) from error


def _no_constant(name: str) -> NoReturn:
    raise JsonTextError(f"'{name}' is no JSON value")


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
    return f'"{part}"' if kind == "word" and part not in _WORDS else part


def _requoted(match: re.Match[str]) -> str:
    escape = match.group()
    return "'" if escape == "\\'" else '\\"' if escape == '"' else escape
