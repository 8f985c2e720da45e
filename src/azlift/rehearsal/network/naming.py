"""Names and references as the network provider judges them."""

import re

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.kinds import Seen, Surroundings, Wanted


def name_rule(longest: int) -> re.Pattern[str]:
    """1 to `longest` characters: starts with a letter or digit, ends with one or an underscore. Source: Azure naming
    rules."""
    return re.compile(rf"^(?=.{{1,{longest}}}$)[A-Za-z0-9]([A-Za-z0-9_.\-]*[A-Za-z0-9_])?$")


def name_words(longest: int) -> str:
    return (
        f"1 to {longest} letters, digits, '_', '-' or '.'; starts with a letter or digit, "
        "ends with a letter, digit or '_'"
    )


def invalid_reference(target: str, source: object) -> AzureError:
    """Azure's refusal of a reference to something that is not there or elsewhere."""
    return AzureError(
        400,
        "InvalidResourceReference",
        f"Resource {target} referenced by resource {source} was not found. Please make sure that the "
        "referenced resource "
        "exists, and that both resources are in the same region.",
    )


def referenced(
    target: str, wanted: Wanted, around: Surroundings, expected_type: str, *, anywhere: bool = False
) -> Seen:
    """The resource a member points at: there, of the expected type, in the same region unless it may be `anywhere`."""
    found = around.find(target)
    elsewhere = found is not None and not anywhere and found.location != wanted.location
    if found is None or found.id.type.lower() != expected_type.lower() or elsewhere:
        raise invalid_reference(target, wanted.id)
    return found


def retryable(target: object, state: str) -> AzureError:
    """What the provider answers while a referenced resource is still being written."""
    message = (
        f"Cannot proceed with operation because resource {target} used by the request is not in Succeeded state. "
        f"Resource is in {state} state and the last operation that updated/is updating the resource is PutOperation."
    )
    detail = {"code": "ReferencedResourceNotProvisioned", "message": message}
    return AzureError(429, "RetryableError", "A retryable error occurred.", details=[detail])
