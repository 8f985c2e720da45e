"""Nothing secret leaves with a notice: what looks like a key, a token or a signature is left out."""

import re
from urllib.parse import unquote, urlsplit

LEFT_OUT = "<left out>"
SECRET_AT_LEAST = 6
"""A shorter piece of an address (a port, `api`) says nothing, and would make holes everywhere."""

ASSIGNED = re.compile(
    r"(?i)\b((?:[a-z0-9]+[_-])*(?:sig|signature|password|passwd|pwd|secret|token|apikey|api[_-]key|accountkey"
    r"|access[_-]?key|sharedaccess(?:key|signature)|connection[_-]?string|code|assertion)s?)"
    r"(\"?'?\s*[=:]\s*\"?'?)(?!\s)([^\s&;,\"'<>]{4,})"
)
BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[a-z0-9+/_.=~-]{8,}")
JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")
IN_URL = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@]+@")
KEY = re.compile(r"\b[A-Za-z0-9+/]{60,}={0,2}(?![A-Za-z0-9+/=])")
PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", re.DOTALL)


def redacted(text: str, *addresses: str) -> str:
    """The text without what looks like a secret, and without any part of these addresses but the host."""
    for piece in sorted({piece for one in addresses for piece in _pieces(one)}, key=len, reverse=True):
        text = text.replace(piece, LEFT_OUT)
    for pattern in (PRIVATE_KEY, JWT, KEY):
        text = pattern.sub(LEFT_OUT, text)
    text = BEARER.sub(lambda found: f"{found[1]} {LEFT_OUT}", text)
    text = IN_URL.sub(lambda found: f"{found[1]}{LEFT_OUT}@", text)
    return ASSIGNED.sub(lambda found: f"{found[1]}{found[2]}{LEFT_OUT}", text)


def _pieces(address: str) -> set[str]:
    parts = urlsplit(address)
    said = [address, parts.query, parts.username or "", parts.password or "", parts.path]
    said += re.split(r"[/&=?]", f"{parts.path}/{parts.query}")
    return {piece for one in said for piece in (one, unquote(one)) if len(piece) >= SECRET_AT_LEAST}
