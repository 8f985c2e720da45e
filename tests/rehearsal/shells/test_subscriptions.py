"""Aliases of subscriptions."""

from tests.rehearsal.conftest import Desk

ALIAS = "/providers/Microsoft.Subscription/aliases/sample"
ASKED = {"properties": {"displayName": "Sample", "workload": "Production", "billingScope": "/x"}}


def test_an_alias_opens_a_subscription_and_answers_its_id(desk: Desk) -> None:
    made = desk.put(ALIAS, ASKED)["properties"]
    opened = made["subscriptionId"]
    assert made["provisioningState"] == "Succeeded"
    assert desk.ask("GET", f"/subscriptions/{opened}").json()["displayName"] == "Sample"
    assert desk.ask("PUT", f"/subscriptions/{opened}/resourceGroups/g", {"location": "westeurope"}).status == 201
    assert desk.put(ALIAS, ASKED)["properties"]["subscriptionId"] == opened


def test_an_alias_may_name_a_subscription_there_is(desk: Desk) -> None:
    named = {"properties": {"subscriptionId": desk.world.account.subscription_id}}
    before = dict(desk.world.subscriptions)
    assert desk.put(ALIAS, named)["properties"]["subscriptionId"] == desk.world.account.subscription_id
    assert desk.world.subscriptions == before
