"""Runs of the team's own Prefect deployments, asked for over Prefect's API.

Prefect makes one run of one idempotency key (docs.prefect.io, "Create flow run from deployment"), so that asking again
after a crash finds the run that was asked for.
"""

import asyncio
import os
from typing import Any
from urllib.parse import quote

from aiohttp import ClientError, ClientSession, ClientTimeout

from azlift.errors import OutcomeUnknown, SettingsError, StepFailed
from azlift.escaping import plain
from azlift.model import DeploymentRun, Order

ASKED_EVERY_SECONDS = 2.0
ENDED = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
CALL_SECONDS = 30.0


async def run_deployment(asked: DeploymentRun, order: Order) -> str:
    """Ask for a run and wait for its end. Raises StepFailed, OutcomeUnknown, SettingsError."""
    headers = {"Authorization": f"Bearer {key}"} if (key := os.environ.get("PREFECT_API_KEY")) else {}
    timeout = ClientTimeout(total=CALL_SECONDS)
    try:
        async with ClientSession(timeout=timeout, headers=headers, trust_env=True) as session:
            run = await _ask(session, asked, order)
            async with asyncio.timeout(asked.timeout_minutes * 60):
                return await _await_end(session, run, order)
    except TimeoutError as error:
        raise OutcomeUnknown(
            f"step {order.step} of {order.group}: the run of {asked.name} has not ended in "
            f"{asked.timeout_minutes:g} minutes",
            advice="See to it in Prefect, then run the same command again: it waits for the same run.",
        ) from error
    except ClientError as error:
        raise StepFailed(
            f"step {order.step} of {order.group}: Prefect cannot be asked: {error}",
            advice="See to Prefect's server and run the same command again: the same run is found.",
        ) from error


async def _ask(session: ClientSession, asked: DeploymentRun, order: Order) -> str:
    """The id of the run under this key, made if it is not there."""
    flow, _, deployment = asked.name.partition("/")
    found = await _json(session, "GET", f"/deployments/name/{quote(flow, safe='')}/{quote(deployment, safe='')}", order)
    tags = [f"wave:{order.wave}", f"group:{order.group}", f"step:{order.step}"]
    body = {"parameters": asked.parameters, "idempotency_key": order.key, "tags": tags}
    made = await _json(session, "POST", f"/deployments/{found['id']}/create_flow_run", order, body)
    return str(made["id"])


async def _await_end(session: ClientSession, run: str, order: Order) -> str:
    while True:
        state = (await _json(session, "GET", f"/flow_runs/{run}", order)).get("state") or {}
        if state.get("type") in ENDED:
            said = plain(f"{state.get('name', '')} {state.get('message') or ''}".strip())[:500]
            if state["type"] == "COMPLETED":
                return f"run {run}: {said}"
            raise StepFailed(
                f"step {order.step} of {order.group}: run {run} ended {said}",
                advice="See why in Prefect; retry that run there, or run this command again for another.",
            )
        await asyncio.sleep(ASKED_EVERY_SECONDS)


async def _json(session: ClientSession, method: str, path: str, order: Order, body: Any = None) -> Any:
    api = os.environ.get("PREFECT_API_URL", "").rstrip("/")
    if not api:
        raise SettingsError(
            "a step runs a Prefect deployment, and PREFECT_API_URL says nowhere",
            file="runbook.yaml",
            column="deployment",
            advice="Set PREFECT_API_URL to the server that holds the deployment.",
        )
    async with session.request(method, api + path, json=body) as answer:
        if answer.status >= 400:
            raise StepFailed(
                f"step {order.step} of {order.group}: Prefect answered {answer.status} to {method} {path}",
                advice="`prefect deployment ls` lists the deployments there are.",
            )
        return await answer.json()
