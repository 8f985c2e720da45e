"""The order that people ask for in the calendar: pairs before and after, environments in steps, shared services.

A group moves as a whole, so what is asked of one of its machines is asked of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise, product
from typing import NamedTuple

from azlift.model import Calendar, EnvironmentSteps, Estate, Finding, GroupId, Scope, Severity, WorkloadId
from azlift.strict_yaml import Said
from azlift.waves.environments import canonical_environment, same_words
from azlift.waves.services import find_services
from azlift.waves.strength import WEIGHTS, calls_of

Membership = Mapping[GroupId, Sequence[WorkloadId]]
PAIRS_AT_MOST = 50_000
"""Of groups that one entry puts in order: more are no list that a person means, and no problem that is solved."""


class Asked(NamedTuple):
    """`then` moves `gap` slots after `first` or later; asked for by this entry of the calendar's section."""

    section: str
    entry: int
    first: GroupId
    then: GroupId
    gap: int


class Contradiction(NamedTuple):
    """What is not kept, since it contradicts what was asked before it: `cycle` runs from a group back to it, each
    before the next. Empty: the entry names too many pairs.
    """

    asked: Asked
    cycle: tuple[GroupId, ...]


def asked_order(calendar: Calendar, membership: Membership, estate: Estate) -> list[Asked]:
    """Everything that is asked, in the order of the file; the same whatever the order of machines."""
    found: list[Asked] = []
    for number, entry in enumerate(calendar.order):
        pairs = product(covered(entry.first, membership, estate), covered(entry.then, membership, estate))
        gap = 0 if entry.same_wave else 1
        found += [Asked("order", number, *pair, gap) for pair in islice(pairs, PAIRS_AT_MOST + 1)]
    for number, steps in enumerate(calendar.environment_order):
        in_steps = islice(_in_steps(steps, membership, estate), PAIRS_AT_MOST + 1)
        found += [Asked("environment_order", number, *pair, 1) for pair in in_steps]
    if calendar.shared_services:
        found += sorted(set(_around_services(calendar, membership, estate)))
    return found


def covered(scope: Scope, membership: Membership, estate: Estate) -> list[GroupId]:
    """The groups of which some machine is meant."""
    return [
        group
        for group, members in sorted(membership.items())
        if any(scope.covers(estate.by_id[member]) for member in members)
    ]


def _in_steps(steps: EnvironmentSteps, membership: Membership, estate: Estate) -> Iterator[tuple[GroupId, GroupId]]:
    """A group of several environments is where its last one is."""
    rank = {canonical_environment(name): number for number, name in enumerate(steps.steps)}
    by_application: dict[str, dict[int, list[GroupId]]] = defaultdict(lambda: defaultdict(list))
    for group in covered(steps, membership, estate):
        machines = [estate.by_id[member] for member in membership[group]]
        known = [rank[name] for one in machines if (name := canonical_environment(one.environment)) in rank]
        for application in {same_words(machine.application) for machine in machines} - {""}:
            if known:
                by_application[application][max(known)].append(group)
    for _, by_step in sorted(by_application.items()):
        for step, following in pairwise(sorted(by_step)):
            yield from product(by_step[step], by_step[following])


def _around_services(calendar: Calendar, membership: Membership, estate: Estate) -> Iterator[Asked]:
    """Between a service and those it serves, or manages, on the ports by which it is known; not between services."""
    home = {member: group for group, members in membership.items() for member in members}
    calls = calls_of(estate, WEIGHTS)
    services = find_services(estate, calls, WEIGHTS)
    entry_of = {
        machine: number
        for machine in services.keys() & home.keys()
        for number, entry in reversed(list(enumerate(calendar.shared_services)))
        if entry.covers(estate.by_id[machine])
    }
    apart = {home[machine] for machine in services.keys() & home.keys()}
    for source, target, port in calls:
        for machine, other in ((source, target), (target, source)):
            if machine in entry_of and port in services[machine].ports and home.get(other, home[machine]) not in apart:
                number, pair = entry_of[machine], (home[machine], home[other])
                pair = pair if calendar.shared_services[number].move == "first" else pair[::-1]
                yield Asked("shared_services", number, *pair, 1)


def too_many(asked: Iterable[Asked]) -> dict[tuple[str, int], Asked]:
    """The entries that put too many pairs in order, each with its first pair."""
    counts: dict[tuple[str, int], list[Asked]] = defaultdict(list)
    for one in asked:
        counts[one.section, one.entry].append(one)
    return {entry: pairs[0] for entry, pairs in counts.items() if len(pairs) > PAIRS_AT_MOST}


# -- in words -----------------------------------------------------------------------------------------------------


def judge_asked(contradictions: Iterable[Contradiction], said: Said[Calendar]) -> Iterator[Finding]:
    """One finding for each entry that is not kept, with its row and the first cycle it would close."""
    seen: set[tuple[str, int]] = set()
    for asked, cycle in contradictions:
        if (asked.section, asked.entry) in seen:
            continue
        seen.add((asked.section, asked.entry))
        yield Finding(
            code="order-cycle" if cycle else "order-too-wide",
            severity=Severity.WARNING,
            message=_contradiction(asked, cycle),
            evidence=" → ".join(cycle),
            origin=said.place(asked.section, asked.entry),
            remedy="Take one of the entries back, or narrow it.",
        )


def _contradiction(asked: Asked, cycle: Sequence[GroupId]) -> str:
    if not cycle:
        return f"an entry of {asked.section} puts more than {PAIRS_AT_MOST:,} pairs of groups in order, and is not kept"
    if asked.first == asked.then:
        return f"{asked.first} moves as a whole, and {asked.section} asks that it move before itself"
    return (
        f"{asked.section} asks for {asked.first} before {asked.then}, which closes a cycle with what is asked before: "
        "it is not kept, all else is"
    )
