"""A line of the table of paths: its right and its scope."""

import pytest
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.routes.call import Call
from azlift.rehearsal.routes.table import find_route

GROUP = "~/resourceGroups/rg1"
DISK = "resourceGroups/rg1/providers/Microsoft.Compute/disks/d"
VM = "resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/v"
DEPLOYMENT = "providers/Microsoft.Resources/deployments/d"


@pytest.mark.parametrize(
    ("method", "path", "action", "scope"),
    [
        ("GET", "/subscriptions", "", ""),
        ("GET", "~/resourceGroups", "Microsoft.Resources/subscriptions/resourceGroups/read", "~"),
        (
            "PUT",
            "~/resourceGroups/rg1",
            "Microsoft.Resources/subscriptions/resourceGroups/write",
            "~/resourceGroups/rg1",
        ),
        ("POST", "~/providers/Microsoft.Web/register", "Microsoft.Web/register/action", "~"),
        ("PUT", f"~/{DISK}", "Microsoft.Compute/disks/write", f"~/{DISK}"),
        ("DELETE", f"~/{DISK}", "Microsoft.Compute/disks/delete", f"~/{DISK}"),
        ("POST", f"~/{VM}/start", "Microsoft.Compute/virtualMachines/start/action", f"~/{VM}"),
        ("GET", f"~/{VM}/instanceView", "Microsoft.Compute/virtualMachines/instanceView/read", f"~/{VM}"),
        ("PUT", f"~/{DEPLOYMENT}", "Microsoft.Resources/deployments/write", f"~/{DEPLOYMENT}"),
        ("POST", f"/{DEPLOYMENT}/whatIf", "Microsoft.Resources/deployments/whatIf/action", f"/{DEPLOYMENT}"),
    ],
)
def test_a_request_says_which_right_it_needs_and_where(
    desk: Desk, method: str, path: str, action: str, scope: str
) -> None:
    found = find_route(desk.world, Call(method, path.replace("~", desk.subscription), {}, {}, b"", ""))
    assert (found.action, found.scope.replace(desk.subscription, "~")) == (action, scope)
