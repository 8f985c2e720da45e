"""Record sets: each of one kind, the zone's own ones kept."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.test_zones import GLOBAL, PUBLIC, ZONE

from azlift.rehearsal.network.record_sets import PRIVATE, RECORDS


@pytest.fixture
def zoned(wired: Desk) -> Desk:
    wired.put(ZONE, GLOBAL)
    wired.put(PUBLIC, GLOBAL)
    return wired


def test_a_record_set_has_its_name_and_a_life(zoned: Desk) -> None:
    reply = zoned.ask("PUT", f"{ZONE}/A/web", {"properties": {"ARecords": [{"ipv4Address": "10.0.0.4"}]}})
    assert reply.status == 201
    made = reply.json()["properties"]
    assert made["aRecords"] == [{"ipv4Address": "10.0.0.4"}]
    assert (made["fqdn"], made["ttl"], made["isAutoRegistered"]) == ("web.corp.example.", 3600, False)
    assert zoned.ask("PUT", f"{ZONE}/A/web", {"properties": {"ttl": 60}}).status == 200
    public = zoned.put(f"{PUBLIC}/TXT/@", {"properties": {"TTL": 60, "TXTRecords": [{"value": ["v=spf1"]}]}})
    assert (public["properties"]["TTL"], public["properties"]["fqdn"]) == (60, "example.org.")
    assert "x-azlift-rehearsal-semantics" not in reply.headers


@pytest.mark.parametrize("path", [f"{ZONE}/SOA/@", f"{PUBLIC}/SOA/@", f"{PUBLIC}/NS/@"])
def test_the_records_a_zone_comes_with_stay(zoned: Desk, path: str) -> None:
    assert zoned.ask("GET", path).status == 200
    assert zoned.ask("DELETE", path).refusal == (400, "BadRequest")


def test_of_the_soa_the_times_can_be_changed_alone(zoned: Desk) -> None:
    made = zoned.put(f"{ZONE}/SOA/@", {"properties": {"soaRecord": {"retryTime": 600}}})["properties"]["soaRecord"]
    assert (made["host"], made["retryTime"], made["minimumTtl"]) == ("azureprivatedns.net", 600, 10)
    assert zoned.ask("PUT", f"{ZONE}/SOA/web", {"properties": {}}).refusal == (400, "BadRequest")


def test_an_alias_stands_alone(zoned: Desk) -> None:
    zoned.put(f"{ZONE}/CNAME/www", {"properties": {"cnameRecord": {"cname": "web.corp.example"}}})
    assert zoned.ask("PUT", f"{ZONE}/A/www", {"properties": {}}).refusal == (400, "BadRequest")
    zoned.put(f"{ZONE}/A/web", {"properties": {}})
    assert zoned.ask("PUT", f"{ZONE}/CNAME/web", {"properties": {}}).refusal == (400, "BadRequest")


@pytest.mark.parametrize("kind", sorted(RECORDS[PRIVATE]))
def test_every_kind_refuses_the_records_of_another(zoned: Desk, kind: str) -> None:
    body: Any = {"properties": {"gRecords": []}}
    assert zoned.ask("PUT", f"{ZONE}/{kind}/@", body).refusal == (400, "InvalidRequestContent")
