"""Preflight: every error named before anything is created."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    disk,
    interface,
    landing,
    machine,
    network,
    template,
)

BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"


def details_of(reply: Any) -> list[str]:
    """The codes inside an InvalidTemplateDeployment."""
    assert reply.refusal == (400, "InvalidTemplateDeployment"), reply.body
    details = reply.json()["error"]["details"]
    inner = details[0].get("details", details)
    return [each["code"] for each in inner]


def test_preflight_names_every_error_before_anything_is_created(desk: Desk) -> None:
    body = landing(machines=2)
    body["resources"][4]["properties"]["hardwareProfile"]["vmSize"] = "Standard_None"
    body["resources"][6]["properties"].pop("diskSizeGB")
    reply = desk.ask("PUT", f"{BASE}/d1", deployment(body))
    assert details_of(reply) == ["InvalidParameter", "InvalidParameter"]
    assert "The tracking id is '" in reply.json()["error"]["message"]
    assert not desk.world.resources


def test_several_preflight_errors_come_as_multiple_errors(desk: Desk) -> None:
    body = template([machine("vm1", "no1", "no2"), interface("nic9", "no3")])
    reply = desk.ask("PUT", f"{BASE}/d1", deployment(body))
    assert reply.json()["error"]["details"][0]["code"] == "MultipleErrorsOccurred"
    assert details_of(reply) == ["ResourceNotFound", "InvalidResourceReference"]


@pytest.mark.parametrize(
    ("resources", "code"),
    [
        ([interface("n", "nowhere")], "InvalidResourceReference"),
        ([machine(), interface(), network()], "ResourceNotFound"),
        ([machine(), disk()], "InvalidResourceReference"),
        ([network(), interface(), disk(), machine(zones=["1"])], "BadRequest"),
        ([network(location="atlantis")], "LocationNotAvailableForResourceType"),
    ],
)  # fmt: skip
def test_preflight_refuses_references_that_lead_nowhere_and_bodies_that_do_not_fit(
    desk: Desk, resources: list[Any], code: str
) -> None:
    reply = desk.ask("POST", f"{BASE}/d1/validate", deployment(template(resources)))
    assert details_of(reply)[0] == code


def test_preflight_counts_the_quota_of_the_whole_template(desk: Desk) -> None:
    desk.ask("POST", "/rehearsal/quotas", {"location": "westeurope", "name": "cores", "limit": 4}, api=None)
    assert details_of(desk.ask("PUT", f"{BASE}/d1", deployment(landing(machines=3)))) == ["QuotaExceeded"]
    assert desk.ask("POST", f"{BASE}/d1/validate", deployment(landing(machines=2))).status == 200


def test_preflight_refuses_a_zone_the_region_does_not_have(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/uk", {"location": "ukwest"})
    body = landing()
    for resource in body["resources"]:
        resource["location"] = "ukwest"
    body["resources"][3]["zones"] = body["resources"][4]["zones"] = ["1"]
    reply = desk.ask("POST", BASE.replace("rg1", "uk") + "/d/validate", deployment(body))
    assert set(details_of(reply)) == {"InvalidAvailabilityZone"}


def test_a_template_of_an_unregistered_provider_is_refused(bare_desk: Desk) -> None:
    bare_desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    reply = bare_desk.ask("PUT", f"{BASE}/d1", deployment(landing()))
    assert reply.refusal == (409, "MissingSubscriptionRegistration")
    assert reply.json()["error"]["details"][0]["target"] == "Microsoft.Network"
