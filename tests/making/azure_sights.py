"""What tests see of the pretend Azure: through the SDK, and what the server says it received."""

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from azure.core.pipeline.transport import AioHttpTransport

from azlift import cloud
from azlift.venue import ACCESS_FILE, Venue, open_venue, opened


def inside(workspace: Path, act: Callable[[Venue], Awaitable[Any]]) -> Any:
    """Run `act` on the workspace's opened venue."""

    async def run() -> Any:
        async with opened(str(workspace)) as venue:
            return await act(venue)

    return asyncio.run(run())


def retry_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK tries as often as ever, but does not wait in between: half a minute in all where nobody answers."""

    async def no_sleep(self: AioHttpTransport, duration: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(AioHttpTransport, "sleep", no_sleep)


def everything(workspace: Path) -> dict[str, Any]:
    """Every resource group and resource of the workspace's estate, by id in lower case."""

    async def look(venue: Venue) -> dict[str, Any]:
        found: dict[str, Any] = {}
        async for group in venue.cloud.resources.resource_groups.list():
            if not str(group.name).startswith(f"rg-{venue.settings.estate}-"):
                continue
            found[str(group.id).lower()] = group.as_dict()
            for resource in await cloud.list_resources(venue.cloud, str(group.name)):
                found[resource.id.lower()] = resource.model_dump(mode="json")
        return found

    found: dict[str, Any] = inside(workspace, look)
    return found


def steer(workspace: Path, method: str, path: str, body: Any = None) -> Any:
    """Ask the server about itself, or steer it: what is under /rehearsal is no part of Azure."""
    said = json.loads((workspace / ACCESS_FILE).read_text())
    form = {"grant_type": "client_credentials", "scope": f"{said['endpoint']}/.default"}
    form |= {"client_id": said["client_id"], "client_secret": said["client_secret"]}
    with httpx.Client(verify=ssl.create_default_context(cafile=said["ca_file"]), base_url=said["endpoint"]) as client:
        token = client.post(f"/{said['tenant_id']}/oauth2/v2.0/token", data=form).json()["access_token"]
        answer = client.request(method, path, json=body, headers={"Authorization": f"Bearer {token}"})
    answer.raise_for_status()
    return answer.json()


def deployments_sent(workspace: Path) -> dict[str, int]:
    """How often each deployment of this workspace's estate was PUT, as the server counted.

    A deployment is this estate's by its resource group, or by what the ledger rendered.
    """
    venue = open_venue(workspace)
    renderings = [e.fact for e in venue.ledger.history() if e.noun == "Rendering" and e.subject[:5] == "zone:"]
    zones = {part.deployment for rendering in renderings for part in rendering.parts}  # type: ignore[attr-defined]
    groups = f"/resourcegroups/rg-{venue.settings.estate}-"
    counted = {one["id"]: one["count"] for one in steer(workspace, "GET", "/rehearsal/requests")["deployments"]}
    return {
        sent: count
        for sent, count in counted.items()
        if groups in sent.lower() or sent.lower().rpartition("/")[2] in zones
    }
