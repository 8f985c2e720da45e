"""Lists show what one may read of them."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.people import GROUP, NETWORK, NETWORK_CONTRIBUTOR, READER, guest, newcomer

NETWORKS = "providers/Microsoft.Network/virtualNetworks"


def names(desk: Desk, path: str) -> list[str]:
    return [each["name"] for each in desk.ask("GET", path).json()["value"]]


def with_two_groups(desk: Desk) -> None:
    desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"})
    for group in ("rg1", "rg2"):
        desk.put(f"~/resourceGroups/{group}/{NETWORKS}/v-{group}", NETWORK)


def test_lists_of_a_subscription_show_the_groups_one_may_read(desk: Desk) -> None:
    with_two_groups(desk)
    reader = guest(desk, READER, GROUP)
    assert names(reader, "~/resourceGroups") == ["rg1"]
    assert names(reader, "~/resources") == ["v-rg1"]
    assert names(reader, f"~/{NETWORKS}") == ["v-rg1"]
    assert names(desk, f"~/{NETWORKS}") == ["v-rg1", "v-rg2"]
    assert reader.ask("GET", f"~/resourceGroups/rg2/{NETWORKS}").refusal == (403, "AuthorizationFailed")


def test_who_has_nothing_inside_is_refused(desk: Desk) -> None:
    with_two_groups(desk)
    for path in ("~/resourceGroups", "~/resources", f"~/{NETWORKS}"):
        assert newcomer(desk).ask("GET", path).refusal == (403, "AuthorizationFailed")


def test_a_role_on_one_resource_shows_it_in_its_group(desk: Desk) -> None:
    with_two_groups(desk)
    somebody = guest(desk, NETWORK_CONTRIBUTOR, f"{GROUP}/{NETWORKS}/v-rg1")
    assert names(somebody, f"{GROUP}/resources") == ["v-rg1"]
    assert names(somebody, "~/resourceGroups") == []


def test_a_subscription_is_seen_by_who_has_a_role_in_it(desk: Desk) -> None:
    opened = desk.ask("POST", "/rehearsal/subscriptions", {"displayName": "other"}, api=None).json()
    other = opened["subscriptions"][-1]["subscriptionId"]
    reader = guest(desk, READER, f"/subscriptions/{other}")
    inner = guest(desk, READER, GROUP, "inner")
    everything = [each["subscriptionId"] for each in desk.ask("GET", "/subscriptions").json()["value"]]
    assert everything == [desk.world.account.subscription_id, other]
    assert [each["displayName"] for each in reader.ask("GET", "/subscriptions").json()["value"]] == ["other"]
    assert len(inner.ask("GET", "/subscriptions").json()["value"]) == 1
    assert newcomer(desk, "nobody").ask("GET", "/subscriptions").json()["value"] == []
    assert reader.ask("GET", "~").refusal == (403, "AuthorizationFailed")


def test_pages_of_a_list_in_part_are_pages_of_that_part(desk: Desk) -> None:
    for number in range(6):
        desk.ask("PUT", f"~/resourceGroups/g{number}", {"location": "westeurope"})
    reader = guest(desk, READER, "~/resourceGroups/g1")
    first = reader.ask("GET", "~/resourceGroups?$top=1").json()
    assert [each["name"] for each in first["value"]] == ["g1"]
    assert "nextLink" not in first
