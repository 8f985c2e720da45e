"""Resource providers: registered in time, taken out of use, asked for their types."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

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
