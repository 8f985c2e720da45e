"""Operations over HTTP, in every provider's style."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, network, plain

GROUP = "~/resourceGroups/rg1/providers"


def test_a_disk_is_answered_on_its_location_and_a_network_is_not(desk: Desk) -> None:
    made = desk.ask("PUT", f"{GROUP}/Microsoft.Compute/disks/d", plain(disk()))
    wired = desk.ask("PUT", f"{GROUP}/Microsoft.Network/virtualNetworks/v", plain(network()))
    assert "location" not in wired.headers
    assert wired.headers["azure-asyncnotification"] == "Enabled"
    assert desk.follow(made, "location").status == 202
    assert desk.follow(wired, "azure-asyncoperation").json() == {"status": "InProgress"}
    desk.wait()
    assert desk.follow(made, "location").json()["name"] == "d"
    assert desk.follow(wired, "azure-asyncoperation").json() == {"status": "Succeeded"}


def test_what_came_later_under_a_name_is_not_the_outcome(desk: Desk) -> None:
    path = f"{GROUP}/Microsoft.Compute/disks/d"
    desk.put(path, plain(disk()))
    gone = desk.ask("DELETE", path)
    desk.wait()
    desk.put(path, plain(disk(size=128)))
    assert desk.follow(gone, "location").body == b""


def test_an_operation_nobody_began_is_not_found(desk: Desk) -> None:
    assert desk.ask("GET", "~/operationresults/none").refusal == (404, "NotFound")
    assert desk.ask("GET", "/providers/A.B/locations/global/operationStatuses/none").refusal == (404, "NotFound")


def test_a_result_is_answered_in_the_providers_way(desk: Desk) -> None:
    desk.world.keep_registration("Microsoft.Storage", "Registered")
    body = {"location": "westeurope", "sku": {"name": "Standard_LRS"}, "kind": "StorageV2", "properties": {}}
    made = desk.ask("PUT", f"{GROUP}/Microsoft.Storage/storageAccounts/azliftstore", body)
    desk.wait()
    assert desk.follow(made, "location").json()["properties"]["creationTime"]
