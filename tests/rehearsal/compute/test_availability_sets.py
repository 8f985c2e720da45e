"""Availability sets."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, from_image, ident, on_nic, words_of
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.availability_sets import most_fault_domains, sku_of

SET = f"{COMPUTE}/availabilitySets/set1"


def body(sku: str | None = "Aligned", location: str = "westeurope", **properties: Any) -> Any:
    named = {} if sku is None else {"sku": {"name": sku}}
    return {"location": location, **named, "properties": properties}


def test_a_set_is_written_at_once_and_has_defaults(desk: Desk) -> None:
    reply = desk.ask("PUT", SET, body(None))
    assert (reply.status, "azure-asyncoperation" in reply.headers) == (200, False)
    assert reply.json()["properties"] == {
        "platformUpdateDomainCount": 5,
        "platformFaultDomainCount": 3,
        "virtualMachines": [],
    }
    assert reply.json()["sku"] == {"name": "Classic"}
    assert desk.ask("DELETE", SET).status == 200


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (body(platformFaultDomainCount=4), "The specified fault domain count 4 must fall in the range 1 to 3."),
        (
            body(location="uksouth", platformFaultDomainCount=3),
            "The specified fault domain count 3 must fall in the range 1 to 2.",
        ),
        (body(location="uksouth"), "The specified fault domain count 3 must fall in the range 1 to 2."),
        (body(platformUpdateDomainCount=21), "must be between '1' and '20'"),
        (body("Shiny"), "The value 'Shiny' of parameter 'sku.name' is invalid"),
    ],
)
def test_domains_are_as_many_as_the_region_has(desk: Desk, given: Any, message: str) -> None:
    reply = desk.ask("PUT", SET, given)
    assert reply.refusal == (400, "InvalidParameter")
    assert message in words_of(reply)


def test_a_set_lists_its_machines_and_stays_while_it_has_any(ready: Desk) -> None:
    ready.put(SET, body())
    given = from_image(ready)
    given["properties"]["availabilitySet"] = {"id": ident(ready, SET).upper()}
    ready.put(VM, given)
    assert ready.ask("GET", SET).json()["properties"]["virtualMachines"] == [{"id": ident(ready, VM)}]
    reply = ready.ask("DELETE", SET)
    assert reply.refusal == (409, "OperationNotAllowed")
    assert words_of(reply).startswith("Availability Set set1 cannot be deleted.")
    ready.ask("DELETE", VM)
    ready.wait()
    assert ready.ask("DELETE", SET).status == 200


def test_a_machine_with_managed_disks_goes_into_an_aligned_set_and_not_into_a_zone_too(ready: Desk) -> None:
    ready.put(SET, body("Classic"))
    given = from_image(ready)
    given["properties"]["availabilitySet"] = {"id": ident(ready, SET)}
    assert ready.ask("PUT", VM, given).refusal == (400, "BadRequest")
    ready.put(SET, body("Aligned"))
    assert ready.ask("PUT", VM, {**given, "zones": ["1"]}).refusal == (400, "BadRequest")
    assert ready.ask("PUT", VM, given).status == 201


def test_a_machine_keeps_its_set(ready: Desk) -> None:
    for name in ("set1", "set2"):
        ready.put(f"{COMPUTE}/availabilitySets/{name}", body())
    given = from_image(ready)
    given["properties"]["availabilitySet"] = {"id": ident(ready, SET)}
    ready.put(VM, given)
    given["properties"]["availabilitySet"] = {"id": ident(ready, f"{COMPUTE}/availabilitySets/set2")}
    reply = ready.ask("PUT", VM, given)
    assert reply.refusal == (409, "PropertyChangeNotAllowed")
    assert words_of(reply) == "Changing property 'availabilitySet.id' is not allowed."


def test_a_machine_names_a_set_that_stands_in_its_region(ready: Desk) -> None:
    given = on_nic(from_image(ready), ready, "nic1")
    given["properties"]["availabilitySet"] = {"id": ident(ready, SET)}
    reply = ready.ask("PUT", VM, given)
    assert reply.refusal == (404, "NotFound")
    assert words_of(reply) == f"The Availability Set {ident(ready, SET)} cannot be found."
    ready.put(SET, body(location="eastus"))
    assert ready.ask("PUT", VM, given).refusal == (400, "InvalidParameter")
    given["properties"]["availabilitySet"] = {}
    assert ready.ask("PUT", VM, given).refusal == (400, "InvalidParameter")


def test_a_set_becomes_aligned_and_not_classic_and_keeps_its_domains(desk: Desk) -> None:
    desk.put(SET, body("Classic"))
    desk.put(SET, body("Aligned"))
    assert words_of(desk.ask("PUT", SET, body("Classic"))).startswith("Changing availability set SKU from 'Aligned'")
    changed = desk.ask("PUT", SET, body(platformFaultDomainCount=2))
    assert changed.refusal == (409, "PropertyChangeNotAllowed")


def test_the_sizes_of_its_region(desk: Desk) -> None:
    desk.put(SET, body())
    assert desk.ask("GET", f"{SET}/vmSizes").json()["value"][0]["numberOfCores"] > 0
    assert (most_fault_domains("eastus"), most_fault_domains("uksouth")) == (3, 2)
    assert (sku_of({}, {}), sku_of({"sku": {"name": "aligned"}}, {})) == ("Classic", "Aligned")


def test_a_template_of_2016_says_managed_for_an_aligned_set(desk: Desk) -> None:
    made = desk.put(SET, {"location": "westeurope", "properties": {"managed": True}})
    assert made["sku"] == {"name": "Aligned"}
    assert "managed" not in made["properties"]
