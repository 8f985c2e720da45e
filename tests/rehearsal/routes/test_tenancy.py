"""Further subscriptions, and the delay of assignments, steered from outside."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk

ANOTHER = "00000000-0000-0000-0000-00000000000b"


def test_a_subscription_is_opened_under_an_id_given_or_made(desk: Desk) -> None:
    made = desk.ask("POST", "/rehearsal/subscriptions", {"displayName": "b", "subscriptionId": ANOTHER}, api=None)
    assert made.json()["subscriptions"][1] == {"subscriptionId": ANOTHER, "displayName": "b"}
    assert desk.ask("GET", f"/subscriptions/{ANOTHER}").json()["displayName"] == "b"
    assert desk.ask("PUT", f"/subscriptions/{ANOTHER}/resourceGroups/rg", {"location": "westeurope"}).status == 201
    again = desk.ask("POST", "/rehearsal/subscriptions", {"displayName": "c", "subscriptionId": ANOTHER}, api=None)
    assert again.refusal == (409, "Conflict")
    desk.ask("POST", "/rehearsal/subscriptions", {"displayName": "c"}, api=None)
    listed = desk.ask("GET", "/rehearsal/subscriptions", api=None).json()["subscriptions"]
    assert [each["displayName"] for each in listed] == ["azlift rehearsal", "b", "c"]
    assert listed[2]["subscriptionId"].startswith("00000000-0000-0000-")


def test_an_id_that_looks_real_is_refused(desk: Desk) -> None:
    body = {"displayName": "b", "subscriptionId": "8935949c-7e18-4ec3-b575-3ab2472a8c54"}
    assert desk.ask("POST", "/rehearsal/subscriptions", body, api=None).status == 400


@pytest.mark.parametrize("body", [{}, {"assignmentDelay": -1}, {"assignmentDelay": "1"}, {"assignmentDelay": True}, []])
def test_a_delay_is_a_number_of_seconds(desk: Desk, body: Any) -> None:
    assert desk.ask("POST", "/rehearsal/access", body, api=None).refusal == (400, "InvalidRequestContent")
    assert desk.ask("GET", "/rehearsal/access", api=None).json() == {"assignmentDelay": 0.0}
