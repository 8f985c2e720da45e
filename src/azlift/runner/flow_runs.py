"""Prefect: its server where none is given, and a flow of `flows/` run in this process."""

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from azlift.errors import NotFound
from azlift.runner.children import child

FLOWS = Path("flows")
LOGS_WITHIN_SECONDS = 5

QUIET: Mapping[str, str] = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_CLI_COLORS": "false",
}
"""What a person did not set is set for them: no telemetry, and a screen that is ours to write on; failures are in
Prefect's UI, in the ledger and in what the command says at its end."""

RECORDER: Mapping[str, str] = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "200",
}
"""With these the server's record of task runs kept up best, by measurement, in flows of thousands of tasks."""


@contextmanager
def prefect_server(workspace: Path) -> Iterator[str]:
    """The API to report to: PREFECT_API_URL when it is set, else a server of our own that ends with us."""
    given = os.environ.get("PREFECT_API_URL")
    for name, value in {**QUIET, **RECORDER}.items():
        os.environ.setdefault(name, value)
    if given:
        yield given
        return
    home = (workspace / "prefect").resolve()
    os.environ.setdefault("PREFECT_HOME", str(home))
    with child(["azlift.runner.prefect_server"], home / "server.log") as line:
        os.environ["PREFECT_API_URL"] = line.strip()
        try:
            yield line.strip()
        finally:
            del os.environ["PREFECT_API_URL"]


def run_flow(name: str, **parameters: Any) -> Any:
    """Run `flows/NAME.py:NAME` here and give back its final state. Raises what the flow raised, NotFound."""
    from prefect.flows import load_flow_from_entrypoint
    from prefect.logging.handlers import APILogWorker

    file = FLOWS / f"{name}.py"
    if not file.is_file():
        raise NotFound(
            "there is no such flow", file=str(file.resolve()), advice="Run azlift where the repository's flows/ is."
        )
    flow: Any = load_flow_from_entrypoint(f"{file}:{name}")
    try:
        return asyncio.run(_state_of(flow(**parameters, return_state=True)))
    finally:
        APILogWorker.drain_all(timeout=LOGS_WITHIN_SECONDS)  # while the server they go to is still there


async def _state_of(flow_run: Any) -> Any:
    """The state a run ended in. Raises what the flow raised; a failure that it reported itself is only a state."""
    state = await flow_run
    cause = await state.aresult(raise_on_failure=False)
    if isinstance(cause, Exception) and type(cause).__module__.partition(".")[0] != "prefect":
        raise cause
    return state
