"""URIs, data URIs and base64 (Microsoft, "String functions")."""

import base64
import binascii
import re
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urljoin

from azlift.rehearsal.expressions.json_text import JsonTextError, read_json
from azlift.rehearsal.expressions.signatures import (
    ANY,
    OBJECT,
    STRING,
    TYPE_STRING,
    Function,
    by_name,
    not_valid,
    refused,
)
from azlift.rehearsal.expressions.values import compact_json
from azlift.rehearsal.expressions.voices import SOLE
from azlift.rehearsal.language_errors import ExpressionError

_DATA_URI = re.compile(
    r"data:(?P<type>[^,;/]+/[^,;]+(?:;(?!base64|charset=)[^,;=]+=[^,;]*)*)?(?:;charset=(?P<charset>[^,;]+))?"
    r"(?(type)(?:;(?!base64)[^,;=]+=[^,;]*)*)(?P<coded>;base64)?,(?P<data>.*)",
    re.DOTALL | re.IGNORECASE,
)
_JSON_TYPE = "application/json"
# Not dataUri's own "utf8", which .NET does not know: Azure refuses to read what it wrote (azure-powershell #13179).
_CHARSETS = frozenset({"utf-8", "us-ascii", "ascii"})
_CONVERSION = "The value cannot be converted to the target type."
_DECODING = "The value cannot be decoded from base64 representation."

# What .NET's Uri.EscapeDataString leaves as it is (RFC 3986 unreserved; quote() adds letters and digits).
_UNRESERVED = "-_.~"

