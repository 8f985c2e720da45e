"""Resource providers: registered in time, taken out of use, asked for their types."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.providers import check_registered, kind_of, namespace_of

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


def test_providers_are_registered_in_simulated_time(bare_desk: Desk) -> None:
    one = "~/providers/Microsoft.Compute"
    bare_desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    assert bare_desk.ask("GET", one).json()["registrationState"] == "NotRegistered"
    assert bare_desk.ask("PUT", f"{DISKS}/d", plain(disk())).refusal == (409, "MissingSubscriptionRegistration")
    assert bare_desk.ask("POST", f"{one}/register").json()["registrationState"] == "Registering"
    bare_desk.wait(20)
    assert bare_desk.ask("GET", one).json()["registrationState"] == "Registered"
    bare_desk.put(f"{DISKS}/d", plain(disk()))
    assert bare_desk.ask("POST", f"{one}/unregister").refusal == (409, "CannotUnregisterProvider")
    assert bare_desk.ask("POST", "~/providers/Microsoft.Resources/unregister").refusal[0] == 409
    assert (
        bare_desk.ask("POST", "~/providers/Microsoft.Storage/unregister").json()["registrationState"] == "NotRegistered"
    )
    states = {
        each["namespace"]: each["registrationState"] for each in bare_desk.ask("GET", "~/providers").json()["value"]
    }
    assert states["Microsoft.Resources"] == "Registered"
    types = bare_desk.ask("GET", one).json()["resourceTypes"]
    assert {each["resourceType"] for each in types} >= {"virtualMachines", "disks"}


def test_a_namespace_is_known_in_any_case(desk: Desk) -> None:
    assert namespace_of(desk.world, "microsoft.COMPUTE") == "Microsoft.Compute"
    with pytest.raises(AzureError, match=r"The resource namespace 'Web' is invalid") as caught:
        namespace_of(desk.world, "Web")
    assert (caught.value.status, caught.value.code) == (404, "InvalidResourceNamespace")


def test_a_type_without_semantics_is_stored_and_says_so(desk: Desk) -> None:
    assert kind_of(desk.world, "MICROSOFT.compute/DISKS").type == "Microsoft.Compute/disks"
    assert kind_of(desk.world, "Contoso.Things/widgets").stored
    assert kind_of(desk.world, "microsoft.web/SITES").type == "Microsoft.Web/sites"
    one = "~/resourceGroups/rg1/providers/Contoso.Things/widgets/w"
    body = {"location": "westeurope", "sku": {"name": "S1"}, "properties": {"a": [1, {"b": None}]}}
    assert desk.ask("PUT", one, body).refusal == (409, "MissingSubscriptionRegistration")
    desk.world.keep_registration("Contoso.Things", "Registered")
    made = desk.ask("PUT", one, body)
    assert (made.status, made.headers["x-azlift-rehearsal-semantics"]) == (201, "stored-without-semantics")
    assert desk.follow(made, "azure-asyncoperation").json()["status"] == "InProgress"
    desk.wait()
    kept = desk.ask("GET", one)
    assert kept.headers["x-azlift-rehearsal-semantics"] == "stored-without-semantics"
    assert kept.json()["properties"] == {"a": [1, {"b": None}], "provisioningState": "Succeeded"}
    assert kept.json()["sku"] == {"name": "S1"}
    assert desk.ask("PUT", one, {**body, "colour": "red"}).refusal == (400, "InvalidRequestContent")
    changed = desk.ask("PATCH", one, {"properties": {"a": 2}})
    assert changed.json()["properties"]["a"] == 2


def test_a_type_azure_does_not_have_is_refused_with_those_it_has(desk: Desk) -> None:
    reply = desk.ask("PUT", "~/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachine/v", {})
    assert reply.refusal == (400, "InvalidResourceType")
    message = reply.json()["error"]["message"]
    assert "'virtualMachine' could not be found in the namespace 'Microsoft.Compute'" in message
    assert "virtualMachines," in message


def test_a_provider_is_listed_with_azures_types_and_versions_to_pick_from(desk: Desk) -> None:
    listed = {
        each["resourceType"]: each for each in desk.ask("GET", "~/providers/microsoft.web").json()["resourceTypes"]
    }
    assert "sites/config" in listed
    assert listed["sites"]["apiVersions"] == sorted(listed["sites"]["apiVersions"], reverse=True)
    names = [each["namespace"] for each in desk.ask("GET", "~/providers?$top=1000").json()["value"]]
    assert len(names) > 250
    assert {"Microsoft.Web", "Microsoft.Resources", "Microsoft.Compute"} <= set(names)


def test_a_resource_may_live_in_another_and_goes_with_it(desk: Desk) -> None:
    desk.world.keep_registration("Contoso.Things", "Registered")
    made = desk.put(DISKS + "/d", plain(disk()))
    note = f"{made['id']}/providers/Contoso.Things/notes/n"
    assert desk.ask("PUT", note.replace("/d/", "/none/"), {"properties": {}}).refusal == (404, "ResourceNotFound")
    assert desk.put(note, {"properties": {"text": "x"}})["id"] == note
    listed = desk.ask("GET", "~/resources").json()["value"]
    assert [each["name"] for each in listed] == ["d"]
    assert [each["name"] for each in desk.ask("GET", note.removesuffix("/n")).json()["value"]] == ["n"]
    desk.ask("DELETE", f"{DISKS}/d")
    desk.wait()
    assert desk.world.find(note) is None


def test_above_the_subscriptions_there_are_resources_too(desk: Desk) -> None:
    root = f"/providers/Microsoft.Management/managementGroups/{desk.world.account.tenant_id}"
    for scope in ("", root):
        path = f"{scope}/providers/Contoso.Things/notes/n"
        made = desk.ask("PUT", path, {"properties": {"text": "x"}})
        assert made.status == 201
        desk.wait()
        assert desk.follow(made, "azure-asyncoperation").json()["status"] == "Succeeded"
        assert desk.ask("GET", path).json()["id"] == path


def test_a_provider_on_its_way_is_not_yet_registered(bare_desk: Desk) -> None:
    world = bare_desk.world
    bare_desk.ask("POST", "~/providers/microsoft.network/register")
    bare_desk.wait(14.9)
    with pytest.raises(AzureError) as caught:
        check_registered(world, "Microsoft.Network")
    assert caught.value.details[0]["target"] == "Microsoft.Network"
    bare_desk.wait(0.1)
    check_registered(world, "Microsoft.Network")


def test_registering_again_changes_nothing_and_unregistering_stops_what_is_under_way(bare_desk: Desk) -> None:
    one = "~/providers/Microsoft.Storage"
    bare_desk.ask("POST", f"{one}/register")
    bare_desk.wait()
    assert bare_desk.ask("POST", f"{one}/register").json()["registrationState"] == "Registered"
    bare_desk.ask("POST", f"{one}/unregister")
    bare_desk.ask("POST", f"{one}/register")
    bare_desk.ask("POST", f"{one}/unregister")
    bare_desk.wait()
    assert bare_desk.ask("GET", one).json()["registrationState"] == "NotRegistered"
