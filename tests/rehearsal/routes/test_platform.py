"""Subscriptions, locations and the lists over all resources."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, network, plain

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
