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
