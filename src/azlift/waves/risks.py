"""What makes a wave's night harder than others, in words: facts of its groups, none of them a reason to refuse it."""

from collections.abc import Sequence

from azlift.model import GroupId
from azlift.waves.drafting import Draft
from azlift.waves.groups import counted

MANY_CALLERS = 5
"""Groups outside that call into one: from here on it is told. azlift's choice."""


def risks_of(groups: Sequence[GroupId], draft: Draft) -> tuple[str, ...]:
    """Production, environments nobody stated, and what many others call."""
    known = [draft.ordering.production.get(group) for group in groups]
    inside = frozenset(groups)
    callers = dict.fromkeys(groups, 0)
    for caller, called in draft.ordering.after.items():
        for group in inside.intersection(called) if caller not in inside else ():
            callers[group] += 1
    busiest = max(groups, key=lambda group: (callers[group], group), default="")
    told = (
        (known.count(True), f"{counted(known.count(True), 'group')} of production"),
        (known.count(None), f"{counted(known.count(None), 'group')} of no stated environment"),
        (callers.get(busiest, 0) >= MANY_CALLERS, f"{callers.get(busiest, 0):,} groups outside call {busiest}"),
    )
    return tuple(text for said, text in told if said)
