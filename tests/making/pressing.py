"""Prefect's API as its UI calls it: pressed again where the server, on SQLite, is busy and says 503."""

import time
from typing import Any

import httpx

AGAIN_FOR_SECONDS = 60
BUSY = 503


def press(url: str, body: dict[str, Any]) -> Any:
    """What the server answers; a busy one did nothing, and says so."""
    until = time.monotonic() + AGAIN_FOR_SECONDS
    while True:
        answer = httpx.post(url, json=body, timeout=120)
        if answer.status_code != BUSY or time.monotonic() > until:
            answer.raise_for_status()
            return answer.json()
        time.sleep(0.5)


def begin(api: str, deployment: str, **parameters: Any) -> str:
    """Start a run of the deployment of this name now; its id."""
    (found,) = press(f"{api}/deployments/filter", {"deployments": {"name": {"any_": [deployment]}}})
    body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
    made: str = press(f"{api}/deployments/{found['id']}/create_flow_run", body)["id"]
    return made


def artifacts(api: str, key: str) -> list[dict[str, Any]]:
    """The artifacts of this key, the newest first."""
    found: list[dict[str, Any]] = press(
        f"{api}/artifacts/filter", {"artifacts": {"key": {"any_": [key]}}, "sort": "CREATED_DESC"}
    )
    return found


def pages(api: str, key: str) -> list[str]:
    """What they say."""
    return [one["data"] for one in artifacts(api, key)]
