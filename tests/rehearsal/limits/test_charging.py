"""Charging requests: headers of what is left, refusals where a bucket is empty."""

import json
from dataclasses import replace

import pytest

from azlift.rehearsal.limits import Limits, Rate, Request
from azlift.rehearsal.limits.charging import RESOURCE_HEADER

S = "/subscriptions/s1"
VM = f"{S}/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm1"
ME = Request("me", "t1", "GET", f"{S}/resourceGroups")
MACHINE = Request("me", "t1", "GET", VM, "westeurope")


def headers(limits: Limits, request: Request, now: float = 0.0) -> dict[str, str]:
    return dict(limits.charge(request, now, 1.0).headers)


def refusal(limits: Limits, request: Request, now: float = 0.0, speed: float = 1.0) -> tuple[int, str, str]:
    error = limits.charge(request, now, speed).refusal
    assert error is not None
    return error.status, error.code, dict(error.headers)["retry-after"]


@pytest.mark.parametrize(
    ("method", "kind", "burst"),
    [
        ("GET", "reads", 250),
        ("HEAD", "reads", 250),
        ("PUT", "writes", 200),
        ("PATCH", "writes", 200),
        ("POST", "writes", 200),
        ("DELETE", "deletes", 200),
    ],
)
def test_what_is_left_is_told_for_the_principal_and_for_the_subscription(method: str, kind: str, burst: int) -> None:
    assert headers(Limits(), replace(ME, method=method)) == {
        f"x-ms-ratelimit-remaining-subscription-{kind}": str(burst - 1),
        f"x-ms-ratelimit-remaining-subscription-global-{kind}": str(burst * 15 - 1),
    }


def test_above_the_subscriptions_the_tenants_bucket_counts() -> None:
    limits, request = Limits(rates={"tenant-reads": Rate(1, 1, 20)}), replace(ME, path="/subscriptions")
    assert headers(limits, request) == {"x-ms-ratelimit-remaining-tenant-reads": "0"}
    error = limits.charge(request, 0.0, 1.0).refusal
    assert error is not None
    assert (error.status, error.code) == (429, "TenantRequestsThrottled")
    assert error.message.startswith("Number of 'read' requests for tenant 't1' actor 'me' exceeded.")


def test_principals_and_subscriptions_do_not_share_a_bucket_but_principals_share_the_subscriptions() -> None:
    limits = Limits()
    limits.rates |= {"subscription-reads": Rate(1, 1), "subscription-global-reads": Rate(2, 1)}
    assert limits.charge(ME, 0.0, 1.0).refusal is None
    assert limits.charge(replace(ME, principal="you"), 0.0, 1.0).refusal is None
    assert refusal(limits, replace(ME, principal="she"))[1] == "SubscriptionRequestsThrottled"
    assert limits.charge(replace(ME, path="/subscriptions/s2"), 0.0, 1.0).refusal is None


def test_a_refused_request_takes_from_no_bucket() -> None:
    limits = Limits()
    limits.rates["subscription-reads"] = Rate(1, 1)
    headers(limits, ME)
    for _ in range(5):
        assert headers(limits, ME)["x-ms-ratelimit-remaining-subscription-global-reads"] == "3749"


def test_the_wait_is_told_in_whole_seconds_of_the_clients_time() -> None:
    limits = Limits()
    limits.rates["subscription-reads"] = Rate(1, 1, 90)
    headers(limits, ME)
    assert refusal(limits, ME) == (429, "SubscriptionRequestsThrottled", "90")
    assert refusal(limits, ME, now=0.5, speed=60.0)[2] == "2"
    assert refusal(limits, ME, speed=0.0)[2] == "90"  # a clock that stands


def test_compute_tells_its_buckets_in_one_header() -> None:
    left = headers(Limits(), MACHINE)[RESOURCE_HEADER]
    assert left == "Microsoft.Compute/LowCostGetSubscriptionMaximum;23999,Microsoft.Compute/LowCostGetResource;35"


def test_a_machine_is_throttled_alone_and_the_region_over_all_its_machines() -> None:
    limits = Limits()
    limits.rates |= {"LowCostGetResource": Rate(1, 1, 60), "LowCostGetSubscriptionMaximum": Rate(2, 2, 60)}
    other = replace(MACHINE, path=f"{VM}2")
    assert limits.charge(MACHINE, 0.0, 1.0).refusal is None
    assert refusal(limits, MACHINE) == (429, "OperationNotAllowed", "60")
    assert limits.charge(other, 0.0, 1.0).refusal is None
    assert refusal(limits, replace(MACHINE, path=f"{VM}3"))[1] == "OperationNotAllowed"
    assert limits.charge(replace(MACHINE, path=f"{VM}4", region="northeurope"), 0.0, 1.0).refusal is None


def test_compute_says_which_policy_was_exceeded_in_the_details() -> None:
    limits = Limits()
    limits.rates["DeleteVMResource"] = Rate(1, 1, 60)
    request = replace(MACHINE, method="POST", path=f"{VM}/deallocate")
    limits.charge(request, 0.0, 1.0)
    error = limits.charge(request, 0.0, 1.0).refusal
    assert error is not None
    assert error.message.startswith("The server rejected the request because too many requests have been received")
    (detail,) = error.details
    assert (detail["code"], detail["target"]) == ("TooManyRequests", "DeleteVMResource")
    told = json.loads(detail["message"])
    assert (told["operationGroup"], told["allowedRequestCount"]) == ("DeleteVMResource", 1)


def test_another_provider_names_its_limit_and_its_interval() -> None:
    limits = Limits()
    limits.rates["microsoft.network/writes"] = Rate(1, 1, 300)
    path = f"{S}/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v"
    request = replace(MACHINE, method="PUT", path=path)
    assert RESOURCE_HEADER not in headers(limits, request)
    error = limits.charge(request, 0.0, 1.0).refusal
    assert error is not None
    assert (error.status, error.code) == (429, "ResourceRequestsThrottled")
    assert "exceeded the limit of '1' for time interval '00:05:00'" in error.message


def test_what_arm_refuses_the_provider_never_sees() -> None:
    limits = Limits()
    limits.rates["subscription-reads"] = Rate(1, 1, 100)
    headers(limits, MACHINE)
    assert RESOURCE_HEADER not in headers(limits, MACHINE)
    assert headers(limits, MACHINE, now=100.0)[RESOURCE_HEADER].endswith("LowCostGetResource;35")  # refilled meanwhile


def test_a_resource_of_a_deployment_is_charged_to_the_provider_alone() -> None:
    charge = Limits().charge_provider(replace(MACHINE, method="PUT", is_new=True), 0.0, 1.0)
    assert dict(charge.headers) == {
        RESOURCE_HEADER: "Microsoft.Compute/PutVMSubscriptionMaximum;1499,Microsoft.Compute/PutVMResource;11"
    }


def test_limits_can_be_switched_off_and_kept_as_a_document() -> None:
    limits = Limits()
    limits.on, limits.rates["tenant-reads"] = False, Rate(7, 1)
    assert headers(limits, ME) == {}
    again = Limits.of(limits.document())
    assert (again.on, again.rates) == (False, limits.rates)
    assert Limits.of(None).rates == Limits().rates
