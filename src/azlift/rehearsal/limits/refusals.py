"""The 429s: whose limit it was decides the code and the words."""

import json
import math
from dataclasses import dataclass
from datetime import timedelta

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.limits.buckets import Rate

TOO_MANY = 429


@dataclass(frozen=True)
class Empty:
    """A bucket without a token, and the simulated seconds until its next."""

    bucket: str
    rate: Rate
    wait: float


def real_wait(seconds: float, speed: float) -> int:
    """Simulated seconds as whole seconds on the client's watch; at least one: 0 means 'your default' to azure-core."""
    return max(1, math.ceil(seconds / (speed or 1.0)))


def arm_refusal(kind: str, scope: str, principal: str, empty: Empty, speed: float) -> AzureError:
    """ARM's own. Source: an answer recorded in 2025; the words of the tenant's bucket follow those of the
    subscription's."""
    seconds = real_wait(empty.wait, speed)
    message = (
        f"Number of '{kind.removesuffix('s')}' requests for {scope} actor '{principal}' exceeded. Please try again "
        f"after '{seconds}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for "
        "additional information."
    )
    code = "TenantRequestsThrottled" if scope.startswith("tenant") else "SubscriptionRequestsThrottled"
    return AzureError(TOO_MANY, code, message, headers=_retry_after(seconds))


def compute_refusal(empty: Empty, now: float, speed: float) -> AzureError:
    """Compute's: the empty bucket is named in the details. Source: "Troubleshooting API throttling errors".

    What was measured is told as one more than was allowed: this request.
    """
    told = {
        "operationGroup": empty.bucket,
        "startTime": iso_time(now + empty.wait - empty.rate.every),
        "endTime": iso_time(now + empty.wait),
        "allowedRequestCount": empty.rate.burst,
        "measuredRequestCount": empty.rate.burst + 1,
    }
    detail = {"code": "TooManyRequests", "target": empty.bucket, "message": json.dumps(told, separators=(",", ":"))}
    message = "The server rejected the request because too many requests have been received for this subscription."
    headers = _retry_after(real_wait(empty.wait, speed))
    return AzureError(TOO_MANY, "OperationNotAllowed", message, details=[detail], headers=headers)


def provider_refusal(empty: Empty, now: float, speed: float) -> AzureError:
    """The limit of another provider. Source: a user's report of Microsoft.Cdn's."""
    seconds = real_wait(empty.wait, speed)
    interval = f"{timedelta(seconds=empty.rate.every)!s:0>8}"
    message = (
        f"Number of requests for action '{empty.bucket}' exceeded the limit of '{empty.rate.burst}' for time interval "
        f"'{interval}'. Please try again after '{seconds}' seconds."
    )
    return AzureError(TOO_MANY, "ResourceRequestsThrottled", message, headers=_retry_after(seconds))


def _retry_after(seconds: int) -> list[tuple[str, str]]:
    return [("retry-after", str(seconds))]
