"""Requests meet the limits of ARM and of the providers, with the remaining-quota headers."""

from tests.rehearsal.compute.conftest import COMPUTE, VM, body
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, disk, landing, plain

GROUP = "~/resourceGroups/rg1"
RESOURCE = "x-ms-ratelimit-remaining-resource"


def limits(desk: Desk, **rates: dict[str, int]) -> None:
    given = {"rates": {name.replace("_", "-"): rate for name, rate in rates.items()}}
    reply = desk.ask("POST", "/rehearsal/limits", given, api=None)
    assert reply.status == 200, reply.body


def test_reads_writes_and_deletes_have_buckets_of_their_own(desk: Desk) -> None:
    replies = [desk.ask("GET", GROUP) for _ in range(251)]
    assert [reply.status for reply in replies].count(200) == 250
    assert replies[0].headers["x-ms-ratelimit-remaining-subscription-reads"] == "249"
    assert replies[0].headers["x-ms-ratelimit-remaining-subscription-global-reads"] == "3749"
    refused = replies[-1]
    assert refused.refusal == (429, "SubscriptionRequestsThrottled")
    assert (refused.headers["retry-after"], refused.headers["x-ms-failure-cause"]) == ("1", "gateway")
    assert refused.headers["x-ms-ratelimit-remaining-subscription-reads"] == "0"
    assert desk.ask("PUT", GROUP, {"location": "westeurope"}).status == 200
    desk.wait(1)
    assert [desk.ask("GET", GROUP).status for _ in range(26)] == [200] * 25 + [429]


def test_the_bucket_of_writes_refills_ten_a_second_on_the_simulated_clock(desk: Desk) -> None:
    desk.wait(60)
    body_ = {"location": "westeurope"}
    assert [desk.ask("PUT", GROUP, body_).status for _ in range(201)].count(200) == 200
    desk.wait(2)
    assert [desk.ask("PUT", GROUP, body_).status for _ in range(21)] == [200] * 20 + [429]
    left = desk.ask("DELETE", f"{COMPUTE}/disks/none").headers
    assert left["x-ms-ratelimit-remaining-subscription-deletes"] == "199"


def test_above_the_subscriptions_the_tenant_counts(desk: Desk) -> None:
    assert desk.ask("GET", "/subscriptions").headers["x-ms-ratelimit-remaining-tenant-reads"] == "249"


def test_a_machine_is_charged_by_what_is_done_to_it(ready: Desk) -> None:
    told = {
        "put": ready.ask("PUT", VM, body(ready)).headers[RESOURCE],
        "get": ready.ask("GET", VM).headers[RESOURCE],
        "list": ready.ask("GET", f"{COMPUTE}/virtualMachines").headers[RESOURCE],
    }
    ready.wait()
    told["again"] = ready.ask("PUT", VM, body(ready, tags={"a": "b"})).headers[RESOURCE]
    ready.wait()
    told["deallocate"] = ready.ask("POST", f"{VM}/deallocate").headers[RESOURCE]
    assert {name: value.replace("Microsoft.Compute/", "") for name, value in told.items()} == {
        "put": "PutVMSubscriptionMaximum;1499,PutVMResource;11",
        "get": "LowCostGetSubscriptionMaximum;23999,LowCostGetResource;35",
        "list": "HighCostGetSubscriptionMaximum;899",
        "again": "UpdateVMSubscriptionMaximum;1499,UpdateVMResource;11",
        "deallocate": "DeleteVMSubscriptionMaximum;1499,DeleteVMResource;11",
    }


def test_polls_are_charged_to_their_operation(ready: Desk) -> None:
    reply = ready.ask("PUT", VM, body(ready))
    polls = [ready.follow(reply, "azure-asyncoperation") for _ in range(46)]
    assert polls[0].headers[RESOURCE].endswith("GetOperationResource;44")
    assert [poll.status for poll in polls].count(200) == 45
    assert polls[-1].refusal == (429, "OperationNotAllowed")
    assert polls[-1].headers["retry-after"] == "60"
    ready.wait(60)
    assert ready.follow(reply, "azure-asyncoperation").status == 200


def test_a_machine_is_started_twelve_times_and_then_not_for_a_minute(ready: Desk) -> None:
    ready.put(VM, body(ready))
    for _ in range(12):
        assert ready.ask("POST", f"{VM}/start").status in (202, 409)
    refused = ready.ask("POST", f"{VM}/start")
    assert refused.refusal == (429, "OperationNotAllowed")
    assert refused.json()["error"]["details"][0]["target"] == "UpdateVMResource"
    assert ready.ask("GET", VM).status == 200


def test_disks_have_no_published_limit_and_no_header(desk: Desk) -> None:
    assert RESOURCE not in desk.ask("PUT", f"{COMPUTE}/disks/d", plain(disk())).headers


def test_what_a_deployment_puts_is_charged_to_the_provider_and_tried_again_later(desk: Desk) -> None:
    limits(desk, PutVMSubscriptionMaximum={"burst": 1, "refill": 1, "every": 60})
    done = desk.deploy(deployment(landing(machines=3)))["properties"]
    assert done["provisioningState"] == "Succeeded"
    created = sorted(each.created for each in desk.world.resources.values() if each.id.name.startswith("vm"))
    assert created[2] - created[0] >= 60


def test_rates_can_be_set_and_limits_switched_off(desk: Desk) -> None:
    limits(desk, subscription_reads={"burst": 1, "refill": 1, "every": 100})
    assert [desk.ask("GET", GROUP).status for _ in range(2)] == [200, 429]
    desk.ask("POST", "/rehearsal/limits", {"on": False}, api=None)
    reply = desk.ask("GET", GROUP)
    assert (reply.status, [name for name in reply.headers if "ratelimit" in name]) == (200, [])
