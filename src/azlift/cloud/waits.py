"""How long Azure asks to wait, where it says so in a way that can be read.

The SDK raises a bare ValueError for a `Retry-After` that is neither a number nor a date; a gateway in between can send
one. Without the header the SDK waits as it does where nothing is said.
"""

from email.utils import parsedate_tz
from typing import Any

from azure.core.exceptions import HttpResponseError
from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.core.pipeline.policies import SansIOHTTPPolicy

HEADERS = ("Retry-After", "retry-after-ms", "x-ms-retry-after-ms")
LONGEST_SECONDS = 900.0
"""A longer wait is not slept through: whoever runs the wave again comes later anyway."""


class ReadableWaits(SansIOHTTPPolicy[Any, Any]):
    """Takes a wait out of an answer where nobody could tell how long it is."""

    def on_response(self, request: PipelineRequest[Any], response: PipelineResponse[Any, Any]) -> None:
        headers = response.http_response.headers
        for name in HEADERS:
            said = headers.get(name)
            if said is not None and not _is_readable(str(said)):
                del headers[name]


def asked_wait(error: Exception) -> float | None:
    """The seconds a refusal asks to wait; None where it does not say, or says it as a date."""
    response: Any = error.response if isinstance(error, HttpResponseError) else None
    said = str(response.headers.get("Retry-After") or "") if response is not None else ""
    return min(float(said), LONGEST_SECONDS) if said.isdigit() else None


def _is_readable(said: str) -> bool:
    try:
        float(said)
    except ValueError:
        return parsedate_tz(said) is not None
    return True
