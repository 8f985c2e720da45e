"""A template needs the right to write each of its resources, told beforehand and asked again when it runs."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.deployments.test_preflight import nested
from tests.rehearsal.landing_template import SUBSCRIPTION_SCHEMA, deployment, disk, network, template
from tests.rehearsal.people import (
    CONTRIBUTOR,
    GROUP,
    MACHINE_CONTRIBUTOR,
    NETWORK,
    NETWORK_CONTRIBUTOR,
    READER,
    assign,
    guest,
    newcomer,
    principal_of,
)

PATH = f"{GROUP}/providers/Microsoft.Resources/deployments/d"


def test_to_deploy_is_a_right_of_its_own(desk: Desk) -> None:
    reader = guest(desk, READER, GROUP)
    for method, path, action in (
        ("PUT", PATH, "deployments/write"),
        ("POST", f"{PATH}/validate", "deployments/validate/action"),
        ("POST", f"{PATH}/whatIf", "deployments/whatIf/action"),
        ("DELETE", PATH, "deployments/delete"),
    ):
        reply = reader.ask(method, path, deployment(template([])))
        assert reply.refusal == (403, "AuthorizationFailed")
        scope = PATH.replace("~", desk.subscription)
        assert f"'Microsoft.Resources/{action}' over scope '{scope}' or" in reply.json()["error"]["message"]
    assert reader.ask("GET", PATH.rpartition("/")[0]).status == 200


@pytest.mark.parametrize("what", ["", "/validate"])
def test_each_resource_one_may_not_write_is_named(desk: Desk, what: str) -> None:
    somebody = guest(desk, NETWORK_CONTRIBUTOR, GROUP)
    body = deployment(template([network(), disk("d1"), nested("inner", disk("d2"))]))
    reply = somebody.ask("POST" if what else "PUT", PATH + what, body)
    assert reply.refusal == (400, "InvalidTemplateDeployment")
    entry = desk.world.directory.entries[principal_of(somebody)]

    def told(name: str) -> str:
        scope = f"{desk.subscription}/resourceGroups/rg1/providers/Microsoft.Compute/disks/{name}"
        return (
            f"Authorization failed for template resource '{name}' of type 'Microsoft.Compute/disks'. The client "
            f"'{entry.app_id}' with object id '{entry.object_id}' does not have permission to perform action "
            f"'Microsoft.Compute/disks/write' at scope '{scope}'."
        )

    expected = f"The template deployment failed with error: '{told('d1')}:{told('d2')}'."
    assert reply.json()["error"]["message"] == expected


def test_what_if_needs_the_same_rights(desk: Desk) -> None:
    somebody = guest(desk, NETWORK_CONTRIBUTOR, GROUP)
    asked = somebody.ask("POST", f"{PATH}/whatIf", deployment(template([disk("d1")])))
    assert asked.status == 202
    desk.wait()
    error = desk.follow(asked, "location").json()["error"]
    assert "Authorization failed for template resource 'd1'" in error["message"]


def test_a_template_runs_with_the_rights_of_who_started_it(desk: Desk) -> None:
    somebody = guest(desk, NETWORK_CONTRIBUTOR, GROUP)
    assert somebody.ask("PUT", PATH, deployment(template([network()]))).status == 201
    desk.wait()
    assert desk.ask("GET", PATH).json()["properties"]["provisioningState"] == "Succeeded"


def test_rights_lost_on_the_way_fail_the_rest(desk: Desk) -> None:
    somebody = newcomer(desk)
    given = assign(desk, CONTRIBUTOR, GROUP, principal_of(somebody)).json()["id"]
    assert somebody.ask("PUT", PATH, deployment(template([network()]))).status == 201
    desk.ask("DELETE", given)
    desk.wait()
    done = desk.ask("GET", PATH).json()["properties"]
    assert done["provisioningState"] == "Failed"
    assert done["error"]["details"][0]["code"] == "Forbidden"
    assert "AuthorizationFailed" in done["error"]["details"][0]["message"]


def test_a_group_in_a_template_needs_the_right_to_make_one(desk: Desk) -> None:
    group = {
        "type": "Microsoft.Resources/resourceGroups",
        "apiVersion": "2025-04-01",
        "name": "rg9",
        "location": "westeurope",
    }
    body: Any = {"location": "westeurope", **deployment(template([group], SUBSCRIPTION_SCHEMA))}
    somebody = guest(desk, MACHINE_CONTRIBUTOR)
    reply = somebody.ask("PUT", "~/providers/Microsoft.Resources/deployments/d", body)
    assert "'Microsoft.Resources/subscriptions/resourceGroups/write' at scope" in reply.json()["error"]["message"]
    assert (
        guest(desk, CONTRIBUTOR, name="more").ask("PUT", "~/providers/Microsoft.Resources/deployments/d", body).status
        == 201
    )


def test_a_provider_is_registered_by_who_may(bare_desk: Desk) -> None:
    bare_desk.ask("PUT", GROUP, {"location": "westeurope"})
    narrow = guest(bare_desk, CONTRIBUTOR, GROUP)
    reply = narrow.ask("POST", f"{PATH}/validate", deployment(template([network()])))
    assert reply.refusal == (400, "InvalidTemplateDeployment")
    assert reply.json()["error"]["details"][0]["code"] == "MissingSubscriptionRegistration"
    wide = guest(bare_desk, CONTRIBUTOR, name="wide")
    assert wide.ask("POST", f"{PATH}/validate", deployment(template([network()]))).status == 200


def level(validation: str, *resources: Any) -> Any:
    body = deployment(template(list(resources)))
    return {"properties": {**body["properties"], "validationLevel": validation}}


@pytest.mark.parametrize(
    ("validation", "wrong_place", "expected"),
    [("Provider", False, 400), ("ProviderNoRbac", False, 200), ("ProviderNoRbac", True, 400), ("Template", True, 200)],
)
def test_a_validation_looks_as_deep_as_it_is_asked_to(
    desk: Desk, validation: str, wrong_place: bool, expected: int
) -> None:
    somebody = guest(desk, NETWORK_CONTRIBUTOR, GROUP)
    resource = disk("d1", location="atlantis") if wrong_place else disk("d1")
    assert somebody.ask("POST", f"{PATH}/validate", level(validation, resource)).status == expected


def with_output(expression: str) -> Any:
    body = template([])
    body["outputs"] = {"out": {"type": "object", "value": expression}}
    return deployment(body)


def test_what_a_template_refers_to_its_deployer_must_be_allowed_to_read(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"})
    desk.put("~/resourceGroups/rg2/providers/Microsoft.Network/virtualNetworks/v", NETWORK)
    body = with_output("[reference(resourceId('rg2', 'Microsoft.Network/virtualNetworks', 'v'), '2024-01-01')]")
    somebody = guest(desk, CONTRIBUTOR, GROUP)
    assert somebody.ask("PUT", PATH, body).status == 201
    desk.wait()
    done = desk.ask("GET", PATH).json()["properties"]
    assert (done["provisioningState"], done["error"]["code"]) == ("Failed", "AuthorizationFailed")
    assert "'Microsoft.Network/virtualNetworks/read'" in done["error"]["message"]
    assign(desk, READER, "~/resourceGroups/rg2", principal_of(somebody))
    somebody.ask("PUT", PATH, body)
    desk.wait()
    assert desk.ask("GET", PATH).json()["properties"]["provisioningState"] == "Succeeded"


def test_an_earlier_deployment_runs_again_with_the_rights_of_who_asked(desk: Desk) -> None:
    somebody = guest(desk, NETWORK_CONTRIBUTOR, GROUP)
    first = f"{PATH[:-1]}first"
    somebody.ask("PUT", first, deployment(template([network()])))
    desk.wait()
    body = with_output("[reference(resourceId('Microsoft.Network/virtualNetworks', 'none'), '2024-01-01')]")
    body["properties"]["onErrorDeployment"] = {"type": "LastSuccessful"}
    assert somebody.ask("PUT", PATH, body).status == 201
    desk.wait(3600)
    runs = [each for each in desk.world.deployments.values() if each.deployer]
    assert {each.deployer["object_id"] for each in runs if each.deployer} == {principal_of(somebody)}
    assert len(runs) >= 2
