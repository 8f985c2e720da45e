"""Which management group a subscription is in: the last one it was put into, the root if none."""

import re
from typing import TYPE_CHECKING

from azlift.rehearsal.authorization.given import given_resource
from azlift.rehearsal.identifiers import MANAGEMENT_GROUPS
from azlift.rehearsal.kinds import Home, Json, Kind, Surroundings, Wanted
from azlift.rehearsal.lineage import subscription_parent
from azlift.rehearsal.management.groups import GROUPS
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Shape, Voice

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

PLACEMENTS = f"{GROUPS}/subscriptions"
PLACEMENT = Shape("SubscriptionUnderManagementGroup", {}, (), ("tenant", "displayName", "parent", "state"))


def _check(wanted: Wanted, around: Surroundings) -> None:
    around.world.check_subscription(wanted.id.segments[-1][1])


def _compose(world: "World", wanted: Wanted, standing: Resource | None) -> Json:
    parent = wanted.id.parent
    return _properties(world, wanted.id.segments[-1][1], str(parent))


def _properties(world: "World", subscription: str, parent: str) -> Json:
    return {
        "tenant": world.account.tenant_id,
        "displayName": world.subscriptions[subscription.lower()],
        "parent": {"id": parent},
        "state": "Active",
    }


def _landed(world: "World", placement: Resource) -> None:
    """A subscription is in one group at a time."""
    subscription = placement.id.segments[-1][1].lower()
    for key in world.index.of_type(PLACEMENTS):
        if key != placement.key and key.rpartition("/")[2] == subscription:
            world.drop(key)


def _given(world: "World", key: str) -> Resource | None:
    """That a subscription nobody has put anywhere is in the root group."""
    group, _, subscription = key.rpartition("/subscriptions/")
    in_root = group == world.root_management_group and subscription in world.subscriptions
    if not in_root or subscription_parent(world, subscription) != group:
        return None
    root = f"{MANAGEMENT_GROUPS}{world.account.tenant_id}"
    return given_resource(f"{root}/subscriptions/{subscription}", _properties(world, subscription, root))


PLACEMENT_KIND = Kind(
    type=PLACEMENTS,
    voice=Voice.ARM,
    family="generic",
    properties=PLACEMENT,
    seconds=0,
    name_rule=re.compile(r"[0-9a-fA-F-]{36}"),
    name_words="the id of a subscription",
    statuses=(200, 200),
    homes=frozenset({Home.TENANT}),
    tracked=False,
    listed=False,
    shows_state=False,
    check=_check,
    compose=_compose,
    landed=_landed,
    given=_given,
)
