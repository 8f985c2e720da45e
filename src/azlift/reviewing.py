"""An edited plan judged from scratch (check), and mended with as few groups moved as can be (repair).

Both look at it under today's estate, calendar, quotas and prices, beside the plan before under the same; nothing is
recorded.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from azlift.errors import PlanError
from azlift.model import Finding, GroupId, Mend, Review, Shift, Wave, WavePlan
from azlift.planning import Asked, Desk, desk_and_plan, lay_down, refuse_lost_calendar
from azlift.venue import Venue
from azlift.waves import Conditions, Proposal, proposal_of, read_proposal, replan
from azlift.waves.mending import cheapest_moves, mend
from azlift.waves.problem import NOWHERE, Ints, breaches_of
from azlift.waves.redrafting import slots_asked

MENDS_SHOWN = 12
"""Single moves that a check looks for: a plan that needs more is one for `repair`."""


def check_plan(venue: Venue, edited: Path | None = None) -> Review:
    """The last plan, or what a person's file makes of it, judged; raises PlanError where the file cannot be used."""
    desk, base = desk_and_plan(venue)
    refuse_lost_calendar(desk)
    return check(_asked_for(edited, base, desk), base, desk)


def repair_plan(venue: Venue, edited: Path | None = None) -> tuple[Review, bool]:
    """The same, mended, beside what was asked for; and whether fewer moves are proven not to be enough."""
    desk, base = desk_and_plan(venue)
    refuse_lost_calendar(desk)
    return repair(_asked_for(edited, base, desk), base, desk)


def _asked_for(edited: Path | None, base: WavePlan, desk: Desk) -> Proposal:
    return read_proposal(edited, base, desk.estate) if edited else proposal_of(base)


def check(proposal: Proposal, base: WavePlan, desk: Desk) -> Review:
    """What the proposal breaks, and what it changes against `base`."""
    if desk.conditions is None:
        return _compared(replan(proposal, base, desk.estate), base)
    asked = lay_down(proposal, base, desk, desk.conditions)
    was = _as_it_was(asked, proposal, base, desk, desk.conditions)
    moves, after = cheapest_moves(asked.problem, asked.slots, MENDS_SHOWN)
    review = _compared(asked.described(), was.described())
    mends = [(group, asked.slots[group], slot, more) for group, slot, more in moves]
    return review.model_copy(
        update={
            "mends": tuple(
                Mend(asked.group(g), asked.slot(had), asked.slot(slot), more) for g, had, slot, more in mends
            ),
            "mended": not breaches_of(asked.problem, after),
        }
    )


def repair(proposal: Proposal, base: WavePlan, desk: Desk) -> tuple[Review, bool]:
    """The proposal with as few groups moved as let no hard row be broken, beside the proposal; and whether fewer are
    proven not to be enough. Raises PlanError where none was found.
    """
    if desk.conditions is None:
        raise PlanError(
            "a plan without windows cannot be repaired", advice="Write a calendar.yaml, or let azlift plan afresh."
        )
    asked = lay_down(proposal, base, desk, desk.conditions)
    found = mend(asked.problem, asked.slots)
    if found is None:
        raise PlanError(
            "no plan was found in which these groups break nothing",
            advice="Let azlift plan afresh: it names the facts that make it impossible.",
        )
    repaired = _with_slots(proposal, base, asked, found.plan)
    mended = lay_down(repaired, base, desk, desk.conditions)
    return _compared(mended.described(), asked.described()), found.fewest


def _as_it_was(asked: Asked, proposal: Proposal, base: WavePlan, desk: Desk, conditions: Conditions) -> Asked:
    """The plan before under the same conditions: the same problem, where the groups are the same."""
    before = proposal_of(base)
    if {g: set(m) for g, m in before.members.items()} != {g: set(m) for g, m in proposal.members.items()}:
        return lay_down(before, base, desk, conditions)
    return replace(asked, slots=slots_asked(before, base, asked.draft), numbers=before.numbers)


def _compared(plan: WavePlan, was: WavePlan) -> Review:
    known = {_key(finding) for finding in was.violations}
    now = {_key(finding) for finding in plan.violations}
    return Review(
        plan=plan,
        shifts=tuple(_shifts(was, plan)),
        before=was.worth,
        after=plan.worth,
        ends_before=_end(was.waves),
        ends_after=_end(plan.waves),
        arose=tuple(finding for finding in plan.violations if _key(finding) not in known),
        went=tuple(finding for finding in was.violations if _key(finding) not in now),
    )


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message


def _end(waves: Iterable[Wave]) -> datetime | None:
    return max((wave.closes for wave in waves if wave.closes), default=None)


def _shifts(was: WavePlan, plan: WavePlan) -> list[Shift]:
    """The groups that are in another wave or window, by name."""
    before, after = _places(was), _places(plan)
    nowhere = ("", "")
    groups = sorted(before.keys() | after.keys())
    found = [(group, before.get(group, nowhere), after.get(group, nowhere)) for group in groups]
    return [Shift(group, had[0], has[0], had[1], has[1]) for group, had, has in found if had != has]


def _places(plan: WavePlan) -> dict[GroupId, tuple[str, str]]:
    return {group: (wave.id, wave.slot) for wave in plan.waves for group in wave.groups}


def _with_slots(proposal: Proposal, base: WavePlan, asked: Asked, slots: Ints) -> Proposal:
    """The proposal with its groups in these slots: in the wave that has the slot, or had it in the plan before, or in a
    new one after the last."""
    numbers, windows = dict(proposal.numbers), dict(proposal.windows)
    used = set(numbers.values())
    wave_of = {wave.slot: wave.number for wave in base.waves if wave.number not in used}
    wave_of |= {slot: numbers[group] for group, slot in asked.slot_by_group.items() if slot}
    for group, had, slot in zip(asked.draft.frame.groups, asked.slots, slots, strict=True):
        if had != slot and slot != NOWHERE:
            opened = asked.slot(int(slot))
            number = wave_of.setdefault(opened, max(numbers.values(), default=0) + 1)
            numbers[group.id], windows[number] = number, opened
    return replace(proposal, numbers=numbers, windows=windows)
