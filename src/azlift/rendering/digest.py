"""Canonical JSON and the digest that approvals, deployment names and the ledger hold on to."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """The one way to write a value: keys sorted, no white space, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def digest_of(value: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
