"""ARM's token buckets."""

from tests.rehearsal.conftest import Desk

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
