import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from retail_items import west_europe


@pytest.fixture
def prices() -> Iterator[str]:
    """The address of a Retail Prices API that answers the recorded items of West Europe to its first question."""
    loop = asyncio.new_event_loop()

    async def answer(request: web.Request) -> web.Response:
        items = west_europe() if "Virtual Machines" in request.query["$filter"] else []
        return web.json_response({"Items": items, "NextPageLink": None})

    async def start() -> TestServer:
        app = web.Application()
        app.router.add_get("/api/retail/prices", answer)
        server = TestServer(app)
        await server.start_server()
        return server

    server = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield str(server.make_url("/api/retail/prices"))
    asyncio.run_coroutine_threadsafe(server.close(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_info_lists_every_region_and_says_where_the_workspaces_own_comes_from(azlift) -> None:  # type: ignore[no-untyped-def]
    done = azlift("catalog", "info")
    assert done.returncode == 0, done.stderr
    assert sum(line.startswith(("westeurope ", "eastus ", "swedencentral ")) for line in done.stdout.splitlines()) == 3
    assert "westeurope, prices: " in done.stderr
    assert "azure-pricing-radar" in done.stderr
    assert "eastus, prices" not in done.stderr


def test_info_of_one_region_as_json_has_its_counts_ages_and_findings(azlift) -> None:  # type: ignore[no-untyped-def]
    (found,) = json.loads(azlift("catalog", "info", "--region", "eastus", "--output", "json").stdout)
    assert (found["region"], found["own"], found["disk_tiers"]) == ("eastus", False, 0)
    assert {age["of"] for age in found["ages"]} >= {"sizes", "prices"}
    assert "catalogue-without-disks" in {finding["code"] for finding in found["findings"]}


def test_an_unknown_region_is_code_3_and_told_what_it_may_be(azlift) -> None:  # type: ignore[no-untyped-def]
    done = azlift("catalog", "info", "--region", "westeurop")
    assert done.returncode == 3
    assert "Did you mean `westeurope`?" in done.stderr


def test_a_refreshed_catalogue_is_the_workspaces_and_what_placing_uses(azlift, prices: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = azlift("catalog", "refresh", "--prices", prices)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "workspace" / "catalogue-westeurope.json").is_file()
    (found,) = json.loads(azlift("catalog", "info", "--region", "westeurope", "--output", "json").stdout)
    assert (found["own"], found["linux"], found["disk_tiers"]) == (True, 1, 2)
    ages: dict[str, Any] = {age["of"]: age for age in found["ages"]}
    assert ages["prices"]["days"] in {0, 1}
    assert ages["sizes"]["source"]["seen_on"] == "2026-08-01", "a rehearsal has no Azure to list its sizes"
    assert "westeurope (yours)" in azlift("catalog", "info").stdout


def test_a_refresh_that_fails_leaves_the_catalogue_there_was(azlift, prices: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    azlift("catalog", "refresh", "--prices", prices)
    file = tmp_path / "workspace" / "catalogue-westeurope.json"
    before = file.read_bytes()
    done = azlift("catalog", "refresh", "--prices", "http://127.0.0.1:9/api/retail/prices")
    assert done.returncode == 7
    assert "stays as it is" in done.stderr
    assert file.read_bytes() == before


def test_a_broken_file_is_code_3_and_hides_no_other_region(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "workspace").mkdir()
    (tmp_path / "workspace" / "catalogue-eastus.json").write_text("{")
    done = azlift("catalog", "info")
    assert done.returncode == 3
    assert "catalogue-eastus.json: not a catalogue" in done.stderr
    assert "westeurope " in done.stdout


def test_a_live_workspace_without_a_subscription_is_told_to_name_one(azlift, prices: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = azlift("catalog", "refresh", "--prices", prices, AZLIFT_VENUE="azure", AZLIFT_AUTH="cli")
    assert done.returncode == 3
    assert "subscription_id" in done.stderr
    assert not list((tmp_path / "workspace").glob("catalogue-*"))
