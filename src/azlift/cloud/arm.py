"""Deployments: validate and what-if (`preview`), then deploy, once, whatever happens in between.

An SDK error never means that the deployment failed: Azure may have accepted it. So the deployment itself is asked,
before anything is sent and after anything went wrong.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError, ServiceRequestError, ServiceResponseError
from azure.mgmt.resource.deployments.models import Deployment, DeploymentWhatIf

from azlift.cloud.clients import STATUS_RETRIES, Cloud
from azlift.cloud.listing import list_items
from azlift.cloud.observe import list_standing
from azlift.cloud.refusals import ADVICE, RUN_AGAIN, SDK_FAULTS, azure_refusals, innermost, is_missing, translated
from azlift.cloud.senders import sender_in, sent_by_another, tags_of
from azlift.cloud.waits import asked_wait
from azlift.errors import AzliftError, AzureError, DeploymentFailed, Unreachable
from azlift.model import ESTATE_TAG, Change, Landing, Part, Rendering, Sender

DEPLOYMENTS_API = "2025-04-01"
ENDED = frozenset({"succeeded", "failed", "canceled"})
PASSING = frozenset({408, 429, 500, 502, 503, 504})
"""Refusals that say nothing against the request: the same may be taken a moment later."""


class Intent(Protocol):
    """Where continuation tokens are written down and found again; and who sends, and has sent."""

    @property
    def resumed(self) -> bool: ...

    @property
    def tokens(self) -> Mapping[str, str]: ...

    @property
    def sender(self) -> Sender: ...

    @property
    def has_sent(self) -> Callable[[Sender], bool]: ...

    def note_token(self, deployment: str, token: str) -> None: ...


async def preview(cloud: Cloud, rendering: Rendering) -> tuple[Change, ...]:
    """What Azure's checks and its what-if say of every part. Raises AzureError when a check refuses it."""
    changes: list[Change] = []
    for part in rendering.parts:
        await _validate(cloud, rendering, part)
        changes.extend(await _what_if(cloud, rendering, part))
    return tuple(changes)


async def validate(cloud: Cloud, rendering: Rendering) -> None:
    """Azure's checks of every part, policies included. Raises AzureError when one refuses it."""
    for part in rendering.parts:
        await _validate(cloud, rendering, part)


async def deploy(cloud: Cloud, rendering: Rendering, intent: Intent) -> Landing:
    """Deploy every part and wait for it; a part that stands already, or is under way, is adopted.

    Raises HeldByAnother where another ledger sent it, DeploymentFailed, AzureError.
    """
    adopted: list[str] = []
    outputs: dict[str, Any] = {}
    for part in rendering.parts:
        sent, deployment = await _deploy_part(cloud, rendering, part, intent)
        outputs.update(deployment.get("outputs") or {})
        if not sent:
            adopted.append(part.deployment)
    return Landing(
        subject=rendering.subject,
        digest=rendering.digest,
        deployments=tuple(part.deployment for part in rendering.parts),
        resources=tuple(resource.id for resource in rendering.expected),
        outputs={name: output.get("value") for name, output in sorted(outputs.items())},
        adopted=tuple(adopted),
    )


async def _deploy_part(cloud: Cloud, rendering: Rendering, part: Part, intent: Intent) -> tuple[bool, dict[str, Any]]:
    """(whether it was sent, the deployment's properties as it ended). Raises DeploymentFailed, HeldByAnother."""
    deployment = await find(cloud, rendering, part.deployment)
    await refuse_anothers(cloud, rendering, part, deployment, intent.has_sent)
    found = _properties(deployment)
    state = _state(found)
    if found and state not in ENDED:
        return False, await _await_end(cloud, rendering, part, intent)
    if found and state == "succeeded" and intent.resumed and await _all_stand(cloud, rendering, part):
        return False, found
    await _send(cloud, rendering, part, intent, found)
    return True, await _await_end(cloud, rendering, part, intent)


async def refuse_anothers(
    cloud: Cloud,
    rendering: Rendering,
    part: Part,
    deployment: Mapping[str, Any] | None,
    has_sent: Callable[[Sender], bool],
) -> None:
    """Raises HeldByAnother for a deployment that another ledger sent, unless it is over and nothing of it stands: the
    history outlives a roll-back."""
    sender = sender_in(deployment)
    if sender is None or has_sent(sender):
        return
    if _state(_properties(deployment)) not in ENDED or await _standing(cloud, rendering, part):
        raise sent_by_another(rendering.subject, sender)


