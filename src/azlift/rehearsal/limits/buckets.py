"""Token buckets on the simulated clock."""

from dataclasses import dataclass, field
from math import floor

MOST_BUCKETS = 20_000  # beyond this the buckets that are full again are forgotten; a fresh one is full too


@dataclass(frozen=True)
class Rate:
    """A bucket of `burst` tokens that gets `refill` more every `every` simulated seconds."""

    burst: int
    refill: int
    every: float = 1.0


@dataclass(slots=True)
class _Bucket:
    rate: Rate
    tokens: int
    at: float


@dataclass
class Buckets:
    """Every bucket there is, by key; made full at its first use."""

    _buckets: dict[tuple[str, ...], _Bucket] = field(default_factory=dict)

    def look(self, key: tuple[str, ...], rate: Rate, now: float) -> tuple[int, float]:
        """Tokens left, and the seconds to wait for one (0.0 when there is one)."""
        bucket = self._refilled(key, rate, now)
        return bucket.tokens, 0.0 if bucket.tokens else bucket.at + rate.every - now

    def take(self, key: tuple[str, ...], rate: Rate, now: float) -> int:
        """Take a token that is there; answers what is left."""
        bucket = self._refilled(key, rate, now)
        bucket.tokens -= 1
        return bucket.tokens

    def _refilled(self, key: tuple[str, ...], rate: Rate, now: float) -> _Bucket:
        """The bucket as it is now: refilled in whole steps since its first use, never above its burst."""
        bucket = self._buckets.get(key)
        if bucket is None or bucket.rate != rate:
            self._forget_full(now)
            bucket = self._buckets[key] = _Bucket(rate, rate.burst, now)
        steps = floor(max(now - bucket.at, 0.0) / rate.every)
        bucket.tokens = min(rate.burst, bucket.tokens + steps * rate.refill)
        bucket.at += steps * rate.every
        return bucket

    def _forget_full(self, now: float) -> None:
        if len(self._buckets) < MOST_BUCKETS:
            return
        self._buckets = {key: each for key, each in self._buckets.items() if not _is_full(each, now)}


def _is_full(bucket: _Bucket, now: float) -> bool:
    steps = floor(max(now - bucket.at, 0.0) / bucket.rate.every)
    return bucket.tokens + steps * bucket.rate.refill >= bucket.rate.burst
