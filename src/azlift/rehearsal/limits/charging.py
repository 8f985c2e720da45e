"""Charging a request to its buckets: the headers that say what is left, or the refusal when one is empty.

First Azure Resource Manager's own buckets, then those of the provider the request goes to. Buckets are not kept over a
restart: a client that meets another instance of ARM finds fresh ones too.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Self

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.limits.buckets import Buckets, Rate
from azlift.rehearsal.limits.policies import KIND_OF_METHOD, RATES, compute_policy, provider_bucket
from azlift.rehearsal.limits.refusals import Empty, arm_refusal, compute_refusal, provider_refusal

Headers = list[tuple[str, str]]
Json = dict[str, Any]
RESOURCE_HEADER = "x-ms-ratelimit-remaining-resource"
COMPUTE = "microsoft.compute"


@dataclass(frozen=True)
class Request:
    """What a charge depends on; `region` is where the resource is, `is_new` whether a PUT would create it."""

    principal: str
    tenant: str
    method: str
    path: str
    region: str = ""
    is_new: bool = False

    @cached_property
    def parts(self) -> list[str]:
        return [part for part in self.path.lower().split("/") if part]

    @property
    def subscription(self) -> str | None:
        return self.parts[1] if len(self.parts) > 1 and self.parts[0] == "subscriptions" else None

    @property
    def kind(self) -> str:
        return KIND_OF_METHOD.get(self.method, "writes")


@dataclass(frozen=True)
class Charge:
    """What a request costs: headers of what is left, and the refusal if it cannot be paid."""

    headers: Headers = field(default_factory=list)
    refusal: AzureError | None = None


@dataclass(frozen=True)
class _Due:
    """One bucket a request draws on: its rate's name and whose it is."""

    bucket: str
    owner: tuple[str, ...]


@dataclass
class Limits:
    """The buckets and the rates they fill at; both may be steered."""

    rates: dict[str, Rate] = field(default_factory=lambda: dict(RATES))
    on: bool = True
    buckets: Buckets = field(default_factory=Buckets)

    @classmethod
    def of(cls, document: Mapping[str, Any] | None) -> Self:
        """The limits of a document as `document` writes it; Azure's where there is none."""
        kept = document or {}
        changed = {name: Rate(**rate) for name, rate in kept.get("rates", {}).items()}
        return cls({**RATES, **changed}, kept.get("on", True))

    def document(self) -> Json:
        """Whether limits are on, and every rate that is not Azure's."""
        changed = {name: asdict(rate) for name, rate in self.rates.items() if rate != RATES[name]}
        return {"on": self.on, "rates": changed}

    def charge(self, request: Request, now: float, speed: float) -> Charge:
        """Charge a client's request to ARM, and if ARM lets it through, to the provider it is for."""
        if not self.on:
            return Charge()
        left, empty = self._pay(_arm_dues(request), now)
        headers = [(f"x-ms-ratelimit-remaining-{bucket}", str(tokens)) for bucket, tokens in left.items()]
        if empty is not None:
            return Charge(headers, arm_refusal(request.kind, _scope(request), request.principal, empty, speed))
        provider = self.charge_provider(request, now, speed)
        return Charge(headers + provider.headers, provider.refusal)

    def charge_provider(self, request: Request, now: float, speed: float) -> Charge:
        """Charge the provider's buckets alone: also for what ARM itself sends it for a deployment."""
        if not self.on:
            return Charge()
        namespace, dues = _provider_dues(request)
        left, empty = self._pay(dues, now)
        told = ",".join(f"Microsoft.Compute/{bucket};{tokens}" for bucket, tokens in left.items())
        headers = [(RESOURCE_HEADER, told)] if told and namespace == COMPUTE else []
        refuse = compute_refusal if namespace == COMPUTE else provider_refusal
        return Charge(headers, refuse(empty, now, speed) if empty is not None else None)

    def _pay(self, dues: list[_Due], now: float) -> tuple[dict[str, int], Empty | None]:
        """Take one token from every bucket, or from none when one is empty; what is left in each."""
        left, waits = {}, []
        for due in dues:
            rate = self.rates[due.bucket]
            left[due.bucket], wait = self.buckets.look((due.bucket, *due.owner), rate, now)
            if wait:
                waits.append(Empty(due.bucket, rate, wait))
        if waits:
            return left, max(waits, key=lambda each: each.wait)
        for due in dues:
            left[due.bucket] = self.buckets.take((due.bucket, *due.owner), self.rates[due.bucket], now)
        return left, None


def _scope(request: Request) -> str:
    return f"tenant '{request.tenant}'" if request.subscription is None else f"subscription '{request.subscription}'"


def _arm_dues(request: Request) -> list[_Due]:
    if request.subscription is None:
        return [_Due(f"tenant-{request.kind}", (request.tenant, request.principal))]
    return [
        _Due(f"subscription-{request.kind}", (request.subscription, request.principal)),
        _Due(f"subscription-global-{request.kind}", (request.subscription,)),
    ]


def _provider_dues(request: Request) -> tuple[str, list[_Due]]:
    """The provider a request goes to, and its buckets."""
    parts = request.parts
    if "providers" not in parts[:-1]:
        return "", []
    at = len(parts) - 1 - parts[::-1].index("providers")
    namespace, tail = parts[at + 1], parts[at + 2 :]
    place = (request.subscription or "", request.region)
    if namespace != COMPUTE:
        bucket = provider_bucket(request.method, namespace, tail) if tail else None
        return namespace, [_Due(bucket, place)] if bucket else []
    policy = compute_policy(request.method, tail, is_new=request.is_new)
    scope = "/".join(parts[:at])
    buckets = policy.buckets() if policy else ()
    return namespace, [_Due(bucket, (*place, f"{scope}/{of}" if of else "")) for bucket, of in buckets]
