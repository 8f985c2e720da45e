"""A conflict in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from azlift.escaping import plain
from azlift.waves.conflicts import Conflict, Fact, Relaxation

NAMED = 6
"""Names a person reads in a row; of more, the first and how many others."""


@dataclass(frozen=True)
class Names:
    """What the problem's groups and slots are called, by their numbers."""

    groups: Sequence[str]
    slots: Sequence[str]


def said(conflict: Conflict, names: Names) -> list[str]:
    """One sentence on who cannot move, one per fact, one per relaxation; controls in names are made visible."""
    who = [fact.group for fact in conflict.facts if fact.kind == "window"]
    moving = _listed([_group(group, names) for group in who])
    lines = [f"{moving} cannot {'move' if len(who) == 1 else 'all move'}:"]
    lines += _facts(conflict.facts, names)
    if conflict.relaxations:
        lines.append("Any one of these would free it, the smallest first:")
    return lines + [_relaxation(relaxation, names) for relaxation in conflict.relaxations]


def _facts(facts: Sequence[Fact], names: Names) -> Iterator[str]:
    """Groups with the same windows are told together, and of many orders the first."""
    windows: dict[tuple[int, ...], list[int]] = {}
    for fact in facts:
        if fact.kind == "window":
            windows.setdefault(fact.slots, []).append(fact.group)
    yield from (_windows(groups, slots, names) for slots, groups in windows.items())
    orders = [_fact(fact, names) for fact in facts if fact.kind == "order"]
    yield from orders[:NAMED]
    if len(orders) > NAMED:
        yield f"{len(orders) - NAMED:,} more of them wait for others."
    yield from (_fact(fact, names) for fact in facts if fact.kind not in ("window", "order"))


def _windows(groups: Sequence[int], slots: Sequence[int], names: Names) -> str:
    who = _listed([_group(group, names) for group in groups])
    if not slots:
        return f"{who} must move, and no slot is open to {'it' if len(groups) == 1 else 'them'}."
    return f"{who} must move, and can only in {_slots(slots, names)}."


def _fact(fact: Fact, names: Names) -> str:
    if fact.kind == "order":
        return f"{_group(fact.group, names)} must {_after(fact.need)} {_group(int(fact.row), names)}."
    row, whole = plain(fact.row), "" if fact.need > fact.have else ", and a group cannot be divided"
    if fact.kind == "supply":
        when = f"By {_slot(fact.slots[0], names)}, {_number(fact.have)} {row} can have moved"
    else:
        when = f"In {_span(fact.slots, names)} there is room for {_number(fact.have)} {row}"
    return f"{when}; these groups need {_number(fact.need)}{whole}."


def _after(gap: float) -> str:
    if gap <= 0:
        return "not move before"
    return "move after" if gap == 1 else f"move {_number(gap)} slots or more after"


def _relaxation(relaxation: Relaxation, names: Names) -> str:
    fact, by = relaxation.fact, _number(relaxation.by)
    if fact.kind == "window":
        weeks = "week" if relaxation.by == 1 else "weeks"
        opened = f"let {_group(fact.group, names)} move in {_slot(relaxation.slot, names)} as well"
        return f"{opened} ({by} {weeks} from what it has)." if fact.slots else f"{opened}."
    if fact.kind == "order":
        pair = f"{_group(fact.group, names)} after {_group(int(fact.row), names)}"
        return f"let {pair} come {by} {'slot' if relaxation.by == 1 else 'slots'} sooner."
    when = "by" if fact.kind == "supply" else "in"
    least = "" if relaxation.enough else "at least "
    return f"{least}{by} {plain(fact.row)} more {when} {_slot(relaxation.slot, names)}."


def _group(group: int, names: Names) -> str:
    return plain(names.groups[group])


def _slot(slot: int, names: Names) -> str:
    return plain(names.slots[slot])


def _slots(slots: Sequence[int], names: Names) -> str:
    return _listed([_slot(slot, names) for slot in slots])


def _span(slots: Sequence[int], names: Names) -> str:
    if len(slots) == 1:
        return _slot(slots[0], names)
    return f"{_slot(slots[0], names)} to {_slot(slots[-1], names)} together"


def _listed(words: Sequence[str]) -> str:
    if len(words) > NAMED:
        return f"{', '.join(words[:NAMED])} and {len(words) - NAMED:,} more"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _number(value: float) -> str:
    return f"{value:,.10g}"
