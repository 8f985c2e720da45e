"""What the regions have to offer, where a scenario or a test has narrowed it: room for machines, and sizes a
subscription may not have.

Without a word here there is room for every machine, and every size of the catalogue may be had.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.store import Store

Json = dict[str, Any]
ADVICE = "Read more about improving likelihood of allocation success at http://aka.ms/allocation-guidance"
CONSTRAINED = (
    "Allocation failed. VM(s) with the following constraints cannot be allocated, because the condition is too "
    "restrictive. Please remove some constraints and try again. Constraints applied are:"
)
# Azure's words when there is no room. Sources: "Troubleshoot allocation failures" and recorded answers.
NO_ROOM = {
    "AllocationFailed": "Allocation failed. We do not have sufficient capacity for the requested VM size in this "
    f"region. {ADVICE}",
    "ZonalAllocationFailed": "Allocation failed. We do not have sufficient capacity for the requested VM size in this "
    f"zone. {ADVICE}",
    "OverconstrainedAllocationRequest": f"{CONSTRAINED}\n  - VM Size\n",
    "OverconstrainedZonalAllocationRequest": f"{CONSTRAINED}\n  - Availability Zone\n  - VM Size\n",
}


@dataclass(frozen=True)
class Room:
    """How many machines fit in a place: a region or one zone of it ('': the region), of one size ('': of all)."""

    location: str
    zone: str
    size: str
    machines: int

    def holds(self, location: str, zones: Sequence[str], size: str) -> bool:
        """Whether a machine of that kind takes its room here."""
        return (
            location == self.location
            and (not self.zone or self.zone in zones)
            and (not self.size or self.size.lower() == size.lower())
        )


@dataclass(frozen=True)
class Restriction:
    """A size the subscription may not use in a region, or in some of its zones (none named: in the whole region)."""

    location: str
    size: str
    zones: tuple[str, ...] = ()


class Supply:
    """The rooms and restrictions of a world, kept in its store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        kept = store.read("world", "supply") or {}
        self.rooms = [Room(**each) for each in kept.get("rooms", [])]
        self.restrictions = [
            Restriction(each["location"], each["size"], tuple(each["zones"])) for each in kept.get("restrictions", [])
        ]

    def set_room(self, location: str, zone: str, size: str, machines: int) -> None:
        """From now on so many machines fit there, in place of what was said of the same place and size before."""
        room = Room(normal_location(location), zone, size, machines)
        place = (room.location, zone, size.lower())
        self.rooms = [each for each in self.rooms if (each.location, each.zone, each.size.lower()) != place]
        self.rooms.append(room)
        self._keep()

    def restrict(self, restrictions: Sequence[Restriction]) -> None:
        """These restrictions hold from now on, and no others."""
        self.restrictions = list(restrictions)
        self._keep()

    def restriction(self, location: str, size: str) -> Restriction | None:
        """What restricts a size in a region."""
        wanted = (location, size.lower())
        return next((each for each in self.restrictions if (each.location, each.size.lower()) == wanted), None)

    def document(self) -> Json:
        return {
            "rooms": [asdict(room) for room in self.rooms],
            "restrictions": [asdict(each) for each in self.restrictions],
        }

    def _keep(self) -> None:
        self._store.stage("world", "supply", self.document())
