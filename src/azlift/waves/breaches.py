"""Where a plan on a calendar breaks a hard row, in words; the same for a computed plan and for an edited one.

Blocking is what cannot be done on the night: a window that is closed, no window at all, more than a link or a quota
supplies. What breaks a limit or an order that people set is a warning.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from azlift.model import Finding, GroupId, Refusal, Severity
from azlift.waves.asked_order import judge_asked
from azlift.waves.drafting import Draft
from azlift.waves.groups import counted, listed
from azlift.waves.judging import judge_cycles, judge_environments
from azlift.waves.packing import wave_id
from azlift.waves.problem import NOWHERE, Breach, Ints, Problem, breaches_of

Numbers = Mapping[GroupId, int]
"""The wave of each group."""


def judge_slots(draft: Draft, problem: Problem, slots: Ints, numbers: Numbers) -> Iterator[Finding]:
    """Every row that the slots break, worst first, then what no row says: groups too large, and cycles."""
    broken = _last_moved(breaches_of(problem, slots), slots)
    found = [finding for breach in broken for finding in _told(breach, draft, problem, slots, numbers)]
    yield from sorted(found, key=lambda finding: finding.severity is not Severity.BLOCKING)
    yield from _left_its_wave(draft, numbers)
    yield from _shared_windows(draft, slots, numbers)
    yield from _too_large(draft, numbers)
    yield from judge_environments(draft.groups, numbers, draft.ordering, draft.estate)
    yield from judge_cycles(draft.ordering, draft.estate)
    yield from judge_asked(draft.ordering.contradictions, draft.conditions.said)


def _last_moved(breaches: Iterable[Breach], slots: Ints) -> list[Breach]:
    """Of what too much has moved of by several slots, the first after each time that somebody moved."""
    found: dict[tuple[str, str, int, int], Breach] = {}
    for breach in breaches:
        moved = slots[slots <= breach.slot].max(initial=NOWHERE) if breach.kind == "supply" else breach.slot
        found.setdefault((breach.kind, breach.row, breach.group, int(moved)), breach)
    return list(found.values())


def _told(breach: Breach, draft: Draft, problem: Problem, slots: Ints, numbers: Numbers) -> Iterator[Finding]:
    if breach.kind == "unplanned":
        yield _unplanned(draft.frame.groups[breach.group].id, numbers)
    elif breach.kind == "not-allowed":
        yield _refused(breach, draft, numbers)
    elif breach.kind == "order":
        yield from _too_early(breach, draft, numbers)
    else:
        yield _too_much(breach, draft, problem, slots, numbers)


def _unplanned(group: GroupId, numbers: Numbers) -> Finding:
    return Finding(
        code="no-window",
        severity=Severity.BLOCKING,
        message=f"{group} is in {wave_id(numbers[group])}, which has no window of the calendar",
        wave=wave_id(numbers[group]),
        remedy="Give the wave a window of the calendar, or the group another wave.",
    )


def _refused(breach: Breach, draft: Draft, numbers: Numbers) -> Finding:
    group, slot = draft.frame.groups[breach.group].id, draft.frame.slots[breach.slot]
    why = draft.frame.refusals(breach.group).get(slot.id) or (_held(group, slot.id, draft),)
    return Finding(
        code="window-refused",
        severity=Severity.BLOCKING,
        message=f"{group} may not move in {wave_id(numbers[group])}, {slot.id}",
        evidence=listed([refusal.fact for refusal in why]),
        wave=wave_id(numbers[group]),
        remedy="Move it to a wave in which its machines may move.",
    )


def _held(group: GroupId, slot: str, draft: Draft) -> Refusal:
    """Why a window that is open to it is not: waves under way keep theirs."""
    wave = draft.settled.get(group) or next((one for one in draft.settled.values() if one.slot == slot), None)
    if wave:
        return Refusal(kind="settled", fact=f"{wave.id} is under way: its groups and its window stay")
    return Refusal(kind="window", fact="the calendar does not open it to them")


def _too_early(breach: Breach, draft: Draft, numbers: Numbers) -> Iterator[Finding]:
    """What production must wait for is told by `judge_environments`."""
    first, then = draft.frame.groups[int(breach.row)].id, draft.frame.groups[breach.group].id
    if (first, then) in draft.ordering.asked:
        yield Finding(
            code="order-not-kept",
            severity=Severity.WARNING,
            message=f"{then} moves in {wave_id(numbers[then])}, and the calendar asks that {first} move before it",
            evidence=f"{first} moves in {wave_id(numbers[first])}",
            remedy=f"Move {then} to a later wave, or {first} to an earlier one.",
            wave=wave_id(numbers[then]),
        )
    elif first not in draft.ordering.strictly_after[then]:
        yield Finding(
            code="group-before-its-dependency",
            severity=Severity.WARNING,
            message=f"{then} moves in {wave_id(numbers[then])}, before {first} which it calls",
            evidence=f"{first} moves in {wave_id(numbers[first])}",
            wave=wave_id(numbers[then]),
            remedy=f"Move {then} to a later wave, or {first} to an earlier one.",
        )


def _shared_windows(draft: Draft, slots: Ints, numbers: Numbers) -> Iterator[Finding]:
    """Waves that a person put into one window: what the night holds is counted for all of them together. Two that land
    in different regions are two by need."""
    waves: dict[int, dict[int, str]] = defaultdict(dict)
    for group, place in zip(draft.frame.groups, slots, strict=True):
        if place != NOWHERE:
            waves[int(place)][numbers[group.id]] = draft.conditions.away_of(group.workloads)
    for place, found in sorted(waves.items()):
        if len(found) > len(set(found.values())):
            named = listed([wave_id(number) for number in sorted(found)])
            yield Finding(
                code="window-shared",
                severity=Severity.WARNING,
                message=f"{named} have one window, {draft.frame.slots[place].id}",
                evidence="what the window holds is counted for all of them together",
                remedy="Make them one wave, or give each a window of its own.",
                wave=wave_id(max(found)),
            )


def _left_its_wave(draft: Draft, numbers: Numbers) -> Iterator[Finding]:
    for group in sorted(draft.moved):
        if numbers[group] != draft.settled[group].number:
            yield Finding(
                code="window-refused",
                severity=Severity.BLOCKING,
                message=f"{group} is put into {wave_id(numbers[group])}",
                evidence=_held(group, "", draft).fact,
                wave=wave_id(numbers[group]),
                remedy=f"Leave it in {draft.settled[group].id}, or roll it back first.",
            )


def _too_much(breach: Breach, draft: Draft, problem: Problem, slots: Ints, numbers: Numbers) -> Finding:
    """About the wave in the slot; where none is there, about the last before it."""
    slot, supply = draft.frame.slots[breach.slot], breach.kind == "supply"
    by_then = [(int(place), group.id) for group, place in zip(draft.frame.groups, slots, strict=True)]
    last = max((place for place, _ in by_then if place <= breach.slot), default=breach.slot)
    there = [group for place, group in by_then if place == last]
    wave = wave_id(min(numbers[group] for group in there))
    remedy = "Move groups to another wave, or raise the limit."
    if supply:
        row = problem.supply[problem.stocks.index(breach.row)]
        grows = row[breach.slot :].max() > row[breach.slot]
        remedy = "Move groups to a later wave." if grows else "There is never more of it: have it raised."
    return Finding(
        code="supply-exceeded" if supply else "wave-too-large",
        severity=Severity.BLOCKING if supply else Severity.WARNING,
        message=f"{breach.over:,.10g} {breach.row} too many {f'by {slot.id}' if supply else f'in {wave}, {slot.id}'}",
        evidence=f"{wave} holds {counted(len(there), 'group')}: {listed(there)}",
        remedy=remedy,
        wave=wave,
    )


def _too_large(draft: Draft, numbers: Numbers) -> Iterator[Finding]:
    """A group larger than any wave: its size is cut to the limits in the problem, so no row is broken."""
    limits = draft.limits
    for group in draft.groups:
        held = (
            ("machines", len(group.workloads), limits.machines_per_wave),
            ("GiB", group.disk_gib, limits.gib_per_wave),
        )
        if broken := [f"{count:,} {unit}, limit {limit:,}" for unit, count, limit in held if count > limit]:
            yield Finding(
                code="wave-too-large",
                severity=Severity.WARNING,
                message=f"{wave_id(numbers[group.id])} is larger than a wave may be: {', '.join(broken)}",
                evidence=f"{group.id} alone is so large: {group.because}",
                wave=wave_id(numbers[group.id]),
                remedy="Divide the application in estate.yaml or in the plan, or raise the limit.",
            )
