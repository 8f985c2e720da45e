"""An order that is kept while precedences are added to it, and that names the cycle when one would close it.

The algorithm is Pearce and Kelly, "A Dynamic Topological Sort Algorithm for Directed Acyclic Graphs", ACM JEA 11,
2006, with its two searches run against each other, so that a cycle is found where they meet.
"""

from collections.abc import Iterable

from azlift.model import GroupId

Neighbours = dict[GroupId, dict[GroupId, None]]


class Search:
    """Groups reached from a start, nearest first, each with the one it was reached from; only `inside` these places."""

    def __init__(self, start: GroupId, neighbours: Neighbours, place: dict[GroupId, int], inside: range) -> None:
        self.came_from: dict[GroupId, GroupId | None] = {start: None}
        self.front = [start]
        self._neighbours, self._place, self._inside = neighbours, place, inside

    def widen(self, goal: dict[GroupId, GroupId | None]) -> GroupId | None:
        """Go one step further from the whole front; the group at which the goal is reached, if it is."""
        front, self.front = self.front, []
        for group in front:
            for neighbour in self._neighbours[group]:
                if neighbour not in self.came_from and self._place[neighbour] in self._inside:
                    self.came_from[neighbour] = group
                    if neighbour in goal:
                        return neighbour
                    self.front.append(neighbour)
        return None

    def trail(self, end: GroupId) -> list[GroupId]:
        """The way from `end` back to the start, both included."""
        trail, step = [end], self.came_from[end]
        while step is not None:
            trail.append(step)
            step = self.came_from[step]
        return trail


class Precedence:
    """Groups in an order that agrees with every precedence added so far. Neighbours keep the order they came in."""

    def __init__(self, groups: Iterable[GroupId]) -> None:
        self._place = {group: place for place, group in enumerate(groups)}
        self._followers: Neighbours = {group: {} for group in self._place}
        self._leaders: Neighbours = {group: {} for group in self._place}

    def add(self, *, first: GroupId, then: GroupId) -> tuple[GroupId, ...]:
        """Put `first` before `then`; if that closes a cycle, add nothing and return the path from `then` to `first`."""
        if self._place[first] > self._place[then]:
            between = range(self._place[then], self._place[first] + 1)
            forward = Search(then, self._followers, self._place, between)
            backward = Search(first, self._leaders, self._place, between)
            if meeting := _meet(forward, backward):
                return (*reversed(forward.trail(meeting)), *backward.trail(meeting)[1:])
            self._reorder(behind=forward.came_from, ahead=backward.came_from)
        self._followers[first][then] = None
        self._leaders[then][first] = None
        return ()

    def _reorder(self, *, behind: Iterable[GroupId], ahead: Iterable[GroupId]) -> None:
        """Give the places both hold to those ahead, then to those behind, each in the order they had."""
        groups = [*sorted(ahead, key=self._place.__getitem__), *sorted(behind, key=self._place.__getitem__)]
        places = sorted(self._place[group] for group in groups)
        self._place.update(zip(groups, places, strict=True))


def _meet(forward: Search, backward: Search) -> GroupId | None:
    """A group that both reach; None when both have gone as far as they can. The smaller front goes first."""
    while forward.front or backward.front:
        if not backward.front or 0 < len(forward.front) <= len(backward.front):
            meeting = forward.widen(backward.came_from)
        else:
            meeting = backward.widen(forward.came_from)
        if meeting is not None:
            return meeting
    return None
