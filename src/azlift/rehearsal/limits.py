"""ARM's token buckets, per principal and kind of request, on the simulated clock.

Source: Azure Resource Manager throttling limits (2024 and later): reads 250 and 25 a second, writes and deletes 200
and 10 a second.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rate:
    """A bucket's size and refill per simulated second."""

    burst: float
    per_second: float


RATES = {"reads": Rate(250, 25), "writes": Rate(200, 10), "deletes": Rate(200, 10)}
KIND_OF_METHOD = {"GET": "reads", "HEAD": "reads", "DELETE": "deletes"}


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


@dataclass
class Limits:
    """The buckets of every principal; `rates` may be steered by a test."""

    rates: dict[str, Rate] = field(default_factory=lambda: dict(RATES))
    _buckets: dict[tuple[str, str], _Bucket] = field(default_factory=dict)

    def take(self, principal: str, method: str, now: float) -> tuple[str, int, float]:
        """Take one token: the bucket's kind, what remains, and the seconds to wait (0 when the token was there)."""
        kind = KIND_OF_METHOD.get(method, "writes")
        rate = self.rates[kind]
        bucket = self._buckets.setdefault((principal, kind), _Bucket(rate.burst, now))
        bucket.tokens = min(rate.burst, bucket.tokens + max(now - bucket.at, 0.0) * rate.per_second)
        bucket.at = now
        if bucket.tokens < 1:
            return kind, 0, (1 - bucket.tokens) / rate.per_second
        bucket.tokens -= 1
        return kind, int(bucket.tokens), 0.0
