"""One Chromium per worker, and a page of it per test. Where there is none and none can be installed, it says so."""

import subprocess
from collections.abc import AsyncIterator, Iterator

import pytest
from tests.browser.chromium import Tab, opened_tab, started
from tests.clients.installing import make
from tests.flows.conftest import prefect_api, worker

__all__ = ["prefect_api", "worker"]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    try:
        make("chromium")
    except subprocess.CalledProcessError as error:
        pytest.skip(f"no chromium, so no page was looked at: {' '.join(error.cmd)} says why")
    with started(tmp_path_factory.mktemp("chromium")) as address:
        yield address


@pytest.fixture
async def tab(chromium: str) -> AsyncIterator[Tab]:
    async with opened_tab(chromium) as opened:
        yield opened
