"""onErrorDeployment: a failure has an earlier deployment run again."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import SUBSCRIPTION_SCHEMA, deployment, disk, network, template

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"
LAST = {"type": "LastSuccessful"}


def break_disks(desk: Desk) -> None:
    fault = {"match": {"resource": "*/disks/os1"}, "kind": "fail", "code": "Broken", "message": "no"}
    desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)


@pytest.mark.parametrize(
    ("on_error", "left"),
    [(LAST, ["vnet2"]), ({"type": "SpecificDeployment", "deploymentName": "first"}, ["vnet1"])],
)
def test_a_failure_deploys_an_earlier_one_again_in_mode_complete(desk: Desk, on_error: Any, left: list[str]) -> None:
    desk.deploy(deployment(template([network("vnet1")])), "first")
    desk.deploy(deployment(template([network("vnet2")])), "second")
    break_disks(desk)
    done = desk.deploy(deployment(template([disk(), network("vnet3")]), onErrorDeployment=on_error), "third")
    assert done["properties"]["provisioningState"] == "Failed"
    assert done["properties"]["onErrorDeployment"]["deploymentName"] == ("second" if on_error is LAST else "first")
    networks = desk.ask("GET", "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks").json()["value"]
    assert [each["name"] for each in networks] == left


def test_a_success_goes_nowhere_back(desk: Desk) -> None:
    desk.deploy(deployment(template([network("vnet1")])), "first")
    desk.deploy(deployment(template([network("vnet2")]), onErrorDeployment=LAST), "second")
    networks = desk.ask("GET", "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks").json()["value"]
    assert len(networks) == 2


@pytest.mark.parametrize(
    ("on_error", "refusal"),
    [
        (LAST, (404, "DeploymentNotFound")),
        ({"type": "SpecificDeployment", "deploymentName": "none"}, (404, "DeploymentNotFound")),
        ({"type": "SpecificDeployment"}, (400, "InvalidDeployment")),
        ({"type": "LastSuccessful", "deploymentName": "x"}, (400, "InvalidDeployment")),
        ({"type": "Nearest"}, (400, "InvalidRequestContent")),
    ],
)
def test_what_could_not_go_back_is_refused_at_once(desk: Desk, on_error: Any, refusal: tuple[int, str]) -> None:
    assert desk.ask("PUT", f"{BASE}/d", deployment(template([]), onErrorDeployment=on_error)).refusal == refusal


def test_above_the_groups_there_is_no_way_back(desk: Desk) -> None:
    body = {"location": "westeurope", **deployment(template([], SUBSCRIPTION_SCHEMA), onErrorDeployment=LAST)}
    reply = desk.ask("PUT", "~/providers/Microsoft.Resources/deployments/d", body)
    assert reply.refusal == (400, "InvalidDeployment")


def test_a_way_back_that_is_gone_by_then_is_told_and_nothing_hangs(desk: Desk) -> None:
    desk.deploy(deployment(template([network("vnet1")])), "first")
    break_disks(desk)
    desk.ask("PUT", f"{BASE}/second", deployment(template([disk()]), onErrorDeployment=LAST))
    desk.world.drop_deployment(
        f"{desk.subscription}/resourcegroups/rg1/providers/microsoft.resources/deployments/first"
    )
    desk.wait()
    done = desk.ask("GET", f"{BASE}/second").json()["properties"]
    assert (done["provisioningState"], done["onErrorDeployment"]["provisioningState"]) == ("Failed", "Failed")
