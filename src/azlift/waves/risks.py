"""What makes a wave's night harder than others, in words: facts of its groups, none of them a reason to refuse it."""

from collections.abc import Mapping, Sequence

from azlift.model import GroupId
from azlift.waves.groups import counted
from azlift.waves.ordering import Ordering

MANY_CALLERS = 5
"""Groups that call into one: from here on it is told. azlift's choice."""


def risks_of(groups: Sequence[GroupId], ordering: Ordering, callers: Mapping[GroupId, int]) -> tuple[str, ...]:
    """Production, environments nobody stated, and what many others call."""
    known = [ordering.production.get(group) for group in groups]
    busiest = max(groups, key=lambda group: (callers.get(group, 0), group), default="")
    told = (
        (known.count(True), f"{counted(known.count(True), 'group')} of production"),
        (known.count(None), f"{counted(known.count(None), 'group')} of no stated environment"),
        (callers.get(busiest, 0) >= MANY_CALLERS, f"{callers.get(busiest, 0):,} other groups call {busiest}"),
    )
    return tuple(text for said, text in told if said)
