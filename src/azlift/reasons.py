"""Why a group is where it is: window by window what it would cost there, or what keeps it out."""

from azlift.model import GroupId, SlotReason, WavePlan
from azlift.planning import Asked, Desk, desk_and_plan, lay_down
from azlift.venue import Venue
from azlift.waves import proposal_of
from azlift.waves.explaining import FREE, ORDER, WINDOW, Explanation, explain


def why_there(group: GroupId, venue: Venue) -> tuple[SlotReason, ...]:
    """Window by window, for a group of the last plan."""
    desk, plan = desk_and_plan(venue)
    return slot_reasons(group, plan, desk)


def slot_reasons(group: GroupId, plan: WavePlan, desk: Desk) -> tuple[SlotReason, ...]:
    """Each window of the calendar, all other groups staying; none where the group, or the plan, has no window."""
    if desk.conditions is None:
        return ()
    asked = lay_down(proposal_of(plan), plan, desk, desk.conditions)
    place = next((place for place, one in enumerate(asked.draft.frame.groups) if one.id == group), None)
    if place is None:
        return ()
    seen = explain(asked.problem, asked.slots)
    return tuple(
        SlotReason(slot.id, float(seen.delta[place, number]), _refused(place, number, asked, seen))
        for number, slot in enumerate(asked.draft.frame.slots)
    )


def _refused(group: int, slot: int, asked: Asked, seen: Explanation) -> str:
    code, frame = int(seen.forbids[group, slot]), asked.draft.frame
    if code == FREE:
        return ""
    if code == WINDOW:
        facts = frame.refusals(group).get(frame.slots[slot].id, ())
        return "; ".join(fact.fact for fact in facts) or "kept for a wave under way"
    if code == ORDER:
        return "the order: " + "; ".join(_between(group, slot, asked))
    row = seen.named(code)
    return f"{row} full: {max(0.0, float(seen.slack[seen.rows.index(row), slot])):,.1f} left"


def _between(group: int, slot: int, asked: Asked) -> list[str]:
    """The groups it must come after or before, as they move now."""
    said = []
    for first, then, gap in asked.problem.before:
        if then == group and asked.slots[first] + gap > slot:
            said.append(f"not before {asked.group(first)}")
        if first == group and slot + gap > asked.slots[then] >= 0:
            said.append(f"not after {asked.group(then)}")
    return said
