"""What a scenario changes in the world behind the caller's back, and when."""

from typing import Any

from tests.rehearsal.compute.conftest import COMPUTE, VM, body
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, disk, landing, plain

from azlift.rehearsal.clock import SteeredClock

D1 = f"{COMPUTE}/disks/d1"


def play(desk: Desk, *faults: Any) -> None:
    reply = desk.ask("POST", "/rehearsal/faults", {"faults": list(faults)}, api=None)
    assert reply.status == 200, reply.body


def fired(desk: Desk) -> list[tuple[str, str]]:
    """The rules that fired, with what they did."""
    told = desk.ask("GET", "/rehearsal/faults", api=None).json()["fired"]
    return [(each["rule"], each["effect"]) for each in told]


def test_a_quota_shrinks_just_before_the_request_it_would_have_let_through(ready: Desk) -> None:
    play(
        ready, {"kind": "quota", "location": "West Europe", "quota": "cores", "limit": 1, "match": {"operation": "PUT"}}
    )
    assert ready.ask("PUT", VM, body(ready)).refusal == (409, "OperationNotAllowed")
    assert fired(ready) == [("quota 1", "cores in westeurope is 1")]


def test_a_zone_runs_out_at_an_instant_without_any_request(ready: Desk) -> None:
    play(ready, {"kind": "capacity", "location": "westeurope", "after": "PT5M"})
    ready.wait(299)
    assert (fired(ready), ready.world.supply.rooms) == ([], [])
    ready.wait(1)
    assert fired(ready) == [("capacity 1", "room for 0 of every size in westeurope")]
    ready.put(VM, body(ready))
    assert ready.ask("GET", VM).json()["properties"]["provisioningState"] == "Failed"
    (strike,) = ready.world.faults.strikes
    assert strike.at == ready.clock.instant - 600


def test_somebody_elses_tags_are_there_when_the_request_comes(desk: Desk) -> None:
    desk.put(D1, plain(disk(tags={"wave": "1", "owner": "us"})))
    play(
        desk,
        {"kind": "edit", "tags": {"owner": "them", "wave": None}, "match": {"operation": "GET", "resource": "*/d1"}},
    )
    before = desk.world.resources[f"{desk.subscription}{D1[1:]}".lower()].etag
    found = desk.ask("GET", D1).json()
    assert found["tags"] == {"owner": "them"}
    assert desk.world.resources[f"{desk.subscription}{D1[1:]}".lower()].etag != before
    assert fired(desk) == [("edit 1", f"{found['id']} was edited")]


def test_somebody_elses_properties_are_laid_over_what_was_asked_for(desk: Desk) -> None:
    desk.put(D1, plain(disk()))
    play(desk, {"kind": "edit", "properties": {"diskSizeGB": 512}, "after": "PT1S", "target": "*/disks/*"})
    desk.wait(1)
    assert desk.ask("GET", D1).json()["properties"]["diskSizeGB"] == 512
    assert desk.ask("PUT", D1, plain(disk())).refusal == (409, "OperationNotAllowed")  # no disk shrinks


def test_somebody_else_deletes_a_resource_under_our_hands(desk: Desk) -> None:
    desk.put(D1, plain(disk()))
    play(desk, {"kind": "edit", "delete": True, "match": {"operation": "DELETE"}})
    assert desk.ask("DELETE", D1).status == 204
    assert fired(desk)[0][1].endswith("/disks/d1 was deleted")


def test_what_azure_refuses_them_it_refuses(ready: Desk) -> None:
    ready.put(VM, body(ready))
    play(ready, {"kind": "edit", "delete": True, "match": {"operation": "GET"}, "target": "*/disks/os1"})
    assert ready.ask("GET", f"{COMPUTE}/disks/os1").status == 200
    assert fired(ready)[0][1].endswith("was not deleted: OperationNotAllowed")


def test_an_edit_of_nothing_says_so(desk: Desk) -> None:
    play(desk, {"kind": "edit", "tags": {"a": "b"}, "match": {"operation": "GET"}})
    desk.ask("GET", D1)
    assert fired(desk) == [("edit 1", "nothing there to edit")]


def test_a_resource_a_deployment_puts_is_a_request_too(desk: Desk) -> None:
    match = {"resource": "*/virtualMachines/vm1", "operation": "PUT"}
    play(desk, {"kind": "quota", "location": "westeurope", "quota": "cores", "limit": 0, "match": match})
    done = desk.deploy(deployment(landing()))
    assert done["properties"]["provisioningState"] == "Failed"
    assert "exceeding approved Total Regional Cores quota" in str(done["properties"]["error"])
    assert [rule for rule, _ in fired(desk)] == ["quota 1"]


def test_what_an_earlier_scenario_had_planned_for_later_does_not_happen(desk: Desk) -> None:
    late = {"kind": "quota", "location": "westeurope", "quota": "cores", "limit": 0, "after": "PT1M"}
    play(desk, late)
    play(desk, {**late, "after": "PT2M", "limit": 7})
    desk.wait(90)
    assert (fired(desk), desk.world.quotas) == ([], {})
    desk.wait(30)
    assert desk.world.quotas == {"westeurope/cores": 7}


def test_an_instant_that_has_passed_comes_at_once(desk: Desk) -> None:
    desk.world.clock = SteeredClock(desk.clock.instant, 0.0, monotonic=lambda: 0.0)
    play(desk, {"kind": "quota", "location": "westeurope", "quota": "q", "limit": 0, "after": "2001-01-01T00:00:00Z"})
    desk.ask("GET", "~")
    assert len(fired(desk)) == 1
