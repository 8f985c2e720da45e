"""Prefect's own pages, as people see them in a wave's night: what is asked, the form, the sign-in, the live wave."""

import asyncio
import os
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from nights import around_now, on_the_eve, with_window, write_runbook
from people import enter_code, in_directory
from pressing import artifacts, begin
from tests.browser.chromium import Tab

from azlift import journey, on_record
from azlift.model import Answer
from azlift.plan_writing import write_plan
from azlift.stages import Stage
from azlift.venue import Venue, open_venue

SECONDS = 300
PUBLISHED = "https://files.example/acme"
MANUAL = "{step: freeze, manual: Close the shop to its users., undo: {manual: Open it again.}}"
SKIP = ("lower-dns-ttl", "mute-alerts", "notify", "stop-source", "final-copy", "switch", "announce")
SHOWN = re.compile(r"\((https://[^)]+)\) and enter the code \*\*([A-Z0-9]+)\*\*")
SHOTS = os.environ.get("AZLIFT_SHOTS")
"""A folder for pictures of the pages, for people to look at."""
WRITE = """
(() => {
  const field = [...document.querySelectorAll("textarea")].at(-1);
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, %r);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return field.value;
})()
"""
"""Type into the last field of a form, as the page hears typing."""
CHOOSE = """
(() => {
  for (const link of document.querySelectorAll("a")) if (link.textContent.includes(%r)) return link.href;
})()
"""
SUBMIT = """[...document.querySelectorAll("button")].find((one) => one.textContent.trim() === "Submit").click()"""


async def until(found: Callable[[], Awaitable[Any]]) -> Any:
    deadline = time.monotonic() + SECONDS
    while not (seen := await found()):
        assert time.monotonic() < deadline, "in vain"
        await asyncio.sleep(0.3)
    return seen


class Browser:
    def __init__(self, tab: Tab, api: str) -> None:
        self.tab, self.api, self.ui = tab, api, api.removesuffix("/api")

    async def open(self, address: str, *words: str) -> None:
        """Go there, and wait until the page shows these words."""
        await self.tab.call(
            "Emulation.setDeviceMetricsOverride", width=1400, height=1100, deviceScaleFactor=1, mobile=False
        )
        await self.tab.call("Page.navigate", url=address)
        await self.shows(*words)

    async def shows(self, *words: str) -> None:
        async def found() -> bool:
            text = await self.tab.evaluate("document.body ? document.body.innerText : ''")
            return all(word in text for word in words)

        await until(found)

    async def shot(self, name: str) -> None:
        if SHOTS:
            await self.tab.screenshot(Path(SHOTS) / f"{name}.png")

    async def artifact(self, key: str, word: str = "") -> dict[str, Any]:
        """The newest artifact of this key that says the word."""

        async def found() -> dict[str, Any] | None:
            answer = await asyncio.to_thread(artifacts, self.api, key)
            return next((one for one in answer if word in one["data"]), None)

        seen: dict[str, Any] = await until(found)
        return seen

    async def page_of(self, key: str, word: str = "") -> str:
        return f"{self.ui}/artifacts/artifact/{(await self.artifact(key, word))['id']}"


@pytest.fixture
def eve(workspace: Callable[..., Path]) -> Path:
    folder = workspace(reports_url=PUBLISHED)
    venue = planned(folder, estate(machine("web01", "shop")))
    with_window(venue, *around_now())
    write_plan(venue)
    write_runbook(folder, MANUAL, skip=SKIP)
    inside(folder, on_the_eve)
    return folder


@pytest.mark.slow
def test_a_night_is_answered_and_decided_on_prefects_pages(
    chromium: str, worker: Path, prefect_api: str, eve: Path
) -> None:
    """Not asynchronous itself: what is landed before the night has a loop of its own."""
    ann = in_directory(eve, "ann")["ann"]
    run = begin(prefect_api, "cut-over", workspace=str(eve), wave="wave-01")
    asyncio.run(_through_the_pages(chromium, prefect_api, eve, ann, run))
    venue = open_venue(eve)
    (answer,) = venue.ledger.facts(on_record.answer_of("shop", "freeze"), Answer)
    assert (answer.person.object_id, answer.comment) == (ann.object_id, "closed at 22:05")
    assert venue.ledger.standings()[on_record.wave_subject("wave-01")].stage is Stage.GO


