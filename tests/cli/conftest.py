"""The command as a person types it, in the repository's folder, with a workspace of its own.

Most commands run in forks of a process that has imported azlift once; each command runs at least once `alone`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Azlift = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def driver() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(Path(__file__).with_name("azlift_driver.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def environment_of(workspace: Path, variables: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "AZLIFT_WORKSPACE": str(workspace), "COLUMNS": "100", **variables}


@pytest.fixture
def azlift(tmp_path: Path, driver: subprocess.Popen[str]) -> Azlift:
    """Runs a command in a fork of the driver."""

    def run(*arguments: str | Path, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
        assert driver.stdin
        assert driver.stdout
        environment = environment_of(tmp_path / "workspace", variables)
        asked = {"argv": [*map(str, arguments)], "cwd": str(cwd), "environment": environment}
        driver.stdin.write(json.dumps(asked) + "\n")
        driver.stdin.flush()
        return subprocess.CompletedProcess(asked["argv"], **json.loads(driver.stdout.readline()))

    return run


@pytest.fixture
def azlift_alone(tmp_path: Path) -> Azlift:
    """Runs a command in a process that begins with it."""

    def run(*arguments: str | Path, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = environment_of(tmp_path / "workspace", variables)
        command = [sys.executable, "-c", "from azlift.cli import main; main()", *map(str, arguments)]
        return subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    return run
