"""Usages: what stands in the region and the subscription counts."""

from tests.rehearsal.conftest import Desk

from azlift.rehearsal.network.usages import COUNTED, usages


def test_what_stands_elsewhere_does_not_count(wired: Desk) -> None:
    subscription = wired.world.account.subscription_id
    here = usages(wired.world, subscription, "westeurope")
    assert len(here) == len(COUNTED)
    assert here[0]["name"]["value"] == "VirtualNetworks"
    counts = [(subscription, "northeurope"), (subscription.replace("-", "x"), "westeurope")]
    assert here[0]["currentValue"] == 1
    assert [usages(wired.world, *place)[0]["currentValue"] for place in counts] == [0, 0]
