"""Dedicated hosts."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, from_image, ident
from tests.rehearsal.conftest import Desk

GROUP, HOST = f"{COMPUTE}/hostGroups/g1", f"{COMPUTE}/hostGroups/g1/hosts/h1"


def group(domains: int = 2, **properties: Any) -> Any:
    return {"location": "westeurope", "properties": {"platformFaultDomainCount": domains, **properties}}


def host(domain: int = 1, **members: Any) -> Any:
    return {"location": "westeurope", "sku": {"name": "DSv5-Type1"}, "properties": {"platformFaultDomain": domain},
            **members}  # fmt: skip


def test_a_machine_runs_on_a_host_and_keeps_it(ready: Desk) -> None:
    ready.put(GROUP, group())
    ready.put(HOST, host())
    given = from_image(ready)
    given["properties"]["host"] = {"id": ident(ready, HOST)}
    ready.put(VM, given)
    assert ready.ask("GET", HOST).json()["properties"]["virtualMachines"] == [{"id": ident(ready, VM)}]
    assert ready.ask("GET", GROUP).json()["properties"]["hosts"] == [{"id": ident(ready, HOST)}]
    assert ready.ask("GET", f"{VM}/instanceView").json()["assignedHost"] == ident(ready, HOST)
    for path in (HOST, GROUP):
        assert ready.ask("DELETE", path).refusal == (409, "OperationNotAllowed")
    ready.ask("DELETE", VM)
    ready.wait()
    assert ready.ask("DELETE", HOST).status == 202
    ready.wait()
    assert ready.ask("DELETE", GROUP).status == 200


def test_a_group_places_machines_where_it_may(ready: Desk) -> None:
    ready.put(GROUP, group())
    given = from_image(ready)
    given["properties"]["hostGroup"] = {"id": ident(ready, GROUP)}
    assert ready.ask("PUT", VM, given).refusal == (400, "InvalidParameter")
    ready.put(GROUP, group(supportAutomaticPlacement=True))
    assert ready.ask("PUT", VM, {**given, "properties": {**given["properties"], "host": {"id": "/x"}}}).status == 400
    assert ready.ask("PUT", VM, given).status == 201


@pytest.mark.parametrize(
    ("path", "given", "expected"),
    [
        (GROUP, group(6), (400, "InvalidParameter")),
        (GROUP, group(3), (409, "PropertyChangeNotAllowed")),
        (GROUP, {**group(), "zones": ["1"]}, (409, "PropertyChangeNotAllowed")),
        (GROUP, {"location": "westeurope", "properties": {}}, (400, "InvalidParameter")),
        (HOST, host(2), (400, "InvalidParameter")),
        (HOST, host(sku={}), (400, "InvalidParameter")),
        (HOST, host(location="eastus"), (400, "InvalidParameter")),
    ],
)
def test_groups_and_hosts_azure_refuses_are_refused(desk: Desk, path: str, given: Any, expected: Any) -> None:
    desk.put(GROUP, group())
    assert desk.ask("PUT", path, given).refusal == expected


def test_a_host_keeps_its_kind_and_is_asked_things(desk: Desk) -> None:
    desk.put(GROUP, group())
    desk.put(HOST, host())
    assert desk.ask("PUT", HOST, host(0)).refusal == (409, "PropertyChangeNotAllowed")
    assert desk.ask("PUT", HOST, host(sku={"name": "ESv5-Type1"})).refusal == (409, "PropertyChangeNotAllowed")
    assert desk.ask("POST", f"{HOST}/restart").status == 200
    act(desk, f"{HOST}/redeploy")
    assert "Standard_D2s_v5" in desk.ask("GET", f"{HOST}/hostSizes").json()["value"]
    view = desk.ask("GET", f"{GROUP}?$expand=instanceView").json()["properties"]["instanceView"]
    assert [each["name"] for each in view["hosts"]] == ["h1"]
