"""Steering the rehearsal: clock, faults, quotas, and what was received."""

from tests.rehearsal.conftest import Desk, Raw


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
