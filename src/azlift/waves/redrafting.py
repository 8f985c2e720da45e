"""A plan on a calendar that a person edited: its groups as a draft, and the slots it asks for."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from azlift.model import Estate, GroupId, WavePlan
from azlift.waves.conditions import Conditions
from azlift.waves.drafting import Draft, Settled, draft_groups
from azlift.waves.edits import found_in
from azlift.waves.groups import by_name
from azlift.waves.problem import NOWHERE, Ints
from azlift.waves.proposal import Proposal


def redraft(proposal: Proposal, base: WavePlan, estate: Estate, conditions: Conditions, settled: Settled) -> Draft:
    """The proposal's groups; what was seen of the estate is the base plan's."""
    membership = {group: by_name(members, estate) for group, members in sorted(proposal.members.items())}
    found = found_in(membership, base, estate)
    piloted = (group for wave in base.waves if wave.pilot for group in wave.groups)
    pilot = frozenset(group for group in piloted if group in membership and group not in settled)
    draft = draft_groups(found, estate, conditions, settled, pilot=pilot)
    return replace(draft, findings=base.findings, suggestions=base.suggestions)


def proposal_of(plan: WavePlan) -> Proposal:
    """The plan as a file without edits would ask for it."""
    return Proposal(
        members={group.id: list(group.workloads) for group in plan.groups},
        numbers={group: wave.number for wave in plan.waves for group in wave.groups},
        limits=plan.limits,
        windows={wave.number: wave.slot for wave in plan.waves if wave.slot},
    )


def asks_for_nothing_new(proposal: Proposal, plan: WavePlan) -> bool:
    """Whether the file was not edited, but for the order of rows."""
    known = proposal_of(plan)
    return (
        {group: frozenset(members) for group, members in proposal.members.items()}
        == {group: frozenset(members) for group, members in known.members.items()}
        and (proposal.numbers, proposal.limits) == (known.numbers, known.limits)
        and windows_of(proposal, plan) == known.windows
    )


def windows_of(proposal: Proposal, base: WavePlan) -> dict[int, str]:
    """The slot id of each wave: what the file says, and where it says nothing what the wave had."""
    had = {wave.number: wave.slot for wave in base.waves if wave.slot}
    said = {number: slot for number, slot in proposal.windows.items() if slot}
    used = set(proposal.numbers.values())
    return {number: slot for number, slot in sorted((had | said).items()) if number in used}


def slots_asked(proposal: Proposal, base: WavePlan, draft: Draft) -> Ints:
    """Per group of the draft's frame the slot of its wave; NOWHERE where the calendar has no such window."""
    windows = windows_of(proposal, base)
    return slots_in(draft, {group: windows.get(number, "") for group, number in proposal.numbers.items()})


def slots_in(draft: Draft, slot_of: Mapping[GroupId, str]) -> Ints:
    """Per group of the draft's frame the place of the slot with that id; NOWHERE where there is none."""
    place = {slot.id: number for number, slot in enumerate(draft.frame.slots)}
    return np.array([place.get(slot_of.get(group.id, ""), NOWHERE) for group in draft.frame.groups], np.int64)
