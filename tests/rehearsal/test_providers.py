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
    assert {each["resourceType"] for each in types} == {"virtualMachines", "disks"}


def test_a_namespace_is_known_in_any_case() -> None:
    assert namespace_of("microsoft.COMPUTE") == "Microsoft.Compute"
    with pytest.raises(AzureError, match=r"The resource namespace 'Microsoft\.Web' is invalid") as caught:
        namespace_of("Microsoft.Web")
    assert (caught.value.status, caught.value.code) == (404, "InvalidResourceNamespace")


def test_a_type_the_namespace_lacks_is_refused_with_those_it_has(desk: Desk) -> None:
    assert kind_of(desk.world, "MICROSOFT.compute/DISKS", "2024-07-01").type == "Microsoft.Compute/disks"
    with pytest.raises(AzureError) as caught:
        kind_of(desk.world, "microsoft.compute/snapshots", "2024-07-01")
    assert (caught.value.status, caught.value.code) == (400, "InvalidResourceType")
    assert "'snapshots' could not be found in the namespace 'Microsoft.Compute'" in caught.value.message
    assert "are 'virtualMachines,disks'." in caught.value.message


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
