from datetime import UTC, datetime
from typing import Any

import pytest

from azlift.model import CoreQuota, ExpectedResource, Lock, ObservedResource, SignIn, SizeSold
from azlift.readiness import (
    judge_history,
    judge_locks,
    judge_names,
    judge_providers,
    judge_quotas,
    judge_sign_in,
    judge_sizes,
)

NOW = datetime(2027, 1, 10, tzinfo=UTC)
GROUP = "/subscriptions/s/resourceGroups/rg-w1"
D2 = SizeSold(name="Standard_D2s_v5", family="standardDSv5Family", vcpu=2, zones=("1", "2"))
SOLD = {D2.name.casefold(): D2}


def machine(name: str, size: str = D2.name, zone: str | None = None) -> ExpectedResource:
    kind = "Microsoft.Compute/virtualMachines"
    return ExpectedResource(
        id=f"{GROUP}/providers/{kind}/{name}", type=kind, name=name, api_version="2024-11-01", size=size, zone=zone
    )


def test_a_provider_that_is_not_registered_is_told() -> None:
    assert judge_providers({"Microsoft.Compute": "Registered"}).faults == ()
    assert judge_providers({"Microsoft.Compute": "Registering"}).faults == ("Microsoft.Compute is Registering",)


def test_sizes_are_judged_by_what_azure_sells_this_subscription_in_the_zone() -> None:
    assert judge_sizes([machine("a"), machine("b", zone="2")], SOLD).faults == ()
    assert judge_sizes([machine("a", "Standard_X")], SOLD).faults == (
        "Standard_X (1 machines) is not sold in this region",
    )
    assert judge_sizes([machine("a", zone="3")], SOLD).faults == (f"{D2.name} (1 machines) is not sold in zone 3",)
    refused = {D2.name.casefold(): D2.model_copy(update={"refused": "not for this subscription (X)"})}
    assert judge_sizes([machine("a")], refused).faults == (f"{D2.name} (1 machines): not for this subscription (X)",)


def quotas(used: int, limit: int, total: int = 100) -> list[CoreQuota]:
    family = CoreQuota(family=D2.family, region="westeurope", used=used, limit=limit)
    return [family, CoreQuota(family="cores", region="westeurope", used=used, limit=total)]


def test_a_quota_holds_exactly_what_will_be_created_and_not_one_more() -> None:
    two = [machine("a"), machine("b")]
    assert judge_quotas(two, SOLD, quotas(6, 10)).faults == ()
    (fault,) = judge_quotas(two, SOLD, quotas(7, 10)).faults
    assert fault == "standardDSv5Family: 4 vCPU are needed, 7 of 10 are in use: ask for a limit of 11"


def test_the_region_s_total_counts_too_and_a_family_without_quota_is_none() -> None:
    assert judge_quotas([machine("a")], SOLD, quotas(6, 10, total=7)).faults[0].startswith("cores: 2 vCPU are needed")
    (fault,) = judge_quotas([machine("a")], SOLD, quotas(0, 10)[1:]).faults
    assert fault == "standarddsv5family: 2 vCPU are needed; Azure lists no quota of it"


def standing(name: str, **tags: str) -> ObservedResource:
    return ObservedResource(id=machine(name).id.upper(), type="t", name=name, tags=tags)


def test_a_name_is_free_or_ours() -> None:
    ours = {"azlift-group": "crm"}
    assert judge_names([machine("a")], [standing("a", **{"azlift-group": "crm"}), standing("other")], ours).faults == ()
    assert judge_names([machine("a")], [standing("a", owner="me")], ours).faults == (
        "a (t) stands already and is not ours",
    )


@pytest.mark.parametrize(("kept", "full"), [(0, False), (797, False), (798, True), (800, True)])
def test_a_place_keeps_800_deployments(kept: int, full: bool) -> None:
    assert bool(judge_history({"rg": kept}, {"rg": 3}).faults) is full


@pytest.mark.parametrize(
    ("scope", "hit"),
    [
        ("/subscriptions/s", True),
        (GROUP.lower(), True),
        (f"{GROUP}/providers/Microsoft.Compute/disks/d", True),
        ("/subscriptions/s/resourceGroups/rg-w10", False),
        ("/subscriptions/other", False),
    ],
)
def test_a_lock_above_or_below_is_in_the_way(scope: str, hit: bool) -> None:
    judged = judge_locks([Lock(name="keep", level="CanNotDelete", scope=scope)], [GROUP])
    assert bool(judged.faults) is hit
    assert not hit or judged.faults[0].endswith("a roll-back could not delete")


def test_a_read_only_lock_stops_the_landing() -> None:
    (fault,) = judge_locks([Lock(name="freeze", level="ReadOnly", scope=GROUP)], [GROUP]).faults
    assert fault.endswith("nothing can be landed")


def sign_in(**changed: Any) -> SignIn:
    return SignIn(**{"kind": "certificate", "renews": True, "known": True, "token_until": NOW, **changed})


def test_a_sign_in_outlives_the_window_or_is_told() -> None:
    closes = datetime(2027, 2, 1, tzinfo=UTC)
    assert judge_sign_in(sign_in(), closes).faults == ()
    assert judge_sign_in(sign_in(ends=datetime(2027, 2, 2, tzinfo=UTC)), closes).faults == ()
    ended = judge_sign_in(sign_in(ends=closes), closes)
    assert ended.faults == ("certificate ends at 2027-02-01, the window at 2027-02-01 00:00 UTC",)
    assert not ended.unknown


def test_what_nobody_can_promise_of_a_sign_in_is_unknown_and_blocks() -> None:
    for seen in (sign_in(known=False), sign_in(kind="cli", renews=False)):
        judged = judge_sign_in(seen, None)
        assert judged.unknown
        assert judged.faults
