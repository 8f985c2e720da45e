"""What stands without having been made."""

import pytest

from azlift.rehearsal.authorization.given import definition_id, given_resource, read_data

KIND = "Microsoft.Authorization/roleDefinitions"


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("", ""),
        ("/providers/Microsoft.Management/managementGroups/mg", ""),
        ("/subscriptions/S", "/subscriptions/s"),
        ("/subscriptions/s/resourceGroups/rg/providers/A.B/c/d", "/subscriptions/s"),
    ],
)
def test_a_definition_has_an_id_of_the_subscription_or_the_tenant(scope: str, expected: str) -> None:
    assert definition_id(scope, KIND, "x") == f"{expected}/providers/{KIND}/x"


def test_a_given_resource_has_no_state_of_its_own() -> None:
    assert given_resource(f"/providers/{KIND}/x", {"a": 1}).body() == {
        "name": "x",
        "id": f"/providers/{KIND}/x",
        "type": KIND,
        "properties": {"a": 1},
    }


@pytest.mark.parametrize("name", ["built_in_roles.json", "built_in_policies.json"])
def test_every_data_file_names_its_source(name: str) -> None:
    assert "/" in read_data(name)["source"]
