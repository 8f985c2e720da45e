"""Which path goes where, and what is said of one that goes nowhere."""

import pytest
from tests.rehearsal.conftest import Desk

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("~/resourceGroups/rg1/providers/Microsoft.Web/sites/w", (404, "InvalidResourceNamespace")),
        ("~/resourceGroups/rg1/providers/Microsoft.Compute/sites/w", (400, "InvalidResourceType")),
        ("~/resourceGroups/rg1/providers/Microsoft.Authorization/locks/l", (404, "InvalidResourceNamespace")),
        ("~/providers/Microsoft.Authorization/roleAssignments/r", (404, "InvalidResourceNamespace")),
        ("~/providers/Microsoft.Compute/disks/d", (404, "InvalidResourceType")),
        ("~/resourceGroups/rg1/providers/Microsoft.Network/publicIPAddresses/p", (400, "InvalidResourceType")),
        ("~/nothing", (404, "NotFound")),
        ("/nothing", (404, "NotFound")),
        ("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups", (404, "SubscriptionNotFound")),
        ("~/resourceGroups/none/resources", (404, "ResourceGroupNotFound")),
        (f"{DISKS.replace('rg1', 'none')}/d", (404, "ResourceGroupNotFound")),
        ("~/providers/Microsoft.Nothing", (404, "InvalidResourceNamespace")),
        ("~/operationresults/none", (404, "NotFound")),
    ],
)
def test_what_is_not_there_or_not_known_is_a_clear_error(desk: Desk, path: str, expected: tuple[int, str]) -> None:
    assert desk.ask("GET", path).refusal == expected


def test_methods_a_route_does_not_have_are_refused(desk: Desk) -> None:
    assert desk.ask("POST", "~/resourceGroups/rg1").refusal == (405, "MethodNotAllowed")
    assert desk.ask("POST", f"{DISKS}/d/beginGetAccess").refusal == (400, "InvalidResourceType")
    assert desk.ask("DELETE", "~/resourceGroups").refusal == (405, "MethodNotAllowed")
    assert desk.ask("POST", DISKS).refusal == (405, "MethodNotAllowed")
