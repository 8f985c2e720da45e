"""Steering the rehearsal: clock, faults, quotas, and what was received."""

from pathlib import Path
from typing import Any

import pytest
from tests.rehearsal.conftest import Desk, HandClock, Raw, open_desk

from azlift.rehearsal.clock import SteeredClock
from azlift.rehearsal.identity import Facts
from azlift.rehearsal.opening import open_world
from azlift.rehearsal.store import Store


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


def turned(desk: Desk, what: str, given: Any) -> Any:
    reply = desk.ask("POST", f"/rehearsal/{what}", given, api=None)
    assert reply.status == 200, reply.body
    return reply.json()


def test_a_scenario_that_is_none_is_refused_with_the_place_and_a_suggestion(desk: Desk) -> None:
    reply = desk.ask("POST", "/rehearsal/faults", {"faults": [{"kind": "stack"}]}, api=None)
    assert reply.refusal == (400, "InvalidRequestContent")
    assert 'scenario: faults[0].kind: found "stack", expected one of' in reply.json()["error"]["message"]
    assert "did you mean 'stuck'?" in reply.json()["error"]["message"]


def test_room_is_set_by_place_and_size(desk: Desk) -> None:
    given = {"location": "West Europe", "zone": "1", "size": "Standard_D2s_v5", "machines": 3}
    assert turned(desk, "capacity", given) == {"rooms": [{**given, "location": "westeurope"}]}
    assert desk.ask("GET", "/rehearsal/capacity", api=None).json()["rooms"][0]["machines"] == 3
    assert desk.ask("POST", "/rehearsal/capacity", {"location": "x"}, api=None).refusal[0] == 400


def test_restrictions_take_the_place_of_those_before(desk: Desk) -> None:
    given = {"location": "westeurope", "size": "Standard_D2s_v5", "zones": ["1"]}
    assert turned(desk, "restrictions", {"restrictions": [given]}) == {"restrictions": [given]}
    assert turned(desk, "restrictions", {"restrictions": []}) == {"restrictions": []}


def test_rates_are_shown_and_those_not_named_stay(desk: Desk) -> None:
    before = desk.ask("GET", "/rehearsal/limits", api=None).json()
    assert before["on"] is True
    assert before["rates"]["subscription-reads"] == {"burst": 250, "refill": 25, "every": 1.0}
    after = turned(desk, "limits", {"rates": {"PutVMResource": {"burst": 1, "refill": 1, "every": 30}}})
    assert after["rates"].pop("PutVMResource") == {"burst": 1, "refill": 1, "every": 30}
    before["rates"].pop("PutVMResource")
    assert after == before


@pytest.mark.parametrize(
    "given",
    [
        {"on": "no"},
        {"rates": {"nothing": {"burst": 1, "refill": 1}}},
        {"rates": {"tenant-reads": {"burst": 1}}},
        {"rates": {"tenant-reads": {"burst": 0, "refill": 1}}},
        [],
    ],
)
def test_rates_that_say_nothing_sensible_are_refused_and_change_nothing(desk: Desk, given: Any) -> None:
    before = desk.ask("GET", "/rehearsal/limits", api=None).json()
    assert desk.ask("POST", "/rehearsal/limits", given, api=None).refusal == (400, "InvalidRequestContent")
    assert desk.ask("GET", "/rehearsal/limits", api=None).json() == before


def test_times_can_be_told_to_vary_or_not(desk: Desk) -> None:
    assert turned(desk, "durations", {"spread": True}) == {"spread": True}
    assert desk.world.durations.spread
    assert desk.ask("POST", "/rehearsal/durations", {}, api=None).refusal[0] == 400


def test_what_was_steered_is_there_after_a_restart(tmp_path: Path, facts: Facts) -> None:
    desk = open_desk(Store(tmp_path), facts, HandClock())
    turned(desk, "limits", {"on": False, "rates": {"tenant-reads": {"burst": 9, "refill": 9}}})
    turned(desk, "durations", {"spread": False})
    turned(desk, "capacity", {"location": "westeurope", "machines": 1})
    desk.world.store.close()
    store = Store(tmp_path)
    again = open_world(desk.world.account, desk.clock, store, desk.world.catalogue)
    assert (again.limits.on, again.limits.rates["tenant-reads"].burst) == (False, 9)
    assert not again.durations.spread
    assert [room.machines for room in again.supply.rooms] == [1]
    store.close()
