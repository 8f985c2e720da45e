import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def prefect_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Prefect's server as the runner starts it, with a home of its own; flows of these tests report to it."""
    from azlift.runner.flow_runs import prefect_server

    with prefect_server(tmp_path_factory.mktemp("prefect")) as api:
        yield api


@pytest.fixture
def run_flow(prefect_api: str) -> Callable[..., Any]:
    """Runs a flow by name in this process, as the runner does."""
    from azlift.runner.flow_runs import run_flow

    assert os.environ["PREFECT_API_URL"] == prefect_api
    return run_flow


@pytest.fixture
def prefect(prefect_api: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs Prefect's own command, in the repository's folder."""

    def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "AZLIFT_HOME": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200"}
        done = subprocess.run(
            [sys.executable, "-m", "prefect", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
            **options,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done

    return run


@pytest.fixture(scope="session")
def worker(prefect_api: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A process worker on this machine that runs the deployments of prefect.yaml; its log."""
    environment = {**os.environ, "AZLIFT_HOME": str(ROOT), "PREFECT_WORKER_QUERY_SECONDS": "1"}

    def prefect(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "prefect", "--no-prompt", *arguments]

    created = prefect("work-pool", "create", "--type", "process", "--overwrite", "azlift")
    for command in (created, prefect("deploy", "--prefect-file", "flows/prefect.yaml", "--all")):
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    file = tmp_path_factory.mktemp("worker") / "worker.log"
    with file.open("wb") as log:
        command = prefect("worker", "start", "--pool", "azlift", "--type", "process")
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        yield file
        process.terminate()
        process.wait(60)
