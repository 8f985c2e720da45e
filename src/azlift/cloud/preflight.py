"""What must be true in the subscription before anything is sent.

The SDK's own registration of providers does not fire for long-running requests (their bodies are streams it does not
read), so it is done here.
"""

import asyncio

from azlift.cloud.clients import Cloud
from azlift.cloud.listing import registration_state
from azlift.cloud.refusals import RUN_AGAIN, azure_refusals
from azlift.errors import AzureError

PROVIDERS = ("Microsoft.Compute", "Microsoft.Network")
REGISTRATION_SECONDS = 600
"""Registering takes a minute or two; ten are a sign that nobody with the right is doing it."""


async def register_providers(cloud: Cloud) -> None:
    """Make sure the providers the templates use are registered. Raises RightsNeeded, AzureError."""
    for namespace in PROVIDERS:
        await _register(cloud, namespace)


async def _register(cloud: Cloud, namespace: str) -> None:
    waited = 0.0
    with azure_refusals(f"registering {namespace}"):
        state = await registration_state(cloud, namespace)
        if state not in {"Registered", "Registering"}:
            state = str((await cloud.resources.providers.register(namespace)).registration_state)
        while state != "Registered":
            if waited > REGISTRATION_SECONDS:
                raise AzureError(f"{namespace} is still {state} after {waited:.0f} s", advice=RUN_AGAIN)
            await asyncio.sleep(cloud.polling_seconds)
            waited += cloud.polling_seconds
            state = await registration_state(cloud, namespace)
