"""Why a group does not go on: what keeps it, what keeps that, down to where somebody can act."""

from collections.abc import Callable, Iterator

from azlift.model import GroupId, GroupStanding, Reason, WaveStanding
from azlift.stages import STANDING

Look = Callable[[GroupId], tuple[GroupStanding, WaveStanding]]
"""Where a group stands, and its wave."""


def reasons_for(group: GroupId, after: Callable[[GroupId], tuple[GroupId, ...]], look: Look) -> tuple[Reason, ...]:
    """The chain of what keeps it, nearest first: its own conditions, those of groups it comes after, then its wave's.

    A group is looked at once, however many come after it, and a wave too: what they share is told once.
    """
    seen: set[str] = set()
    return tuple(_reasons(group, 0, after, look, seen))


def _reasons(
    group: GroupId, depth: int, after: Callable[[GroupId], tuple[GroupId, ...]], look: Look, seen: set[str]
) -> Iterator[Reason]:
    if group in seen:
        return
    seen.add(group)
    standing, wave = look(group)
    yield from (Reason(subject=group, depth=depth, condition=one) for one in standing.conditions)
    if standing.stage not in STANDING:
        for earlier in after(group):
            if look(earlier)[0].stage not in STANDING or look(earlier)[0].run != "idle":
                yield from _reasons(earlier, depth + 1, after, look, seen)
    if wave.wave not in seen:
        seen.add(wave.wave)
        own = (one for one in wave.conditions if one.blocking)
        yield from (Reason(subject=wave.wave, depth=depth + 1, condition=one) for one in own)
