from azlift.cloud.restoring import _differing, _type, writable
from azlift.model import StandingResource

GROUP = "/subscriptions/s/resourceGroups/rg"


def standing(id_: str) -> StandingResource:
    return StandingResource(id=id_, api_version="v", body={})


def test_the_type_is_what_the_id_says() -> None:
    network = f"{GROUP}/providers/Microsoft.Network"
    assert _type(standing(GROUP)) == "microsoft.resources/resourcegroups"
    assert _type(standing(f"{network}/virtualNetworks/v")) == "microsoft.network/virtualnetworks"
    assert _type(standing(f"{network}/virtualNetworks/v/subnets/s")) == "microsoft.network/virtualnetworks/subnets"


def test_what_is_sent_lacks_what_its_place_says_and_what_is_azures_own_at_any_depth() -> None:
    inner = {"name": "rule", "etag": "W/1", "properties": {"priority": 100, "provisioningState": "Succeeded"}}
    body = {"id": "/x", "name": "x", "type": "t", "etag": "W/2", "location": "l", "properties": {"rules": [inner]}}
    sent = {"location": "l", "properties": {"rules": [{"name": "rule", "properties": {"priority": 100}}]}}
    assert writable(body) == sent
    assert body["properties"] == {"rules": [inner]}, "the pre-image itself stays as it was"


def test_differences_are_named_by_their_place_and_nothing_is_as_good_as_empty() -> None:
    before = {"tags": {"owner": "a"}, "properties": {"rules": [1], "empty": []}}
    now = {"tags": {"owner": "b"}, "properties": {"rules": [1], "new": 2}}
    assert list(_differing(before, now, "")) == [
        "properties.new: expected None, found 2",
        "tags.owner: expected 'a', found 'b'",
    ]
