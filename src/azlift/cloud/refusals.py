"""The SDK's exceptions, in azlift's words: the innermost ARM code and message, and one line of advice.

Codes and what they mean: learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from azure.core.exceptions import AzureError as SdkError
from azure.core.exceptions import (
    ClientAuthenticationError,
    DecodeError,
    HttpResponseError,
    ResourceNotFoundError,
    ServiceRequestError,
    ServiceResponseError,
)

from azlift.errors import AzureError, RightsNeeded, SignInNeeded, Unreachable

ADVICE = {
    "AllocationFailed": "Azure has no room for this size now. Try again later, or edit the plan's size or zone.",
    "ZonalAllocationFailed": "The zone has no room for this size now. Try again later, or choose another zone.",
    "AnotherOperationInProgress": "Another change of the same network is under way. Run the command again.",
    "AuthorizationFailed": "Ask for the role that holds this action on this scope, then run the command again.",
    "DeploymentActive": "A deployment of this name is still running; run the command again, it will wait for it.",
    "DeploymentQuotaExceeded": "The group's deployment history is full (800). Remove a lock that blocks its pruning.",
    "InvalidTemplate": "The template is at fault: the message names the place. See templates/README.md.",
    "InvalidTemplateDeployment": "Azure's checks before the deployment refused it; the message says which.",
    "LinkedAuthorizationFailed": "The identity may not join the subnet or disk it names. Ask for the role on that.",
    "MissingSubscriptionRegistration": "Register the resource provider: az provider register --namespace NAME.",
    "OperationNotAllowed": "Often a quota. Compare `az vm list-usage --location REGION` with the wave's need.",
    "QuotaExceeded": "Ask for more quota (portal: Quotas), or move groups to a later wave.",
    "RequestDisallowedByPolicy": "A policy forbids it; its name is in the message. Ask its owner, or change the tags.",
    "ResourceGroupNotFound": "The landing zone is gone. Run the wave again: it is laid anew.",
    "ScopeLocked": "A lock protects the scope. Its owner must lift it for the window.",
    "SkuNotAvailable": "This size is not sold to this subscription here. Choose another size, zone or region.",
    "SubscriptionNotFound": "The identity does not see this subscription. Check `subscription_id` and its rights.",
    "SubscriptionRequestsThrottled": "Azure asks for a pause. Run the command again in some minutes.",
    "TooManyRequests": "Azure asks for a pause. Run the command again in some minutes.",
}

SDK_FAULTS = (SdkError, ValueError)
"""What the SDK raises; where a line is cut in the middle of an answer, what its JSON reader does."""

RUN_AGAIN = "Run the same command again: it takes up where this one stopped."


@contextmanager
def azure_refusals(what: str) -> Iterator[None]:
    """Run a call to Azure; whatever the SDK raises leaves as an azlift error that names `what` was being done."""
    try:
        yield
    except SDK_FAULTS as error:
        raise translated(error, what) from error


def translated(error: Exception, what: str) -> AzureError | SignInNeeded | RightsNeeded:
    if isinstance(error, ClientAuthenticationError) or getattr(error, "status_code", None) == UNAUTHORIZED:
        return SignInNeeded(
            f"{what}: {_first_line(error)}",
            advice="Sign in again (`az login`, or renew the secret), then run it again.",
        )
    if isinstance(error, ValueError | DecodeError):
        return Unreachable(f"{what}: the answer cannot be read ({_first_line(error)})", advice=RUN_AGAIN)
    if isinstance(error, ServiceRequestError | ServiceResponseError):
        return Unreachable(f"{what}: {_first_line(error)}", advice=RUN_AGAIN)
    if not isinstance(error, HttpResponseError):
        return AzureError(f"{what}: {_first_line(error)}", advice=RUN_AGAIN)
    code, message = innermost(_plain(error.error)) or (str(error.status_code or ""), _first_line(error))
    if code == "AuthorizationFailed":
        return RightsNeeded(f"{what}: {message}", advice=ADVICE[code])
    headers = getattr(error.response, "headers", {})
    return AzureError(
        f"{what}: {message}",
        code=code,
        correlation_id=headers.get("x-ms-correlation-request-id", ""),
        advice=ADVICE.get(code, RUN_AGAIN),
    )


UNAUTHORIZED = 401
"""While it polls, the SDK makes of this an error like any other."""

MISSING = frozenset({"ResourceGroupNotFound", "ResourceNotFound", "DeploymentNotFound", "NotFound"})


def is_missing(error: ResourceNotFoundError) -> bool:
    """Whether a 404 says that the thing is not there; one of the subscription or tenant says something else."""
    said = innermost(_plain(error.error))
    return said is None or said[0] in MISSING


def innermost(body: Any) -> tuple[str, str] | None:
    """The deepest (code, message) of an ARM error: `details`, and messages that hold the provider's error as JSON."""
    if not isinstance(body, dict):
        return None
    if isinstance(body.get("error"), dict):
        return innermost(body["error"])
    for detail in body.get("details") or ():
        deeper = innermost(detail)
        if deeper:
            return deeper
    inside = _parsed(body.get("message"))
    return innermost(inside) or ((str(body["code"]), str(body.get("message", ""))) if body.get("code") else None)


def _plain(model: Any) -> dict[str, Any] | None:
    """The SDK's model of an error, whose details are models too, as plain JSON."""
    if model is None:
        return None
    return {
        "code": getattr(model, "code", None),
        "message": getattr(model, "message", None),
        "details": [_plain(detail) for detail in getattr(model, "details", None) or ()],
    }


def _parsed(message: Any) -> Any:
    if not isinstance(message, str) or not message.lstrip().startswith("{"):
        return None
    try:
        return json.loads(message)
    except ValueError:
        return None


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
