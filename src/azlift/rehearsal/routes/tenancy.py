"""Steering who is where: further subscriptions, and after how long an assignment counts. No part of Azure."""

from typing import Any

from azlift.rehearsal.azure_errors import AzureError, Json, invalid_content
from azlift.rehearsal.identity.facts import PRETEND
from azlift.rehearsal.strict import Shape, Voice, text
from azlift.rehearsal.world import World

SUBSCRIPTION = Shape("Subscription", {"subscriptionId": text, "displayName": text}, ("displayName",))
LONGEST_DELAY = 86_400.0  # seconds; Azure itself takes up to ten minutes


def turn_subscriptions(world: World, body: Any) -> None:
    """Open a subscription, under an id of its own unless one is given."""
    asked: Json = SUBSCRIPTION.read(body, "", Voice.ARM)
    subscription = asked.get("subscriptionId", PRETEND + world.new_guid()[len(PRETEND) :]).lower()
    if subscription in world.subscriptions:
        raise AzureError(409, "Conflict", f"There is a subscription '{subscription}' already.")
    world.keep_subscription(subscription, asked["displayName"])


def show_subscriptions(world: World) -> Json:
    """The subscriptions there are, in the order they were opened."""
    return {
        "subscriptions": [{"subscriptionId": key, "displayName": name} for key, name in world.subscriptions.items()]
    }


def turn_delay(world: World, body: Any) -> None:
    """Set after how many simulated seconds role assignments made from now on count."""
    delay = body.get("assignmentDelay") if isinstance(body, dict) and len(body) == 1 else None
    if isinstance(delay, bool) or not isinstance(delay, int | float) or not 0 <= delay <= LONGEST_DELAY:
        raise invalid_content(f"Access takes 'assignmentDelay', seconds from 0 to {LONGEST_DELAY:.0f}")
    world.access.delay_assignments(float(delay))


def show_delay(world: World) -> Json:
    return {"assignmentDelay": world.access.delay}