async def look(cloud: Cloud, rendering: Rendering, deployment: str) -> dict[str, Any] | None:
    """The properties of the deployment of this name, or None."""
    return _properties(await find(cloud, rendering, deployment))


def _properties(deployment: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if deployment is None else dict(deployment.get("properties") or {})


def _state(properties: Mapping[str, Any] | None) -> str:
    return str((properties or {}).get("provisioningState", "")).lower()


async def find(cloud: Cloud, rendering: Rendering, deployment: str) -> dict[str, Any] | None:
    """The deployment of this name, tags and all, or None."""
    with azure_refusals(f"looking for the deployment {deployment}"):
        try:
            found = await cloud.deployments.deployments.get_at_scope(scope_of(cloud, rendering), deployment)
        except ResourceNotFoundError as error:
            if not is_missing(error):
                raise
            return None
    made: dict[str, Any] = found.as_dict()
    return made


def scope_of(cloud: Cloud, rendering: Rendering) -> str:
    """The ARM scope a rendering is deployed at."""
    group = rendering.resource_group
    return f"{cloud.subscription}/resourceGroups/{group}" if group else cloud.subscription


async def _all_stand(cloud: Cloud, rendering: Rendering, part: Part) -> bool:
    """Whether everything the part makes is there: a deployment's record outlives what it made."""
    return {id_.lower() for id_ in part.expected} <= await _standing(cloud, rendering, part)


async def _standing(cloud: Cloud, rendering: Rendering, part: Part) -> set[str]:
    """The ids of what the part makes that are there, in lower case."""
    made = {id_.lower() for id_ in part.expected}
    return made & {resource.id.lower() for resource in await list_standing(cloud, rendering)}


async def _send(
    cloud: Cloud, rendering: Rendering, part: Part, intent: Intent, before: dict[str, Any] | None = None
) -> None:
    """PUT the deployment and write its token down; an error is one only when Azure did not take it.

    `before` is the deployment of that name as it was found: one that is still the same is not what was sent. The SDK
    would send again without looking, and a short deployment that was taken may have ended by then: so the look is ours.
    """
    asked = _body(rendering, part) | {"tags": tags_of(intent.sender, rendering.tags.get(ESTATE_TAG, ""))}
    for resend in range(STATUS_RETRIES + 1):
        try:
            poller = await cloud.deployments.deployments.begin_create_or_update_at_scope(
                scope_of(cloud, rendering), part.deployment, Deployment(asked), retry_total=0
            )
            intent.note_token(part.deployment, poller.continuation_token())
        except SDK_FAULTS as error:
            if await _was_taken(cloud, rendering, part, intent, before):
                return
            if resend == STATUS_RETRIES or not _passes(error):
                raise translated(error, f"deploying {part.deployment}") from error
            wait = asked_wait(error)
            await asyncio.sleep(cloud.polling_seconds * 2**resend if wait is None else wait)
        else:
            return


def _passes(error: Exception) -> bool:
    """Whether the same request may be taken a moment later."""
    if isinstance(error, HttpResponseError):
        return error.status_code in PASSING
    return isinstance(error, ServiceRequestError | ServiceResponseError)


async def _was_taken(
    cloud: Cloud, rendering: Rendering, part: Part, intent: Intent, before: dict[str, Any] | None
) -> bool:
    """Whether Azure took what was sent. Raises HeldByAnother where what it took is another ledger's."""
    deployment = await find(cloud, rendering, part.deployment)
    await refuse_anothers(cloud, rendering, part, deployment, intent.has_sent)
    found = _properties(deployment)
    if found is None or _state(found) in {"failed", "canceled"} or sender_in(deployment) not in {None, intent.sender}:
        return False
    return before is None or found.get("correlationId") != before.get("correlationId")


async def _await_end(cloud: Cloud, rendering: Rendering, part: Part, intent: Intent) -> dict[str, Any]:
    """Wait until the deployment is not in the list of what is under way; its own state then has the last word."""
    scope = scope_of(cloud, rendering)
    while True:
        if await _is_under_way(cloud, scope, part.deployment):
            continue
        deployment = await find(cloud, rendering, part.deployment)
        await refuse_anothers(cloud, rendering, part, deployment, intent.has_sent)
        found = _properties(deployment)
        if found is None:
            raise DeploymentFailed(f"{part.deployment} vanished from Azure's history", advice=RUN_AGAIN)
        if _state(found) in ENDED:
            return _judged(part.deployment, found)


async def _is_under_way(cloud: Cloud, scope: str, deployment: str) -> bool:
    """Whether the next list of the scope's running deployments, read for all who wait there, holds this one.

    Where the list cannot be read the answer is no: the caller then asks for the deployment itself, and hears why.
    """
    try:
        running = await cloud.looks.ask(("running", scope), partial(_running, cloud, scope), cloud.polling_seconds)
    except AzliftError:
        return False
    return deployment.lower() in running


async def _running(cloud: Cloud, scope: str) -> frozenset[str]:
    with azure_refusals("listing the deployments under way"):
        path = f"{scope}/providers/Microsoft.Resources/deployments"
        found = list_items(cloud, path, DEPLOYMENTS_API, filter="provisioningState eq 'Running'")
        return frozenset([str(each["name"]).lower() async for each in found])


def _judged(deployment: str, properties: dict[str, Any]) -> dict[str, Any]:
    if str(properties["provisioningState"]).lower() == "succeeded":
        return properties
    code, message = innermost(properties.get("error")) or ("DeploymentFailed", "Azure gave no reason")
    raise DeploymentFailed(
        f"{deployment}: {message}",
        code=code,
        correlation_id=str(properties.get("correlationId", "")),
        advice=ADVICE.get(code, RUN_AGAIN),
    )


async def _validate(cloud: Cloud, rendering: Rendering, part: Part) -> None:
    with azure_refusals(f"validating {part.deployment}"):
        poller = await cloud.deployments.deployments.begin_validate_at_scope(
            scope_of(cloud, rendering), part.deployment, Deployment(_body(rendering, part))
        )
        answer = await poller.result()
    _raise_if_refused(answer, f"validating {part.deployment}")


async def _what_if(cloud: Cloud, rendering: Rendering, part: Part) -> list[Change]:
    operations = cloud.deployments.deployments
    body = _body(rendering, part, whatIfSettings={"resultFormat": "FullResourcePayloads"})
    with azure_refusals(f"previewing {part.deployment}"):
        if rendering.resource_group:
            poller = await operations.begin_what_if(rendering.resource_group, part.deployment, DeploymentWhatIf(body))
        else:
            poller = await operations.begin_what_if_at_subscription_scope(part.deployment, DeploymentWhatIf(body))
        result = await poller.result()
    answer = _raise_if_refused(result, f"previewing {part.deployment}")
    changes = answer.get("changes") or (answer.get("properties") or {}).get("changes") or []
    return [_change(change) for change in changes]


def _change(change: Mapping[str, Any]) -> Change:
    before = change.get("before") or {}
    paths = ", ".join(str(delta.get("path")) for delta in change.get("delta") or ())
    return Change(
        resource=str(change["resourceId"]),
        kind=str(change["changeType"]),
        detail=paths or str(change.get("unsupportedReason") or ""),
        tags={str(k): str(v) for k, v in (before.get("tags") or {}).items()},
    )


def _raise_if_refused(result: Any, what: str) -> dict[str, Any]:
    """The answer, as JSON. A refusal can come as a normal one: what-if's failure is a 200 with an `error`."""
    if result is None:
        raise Unreachable(f"{what}: the answer is empty", advice=RUN_AGAIN)
    answer: dict[str, Any] = result.as_dict()
    if answer.get("error") or str(answer.get("status", "")).lower() == "failed":
        code, message = innermost(answer) or ("", "Azure gave no reason")
        raise AzureError(f"{what}: {message}", code=code, advice=ADVICE.get(code, RUN_AGAIN))
    return answer


def _body(rendering: Rendering, part: Part, **settings: Any) -> dict[str, Any]:
    """A deployment as it goes over the wire."""
    properties = {
        "mode": "Incremental",
        "template": part.template,
        "parameters": part.parameters,
    }
    location = {} if rendering.resource_group else {"location": rendering.location}
    return {"properties": properties | settings} | location


async def cancel(cloud: Cloud, rendering: Rendering, deployment: str) -> None:
    """Stop a running deployment and wait until it has ended; one that is over, or unknown, is left alone."""
    found = await look(cloud, rendering, deployment)
    while found and _state(found) not in ENDED:
        with azure_refusals(f"stopping the deployment {deployment}"):
            try:
                await cloud.deployments.deployments.cancel_at_scope(scope_of(cloud, rendering), deployment)
            except HttpResponseError as error:
                if error.status_code != 409:  # 409: it ended between the look and the request
                    raise
        await asyncio.sleep(cloud.polling_seconds)
        found = await look(cloud, rendering, deployment)
