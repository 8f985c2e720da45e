"""A headless Chromium, driven by its DevTools protocol (https://chromedevtools.github.io/devtools-protocol)."""

import asyncio
import itertools
import subprocess
import time
from base64 import b64decode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
SECONDS_TO_START = 60


@contextmanager
def started(profile: Path) -> Iterator[str]:
    """A Chromium of its own, gone at the end: the address at which it is driven."""
    command = ["chromium", *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield f"http://127.0.0.1:{_port(profile / 'DevToolsActivePort', process)}"
        finally:
            process.terminate()
            process.communicate()


def _port(file: Path, process: "subprocess.Popen[str]") -> int:
    until = time.monotonic() + SECONDS_TO_START
    while not (file.exists() and file.read_text()):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise AssertionError(f"chromium did not start: {process.communicate()[1][-2000:]}")
        time.sleep(0.05)
    return int(file.read_text().splitlines()[0])


class Tab:
    """One page: what it did (`events`: method and parameters, as the protocol names them), and ways to look at it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.numbers = itertools.count(1)
        self.answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.events: list[tuple[str, dict[str, Any]]] = []

    async def listen(self) -> None:
        async for message in self.socket:
            said = message.json()
            if "id" in said:
                self.answers.pop(said["id"]).set_result(said)
            else:
                self.events.append((said["method"], said["params"]))

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self.numbers)
        self.answers[number] = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"id": number, "method": method, "params": parameters})
        answer = await asyncio.wait_for(self.answers[number], 60)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    async def evaluate(self, expression: str) -> Any:
        """What the expression comes to, as JSON; a promise's end is waited for."""
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def open(self, page: Path, width: int = 1280, height: int = 900) -> None:
        """Load the page in a window of this size, in pixels, and wait until it has drawn twice."""
        await self.load(page, width, height)
        await self.settle()

    async def load(self, page: Path, width: int = 1280, height: int = 900) -> None:
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        self.events.clear()
        await self.call("Page.navigate", url=page.as_uri())
        async with asyncio.timeout(60):
            while not any(method == "Page.loadEventFired" for method, _ in self.events):
                await asyncio.sleep(0.02)

    async def wheel(self, x: int, y: int, by: int, *, ctrl: bool) -> None:
        await self.call(
            "Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=by, modifiers=2 if ctrl else 0
        )
        await self.settle()

    async def settle(self) -> None:
        await self.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))")

    async def screenshot(self, into: Path) -> None:
        """The whole page, however long."""
        shot = await self.call("Page.captureScreenshot", captureBeyondViewport=True)
        into.write_bytes(b64decode(shot["data"]))

    async def printed(self) -> bytes:
        """As a PDF, as the page's own style wants it printed."""
        answer = await self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return b64decode(answer["data"])

    @property
    def requested(self) -> list[str]:
        """Every address the page asked for, itself included; not what its policy kept from being sent."""
        failed = [said for method, said in self.events if method == "Network.loadingFailed"]
        kept = {said["requestId"] for said in failed if said.get("blockedReason") == "csp"}
        sent = [said for method, said in self.events if method == "Network.requestWillBeSent"]
        return [said["request"]["url"] for said in sent if said["requestId"] not in kept]

    @property
    def complaints(self) -> list[str]:
        """Errors and warnings: exceptions, the console's, and what the policy refused."""
        told = []
        for method, said in self.events:
            if method == "Runtime.exceptionThrown":
                told.append(str(said["exceptionDetails"]))
            elif method == "Log.entryAdded" and said["entry"]["level"] in ("error", "warning"):
                told.append(said["entry"]["text"])
            elif method == "Runtime.consoleAPICalled" and said["type"] in ("error", "warning", "assert"):
                told.append(str(said["args"]))
        return told


@asynccontextmanager
async def opened_tab(address: str) -> AsyncIterator[Tab]:
    """A new page of that browser, closed at the end."""
    async with aiohttp.ClientSession() as session:
        async with session.put(f"{address}/json/new?about:blank") as answer:
            target = await answer.json()
        async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
            tab = Tab(socket)
            listening = asyncio.create_task(tab.listen())
            for domain in ("Page", "Runtime", "Log", "Network"):
                await tab.call(f"{domain}.enable")
            yield tab
            await tab.call("Page.close")
            listening.cancel()
