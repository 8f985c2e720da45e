"""Steering who is where: further subscriptions, and after how long an assignment counts. No part of Azure."""

from collections.abc import Callable, Mapping

from azlift.rehearsal.azure_errors import AzureError, Json, invalid_content
from azlift.rehearsal.routes.call import Answer, Call, answer_json
from azlift.rehearsal.strict import Shape, Voice, text
from azlift.rehearsal.world import PRETEND, World

SUBSCRIPTION = Shape("Subscription", {"subscriptionId": text, "displayName": text}, ("displayName",))
LONGEST_DELAY = 86_400.0  # seconds; Azure itself takes up to ten minutes


def subscriptions(world: World, call: Call) -> Answer:
    """POST opens a subscription, under an id of its own unless one is given; GET lists them."""
    if call.method == "POST":
        asked: Json = SUBSCRIPTION.read(call.json(), "", Voice.ARM)
        subscription = asked.get("subscriptionId", PRETEND + world.new_guid()[len(PRETEND) :]).lower()
        if subscription in world.subscriptions:
            raise AzureError(409, "Conflict", f"There is a subscription '{subscription}' already.")
        world.keep_subscription(subscription, asked["displayName"])
        return answer_json({"subscriptionId": subscription, "displayName": asked["displayName"]}, 201)
    found = [{"subscriptionId": key, "displayName": name} for key, name in world.subscriptions.items()]
    return answer_json({"subscriptions": found})


def access(world: World, call: Call) -> Answer:
    """POST sets after how many simulated seconds assignments made from now on count; GET tells."""
    if call.method == "POST":
        body = call.json()
        delay = body.get("assignmentDelay") if isinstance(body, dict) and len(body) == 1 else None
        if isinstance(delay, bool) or not isinstance(delay, int | float) or not 0 <= delay <= LONGEST_DELAY:
            raise invalid_content(f"Access takes 'assignmentDelay', seconds from 0 to {LONGEST_DELAY:.0f}")
        world.keep_assignment_delay(float(delay))
    return answer_json({"assignmentDelay": world.access.delay})


TENANCY: Mapping[str, Callable[[World, Call], Answer]] = {"subscriptions": subscriptions, "access": access}