_ABSOLUTE = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<user>[^/?#@]*@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#:\[\]\s]+)"
    r"(?::(?P<port>[0-9]{1,5}))?(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.DOTALL,
)
# The ports a URI does not name because they are its scheme's own.
_OWN_PORTS = {"http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443}


def _bytes_of(name: str, text: str, reason: str) -> bytes:
    """The bytes a base64 text stands for; blanks in it do not count (.NET)."""
    try:
        return base64.b64decode(re.sub(r"[ \t\r\n]", "", text), validate=True)
    except (binascii.Error, ValueError) as error:
        raise not_valid(name, reason) from error


def _base64_to_string(text: str) -> str:
    return _bytes_of("base64ToString", text, _DECODING).decode(errors="replace")


def _base64_to_json(text: str) -> Any:
    return _json_of("base64ToJson", _bytes_of("base64ToJson", text, _DECODING).decode(errors="replace"))


def _json_of(name: str, text: str) -> Any:
    try:
        return read_json(text)
    except JsonTextError as error:
        raise not_valid(name, _CONVERSION) from error


def _data_uri(value: Any) -> str:
    kind, text = ("text/plain", value) if type(value) is str else (_JSON_TYPE, compact_json(value))
    return f"data:{kind};charset=utf8;base64,{base64.b64encode(text.encode()).decode()}"


def _data_uri_to_string(uri: str) -> Any:
    """The text of a data URI; the value itself when it says that it is JSON."""
    match = _DATA_URI.fullmatch(uri)
    if match is None:
        raise ExpressionError(
            "The template language function 'dataUriToString' expects its parameter to be formatted as a valid data "
            f"URI. The provided value '{uri}' was not formatted correctly. "
            "Please see https://aka.ms/arm-functions#dataUriToString for usage details."
        )
    if (match["charset"] or "utf-8").lower() not in _CHARSETS:
        raise ExpressionError(
            "The template language function 'dataUriToString' parameter is not valid. The provided charset "
            f"'{match['charset']}' is not supported. Please see https://aka.ms/arm-functions#dataUriToString for usage "
            "details."
        )
    data = match["data"]
    text = (
        _bytes_of("dataUriToString", data, _CONVERSION).decode(errors="replace") if match["coded"] else _unescaped(data)
    )
    is_json = (match["type"] or "").lower().startswith(_JSON_TYPE)
    return _json_of("dataUriToString", text) if is_json else text


def _unescaped(text: str) -> str:
    """The text with its escapes read; those that are no UTF-8 stay as they are (.NET)."""
    return "".join(
        f"%{ord(letter) - 0xDC00:02X}" if 0xDC80 <= ord(letter) <= 0xDCFF else letter
        for letter in unquote_to_bytes(text).decode(errors="surrogateescape")
    )


def _uri(base: str, relative: str) -> str:
    """The rules of the documentation: what follows the base's last slash is dropped, two slashes become one, and
    RFC 3986 for the rest."""
    parts = _ABSOLUTE.fullmatch(base)
    if parts is None:
        raise ExpressionError(
            f"The template language function 'uri' expects its first argument to be a uri string. The provided value "
            f"is '{base}'. Please see https://aka.ms/arm-function-datauri for usage details."
        )
    return urljoin(_canonical(parts), relative.removeprefix("/"))


def _canonical(parts: re.Match[str]) -> str:
    """The URI with its scheme and host in small letters, without the port of its scheme, with a path."""
    scheme = parts["scheme"].lower()
    port = f":{parts['port']}" if parts["port"] and int(parts["port"]) != _OWN_PORTS.get(scheme) else ""
    rest = (parts["path"] or "/") + (parts["query"] or "") + (parts["fragment"] or "")
    return f"{scheme}://{parts['user'] or ''}{parts['host'].lower()}{port}{rest}"


def _parse_uri(uri: str) -> dict[str, Any]:
    """Scheme, host, port, path and query (Azure/bicep, SystemNamespaceType); as .NET's Uri reads them."""
    parts = _ABSOLUTE.fullmatch(uri)
    if parts is None:
        raise refused("parseUri", f"the string '{uri}' is not an absolute URI.")
    scheme = parts["scheme"].lower()
    port = int(parts["port"]) if parts["port"] else _OWN_PORTS.get(scheme)
    return {
        "scheme": scheme,
        "host": parts["host"].lower(),
        **({} if port is None else {"port": port}),
        "path": parts["path"] or "/",
        "query": parts["query"] or "",
    }


def _build_uri(components: dict[str, Any]) -> str:
    """The URI of these components; a port of its scheme's own is not written."""
    given = {name.lower(): value for name, value in components.items()}
    for name in ("scheme", "host"):
        if type(given.get(name)) is not str or not given[name]:
            raise refused("buildUri", f"the component '{name}' must be a string that is not empty.")
    if type(given.get("port", 0)) is not int or not -1 <= given.get("port", 0) <= 65_535:
        raise refused("buildUri", "the component 'port' must be an integer between -1 and 65535.")
    port = f":{given['port']}" if given.get("port", -1) not in (-1, 0) else ""
    path, query = str(given.get("path") or ""), str(given.get("query") or "")
    text = f"{given['scheme']}://{given['host']}{port}/{path.removeprefix('/')}"
    if query:
        text += f"?{query.removeprefix('?')}"
    parts = _ABSOLUTE.fullmatch(text)
    if parts is None:
        raise refused("buildUri", f"the components do not make a URI: '{text}'.")
    return _canonical(parts)


FUNCTIONS = by_name(
    Function("base64", lambda text: base64.b64encode(text.encode()).decode(), (TYPE_STRING,), voice=SOLE),
    Function("base64ToString", _base64_to_string, (STRING,)),
    Function("base64ToJson", _base64_to_json, (STRING,)),
    Function("dataUri", _data_uri, (ANY,)),
    Function("dataUriToString", _data_uri_to_string, (STRING,)),
    Function("uri", _uri, (STRING, STRING)),
    Function("uriComponent", lambda text: quote(text, safe=_UNRESERVED), (STRING,)),
    Function("uriComponentToString", _unescaped, (STRING,)),
    Function("parseUri", _parse_uri, (STRING,)),
    Function("buildUri", _build_uri, (OBJECT,)),
)
