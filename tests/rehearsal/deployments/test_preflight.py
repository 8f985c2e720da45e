"""Preflight: every error named before anything is created."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    SUBSCRIPTION_SCHEMA,
    deployment,
    disk,
    interface,
    landing,
    machine,
    network,
    template,
)

from azlift.rehearsal.deployments import preflight as preflight_module

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


def test_a_deployment_registers_the_providers_its_template_names(bare_desk: Desk) -> None:
    bare_desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    assert bare_desk.ask("PUT", f"{BASE}/d1", deployment(landing())).status == 201
    shown = bare_desk.ask("GET", "~/providers/Microsoft.Network").json()
    assert shown["registrationState"] == "Registered"


def nested(name: str, *resources: Any, **members: Any) -> Any:
    inner = {**deployment(template(list(resources)))["properties"], "expressionEvaluationOptions": {"scope": "inner"}}
    return {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2025-04-01",
        "name": name,
        "properties": inner,
        **members,
    }


def test_a_nested_template_is_judged_with_the_outer_one(desk: Desk) -> None:
    good = template([network(), nested("inner", interface())])
    assert desk.ask("POST", f"{BASE}/d/validate", deployment(good)).status == 200
    bad = template([network(), nested("inner", disk(location="atlantis"))])
    assert details_of(desk.ask("POST", f"{BASE}/d/validate", deployment(bad))) == [
        "LocationNotAvailableForResourceType"
    ]


def test_a_group_of_the_same_template_is_a_place_for_a_nested_one(desk: Desk) -> None:
    group = {
        "type": "Microsoft.Resources/resourceGroups",
        "apiVersion": "2025-04-01",
        "name": "rg9",
        "location": "westeurope",
    }
    top = "~/providers/Microsoft.Resources/deployments/d/validate"

    def body(*resources: Any) -> Any:
        return {"location": "westeurope", **deployment(template(list(resources), SUBSCRIPTION_SCHEMA))}

    inside = nested("inner", disk(), resourceGroup="rg9", dependsOn=["rg9"])
    assert desk.ask("POST", top, body(group, inside)).status == 200
    without = {name: value for name, value in inside.items() if name != "dependsOn"}
    assert details_of(desk.ask("POST", top, body(without))) == ["ResourceGroupNotFound"]
    assert "rg9" not in str(list(desk.world.groups))


def test_beyond_the_most_nested_templates_none_is_opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight_module, "MOST_NESTED", 2)
    bad = [nested(f"n{number}", disk(location="atlantis")) for number in range(3)]
    codes = details_of(desk.ask("POST", f"{BASE}/d/validate", deployment(template(bad))))
    assert codes == ["LocationNotAvailableForResourceType"] * 2


def test_the_same_refusal_has_the_same_tracking_id(desk: Desk) -> None:
    body = deployment(template([disk(location="atlantis")]))
    first, second = (desk.ask("PUT", f"{BASE}/d", body).body for _ in range(2))
    assert first == second
    assert b"tracking id is" in first
