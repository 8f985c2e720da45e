"""ARM's token buckets."""

import pytest
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.limits import RATES, Limits, Rate

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"


def test_reads_writes_and_deletes_have_buckets_of_their_own(desk: Desk) -> None:
    replies = [desk.ask("GET", "~/resourceGroups/rg1") for _ in range(251)]
    assert [reply.status for reply in replies].count(200) == 250
    assert replies[0].headers["x-ms-ratelimit-remaining-subscription-reads"] == "249"
    refused = replies[-1]
    assert refused.refusal == (429, "SubscriptionRequestsThrottled")
    assert refused.headers["retry-after"] == "1"
    assert desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"}).status == 200
    desk.wait(1)
    assert [desk.ask("GET", "~/resourceGroups/rg1").status for _ in range(26)] == [200] * 25 + [429]


def test_the_bucket_of_writes_refills_ten_a_second_on_the_simulated_clock(desk: Desk) -> None:
    desk.wait(60)
    body = {"location": "westeurope"}
    assert [desk.ask("PUT", "~/resourceGroups/rg1", body).status for _ in range(201)].count(200) == 200
    desk.wait(2)
    assert [desk.ask("PUT", "~/resourceGroups/rg1", body).status for _ in range(21)] == [200] * 20 + [429]
    assert desk.ask("DELETE", f"{DISKS}/none").headers["x-ms-ratelimit-remaining-subscription-deletes"] == "199"


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("GET", "reads"),
        ("HEAD", "reads"),
        ("PUT", "writes"),
        ("PATCH", "writes"),
        ("POST", "writes"),
        ("DELETE", "deletes"),
    ],
)
def test_every_method_has_its_bucket(method: str, kind: str) -> None:
    burst = RATES[kind].burst
    assert Limits().take("me", method, 0.0) == (kind, burst - 1, 0.0)


def test_an_empty_bucket_says_how_long_until_the_next_token() -> None:
    limits = Limits(rates={"reads": Rate(2, 4)})
    assert [limits.take("me", "GET", 10.0)[1:] for _ in range(3)] == [(1, 0.0), (0, 0.0), (0, 0.25)]
    assert limits.take("me", "GET", 10.125)[2] == 0.125
    assert limits.take("me", "GET", 10.25) == ("reads", 0, 0.0)


def test_a_bucket_never_holds_more_than_its_burst_nor_loses_to_a_clock_gone_back() -> None:
    limits = Limits(rates={"reads": Rate(2, 4)})
    limits.take("me", "GET", 10.0)
    assert limits.take("me", "GET", 1_000_000.0)[1] == 1
    assert limits.take("me", "GET", 5.0)[1:] == (0, 0.0)


def test_principals_do_not_share_a_bucket() -> None:
    limits = Limits(rates={"reads": Rate(1, 1)})
    assert limits.take("me", "GET", 0.0)[2] == limits.take("you", "GET", 0.0)[2] == 0.0
    assert limits.take("me", "GET", 0.0)[2] == 1.0