async def _through_the_pages(chromium: str, api: str, eve: Path, ann: Any, run: str) -> None:
    from tests.browser.chromium import opened_tab

    async with opened_tab(chromium) as tab:
        browser, venue = Browser(tab, api), open_venue(eve)
        await _answer(browser, eve, ann)
        await until(lambda: _stage(venue, "shop", Stage.VALIDATED))
        await _decide(browser, eve, ann)
        await until(lambda: _stage(venue, on_record.wave_subject("wave-01"), Stage.GO))
        await browser.open(f"{browser.ui}/runs/flow-run/{run}", "cut over wave-01", "Completed")
        await browser.shot("run")
        await browser.open(await browser.page_of("waves", PUBLISHED), "wave-01", "stage")
        assert await browser.tab.evaluate(CHOOSE % "plan.html") == f"{PUBLISHED}/plan.html"
        await browser.shot("board")


async def _answer(browser: Browser, eve: Path, ann: Any) -> None:
    """The live wave, what is asked, the form it leads to, and the sign-in."""
    await browser.open(await browser.page_of("wave-01-asked", "freeze"), "Close the shop to its users")
    await browser.shot("asked")
    form = await browser.tab.evaluate(CHOOSE % "answer in a form")
    await browser.open(await browser.page_of("wave-01-live", "freeze"), "cutting over", "shop")
    await browser.shot("live")
    await browser.open(form, "the step that asks", "Submit")
    assert await browser.tab.evaluate(WRITE % "closed at 22:05") == "closed at 22:05"
    await browser.shot("answer-form")
    await _submit_and_sign_in(browser, eve, ann)


async def _decide(browser: Browser, eve: Path, ann: Any) -> None:
    asked = await browser.artifact("wave-01-asked", "go or no-go")
    await browser.open(f"{browser.ui}/artifacts/artifact/{asked['id']}", "go or no-go for wave-01")
    await browser.shot("decision-asked")
    form = await browser.tab.evaluate(CHOOSE % "decide in a form")
    await browser.open(form, "go, or no-go", "Submit")
    await browser.shot("decision-form")
    said = form.replace("%22wave-01%22%7D", "%22wave-01%22%2C%22decision%22%3A%22go%22%2C%22reason%22%3A%22green%22%7D")
    await browser.open(said, "go, or no-go", "Submit")
    await _submit_and_sign_in(browser, eve, ann)


async def _submit_and_sign_in(browser: Browser, eve: Path, ann: Any) -> None:
    before = len(await asyncio.to_thread(artifacts, browser.api, "sign-in"))
    await _submit(browser)

    async def new() -> Any:
        found = await asyncio.to_thread(artifacts, browser.api, "sign-in")
        return found[0] if len(found) > before else None

    shown = await until(new)
    await browser.open(f"{browser.ui}/artifacts/artifact/{shown['id']}", "enter the code")
    await browser.shot("sign-in")
    page = SHOWN.search(shown["data"].replace("\\", ""))
    assert page, shown["data"]
    await asyncio.to_thread(enter_code, eve, page[1], page[2], ann)


async def _submit(browser: Browser) -> None:
    """Press until the page goes on: on SQLite Prefect's server refuses a request in some ten with 503 (its database is
    busy), and its page says no more than that something went wrong."""

    async def gone() -> bool:
        if "/run" not in str(await browser.tab.evaluate("location.pathname")):
            return True
        await browser.tab.evaluate(SUBMIT)
        await asyncio.sleep(3)
        return False

    await until(gone)


async def _stage(venue: Venue, subject: str, stage: Stage) -> bool:
    standing = venue.ledger.standings().get(subject)
    assert journey.failures_of("wave-01", venue) == []
    return standing is not None and standing.stage is stage
