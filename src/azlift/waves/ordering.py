"""Which group waits for which: from links between machines to an order of groups without cycles.

The source of a link depends on its target: a consumer moves after, or with, what it calls. Shared services that many
call come first by this. Groups of one application move production last, unless links demand otherwise.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

from azlift.model import Calendar, Estate, GroupId, Link, WorkloadId
from azlift.waves.asked_order import Asked, Contradiction, asked_order, too_many
from azlift.waves.environments import is_production, same_words
from azlift.waves.groups import distinct
from azlift.waves.precedence import Precedence

Membership = Mapping[GroupId, tuple[WorkloadId, ...]]


@dataclass(frozen=True)
class Dropped:
    """A dependency that would close a cycle; `cycle` runs from its source to its target and on, call by call, back.

    `overruled`: a step of the cycle is an order that the calendar asks for.
    """

    source: GroupId
    target: GroupId
    links: tuple[Link, ...]
    cycle: tuple[GroupId, ...]
    overruled: bool = False


@dataclass(frozen=True)
class Ordering:
    """`after`: the same wave or a later one. `strictly_after`: a later wave. `sequence`: all groups, first to last."""

    after: Mapping[GroupId, tuple[GroupId, ...]]
    strictly_after: Mapping[GroupId, tuple[GroupId, ...]]
    dropped: tuple[Dropped, ...]
    sequence: tuple[GroupId, ...]
    production: Mapping[GroupId, bool | None]
    asked: frozenset[tuple[GroupId, GroupId]] = frozenset()
    """Of `after` and `strictly_after`, the pairs (first, then) that the calendar asks for."""
    contradictions: tuple[Contradiction, ...] = ()


def order_groups(membership: Membership, estate: Estate, calendar: Calendar | None = None) -> Ordering:
    """Dependencies between groups, without cycles: the same for any order of workloads and links.

    What the calendar asks for comes first, in the order of its entries: where links or environments contradict it,
    they give way, and are told.
    """
    calls = _calls(membership, estate)
    production = {group: _production(members, estate) for group, members in membership.items()}
    precedence = Precedence(_callees_first(membership, calls))
    kept, contradictions = _keep_asked(precedence, asked_order(calendar, membership, estate) if calendar else [])
    asked = frozenset((one.first, one.then) for one in kept)
    after, dropped = _keep_what_closes_no_cycle(precedence, calls, asked)
    strictly_after = _production_last(precedence, membership, production, estate)
    for one in kept:
        (strictly_after if one.gap else after)[one.then].append(one.first)
    return Ordering(
        after={group: tuple(sorted(set(after[group]))) for group in membership},
        strictly_after={group: tuple(sorted(set(strictly_after[group]))) for group in membership},
        dropped=tuple(dropped),
        sequence=_sequence(membership, after, strictly_after, production),
        production=production,
        asked=asked,
        contradictions=tuple(contradictions),
    )


def environment_pairs(
    membership: Membership, production: Mapping[GroupId, bool | None], estate: Estate
) -> list[tuple[GroupId, GroupId]]:
    """(not production, production) of one application: the first should move before the second."""
    rehearsals, live = defaultdict[str, list[GroupId]](list), defaultdict[str, list[GroupId]](list)
    for group in sorted(membership):
        if (known := production[group]) is not None:
            for application in {same_words(estate.by_id[member].application) for member in membership[group]} - {""}:
                (live if known else rehearsals)[application].append(group)
    return sorted(
        {(early, late) for application in live for early in rehearsals[application] for late in live[application]}
    )


# -- from links to dependencies -----------------------------------------------------------------------------------


def _calls(membership: Membership, estate: Estate) -> dict[tuple[GroupId, GroupId], list[Link]]:
    """The links behind each (calling group, called group)."""
    home = {member: group for group, members in membership.items() for member in members}
    calls: dict[tuple[GroupId, GroupId], list[Link]] = defaultdict(list)
    known = (link for link in estate.links if link.source in home and link.target in home)
    for link in distinct(link for link in known if home[link.source] != home[link.target]):
        calls[home[link.source], home[link.target]].append(link)
    return calls


def _callees_first(membership: Membership, calls: Iterable[tuple[GroupId, GroupId]]) -> list[GroupId]:
    """A first guess of the order: what is called more than it calls comes early; it only saves time."""
    surplus = dict.fromkeys(membership, 0)
    for source, target in calls:
        surplus[source] += 1
        surplus[target] -= 1
    return sorted(membership, key=lambda group: (surplus[group], group))


def _keep_asked(precedence: Precedence, asked: Sequence[Asked]) -> tuple[list[Asked], list[Contradiction]]:
    kept, against = list[Asked](), list[Contradiction]()
    wide = too_many(asked)
    against += [Contradiction(one, ()) for one in wide.values()]
    for one in asked:
        if (one.section, one.entry) in wide:
            continue
        if one.first == one.then:
            against.append(Contradiction(one, (one.first, one.then)))
        elif path := precedence.add(first=one.first, then=one.then):
            against.append(Contradiction(one, (one.first, *path)))
        else:
            kept.append(one)
    return kept, against


def _keep_what_closes_no_cycle(
    precedence: Precedence,
    calls: Mapping[tuple[GroupId, GroupId], list[Link]],
    asked: Set[tuple[GroupId, GroupId]],
) -> tuple[dict[GroupId, list[GroupId]], list[Dropped]]:
    """Dependencies with most links first, so that what is dropped is the weakest of its cycle."""
    after: dict[GroupId, list[GroupId]] = defaultdict(list)
    dropped = []
    for source, target in sorted(calls, key=lambda call: (-len(calls[call]), call)):
        if path := precedence.add(first=target, then=source):
            cycle = (source, *reversed(path))
            overruled = any((first, then) in asked for then, first in pairwise(cycle))
            dropped.append(Dropped(source, target, tuple(calls[source, target]), cycle, overruled))
        else:
            after[source].append(target)
    return after, dropped


def _production_last(
    precedence: Precedence, membership: Membership, production: Mapping[GroupId, bool | None], estate: Estate
) -> dict[GroupId, list[GroupId]]:
    later: dict[GroupId, list[GroupId]] = defaultdict(list)
    for early, late in environment_pairs(membership, production, estate):
        if not precedence.add(first=early, then=late):
            later[late].append(early)
    return later


def _production(members: Iterable[WorkloadId], estate: Estate) -> bool | None:
    """Production when any machine is; not production when some are known and none is; else None."""
    known = {is_production(estate.by_id[member].environment) for member in members} - {None}
    return any(known) if known else None


def _sequence(
    membership: Membership,
    after: Mapping[GroupId, list[GroupId]],
    strictly_after: Mapping[GroupId, list[GroupId]],
    production: Mapping[GroupId, bool | None],
) -> tuple[GroupId, ...]:
    """Every group behind those it waits for; of the free ones non-production first, then unknown, then production."""
    rank = {False: 0, None: 1, True: 2}
    followers: dict[GroupId, list[GroupId]] = defaultdict(list)
    waiting = dict.fromkeys(membership, 0)
    for group in membership:
        for earlier in {*after.get(group, ()), *strictly_after.get(group, ())}:
            followers[earlier].append(group)
            waiting[group] += 1
    free = [(rank[production[group]], group) for group, count in waiting.items() if not count]
    heapify(free)
    sequence = []
    while free:
        _, group = heappop(free)
        sequence.append(group)
        for follower in followers[group]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heappush(free, (rank[production[follower]], follower))
    return tuple(sequence)
