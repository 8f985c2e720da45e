"""Actions and the patterns that name them: `Microsoft.Compute/virtualMachines/*/read`, without regard to case."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

# Letters, digits and what Azure's own role definitions write between them; `*` alone or in a part.
PATTERN = re.compile(r"\*|[A-Za-z0-9*][\w.*\- ]*(?:/[\w.*$\- ]+)*")


@lru_cache(maxsize=16_384)
def _matcher(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One expression for all patterns; `*` stands for any text, slashes included."""
    parts = (".*".join(map(re.escape, pattern.lower().split("*"))) for pattern in patterns)
    return re.compile("|".join(parts) or r"(?!)", re.DOTALL)


def names(patterns: Sequence[str], action: str) -> bool:
    """Whether one of the patterns names an action."""
    return _matcher(tuple(patterns)).fullmatch(action.lower()) is not None


@dataclass(frozen=True, slots=True)
class Permission:
    """What one part of a role grants: `actions` less `not_actions`."""

    actions: tuple[str, ...]
    not_actions: tuple[str, ...] = ()
    data_actions: tuple[str, ...] = ()
    not_data_actions: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """A permission as role definitions write it."""
        members = ("actions", "notActions", "dataActions", "notDataActions")
        return cls(*(tuple(given.get(member, ())) for member in members))

    def grants(self, action: str) -> bool:
        return names(self.actions, action) and not names(self.not_actions, action)

    def body(self) -> dict[str, list[str]]:
        return {
            "actions": list(self.actions),
            "notActions": list(self.not_actions),
            "dataActions": list(self.data_actions),
            "notDataActions": list(self.not_data_actions),
        }
