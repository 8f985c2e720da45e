"""Interfaces that come with a machine and go as it says."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import NETWORK, VM
from tests.rehearsal.compute.test_interface_rules import made_with
from tests.rehearsal.conftest import Desk


def interface_of(machine: Any) -> str:
    (reference,) = machine["properties"]["networkProfile"]["networkInterfaces"]
    found: str = reference["id"]
    return found


def test_an_interface_is_made_plugged_and_kept_on_a_further_put(ready: Desk) -> None:
    made = ready.put(VM, made_with(ready))
    nic = interface_of(made)
    assert nic.rsplit("/", 1)[-1].startswith("own-")
    found = ready.ask("GET", nic).json()["properties"]
    assert (found["virtualMachine"], found["primary"]) == ({"id": made["id"]}, True)
    assert found["ipConfigurations"][0]["properties"]["privateIPAddress"] == "10.0.0.7"
    assert ready.put(VM, made_with(ready)) == made
    assert ready.put(VM, made) == made
    assert len(ready.ask("GET", f"{NETWORK}/networkInterfaces").json()["value"]) == 4


@pytest.mark.parametrize(("option", "status"), [("Delete", 404), ("Detach", 200)])
def test_an_interface_goes_as_it_was_told(ready: Desk, option: str, status: int) -> None:
    given = made_with(ready)
    (configuration,) = given["properties"]["networkProfile"]["networkInterfaceConfigurations"]
    configuration["properties"]["deleteOption"] = option
    nic = interface_of(ready.put(VM, given))
    ready.ask("DELETE", VM)
    ready.wait()
    assert ready.ask("GET", nic).status == status


def test_interfaces_have_mac_addresses_of_their_own(ready: Desk) -> None:
    first = ready.ask("GET", interface_of(ready.put(VM, made_with(ready)))).json()["properties"]["macAddress"]
    assert first.startswith("00-0D-3A-")
