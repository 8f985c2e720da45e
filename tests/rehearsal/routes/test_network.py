"""What the network provider answers beside its resources."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.test_public_addresses import PIP, address

PLACE = "~/providers/Microsoft.Network/locations"


def test_a_label_is_free_until_an_address_of_the_region_has_it(desk: Desk) -> None:
    asked = "CheckDnsNameAvailability?domainnamelabel=web1"
    assert desk.ask("GET", f"{PLACE}/westeurope/{asked}").json() == {"available": True}
    desk.put(PIP, address(dnsSettings={"domainNameLabel": "web1"}))
    assert desk.ask("GET", f"{PLACE}/West Europe/{asked}").json() == {"available": False}
    assert desk.ask("GET", f"{PLACE}/northeurope/{asked}").json() == {"available": True}
    assert desk.ask("GET", f"{PLACE}/westeurope/CheckDnsNameAvailability").refusal == (400, "InvalidRequestContent")


def test_usages_are_of_a_region_that_is_there(desk: Desk) -> None:
    assert desk.ask("GET", f"{PLACE}/atlantis/usages").refusal == (400, "NoRegisteredProviderFound")
    desk.put(PIP, address())
    found = {each["name"]["value"]: each for each in desk.ask("GET", f"{PLACE}/westeurope/usages").json()["value"]}
    assert (found["PublicIPAddresses"]["currentValue"], found["StaticPublicIPAddresses"]["currentValue"]) == (1, 0)


def test_service_tags_name_the_addresses_of_a_service(desk: Desk) -> None:
    assert desk.ask("GET", f"{PLACE}/atlantis/serviceTags").refusal == (400, "NoRegisteredProviderFound")
    listed = desk.ask("GET", f"{PLACE}/westeurope/serviceTags").json()
    assert (listed["name"], listed["cloud"], listed["type"]) == ("public", "Public", "Microsoft.Network/serviceTags")
    bus = next(each for each in listed["values"] if each["name"] == "ServiceBus.EastUS2")
    assert bus["properties"]["region"] == "eastus2"
    assert "40.70.146.64/29" in bus["properties"]["addressPrefixes"]
