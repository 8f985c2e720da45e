import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from retail_items import item

from azlift.catalog import retail_api
from azlift.catalog.retail_api import fetch_prices, next_page, pause_seconds
from azlift.errors import AzureError, Unreachable

Answer = Callable[[web.Request, int], web.Response | Awaitable[web.Response]]


def _ask(answer: Answer) -> tuple[list[Any], list[dict[str, str]]]:
    """The items of `here` from a server that answers so, and what it was asked."""
    asked: list[dict[str, str]] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append(dict(request.query))
        made = answer(request, len(asked))
        return await made if isinstance(made, Awaitable) else made

    async def run() -> list[Any]:
        app = web.Application()
        app.router.add_get("/api/retail/prices", handle)
        async with TestServer(app) as server:
            return await fetch_prices("here", str(server.make_url("/api/retail/prices")))

    return asyncio.run(run()), asked


def _page(items: list[Any], following: str | None = None) -> web.Response:
    return web.json_response({"Items": items, "NextPageLink": following, "Count": len(items)})


def test_every_page_is_read_to_the_last_and_amounts_are_exact() -> None:
    def answer(request: web.Request, _: int) -> web.Response:
        skip = int(request.query.get("$skip", 0))
        link = str(request.url.update_query({"$skip": str(skip + 1)})) if skip < 2 else None
        return _page([item(retailPrice=0.1, page=skip)], link)

    items, asked = _ask(answer)
    assert [one["page"] for one in items] == [0, 1, 2] * 5
    assert items[0]["retailPrice"] == Decimal("0.1")
    assert len(asked) == 15


def test_it_asks_for_machines_and_for_each_kind_of_disk_with_the_operators_that_are_documented() -> None:
    _, asked = _ask(lambda request, number: _page([]))
    filters = [one["$filter"] for one in asked]
    assert all(one["api-version"] == "2023-01-01-preview" for one in asked), "savings plans are in the preview alone"
    assert filters[0] == "armRegionName eq 'here' and serviceName eq 'Virtual Machines'"
    assert sorted(one.partition("productName eq ")[2] for one in filters[1:]) == [
        "'Azure Premium SSD v2'",
        "'Premium SSD Managed Disks'",
        "'Standard HDD Managed Disks'",
        "'Standard SSD Managed Disks'",
    ]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_service_is_asked_again_when_it_says(status: int) -> None:
    def answer(request: web.Request, number: int) -> web.Response:
        return web.Response(status=status, headers={"Retry-After": "0"}) if number <= 2 else _page([item()])

    items, asked = _ask(answer)
    assert (len(items), len(asked)) == (5, 7)


@pytest.mark.parametrize(
    ("said", "attempt", "pause"), [("7", 0, 7), ("86400", 0, 60), ("Wed, 21 Oct 2026 07:28:00 GMT", 2, 4), ("", 9, 60)]
)
def test_a_pause_is_as_long_as_the_service_says_but_a_minute_at_most(said: str, attempt: int, pause: float) -> None:
    assert pause_seconds(said, attempt) == pause


def test_a_service_that_stays_busy_is_left_alone_with_advice() -> None:
    with pytest.raises(Unreachable, match="too busy") as caught:
        _ask(lambda request, number: web.Response(status=429, headers={"Retry-After": "0"}))
    assert "stays as it is" in caught.value.advice


@pytest.mark.parametrize(
    "elsewhere",
    ["http://127.0.0.2:9/api/retail/prices", "https://example.com/api/retail/prices", "file:///etc/passwd", "//"],
)
def test_a_next_page_on_another_host_is_never_asked_for(elsewhere: str) -> None:
    with pytest.raises(AzureError, match="next page"):
        _ask(lambda request, number: _page([item()], elsewhere))


def test_azures_own_next_page_names_its_port_and_is_the_same_place() -> None:
    first, following = "https://prices.azure.com/api/retail/prices", "https://prices.azure.com:443/api/retail/prices"
    assert next_page(f"{first}?a=b", f"{following}?$skip=1000") == f"{following}?$skip=1000"
    assert next_page(first, None) is next_page(first, "") is None


@pytest.mark.parametrize(
    "link",
    [
        "http://prices.azure.com/api/retail/prices",
        "https://prices.azure.com:8443/api/retail/prices",
        "https://prices.azure.com.example.com/api/retail/prices",
        "https://prices.azure.com@example.com/api/retail/prices",
        "https://example.com/api/retail/prices#https://prices.azure.com",
        "https://prices.azure.com:port/api/retail/prices",
        "https://[/",
        7,
        {"href": "x"},
    ],
)
def test_what_looks_like_azures_next_page_and_is_elsewhere_is_refused(link: object) -> None:
    with pytest.raises(AzureError, match="elsewhere"):
        next_page("https://prices.azure.com/api/retail/prices?a=b", link)


def test_a_next_page_of_another_path_is_never_asked_for() -> None:
    with pytest.raises(AzureError, match="next page"):
        _ask(lambda request, number: _page([item()], str(request.url.with_path("/secrets"))))


def test_a_redirection_is_not_followed() -> None:
    with pytest.raises(AzureError, match="302"):
        _ask(lambda request, number: web.Response(status=302, headers={"Location": "https://example.com/"}))


def test_pages_that_lead_in_circles_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retail_api, "PAGES_AT_MOST", 5)
    with pytest.raises(AzureError, match="more than 5 pages"):
        _ask(lambda request, number: _page([item()], str(request.url)))


@pytest.mark.parametrize(
    "answer",
    [
        lambda request, number: web.Response(text="<html>"),
        lambda request, number: web.Response(body=b"\xff"),
        lambda request, number: web.json_response([]),
        lambda request, number: web.Response(text="[" * 100_000),
        lambda request, number: web.json_response({"Items": "none"}),
        lambda request, number: web.Response(status=404),
    ],
)
def test_an_answer_that_is_no_page_of_prices_is_an_error_with_advice(answer: Answer) -> None:
    with pytest.raises(AzureError) as caught:
        _ask(answer)
    assert caught.value.advice


def test_a_host_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        asyncio.run(fetch_prices("here", "http://127.0.0.1:9/api/retail/prices"))
