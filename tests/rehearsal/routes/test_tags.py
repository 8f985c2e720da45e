"""Tag names and values of a subscription."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.people import GROUP, NETWORK, READER, guest


def test_names_in_use_are_listed_with_how_often(desk: Desk) -> None:
    desk.ask("PATCH", GROUP, {"tags": {"Env": "prod"}})
    desk.put(f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v", {**NETWORK, "tags": {"env": "test"}})
    (found,) = desk.ask("GET", "~/tagNames").json()["value"]
    assert (found["tagName"], found["count"]) == ("Env", {"type": "Total", "value": 2})
    assert [(each["tagValue"], each["count"]["value"]) for each in found["values"]] == [("prod", 1), ("test", 1)]
    assert found["id"] == f"{desk.subscription}/tagNames/Env"


def test_names_and_values_are_made_beforehand_and_taken_away_unless_used(desk: Desk) -> None:
    assert [desk.ask("PUT", "~/tagNames/env").status for _ in range(2)] == [201, 200]
    assert [desk.ask("PUT", "~/tagNames/env/tagValues/prod").status for _ in range(2)] == [201, 200]
    assert desk.ask("PUT", "~/tagNames/none/tagValues/x").refusal == (404, "TagNameNotFound")
    (found,) = desk.ask("GET", "~/tagNames").json()["value"]
    assert found["values"][0]["count"]["value"] == 0
    desk.ask("PATCH", GROUP, {"tags": {"env": "prod"}})
    assert desk.ask("DELETE", "~/tagNames/env/tagValues/prod").refusal == (409, "TagInUse")
    assert desk.ask("DELETE", "~/tagNames/env").refusal == (409, "TagInUse")
    desk.ask("PATCH", GROUP, {"tags": {}})
    assert desk.ask("DELETE", "~/tagNames/env/tagValues/prod").status == 200
    assert [desk.ask("DELETE", "~/tagNames/env").status for _ in range(2)] == [200, 204]


def test_who_reads_may_not_make_names(desk: Desk) -> None:
    reader = guest(desk, READER)
    assert reader.ask("GET", "~/tagNames").status == 200
    assert reader.ask("PUT", "~/tagNames/env").refusal == (403, "AuthorizationFailed")
