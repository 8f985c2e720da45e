"""The functions about the cloud ask the platform of their scope; what a deployment is handed is told by name."""

import pytest
from tests.rehearsal.expressions.evaluating import SUBSCRIPTION, evaluate, refusal

MACHINES = "pickZones('Microsoft.Compute', 'virtualMachines', 'West US 2'"


@pytest.mark.parametrize(
    ("expression", "zones"),
    [
        (f"{MACHINES}, 2, 1)", ["2", "3"]),
        (f"{MACHINES}, 3, 0)", ["1", "2", "3"]),
        ("pickZones('Microsoft.Compute', 'virtualMachines', 'westus', 2, 2)", []),
        ("toPhysicalZones('sub', 'westus2', createArray('3', '1'))", ["westus2-az1", "westus2-az2"]),
        ("toLogicalZones('sub', 'westus2', createArray('westus2-az1', 'westus2-az3'))", ["3", "2"]),
        ("createArray(toPhysicalZone('sub', 'westus2', '1'))", ["westus2-az2"]),
        ("createArray(toLogicalZone('sub', 'westus2', 'westus2-az2'))", ["1"]),
    ],
)
def test_zones_are_those_of_the_platform(expression: str, zones: list[str]) -> None:
    assert evaluate(expression) == zones


def test_providers_tells_a_provider_or_one_of_its_types() -> None:
    assert evaluate("providers('Microsoft.Web').namespace") == "Microsoft.Web"
    site = {"resourceType": "sites", "locations": ["West US"], "apiVersions": ["2024-04-01"]}
    assert evaluate("providers('Microsoft.Web', 'Sites')") == site


def test_role_definitions_tells_the_id_of_a_built_in_role() -> None:
    guid = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
    below = f"/providers/Microsoft.Authorization/roleDefinitions/{guid}"
    assert evaluate("roleDefinitions('Reader')") == {
        "id": f"/subscriptions/{SUBSCRIPTION}{below}",
        "roleDefinitionId": guid,
    }
    assert evaluate("roleDefinitions('reader').id", subscription_id=None, resource_group=None) == below


def test_what_the_deployment_is_handed_is_told() -> None:
    assert evaluate("externalInputs('region')") == "westeurope"
    assert evaluate("extensions('k8s').config.namespace.value") == "default"


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        (f"{MACHINES}, 3, 1)", "has '3' zones in location 'West US 2', fewer than the offset '1' and the number"),
        (f"{MACHINES}, 4)", "the number of zones must be between 1 and 3"),
        (f"{MACHINES}, 1, -1)", "the offset not negative"),
        ("toPhysicalZone('sub', 'westus2', '4')", "there is no availability zone '4' in location 'westus2'"),
        ("toLogicalZone('sub', 'westus2', '1')", "there is no availability zone '1' in location 'westus2'"),
        ("providers('Nobody.Knows')", "the resource namespace 'Nobody.Knows' is invalid"),
        ("providers('Microsoft.Web', 'nothing')", "the resource type 'nothing' is not one of"),
        ("roleDefinitions('King')", "there is no built-in role named 'King'"),
        ("externalInputs('x')", "the external input 'x' is not given"),
        ("extensions('x')", "the extension 'x' is not given a configuration"),
    ],
)
def test_what_the_platform_does_not_know_is_refused(expression: str, reason: str) -> None:
    assert reason in refusal(expression)


def test_without_a_platform_nothing_is_known_of_the_cloud() -> None:
    assert "nothing is known here of the cloud" in refusal(f"{MACHINES})", platform=None)
