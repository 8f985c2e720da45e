"""Strings (Microsoft, "String functions"): startsWith, endsWith and indexOf ignore case, replace and equals do not."""

import base64
import binascii
import json
import re
from typing import Any
from urllib.parse import quote, unquote

from azlift.rehearsal.expressions.hashing import guid_of, unique_string
from azlift.rehearsal.expressions.signatures import (
    ANY,
    ARRAY,
    INTEGER,
    STRING,
    STRING_OR_ARRAY,
    STRING_OR_INTEGER,
    Function,
    by_name,
    refused,
)
from azlift.rehearsal.expressions.values import to_text

# Ours: no string of a template needs to be longer than a whole template may be (4 MB).
MAX_PADDED_LENGTH = 4 * 1024 * 1024

_DATA_URI = re.compile(r"data:[^,;]*(?:;charset=[^,;]*)?(?P<coded>;base64)?,(?P<data>.*)", re.DOTALL | re.IGNORECASE)
# What .NET's Uri.EscapeDataString leaves as it is (RFC 3986 unreserved; quote() adds letters and digits).
_UNRESERVED = "-_.~"


def _base64_bytes(name: str, text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise refused(name, "the argument is not a valid base64 string.") from error


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise refused(name, "the encoded bytes are not UTF-8 text.") from error


def _parsed_json(name: str, text: str) -> Any:
    try:
        return json.loads(text, parse_constant=lambda constant: _refuse_constant(name, constant))
    except (ValueError, RecursionError) as error:
        raise refused(name, f"the string is not valid JSON: {error}.") from error


def _refuse_constant(name: str, constant: str) -> Any:
    raise refused(name, f"the string is not valid JSON: '{constant}'.")


def _base64_to_string(text: str) -> str:
    return _decoded("base64ToString", _base64_bytes("base64ToString", text))


def _base64_to_json(text: str) -> Any:
    return _parsed_json("base64ToJson", _decoded("base64ToJson", _base64_bytes("base64ToJson", text)))


def _data_uri(value: Any) -> str:
    return "data:text/plain;charset=utf8;base64," + base64.b64encode(to_text(value).encode()).decode()


def _data_uri_to_string(uri: str) -> str:
    match = _DATA_URI.fullmatch(uri)
    if match is None:
        raise refused("dataUriToString", "the argument is not a data URI.")
    if not match["coded"]:
        return unquote(match["data"])
    return _decoded("dataUriToString", _base64_bytes("dataUriToString", match["data"]))


def _pad_left(value: Any, length: int, padding: str = " ") -> str:
    if len(padding) != 1:
        raise refused("padLeft", "the padding must be one character.")
    if length > MAX_PADDED_LENGTH:
        raise refused("padLeft", f"the total length must not exceed {MAX_PADDED_LENGTH}.")
    return to_text(value).rjust(length, padding)


def _replace(text: str, old: str, new: str) -> str:
    if not old:
        raise refused("replace", "the string to be replaced must not be empty.")
    return text.replace(old, new)


def _split(text: str, delimiters: Any) -> list[str]:
    wanted = [delimiters] if type(delimiters) is str else delimiters
    if any(type(delimiter) is not str for delimiter in wanted):
        raise refused("split", "every delimiter must be a string.")
    longest_first = sorted(filter(None, wanted), key=len, reverse=True)
    return re.split("|".join(map(re.escape, longest_first)), text) if longest_first else [text]


def _join(values: list[Any], delimiter: str) -> str:
    return delimiter.join(map(to_text, values))


def _substring(text: str, start: int, length: int | None = None) -> str:
    size = len(text) - start if length is None else length
    if start < 0 or size < 0 or start + size > len(text):
        raise refused(
            "substring", "the index and length parameters must refer to a location within the string. "
            f"The index parameter: '{start}', the length parameter: '{size}', "
            f"the length of the string parameter: '{len(text)}'."
        )  # fmt: skip
    return text[start : start + size]


def _uri(base: str, relative: str) -> str:
    """The rules of the documentation: the part of the base after its last slash is dropped, two slashes become one."""
    start = base.find("//") + 2 if "//" in base else 0
    last = base.rfind("/", start)
    root = base[: last + 1] if last >= 0 else base + "/"
    return root + relative.removeprefix("/")


FUNCTIONS = by_name(
    Function("string", to_text, (ANY,)),
    Function("toLower", str.lower, (STRING,)),
    Function("toUpper", str.upper, (STRING,)),
    Function("trim", str.strip, (STRING,)),
    Function("startsWith", lambda text, part: text.lower().startswith(part.lower()), (STRING, STRING)),
    Function("endsWith", lambda text, part: text.lower().endswith(part.lower()), (STRING, STRING)),
    Function("padLeft", _pad_left, (STRING_OR_INTEGER, INTEGER, STRING), required=2),
    Function("replace", _replace, (STRING, STRING, STRING)),
    Function("split", _split, (STRING, STRING_OR_ARRAY)),
    Function("join", _join, (ARRAY, STRING)),
    Function("substring", _substring, (STRING, INTEGER, INTEGER), required=2),
    Function("base64", lambda text: base64.b64encode(text.encode()).decode(), (STRING,)),
    Function("base64ToString", _base64_to_string, (STRING,)),
    Function("base64ToJson", _base64_to_json, (STRING,)),
    Function("dataUri", _data_uri, (ANY,)),
    Function("dataUriToString", _data_uri_to_string, (STRING,)),
    Function("json", lambda text: _parsed_json("json", text), (STRING,)),
    Function("uri", _uri, (STRING, STRING)),
    Function("uriComponent", lambda text: quote(text, safe=_UNRESERVED), (STRING,)),
    Function("uriComponentToString", unquote, (STRING,)),
    Function("uniqueString", unique_string, (STRING,), rest=STRING),
    Function("guid", guid_of, (STRING,), rest=STRING),
)
