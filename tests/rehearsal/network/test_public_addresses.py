"""Public addresses: allocated, named, in use by one thing."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NETWORK, NIC, ident, interface

PIP = f"{NETWORK}/publicIPAddresses/pip1"


def address(sku: str | None = None, **properties: Any) -> Any:
    body: dict[str, Any] = {"location": "westeurope", "properties": properties}
    return {**body, "sku": {"name": sku}} if sku else body


def test_a_static_address_is_given_at_once_and_a_dynamic_one_when_it_is_used(wired: Desk) -> None:
    static = wired.put(PIP, address("Standard", publicIPAllocationMethod="Static"))
    assert (static["properties"]["ipAddress"], static["sku"]) == (
        "198.18.0.1",
        {"name": "Standard", "tier": "Regional"},
    )
    dynamic = wired.put(f"{PIP}2", address())
    assert "ipAddress" not in dynamic["properties"]
    wired.put(NIC, interface(wired, publicIPAddress={"id": ident(wired, f"{PIP}2")}))
    used = wired.ask("GET", f"{PIP}2").json()["properties"]
    assert used["ipAddress"] == "198.18.0.2"
    assert used["ipConfiguration"]["id"].endswith("/networkInterfaces/nic1/ipConfigurations/ip1")
    again = wired.put(PIP, address("Standard", publicIPAllocationMethod="Static"))
    assert again["properties"]["ipAddress"] == "198.18.0.1"


def test_a_label_is_a_name_of_the_region(wired: Desk) -> None:
    made = wired.put(PIP, address(dnsSettings={"domainNameLabel": "billing"}))
    assert made["properties"]["dnsSettings"]["fqdn"] == "billing.westeurope.cloudapp.azure.com"
    reply = wired.ask("PUT", f"{PIP}2", address(dnsSettings={"domainNameLabel": "billing"}))
    assert reply.refusal == (400, "DnsRecordInUse")
    elsewhere = {**address(dnsSettings={"domainNameLabel": "billing"}), "location": "northeurope"}
    assert wired.ask("PUT", f"{PIP}3", elsewhere).status == 201


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (address("Standard"), "StandardAndStandardV2SkuPublicIPAddressesMustBeStatic"),
        (address(dnsSettings={"domainNameLabel": "GEN-UNIQUE"}), "InvalidDomainNameLabel"),
        (address(idleTimeoutInMinutes=31), "InvalidIdleTimeoutInMinutes"),
        (address("Premium"), "InvalidRequestFormat"),
        (address(ip="1.2.3.4"), "InvalidRequestFormat"),
    ],
)
def test_what_azure_refuses_is_refused(wired: Desk, body: Any, code: str) -> None:
    assert wired.ask("PUT", PIP, body).refusal == (400, code)


def test_an_address_has_one_user_and_stays_while_it_is_used(wired: Desk) -> None:
    wired.put(PIP, address())
    wired.put(NIC, interface(wired, publicIPAddress={"id": ident(wired, PIP)}))
    other = interface(wired, publicIPAddress={"id": ident(wired, PIP)})
    assert wired.ask("PUT", f"{NIC}2", other).refusal == (400, "PublicIPAddressInUse")
    assert wired.ask("DELETE", PIP).refusal == (400, "PublicIPAddressCannotBeDeleted")
    wired.put(NIC, interface(wired))
    assert wired.ask("DELETE", PIP).status == 202
    assert wired.ask("PUT", PIP, address("Standard", publicIPAllocationMethod="Static")).refusal[0] in (400, 409)


def test_the_sku_stays(wired: Desk) -> None:
    wired.put(PIP, address(publicIPAllocationMethod="Static"))
    reply = wired.ask("PUT", PIP, address("Standard", publicIPAllocationMethod="Static"))
    assert reply.refusal == (400, "SkuCannotBeChangedOnUpdate")
