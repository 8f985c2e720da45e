"""Which buckets a request draws on."""

import pytest

from azlift.rehearsal.limits.policies import ARM_RATES, COMPUTE_RATES, GLOBAL, RATES, compute_policy, provider_bucket


@pytest.mark.parametrize(
    ("method", "tail", "new", "expected"),
    [
        ("PUT", "virtualmachines/vm1", True, "PutVM"),
        ("PUT", "virtualmachines/vm1", False, "UpdateVM"),
        ("PATCH", "virtualmachines/vm1", False, "UpdateVM"),
        ("GET", "virtualmachines/vm1", False, "LowCostGet"),
        ("GET", "virtualmachines/vm1/instanceview", False, "LowCostGet"),
        ("GET", "virtualmachines/vm1/extensions/e", False, "LowCostGet"),
        ("DELETE", "virtualmachines/vm1", False, "DeleteVM"),
        ("POST", "virtualmachines/vm1/deallocate", False, "DeleteVM"),
        ("POST", "virtualmachines/vm1/simulateeviction", False, "DeleteVM"),
        ("POST", "virtualmachines/vm1/start", False, "UpdateVM"),
        ("POST", "virtualmachines/vm1/poweroff", False, "UpdateVM"),
        ("POST", "virtualmachines/vm1/runcommand", False, "UpdateVM"),
        ("PUT", "virtualmachines/vm1/extensions/e", True, "UpdateVM"),
        ("DELETE", "virtualmachines/vm1/extensions/e", False, "UpdateVM"),
        ("POST", "virtualmachines/vm1/retrievebootdiagnosticsdata", False, "LowCostGet"),
        ("POST", "virtualmachines/vm1/assesspatches", False, "VMGuestPatchOperations"),
        ("GET", "virtualmachines", False, "HighCostGet"),
        ("GET", "locations/westeurope/virtualmachines", False, "HighCostGet"),
        ("GET", "locations/westeurope/operations/o1", False, "GetOperation"),
        ("GET", "locations/westeurope/usages", False, None),
        ("PUT", "disks/d1", True, None),
    ],
)
def test_computes_policies_are_those_of_its_documentation(
    method: str, tail: str, new: bool, expected: str | None
) -> None:
    policy = compute_policy(method, tail.split("/"), is_new=new)
    assert (policy and policy.name) == expected
    if policy is not None:
        assert {bucket for bucket, _ in policy.buckets()} <= COMPUTE_RATES.keys()


def test_a_list_has_the_subscriptions_bucket_only_and_a_machine_one_of_its_own() -> None:
    policies = [compute_policy("GET", tail, is_new=False) for tail in (["virtualmachines"], ["virtualmachines", "vm1"])]
    assert [list(policy.buckets()) for policy in policies if policy] == [
        [("HighCostGetSubscriptionMaximum", "")],
        [("LowCostGetSubscriptionMaximum", ""), ("LowCostGetResource", "vm1")],
    ]


@pytest.mark.parametrize(
    ("method", "namespace", "tail", "expected"),
    [
        ("PUT", "microsoft.network", "virtualnetworks/v", "microsoft.network/writes"),
        ("DELETE", "microsoft.network", "virtualnetworks/v", "microsoft.network/writes"),
        ("GET", "microsoft.network", "virtualnetworks/v", "microsoft.network/reads"),
        ("GET", "microsoft.network", "privatednszones/z", "microsoft.network/privatednszones/reads"),
        ("PUT", "microsoft.network", "privatednszones/z", "microsoft.network/writes"),
        ("GET", "microsoft.storage", "storageaccounts", "microsoft.storage/lists"),
        ("GET", "microsoft.storage", "storageaccounts/a", "microsoft.storage/reads"),
        ("PUT", "microsoft.storage", "storageaccounts/a", "microsoft.storage/writes"),
        ("PUT", "microsoft.keyvault", "vaults/v", None),
    ],
)
def test_other_providers_have_the_limits_they_publish(
    method: str, namespace: str, tail: str, expected: str | None
) -> None:
    bucket = provider_bucket(method, namespace, tail.split("/"))
    assert bucket == expected
    assert bucket is None or bucket in RATES


def test_a_subscription_over_all_principals_has_fifteen_times_the_rates_of_one() -> None:
    for kind, rate in ARM_RATES.items():
        whole = RATES[f"subscription-global-{kind}"]
        assert (whole.burst, whole.refill) == (rate.burst * GLOBAL, rate.refill * GLOBAL)
    assert RATES["subscription-global-reads"].burst == 3750
