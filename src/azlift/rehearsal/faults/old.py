"""A steerable plan of mishaps: which request, how often, what goes wrong, and which of them fired.

A fault is `{"match": {"operation": "PUT", "resource": glob over the id}, "times": N, "kind": …}` with
kind `allocation_failed` or `operation_failed` (the operation is accepted and ends Failed; the latter takes `code`,
`message`),
`quota` (409 OperationNotAllowed), `throttle` (429, `seconds` to wait) or `status` (`status`, `code`, `message`).
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

from azlift.rehearsal.azure_errors import invalid_content

KINDS = ("allocation_failed", "operation_failed", "quota", "throttle", "status")
REQUEST_KINDS = frozenset({"throttle", "status"})
WRITE_KINDS = frozenset({"allocation_failed", "operation_failed", "quota"})
MEMBERS = frozenset({"match", "times", "kind", "status", "code", "message", "seconds"})
OPERATIONS = ("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE")


@dataclass(slots=True)
class Fault:
    """One planned mishap; `left` counts down, `fired` lists the ids it hit."""

    operation: str
    resource: str
    left: int
    kind: str
    status: int
    code: str
    message: str
    seconds: float
    fired: list[str]

    def document(self) -> dict[str, Any]:
        return asdict(self)

    def matches(self, method: str, resource_id: str, kinds: frozenset[str]) -> bool:
        wanted = self.left > 0 and self.kind in kinds and self.operation == method
        return wanted and fnmatchcase(resource_id.lower(), self.resource.lower())


def read_fault(given: Any) -> Fault:
    """A fault from its JSON; anything unknown or missing is refused by name."""
    if not isinstance(given, Mapping) or not isinstance(given.get("match"), Mapping):
        raise invalid_content("A fault is an object with 'match', 'times' and 'kind'")
    match = given["match"]
    unknown = (set(given) - MEMBERS) | {f"match.{name}" for name in set(match) - {"operation", "resource"}}
    if unknown:
        raise invalid_content(f"Could not find member '{min(unknown)}' on object of type 'Fault'")
    kind, operation, times = given.get("kind"), match.get("operation", "PUT"), given.get("times", 1)
    if kind not in KINDS or operation not in OPERATIONS or not _is_whole(times) or times < 1:
        raise invalid_content(f"A fault needs a kind of {', '.join(KINDS)}, an HTTP operation and times of at least 1")
    status, seconds = given.get("status", 503), given.get("seconds", 5)
    if not _is_whole(status) or not 400 <= status <= 599 or not _is_wait(seconds):
        raise invalid_content("The status of a fault is 400 to 599, its seconds are a number of at least 0")
    return Fault(
        operation=operation,
        resource=str(match.get("resource", "*")),
        left=times,
        kind=kind,
        status=status,
        code=str(given.get("code", "ServiceUnavailable")),
        message=str(given.get("message", "The service is temporarily unavailable (a planned fault).")),
        seconds=float(seconds),
        fired=[],
    )


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_wait(value: Any) -> bool:
    return (_is_whole(value) or isinstance(value, float)) and math.isfinite(value) and value >= 0


class FaultPlan:
    """The faults in the order given; the first that matches is spent."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def strike(self, method: str, resource_id: str, kinds: frozenset[str]) -> Fault | None:
        """Spend and answer the first fault that matches, or None."""
        for fault in self.faults:
            if fault.matches(method, resource_id, kinds):
                fault.left -= 1
                fault.fired.append(resource_id)
                return fault
        return None
