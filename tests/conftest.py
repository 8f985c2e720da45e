"""What tests of several rooms share: one pretend Azure per worker, and workspaces on it that do not meet."""

import itertools
import json
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")
"""How long an example takes says how busy the machine is, and nothing about the code."""

ROOT = Path(__file__).parents[1]
SPEED = 5_000.0
"""Simulated seconds per real second: a machine's 45 s take 9 ms."""

Workspaces = Callable[..., Path]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """In CI a skipped test is a failed one: what was not run shows nothing."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"skipped, which CI does not allow: {report.longrepr}"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first: begun last, one worker would carry them while the others are out of work."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def azure_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The workspace of a running pretend Azure."""
    from azlift.runner.pretend_azure import pretend_azure

    home = tmp_path_factory.mktemp("azure")
    with pretend_azure(home, SPEED):
        yield home


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return itertools.count(1)


@pytest.fixture
def workspace(azure_home: Path, tmp_path: Path, _numbers: Iterator[int]) -> Workspaces:
    """Makes a workspace of an estate of its own name, so that resource groups do not meet."""
    from azlift.approval import write_no_gates
    from azlift.settings import write_settings
    from azlift.venue import ACCESS_FILE

    def make(**settings: object) -> Path:
        number = next(_numbers)
        folder = tmp_path / f"workspace-{number}"
        write_settings(folder, estate=f"e{number}", templates=str(ROOT / "templates"), **settings)
        write_no_gates(folder)
        (folder / ACCESS_FILE).parent.mkdir(parents=True)
        shutil.copy(azure_home / ACCESS_FILE, folder / ACCESS_FILE)
        return folder

    return make


@pytest.fixture
def access(azure_home: Path) -> dict[str, str]:
    from azlift.venue import ACCESS_FILE

    said: dict[str, str] = json.loads((azure_home / ACCESS_FILE).read_text())
    return said
