"""Chance without surprise: numbers that look random and depend on nothing but what they are asked for.

No generator is shared, so the answer does not depend on how requests interleave: the same seed and the same question
give the same number, today and after a restart.
"""

from hashlib import sha256


def uniform(*parts: object) -> float:
    """A number of [0, 1) for these parts, evenly spread over different parts."""
    text = "\x1f".join(map(str, parts))
    return int.from_bytes(sha256(text.encode()).digest()[:7], "big") / 2**56
