"""Management locks: CanNotDelete and ReadOnly, at a subscription, a group or a resource, on all inside it.

Source: Azure documentation "Lock your resources to protect your infrastructure"; wording of ScopeLocked: user reports.
"""

import re
from typing import TYPE_CHECKING

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Home, Kind, Surroundings, Wanted
from azlift.rehearsal.lineage import within
from azlift.rehearsal.strict import Shape, Voice, list_of, one_of, text

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

LOCKS = "Microsoft.Authorization/locks"
MOST_LOCKS = 20  # a scope. Source: Azure subscription limits
CAN_NOT_DELETE, READ_ONLY = "CanNotDelete", "ReadOnly"
LOCK = Shape(
    "ManagementLockProperties",
    {
        "level": one_of("NotSpecified", CAN_NOT_DELETE, READ_ONLY),
        "notes": text,
        "owners": list_of(Shape("ManagementLockOwner", {"applicationId": text})),
    },
    ("level",),
)
# A POST is a write, for ReadOnly (listing keys and starting a machine too); these change nothing (our reading).
HARMLESS = frozenset(
    f"microsoft.resources/deployments/{name}/action" for name in ("validate", "whatif", "exporttemplate", "cancel")
)


def check(world: "World", action: str, scope: str) -> None:
    """Refuse what a lock forbids: to delete under any, to write under ReadOnly. Locks themselves are free."""
    verb, lowered = action.rpartition("/")[2].lower(), action.lower()
    if verb in ("", "read") or lowered in HARMLESS or lowered.startswith(f"{LOCKS.lower()}/"):
        return
    doing = "delete" if verb == "delete" else "write"
    locked = over(world, doing, scope)
    if doing == "delete":
        locked += _inside(world, key_of(scope))
    if locked:
        message = (
            f"The scope '{scope}' cannot perform {doing} operation because following scope(s) are locked: "
            f"'{','.join(locked)}'. Please remove the lock and try again."
        )
        raise AzureError(409, "ScopeLocked", message)


def over(world: "World", doing: str, scope: str) -> list[str]:
    """The scopes, innermost first, whose locks forbid to `delete` or `write` in a scope."""
    held = world.rules.locks.all()
    levels = (CAN_NOT_DELETE, READ_ONLY) if doing == "delete" else (READ_ONLY,)
    around = within(key_of(scope)) if held else ()
    return [
        held[place][0].id.scope
        for place in around
        if any(lock.properties["level"] in levels for lock in held.get(place, ()))
    ]


def _inside(world: "World", key: str) -> list[str]:
    """The locked scopes inside a scope: what is in it goes with it."""
    held = world.rules.locks.all()
    return [locks[0].id.scope for place, locks in held.items() if place.startswith(f"{key}/")]


def _check(wanted: Wanted, around: Surroundings) -> None:
    world = around.world
    if wanted.properties["level"] == "NotSpecified":
        message = "The lock level 'NotSpecified' is invalid. The supported levels are 'CanNotDelete' and 'ReadOnly'."
        raise AzureError(400, "InvalidLockLevel", message)
    standing = [key for key in world.index.inside(key_of(wanted.id.scope)) if world.resources[key].id.type == LOCKS]
    if len(standing) >= MOST_LOCKS and wanted.key not in standing:
        message = f"The number of locks at scope '{wanted.id.scope}' has reached its limit of '{MOST_LOCKS}'."
        raise AzureError(409, "LockLimitExceeded", message)


KIND = Kind(
    type=LOCKS,
    voice=Voice.ARM,
    family="generic",
    properties=LOCK,
    seconds=0,
    name_rule=re.compile(r"[^<>%&\\?/#:]{1,260}"),
    name_words="1 to 260 characters, none of <>%&\\?/#:",
    homes=frozenset({Home.SUBSCRIPTION, Home.GROUP, Home.EXTENSION}),
    tracked=False,
    listed=False,
    shows_state=False,
    check=_check,
)
