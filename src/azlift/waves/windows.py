"""The slots a group can use at all: what windows, its own size and the order leave of the calendar."""

import numpy as np

from azlift.waves.problem import TOLERANCE, Flags, Floats, Ints, Problem


def usable_slots(problem: Problem) -> Flags:
    """Per group and slot, whether any feasible plan could put the group there, as far as single facts say.

    A slot falls away if it is not allowed, if the group alone exceeds a row there, or if the order leaves no slot for
    those before or after. A group without a slot proves that there is no feasible plan.
    """
    return in_order(fitting_alone(problem), problem)


def fitting_alone(problem: Problem) -> Flags:
    """Per group and slot, whether it is allowed and takes the group if nothing else moves there or before."""
    usable = problem.allowed.copy()
    for size, cap in zip(problem.size, problem.cap, strict=True):
        usable &= size[:, None] <= roomy(cap)
    for stock, supply in zip(problem.stock, problem.supply, strict=True):
        usable &= stock[:, None] <= roomy(reach(supply))
    return usable


def roomy(limit: Floats) -> Floats:
    """A limit with the rounding error that `breaches_of` forgives."""
    return limit + TOLERANCE * np.maximum(1.0, np.abs(limit))


def reach(supply: Floats) -> Floats:
    """What can have moved up to each slot: what moves stays moved, so a later supply that is smaller binds earlier."""
    least: Floats = np.minimum.accumulate(supply[::-1])[::-1]
    return least


def orders(problem: Problem) -> tuple[Ints, Ints, Ints]:
    """`before` as arrays: the first, the one that follows, and the gap."""
    first, then, gap = np.array(problem.before, dtype=np.int64).reshape(-1, 3).T
    return first, then, gap


def earliest(usable: Flags) -> Ints:
    """The first usable slot of each group that has one."""
    slot: Ints = usable.argmax(axis=1)
    return slot


def latest(usable: Flags) -> Ints:
    """The last usable slot of each group that has one."""
    slot: Ints = usable.shape[1] - 1 - usable[:, ::-1].argmax(axis=1)
    return slot


def in_order(usable: Flags, problem: Problem) -> Flags:
    """Bounds consistency: whoever follows is not earlier than the first's earliest slot and the gap, and so on."""
    slot = np.arange(problem.slots)
    first, then, gap = orders(problem)
    while usable.any(axis=1).all():
        soonest, last = earliest(usable), latest(usable)
        not_before, not_after = soonest.copy(), last.copy()
        np.maximum.at(not_before, then, soonest[first] + gap)
        np.minimum.at(not_after, first, last[then] - gap)
        narrowed = usable & (slot >= not_before[:, None]) & (slot <= not_after[:, None])
        if (narrowed == usable).all():
            break
        usable = narrowed
    return usable
