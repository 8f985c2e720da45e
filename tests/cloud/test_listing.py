"""What a list is read like, from answers that are made here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure_sights import inside, steer

from azlift.cloud.listing import list_items
from azlift.cloud.refusals import is_missing
from azlift.venue import Venue

Workspaces = Callable[..., Path]
GROUPS = "2025-04-01"


async def read(venue: Venue, path: str, **query: str) -> list[dict[str, Any]]:
    return [item async for item in list_items(venue.cloud, f"{venue.cloud.subscription}{path}", GROUPS, **query)]


def test_every_page_is_read(workspace: Workspaces) -> None:
    async def pages(venue: Venue) -> tuple[list[str], int]:
        for number in range(5):
            await venue.cloud.resources.resource_groups.create_or_update(
                f"rg-page-{number}", {"location": "westeurope"}
            )
        before = steer(venue.workspace, "GET", "/rehearsal/requests")["requests"].get("GET groups", 0)
        found = [group["name"] for group in await read(venue, "/resourcegroups", top="2")]
        return found, steer(venue.workspace, "GET", "/rehearsal/requests")["requests"]["GET groups"] - before

    names, requests = inside(workspace(), pages)
    assert {f"rg-page-{number}" for number in range(5)} <= set(names)
    assert len(names) == len(set(names))
    assert requests == -(-len(names) // 2)


def test_what_is_not_there_is_told_as_the_sdk_tells_it(workspace: Workspaces) -> None:
    async def look(venue: Venue) -> tuple[bool, str]:
        with pytest.raises(ResourceNotFoundError) as missing:
            await read(venue, "/resourceGroups/rg-none/resources")
        with pytest.raises(HttpResponseError) as refused:
            await read(venue, "/resourcegroups", filter="nonsense eq")
        return is_missing(missing.value), str(refused.value.error and refused.value.error.code)

    missing, code = inside(workspace(), look)
    assert missing
    assert code == "InvalidFilterInQueryString"


def test_a_link_that_leads_elsewhere_is_asked_for_on_our_own_endpoint(
    workspace: Workspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Page:
        status_code = 200

        def json(self) -> dict[str, Any]:
            link = {"nextLink": "https://evil.example/subscriptions/x?page=2"} if len(asked) == 1 else {}
            return {"value": [{"name": str(len(asked))}], **link}

    async def look(venue: Venue) -> list[str]:
        async def send(request: Any, **_: Any) -> Page:
            asked.append(request.url)
            return Page()

        monkeypatch.setattr(venue.cloud.resources, "send_request", send)
        return [item["name"] for item in await read(venue, "/resourcegroups")]

    assert inside(workspace(), look) == ["1", "2"]
    assert asked[1] == "/subscriptions/x?page=2"
