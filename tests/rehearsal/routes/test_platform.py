"""Subscriptions, locations and the lists over all resources."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, network, plain

from azlift.rehearsal.routes.platform import metadata

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


def test_resources_are_filtered_by_group_type_and_tag(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"})
    desk.put(f"{DISKS}/a", plain(disk(tags={"Wave": "1", "app": "it's"})))
    desk.put(f"{DISKS}/b", plain(disk(tags={"wave": "2"})))
    desk.put(f"{DISKS.replace('rg1', 'rg2')}/c", plain(disk(tags={"wave": "1"})))
    desk.put("~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v", plain(network()))

    def names(text: str, scope: str = "~") -> list[str]:
        reply = desk.ask("GET", f"{scope}/resources?$filter={text}".replace("=", "=", 1))
        return [each["name"] for each in reply.json()["value"]]

    assert names("resourceGroup eq 'RG1'") == ["a", "b", "v"]
    assert names("resourceType eq 'microsoft.compute/disks'") == ["a", "b", "c"]
    assert names("tagName eq 'wave' and tagValue eq '1'") == ["a", "c"]
    assert names("tagName eq 'wave' and tagValue eq '1'", "~/resourceGroups/rg2") == ["c"]
    assert names("tagName eq 'WAVE'") == ["a", "b", "c"]
    assert names("tagName eq 'app' and tagValue eq 'it''s'") == ["a"]
    assert names("name eq 'B' and location eq 'West Europe'") == ["b"]
    for wrong in ("wave eq '1'", "tagName ne 'x'", "tagName eq x", "tagValue eq '1'", "name eq 'a' or name eq 'b'"):
        assert desk.ask("GET", f"~/resources?$filter={wrong}").refusal == (400, "InvalidFilterInQueryString")


def test_the_subscription_its_tenant_and_its_locations_are_listed(desk: Desk) -> None:
    assert desk.ask("GET", "/subscriptions").json()["value"][0]["id"] == desk.subscription
    assert desk.ask("GET", "~").json()["state"] == "Enabled"
    assert desk.ask("GET", "/tenants").json()["value"][0]["tenantId"] == desk.world.account.tenant_id
    locations = {each["name"]: each for each in desk.ask("GET", "~/locations").json()["value"]}
    assert [each["logicalZone"] for each in locations["westeurope"]["availabilityZoneMappings"]] == ["1", "2", "3"]
    assert "availabilityZoneMappings" not in locations["ukwest"]


def test_the_metadata_name_one_address_for_everything_a_tool_calls() -> None:
    found = metadata("https://localhost:5", "t")
    assert {found[name] for name in ("resourceManager", "microsoftGraphResourceId", "portal", "graph", "gallery")} == {
        "https://localhost:5"
    }
    assert found["authentication"]["loginEndpoint"] == "https://localhost:5"
    assert found["authentication"]["audiences"] == ["https://localhost:5", "https://localhost:5/"]


def test_a_location_of_an_operation_answers_202_until_its_outcome(desk: Desk) -> None:
    reply = desk.ask("PUT", f"{DISKS}/d", plain(disk()))
    running = desk.follow(reply, "location")
    assert (running.status, running.body) == (202, b"")
    assert running.headers["location"].partition("?")[0] == reply.headers["location"].partition("?")[0]
    assert "monitor=true" in running.headers["location"]
    desk.wait()
    assert desk.follow(reply, "location").status == 200


def test_the_location_of_a_failed_operation_tells_the_error(desk: Desk) -> None:
    fault = {"kind": "fail", "code": "Broken", "message": "no"}
    desk.ask("POST", "/rehearsal/faults", {"faults": [fault]}, api=None)
    reply = desk.ask("PUT", f"{DISKS}/d", plain(disk()))
    desk.wait()
    assert desk.follow(reply, "location").json() == {"status": "Failed", "error": {"code": "Broken", "message": "no"}}


def test_subnets_are_no_resources_of_their_own_in_lists(desk: Desk) -> None:
    desk.put("~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v", plain(network()))
    assert len(desk.world.resources) == 2
    for path in ("~/resources", "~/resourceGroups/rg1/resources"):
        assert [each["name"] for each in desk.ask("GET", path).json()["value"]] == ["v"]


def test_lists_of_a_place_that_is_not_there_are_refused(desk: Desk) -> None:
    for what in ("usages", "vmSizes"):
        reply = desk.ask("GET", f"~/providers/Microsoft.Compute/locations/atlantis/{what}")
        assert reply.refusal == (400, "NoRegisteredProviderFound")
    assert desk.ask("GET", "~/providers/Microsoft.Compute/skus?$filter=location eq 'atlantis'").json()["value"] == []
