"""Route tables: routes inside them and on their own, no removal while a subnet uses one."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NETWORK, SUBNET, ident

TABLE = f"{NETWORK}/routeTables/rt1"
DEFAULT = {
    "name": "default",
    "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.9"},
}


def table(*routes: Any) -> Any:
    return {"location": "westeurope", "properties": {"routes": list(routes)}}


def test_routes_are_shown_in_their_table_whichever_way_they_came(wired: Desk) -> None:
    wired.put(TABLE, table(DEFAULT))
    wired.put(f"{TABLE}/routes/local", {"properties": {"addressPrefix": "10.1.0.0/16", "nextHopType": "VnetLocal"}})
    shown = wired.ask("GET", TABLE).json()["properties"]["routes"]
    assert [(each["name"], each["properties"]["nextHopType"]) for each in shown] == [
        ("default", "VirtualAppliance"),
        ("local", "VnetLocal"),
    ]
    wired.ask("DELETE", f"{TABLE}/routes/default")
    wired.wait()
    assert len(wired.ask("GET", TABLE).json()["properties"]["routes"]) == 1


@pytest.mark.parametrize(
    "properties",
    [
        {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance"},
        {"addressPrefix": "0.0.0.0/0", "nextHopType": "Internet", "nextHopIpAddress": "10.0.0.9"},
    ],
)
def test_a_next_hop_has_an_address_when_it_is_an_appliance(wired: Desk, properties: Any) -> None:
    body = table({"name": "r", "properties": properties})
    assert wired.ask("PUT", TABLE, body).refusal == (400, "RouteNextHopIpAddressInvalid")


def test_a_table_in_use_stays_and_names_its_subnets(wired: Desk) -> None:
    wired.put(TABLE, table())
    body = {"properties": {"addressPrefix": "10.0.0.0/24", "routeTable": {"id": ident(wired, TABLE)}}}
    wired.put(SUBNET, body)
    assert wired.ask("GET", TABLE).json()["properties"]["subnets"] == [{"id": ident(wired, SUBNET)}]
    assert wired.ask("DELETE", TABLE).refusal == (400, "InUseRouteTableCannotBeDeleted")
    missing = {"properties": {"addressPrefix": "10.0.0.0/24", "routeTable": {"id": ident(wired, f"{TABLE}9")}}}
    assert wired.ask("PUT", SUBNET, missing).refusal == (400, "InvalidResourceReference")
