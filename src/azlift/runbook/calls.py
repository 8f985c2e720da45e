"""Calls to services of the team's own."""

import os

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

from azlift.errors import OutcomeUnknown, SettingsError, StepFailed
from azlift.model import HttpCall, Order
from azlift.runbook.commands import told

READ_AT_MOST = 64 * 1024


async def call(asked: HttpCall, order: Order) -> str:
    """Call it; the status and the beginning of what it answered. Redirects are not followed: they would carry the token
    elsewhere.

    Raises StepFailed where it answers otherwise than expected or was not reached, OutcomeUnknown where it was reached
    and did not answer, SettingsError where the token's variable is empty.
    """
    headers = {"Idempotency-Key": order.key}
    token = secret(asked.bearer)
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = None if asked.method == "GET" else order.model_dump(mode="json")
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=asked.timeout_minutes * 60), trust_env=True) as session,
            session.request(asked.method, asked.url, json=body, headers=headers, allow_redirects=False) as answer,
        ):
            status, content = answer.status, await answer.content.read(READ_AT_MOST)
    except ClientConnectorError as error:
        raise StepFailed(
            f"step {order.step} of {order.group}: {asked.url} cannot be reached: {error}",
            advice="See to the service and run the same command again: it goes on with this step.",
        ) from error
    except (TimeoutError, ClientError) as error:
        raise OutcomeUnknown(
            f"step {order.step} of {order.group}: {asked.url} did not answer: {error or type(error).__name__}",
            advice="Run the same command again: it looks, or asks, whether it was done.",
        ) from error
    said = f"{status} {told(content, {asked.bearer or '': token})}".strip()
    if status not in asked.expect if asked.expect else not 200 <= status < 300:
        raise StepFailed(
            f"step {order.step} of {order.group}: {asked.method} {asked.url} answered {said}",
            advice="See to the service and run the same command again: it goes on with this step.",
        )
    return said


def secret(variable: str | None) -> str:
    """What the variable holds; empty where none is named. Raises SettingsError where it is named and empty."""
    if variable is None:
        return ""
    value = os.environ.get(variable, "")
    if not value:
        raise SettingsError(
            f"the variable {variable} is empty, and runbook.yaml names it",
            column="bearer",
            advice=f"Set {variable} where azlift runs; it is never written down.",
        )
    return value
