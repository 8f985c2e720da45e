"""What rules over the scopes of a world, by scope: locks, policies, exemptions from them; and what policies noted."""

from typing import TYPE_CHECKING, Any

from azlift.rehearsal.lineage import ByScope

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

Json = dict[str, Any]
NOTES_KEPT = 10_000  # what policies noted beyond this is forgotten, oldest first; Azure keeps 90 days


class StandingRules:
    """The rules of one world; `notes` is what policies would rather not have seen, oldest first."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.locks = ByScope(world, "Microsoft.Authorization/locks")
        self.policies = ByScope(world, "Microsoft.Authorization/policyAssignments")
        self.exemptions = ByScope(world, "Microsoft.Authorization/policyExemptions")
        self.notes: list[Json] = [kept for _, kept in world.store.read_all("policy_note")]

    def note(self, note: Json) -> None:
        """Keep a note, and forget the oldest when there are too many."""
        number = self._world.count("policy note")
        self.notes.append(note)
        self._world.store.stage("policy_note", f"{number:012d}", note)
        if len(self.notes) > NOTES_KEPT:
            del self.notes[0]
            self._world.store.stage("policy_note", f"{number - NOTES_KEPT:012d}", None)
