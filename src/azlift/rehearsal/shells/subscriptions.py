"""Aliases of subscriptions: putting one opens a subscription, whose id it answers. Nobody is billed for it.

Source: Azure's REST documentation of subscription aliases.
"""

import re
from dataclasses import replace

from azlift.rehearsal.identity.facts import PRETEND
from azlift.rehearsal.kinds import Home, Json, Kind, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.shells.shell import Shell
from azlift.rehearsal.world import World

ALIASES = "Microsoft.Subscription/aliases"
ALIAS = Shell(
    ALIASES,
    seconds=15.0,
    tracked=False,
    homes=frozenset({Home.TENANT}),
    name_rule=re.compile(r"[A-Za-z0-9_.()-]{1,63}"),
    name_words="1 to 63 letters, digits, '_', '.', '-' and brackets",
)
SHELLS = (ALIAS,)


def with_subscription(kind: Kind) -> Kind:
    """Aliases that have a subscription: the one they name, or one that is opened for them."""

    def compose(world: World, wanted: Wanted, standing: Resource | None) -> Json:
        opened = PRETEND + world.guid_of(f"alias {wanted.key}")[len(PRETEND) :]
        return {"subscriptionId": opened, **kind.compose(world, wanted, standing)}

    def landed(world: World, alias: Resource) -> None:
        named = alias.properties["subscriptionId"].lower()
        if named not in world.subscriptions:
            world.keep_subscription(named, str(alias.properties.get("displayName", alias.id.name)))
        kind.landed(world, alias)

    return replace(kind, compose=compose, landed=landed)
