"""The Retail Prices API, https://prices.azure.com/api/retail/prices: every item of a region, page by page.

It asks for no sign-in. A page has up to 1,000 items and the link to the next; filters are case-sensitive and only `eq`
and `and` are used, so there is one question per product. Savings plans are in the preview version's answers alone.
Source: learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices.
"""

import asyncio
import json
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

from azlift.catalog.retail import DISK_PRODUCTS
from azlift.errors import AzureError, Unreachable

ENDPOINT = "https://prices.azure.com/api/retail/prices"
VERSION = {"api-version": "2023-01-01-preview"}
PORTS = {"https": 443, "http": 80}
PAGES_AT_MOST = 1_000
"""A region's machines are about 100 pages of 100: more is an answer that leads in circles."""
ATTEMPTS = 6
LONGEST_WAIT_SECONDS = 60.0
TIMEOUT = ClientTimeout(total=120)
BUSY = frozenset({429, 500, 502, 503, 504})
RUN_AGAIN = "Run the same command again later; the catalogue there is stays as it is until then."


async def fetch_prices(region: str, endpoint: str = ENDPOINT) -> list[Any]:
    """The items of a region's machines and managed disks, as they come. Raises Unreachable, AzureError."""
    found: list[Any] = []
    async with ClientSession(timeout=TIMEOUT, trust_env=True, cookie_jar=DummyCookieJar()) as session:
        for question in _questions(region):
            asked = urlencode({**VERSION, "$filter": question}, quote_via=quote)
            found.extend(await _all_pages(session, f"{endpoint}?{asked}"))
    return found


def _questions(region: str) -> list[str]:
    disks = [f"serviceName eq 'Storage' and productName eq '{product}'" for product in DISK_PRODUCTS]
    return [f"armRegionName eq '{region}' and {what}" for what in ("serviceName eq 'Virtual Machines'", *disks)]


async def _all_pages(session: ClientSession, first: str) -> list[Any]:
    items: list[Any] = []
    page: str | None = first
    for _ in range(PAGES_AT_MOST):
        if page is None:
            return items
        answer = await _page(session, page)
        if not isinstance(answer, dict) or not isinstance(answer.get("Items"), list):
            raise AzureError(f"{_host(page)} answered something that is no page of prices", advice=RUN_AGAIN)
        items.extend(answer["Items"])
        page = next_page(first, answer.get("NextPageLink"))
    raise AzureError(f"{_host(first)} answered more than {PAGES_AT_MOST:,} pages of prices", advice=RUN_AGAIN)


def next_page(first: str, link: Any) -> str | None:
    """The address of the next page, which is where the first one was: an answer sends azlift nowhere else.

    Azure names its port (`https://prices.azure.com:443/…`). Raises AzureError.
    """
    if not link:
        return None
    try:
        same = _place(str(link)) == _place(first)
    except ValueError:
        same = False
    if not same:
        raise AzureError(f"{_host(first)} sends azlift elsewhere for its next page: {link}", advice=RUN_AGAIN)
    return str(link)


def _place(address: str) -> tuple[str, str | None, int | None, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme), parts.path


def _host(address: str) -> str:
    return urlsplit(address).hostname or address


async def _page(session: ClientSession, page: str) -> Any:
    """One answer; where the service is busy, asked again as late as it says."""
    for attempt in range(ATTEMPTS):
        try:
            async with session.get(page, allow_redirects=False) as response:
                if response.status == 200:
                    return json.loads(await response.read(), parse_float=Decimal)
                if response.status not in BUSY:
                    raise AzureError(f"{_host(page)} answered {response.status} {response.reason}", advice=RUN_AGAIN)
                pause = pause_seconds(response.headers.get("Retry-After", ""), attempt)
        except (ClientError, TimeoutError) as error:
            raise Unreachable(
                f"asking {_host(page)} for prices: {error or type(error).__name__}", advice=RUN_AGAIN
            ) from error
        except (ValueError, RecursionError) as error:
            raise AzureError(f"{_host(page)} answered something that is not JSON", advice=RUN_AGAIN) from error
        await asyncio.sleep(pause)
    raise Unreachable(f"{_host(page)} was too busy {ATTEMPTS} times", advice=RUN_AGAIN)


def pause_seconds(retry_after: str, attempt: int) -> float:
    """How long to wait: as Retry-After says where it is a number, else twice as long each time; a minute at most."""
    return min(float(retry_after) if retry_after.isdecimal() else 2.0**attempt, LONGEST_WAIT_SECONDS)
