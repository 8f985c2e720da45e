"""When groups would move if there were vCPU enough: what quotas, or what stands in for a size, are measured against."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from azlift.model import GroupId
from azlift.waves.compiling import StockRow
from azlift.waves.drafting import Draft
from azlift.waves.planning import SEED, pilot_first, problem_of, work_of
from azlift.waves.problem import NOWHERE
from azlift.waves.solving import solve

SHARE_OF_WORK = 5
"""A fifth of the planner's: what is asked is roughly when, and the plan itself is still to be made."""


def wanted_slots(draft: Draft, stocks: Sequence[StockRow], anchors: Mapping[GroupId, str]) -> dict[GroupId, int] | None:
    """The place of each group's slot among the frame's; None where not all groups find one even so."""
    unlimited = replace(draft, conditions=replace(draft.conditions, vcpu={}))
    problem = pilot_first(problem_of(unlimited, stocks, anchors), unlimited)
    if not problem.groups or not problem.slots:
        return None
    plan = solve(problem, seed=SEED, moves=work_of(problem) // SHARE_OF_WORK).plan
    if np.any(plan == NOWHERE):
        return None
    return {group.id: int(slot) for group, slot in zip(draft.frame.groups, plan, strict=True)}
