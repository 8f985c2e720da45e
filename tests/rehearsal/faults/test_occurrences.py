"""What a request is to a rule."""

import pytest

from azlift.rehearsal.faults.occurrences import occurrence_of

S = "/subscriptions/s1"
RG = f"{S}/resourceGroups/rg1"
VM = f"{RG}/providers/Microsoft.Compute/virtualMachines/vm1"
DEPLOYMENT = f"{RG}/providers/Microsoft.Resources/deployments/d"
OPERATION = f"{S}/providers/Microsoft.Compute/locations/we/operations/o"


@pytest.mark.parametrize(
    ("method", "path", "action"),
    [
        ("PUT", VM, "Microsoft.Compute/virtualMachines/write"),
        ("PATCH", VM, "Microsoft.Compute/virtualMachines/write"),
        ("GET", VM, "Microsoft.Compute/virtualMachines/read"),
        ("HEAD", VM, "Microsoft.Compute/virtualMachines/read"),
        ("DELETE", VM, "Microsoft.Compute/virtualMachines/delete"),
        ("POST", f"{VM}/start", "Microsoft.Compute/virtualMachines/start/action"),
        ("PUT", f"{VM}/extensions/e1", "Microsoft.Compute/virtualMachines/extensions/write"),
        ("GET", f"{RG}/providers/Microsoft.Compute/virtualMachines", "Microsoft.Compute/virtualMachines/read"),
        ("POST", f"{S}/providers/Microsoft.Compute/register", "Microsoft.Compute/register/action"),
        (
            "GET",
            OPERATION,
            "Microsoft.Compute/locations/operations/read",
        ),
        ("PUT", f"{VM}/providers/Microsoft.Authorization/locks/l", "Microsoft.Authorization/locks/write"),
        ("PUT", DEPLOYMENT, "Microsoft.Resources/deployments/write"),
        (
            "POST",
            f"{DEPLOYMENT}/whatIf",
            "Microsoft.Resources/deployments/whatIf/action",
        ),
        ("GET", f"{RG}/deployments/d/operations", "Microsoft.Resources/deployments/operations/read"),
        ("PUT", RG, "Microsoft.Resources/subscriptions/resourceGroups/write"),
        ("DELETE", RG, "Microsoft.Resources/subscriptions/resourceGroups/delete"),
        ("GET", S, "Microsoft.Resources/subscriptions/read"),
        ("GET", "/subscriptions", "Microsoft.Resources/subscriptions/read"),
        ("POST", "/tenant/oauth2/v2.0/token", ""),
        ("GET", "/", ""),
    ],
)
def test_every_request_amounts_to_an_action_of_azures(method: str, path: str, action: str) -> None:
    assert occurrence_of(method, path).action == action


def test_an_action_is_about_its_resource_and_everything_else_about_its_path() -> None:
    assert occurrence_of("POST", f"{VM}/start").resource == VM
    assert occurrence_of("POST", f"{DEPLOYMENT}/validate").resource.endswith("/d")
    assert occurrence_of("GET", f"{VM}/instanceView").resource == f"{VM}/instanceView"
    assert occurrence_of("PUT", VM, "me", "c1") == occurrence_of("PUT", VM, "me", "c1")
