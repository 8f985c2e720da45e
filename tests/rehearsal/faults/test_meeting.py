"""A request meets the scenario: every kind of fault strikes, does what it says, and is written down."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, body
from tests.rehearsal.conftest import Desk
from tests.rehearsal.faults.test_changes import fired, play
from tests.rehearsal.landing_template import deployment, disk, landing, plain

from azlift.rehearsal.routes.call import Answer, Call, Delivery

D1 = f"{COMPUTE}/disks/d1"
DEPLOYMENT = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments/d1"
PUT_D1 = {"operation": "PUT", "resource": "*/disks/d1"}


def answer(desk: Desk, method: str, path: str, given: Any = None) -> Answer:
    """The answer with its delivery, which a reply does not show."""
    answers: list[Answer] = []
    told = desk.front.answer

    def keep(call: Call) -> Answer:
        answers.append(told(call))
        return answers[-1]

    desk.front.answer = keep  # type: ignore[method-assign]
    desk.ask(method, path, given)
    desk.front.answer = told  # type: ignore[method-assign]
    return answers[0]


@pytest.mark.parametrize("status", [400, 408, 409, 429, 500, 502, 503, 504])
def test_a_status_refuses_the_request_and_nothing_of_it_was_done(desk: Desk, status: int) -> None:
    play(desk, {"kind": "status", "status": status, "match": PUT_D1})
    reply = desk.ask("PUT", D1, plain(disk()))
    assert reply.status == status
    assert reply.json()["error"].keys() == {"code", "message"}
    assert reply.headers.get("retry-after") == ("5" if status == 429 else None)
    assert desk.ask("GET", D1).status == 404
    assert desk.ask("PUT", D1, plain(disk())).status == 202
    assert fired(desk) == [("status 1", f"answered {status}")]


def test_a_status_may_bring_its_own_code_words_and_wait(desk: Desk) -> None:
    own = {"status": 503, "code": "ServerBusy", "message": "later", "retryAfter": 90}
    play(desk, {"kind": "status", "match": PUT_D1, **own})
    desk.clock.speed = 60
    reply = desk.ask("PUT", D1, plain(disk()))
    assert reply.json() == {"error": {"code": "ServerBusy", "message": "later"}}
    assert reply.headers["retry-after"] == "2"  # ninety simulated seconds


def test_a_line_cut_before_the_request_was_taken_leaves_the_world_as_it_was(desk: Desk) -> None:
    play(desk, {"kind": "cut", "taken": False, "match": PUT_D1})
    assert answer(desk, "PUT", D1, plain(disk())).delivery == Delivery(cut=True)
    assert desk.ask("GET", D1).status == 404
    assert fired(desk) == [("cut 1", "the line was cut before the request was taken")]


def test_a_line_cut_after_the_request_was_taken_leaves_it_done(desk: Desk) -> None:
    play(desk, {"kind": "cut", "taken": True, "match": PUT_D1})
    assert answer(desk, "PUT", D1, plain(disk())).delivery == Delivery(cut=True)
    assert desk.ask("GET", D1).json()["properties"]["provisioningState"] == "Updating"
    assert fired(desk) == [("cut 1", "done, and the line was cut before the answer")]


@pytest.mark.parametrize(("speed", "delay"), [(1.0, 120.0), (60.0, 2.0), (0.0, 0.0)])
def test_a_slow_answer_is_late_in_the_clients_time(desk: Desk, speed: float, delay: float) -> None:
    play(desk, {"kind": "slow", "seconds": 120, "match": PUT_D1})
    desk.clock.speed = speed
    late = answer(desk, "PUT", D1, plain(disk()))
    assert (late.status, late.delivery) == (202, Delivery(delay=delay))
    assert fired(desk) == [("slow 1", "answered 120 s late")]


def test_an_answer_may_be_late_and_lost(desk: Desk) -> None:
    play(desk, {"kind": "slow", "seconds": 1}, {"kind": "slow", "seconds": 2}, {"kind": "cut", "taken": True})
    assert answer(desk, "GET", "~").delivery == Delivery(delay=3.0, cut=True)
    assert len(fired(desk)) == 3


def test_an_operation_that_is_stuck_never_ends(desk: Desk) -> None:
    play(desk, {"kind": "stuck", "match": {"resource": "*/disks/d1"}})
    reply = desk.ask("PUT", D1, plain(disk()))
    assert reply.headers["retry-after"] == "10"
    desk.wait(365 * 86_400)
    assert desk.follow(reply, "azure-asyncoperation").json()["status"] == "InProgress"
    assert desk.ask("GET", D1).json()["properties"]["provisioningState"] == "Updating"
    assert fired(desk) == [("stuck 1", "never ends")]


def test_a_deployment_waits_for_a_resource_that_is_stuck_until_it_is_cancelled(desk: Desk) -> None:
    play(desk, {"kind": "stuck", "match": {"resource": "*/disks/os1"}})
    desk.ask("PUT", DEPLOYMENT, deployment(landing()))
    desk.wait(86_400)
    assert desk.ask("GET", DEPLOYMENT).json()["properties"]["provisioningState"] == "Running"
    assert desk.ask("POST", f"{DEPLOYMENT}/cancel").status == 204
    desk.wait()
    assert desk.ask("GET", DEPLOYMENT).json()["properties"]["provisioningState"] == "Canceled"


def test_a_deployment_itself_can_be_stuck_or_fail(desk: Desk) -> None:
    match = {"resource": "*/deployments/d1"}
    play(desk, {"kind": "fail", "code": "DeploymentBroken", "match": match}, {"kind": "stuck", "match": match})
    done = desk.deploy(deployment(landing()))["properties"]
    assert (done["provisioningState"], done["error"]["code"]) == ("Failed", "DeploymentBroken")
    stuck = desk.deploy(deployment(landing()))["properties"]
    assert stuck["provisioningState"] in ("Accepted", "Running")
    assert [rule for rule, _ in fired(desk)] == ["fail 1", "stuck 2"]


def test_an_operation_fails_at_its_end_with_the_code_planned(desk: Desk) -> None:
    play(desk, {"kind": "fail", "code": "DiskBroken", "message": "no", "match": PUT_D1})
    reply = desk.ask("PUT", D1, plain(disk()))
    assert reply.status == 202
    desk.wait()
    told = desk.follow(reply, "azure-asyncoperation").json()
    assert (told["status"], told["error"]) == ("Failed", {"code": "DiskBroken", "message": "no"})
    assert desk.ask("GET", D1).json()["properties"]["provisioningState"] == "Failed"
    assert fired(desk) == [("fail 1", "ends with DiskBroken")]


def test_an_action_of_a_machine_is_an_operation_too(ready: Desk) -> None:
    ready.put(VM, body(ready))
    ready.ask("POST", f"{VM}/deallocate")
    ready.wait()
    match = {"operation": "Microsoft.Compute/virtualMachines/start/action"}
    play(ready, {"kind": "fail", "code": "AllocationFailed", "match": match})
    reply = ready.ask("POST", f"{VM}/start")
    ready.wait()
    error = ready.follow(reply, "azure-asyncoperation").json()["error"]
    assert error["code"] == "AllocationFailed"
    assert error["message"].startswith("Allocation failed. We do not have sufficient capacity")  # Azure's words
    statuses = [each["code"] for each in ready.ask("GET", f"{VM}/instanceView").json()["statuses"]]
    assert statuses == ["ProvisioningState/failed"]


def test_what_has_no_operation_cannot_fail_at_its_end(desk: Desk) -> None:
    play(desk, {"kind": "fail", "code": "X"})
    assert desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"}).status == 201
    assert fired(desk) == []


@pytest.mark.parametrize(("value", "told"), [("absent", None), (0, "0"), (600, "600"), ("garbage", "soon")])
def test_a_wrong_retry_after_takes_the_place_of_the_right_one(desk: Desk, value: object, told: str | None) -> None:
    play(desk, {"kind": "retryAfter", "value": value, "match": PUT_D1})
    desk.clock.speed = 100  # where the right one would be in milliseconds
    reply = desk.ask("PUT", D1, plain(disk()))
    assert (reply.headers.get("retry-after"), "retry-after-ms" in reply.headers) == (told, False)
    assert len(fired(desk)) == 1


def test_a_retry_after_can_be_a_date(desk: Desk) -> None:
    play(desk, {"kind": "retryAfter", "value": "date", "match": PUT_D1})
    told = parsedate_to_datetime(desk.ask("PUT", D1, plain(disk())).headers["retry-after"])
    assert 8 <= (told - datetime.now(UTC)).total_seconds() <= 10


def test_an_answer_without_a_wait_is_not_struck_by_a_wrong_one(desk: Desk) -> None:
    play(desk, {"kind": "retryAfter", "value": 600, "times": "always"}, {"kind": "status", "status": 429, "skip": 1})
    assert desk.ask("GET", "~").status == 200
    assert fired(desk) == []
    assert desk.ask("GET", "~").headers["retry-after"] == "5"  # a refusal before the answer: not an answer to change


def test_a_revoked_token_is_challenged_until_a_new_one_comes(desk: Desk) -> None:
    play(desk, {"kind": "token", "match": {"resource": "*/resourceGroups/*"}})
    assert desk.ask("GET", "~").status == 200
    for _ in range(2):
        reply = desk.ask("GET", "~/resourceGroups/rg1")
        assert reply.refusal == (401, "InvalidAuthenticationToken")
        assert 'error="insufficient_claims", claims="' in reply.headers["www-authenticate"]
    assert desk.ask("GET", "~").status == 401  # it is the token that is gone, not the one request
    told = [(each.rule, each.effect) for each in desk.world.faults.strikes]
    assert told == [("token 1", "the caller's tokens were revoked")]


def test_the_token_endpoint_can_be_struck_like_any_other(desk: Desk) -> None:
    play(desk, {"kind": "token"}, {"kind": "status", "status": 503, "match": {"resource": "*/oauth2/v2.0/token"}})
    path = f"/{desk.world.account.tenant_id}/oauth2/v2.0/token"
    assert desk.ask("POST", path, b"grant_type=x", api=None).status == 503
    assert desk.ask("POST", path, b"grant_type=x", api=None).status == 400


def test_inside_a_deployment_a_refusal_fails_the_resource_and_a_429_is_tried_again(desk: Desk) -> None:
    refused = {"kind": "status", "status": 409, "code": "Conflict", "match": {"resource": "*/disks/os1"}}
    throttled = {"kind": "status", "status": 429, "match": {"resource": "*/virtualNetworks/*"}}
    play(desk, refused, throttled)
    done = desk.deploy(deployment(landing()))["properties"]
    assert done["provisioningState"] == "Failed"
    assert [detail["code"] for detail in done["error"]["details"]] == ["Conflict"]
    assert sorted(rule for rule, _ in fired(desk)) == ["status 1", "status 2"]
    assert desk.ask("GET", "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/vnet1").status == 200


def test_what_only_a_client_can_meet_does_not_strike_inside_a_deployment(desk: Desk) -> None:
    match = {"resource": "*/disks/os1"}
    play(desk, {"kind": "cut", "taken": False, "match": match}, {"kind": "token", "match": match})
    assert desk.deploy(deployment(landing()))["properties"]["provisioningState"] == "Succeeded"
    assert fired(desk) == []


def test_the_principal_of_a_request_can_be_matched(desk: Desk) -> None:
    play(desk, {"kind": "status", "status": 503, "match": {"principal": "somebody-else"}})
    assert desk.ask("GET", "~").status == 200
    mine = desk.front.identity.facts.object_id
    play(desk, {"kind": "status", "status": 503, "match": {"principal": mine}})
    assert desk.ask("GET", "~").status == 503
    told = desk.ask("GET", "/rehearsal/faults", api=None).json()["fired"]
    assert (told[0]["principal"], told[0]["correlationId"]) == (mine, "00000000-0000-0000-0000-00000000c0de")


def test_steering_is_never_struck(desk: Desk) -> None:
    play(desk, {"kind": "status", "status": 503, "times": "always"})
    assert desk.ask("GET", "/rehearsal/clock", api=None).status == 200
    assert desk.ask("GET", "~").status == 503


def outcome(desk: Desk, seed: int) -> list[Any]:
    """What thirty disks met, with one in three requests refused and one in three operations failing."""
    rules = [{"kind": "status", "status": 503, "rate": 0.3}, {"kind": "fail", "code": "X", "rate": 0.3}]
    reply = desk.ask("POST", "/rehearsal/faults", {"seed": seed, "faults": rules}, api=None)
    assert reply.status == 200
    met = [desk.ask("PUT", f"{COMPUTE}/disks/s{seed}x{number}", plain(disk())).status for number in range(30)]
    desk.wait()
    return [met, [(rule, effect) for rule, effect in fired(desk)]]


def test_the_same_seed_gives_the_same_faults(desk: Desk) -> None:
    first = outcome(desk, 11)
    assert 503 in first[0]
    assert 202 in first[0]
    assert ("fail 2", "ends with X") in first[1]
    for number in range(30):
        desk.world.resources.pop(f"{desk.subscription}{COMPUTE[1:]}/disks/s11x{number}".lower(), None)
    assert outcome(desk, 11) == first
    assert outcome(desk, 12) != first
