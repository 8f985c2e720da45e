"""Steering the rehearsal: clock, faults, quotas, and what was received."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk, Raw

from azlift.rehearsal.clock import SteeredClock


def test_steering_takes_only_what_it_knows(desk: Desk) -> None:
    assert desk.ask("POST", "/rehearsal/faults", {"faults": {}}, api=None).refusal[0] == 400
    assert desk.ask("POST", "/rehearsal/clock", {"speed": 2}, api=None).refusal[0] == 400
    assert desk.ask("POST", "/rehearsal/quotas", {"limit": 2}, api=None).refusal[0] == 400
    assert desk.ask("GET", "/rehearsal/weather", api=None).refusal == (404, "NotFound")
    assert desk.ask("GET", "/rehearsal/clock", api=None).json()["speed"] == 1.0


def test_requests_are_counted_by_route_and_deployments_by_id(desk: Desk) -> None:
    base = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments"
    body = {"properties": {"mode": "Incremental", "template": {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0", "resources": []}}}  # fmt: skip
    for name in ("a", "a", "B"):
        desk.ask("PUT", f"{base}/{name}", body)
        desk.wait()
    desk.ask("GET", "~/nothing")
    told = desk.ask("GET", "/rehearsal/requests", api=None).json()
    counts = {each["id"].rsplit("/", 1)[-1]: each["count"] for each in told["deployments"]}
    assert counts == {"a": 2, "b": 1}
    assert told["requests"]["PUT deployment"] == 3
    assert told["requests"]["GET refused"] == 1


def test_the_clock_is_steered_over_https(raw: Raw) -> None:
    before = raw.ask("GET", "/rehearsal/clock", api=None).json()["seconds"]
    told = raw.ask("POST", "/rehearsal/clock", {"advance": 1000}, api=None).json()
    assert told["seconds"] >= before + 1000
    for wrong in ({}, {"speed": -1}, {"advance": "soon"}, {"hurry": 1}, {"speed": True}):
        assert raw.ask("POST", "/rehearsal/clock", wrong, api=None).status_code == 400


@pytest.mark.parametrize(
    ("body", "good"),
    [
        ({"speed": 0}, True),
        ({"speed": 1_000_000}, True),
        ({"speed": 1_000_001}, False),
        ({"advance": 315_360_000}, True),
        ({"advance": 315_360_001}, False),
        ({"advance": -1}, False),
        ({"advance": None}, False),
        ([], False),
    ],
)
def test_the_clock_takes_numbers_within_its_bounds(desk: Desk, body: Any, good: bool) -> None:
    desk.world.clock = SteeredClock(desk.clock.instant, 1.0, monotonic=lambda: 0.0)
    reply = desk.ask("POST", "/rehearsal/clock", body, api=None)
    if not good:
        assert reply.refusal == (400, "InvalidRequestContent")
        return
    told = reply.json()
    assert told["seconds"] == desk.clock.instant + body.get("advance", 0)
    assert told["speed"] == body.get("speed", 1.0)


def test_what_is_due_has_happened_when_the_clock_was_advanced(desk: Desk) -> None:
    desk.world.clock = SteeredClock(desk.clock.instant, 0.0, monotonic=lambda: 0.0)
    desk.ask("POST", "~/providers/Microsoft.Storage/register")
    desk.ask("POST", "/rehearsal/clock", {"advance": 15}, api=None)
    assert desk.world.registrations["microsoft.storage"] == "Registered"


def test_a_new_scenario_takes_the_place_of_the_old(desk: Desk) -> None:
    for kind in ("stuck", "token"):
        told = desk.ask("POST", "/rehearsal/faults", {"faults": [{"kind": kind}]}, api=None).json()["faults"]
        assert [each["kind"] for each in told] == [kind]
    told = desk.ask("POST", "/rehearsal/faults", {"faults": []}, api=None).json()
    assert (told["faults"], told["fired"]) == ([], [])


def test_quotas_are_set_for_a_region_by_either_name(desk: Desk) -> None:
    body = {"location": "West Europe", "name": "Cores", "limit": 3}
    assert desk.ask("POST", "/rehearsal/quotas", body, api=None).json() == {"quotas": {"westeurope/cores": 3}}
    assert desk.world.quota("westeurope", "cores") == 3
    assert desk.ask("GET", "/rehearsal/quotas", api=None).json() == {"quotas": {"westeurope/cores": 3}}
