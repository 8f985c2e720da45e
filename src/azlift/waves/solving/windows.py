"""Which slots each group can still have once the order of others is reckoned with."""

import numpy as np

from azlift.waves.problem import Before, Flags, Problem


def narrowed(problem: Problem) -> Flags:
    """`allowed`, less the slots that leave a predecessor or a successor none: no plan that is whole uses those.

    Whoever keeps no slot can be in no plan with all the others; then it binds them no more, and all is narrowed anew.
    """
    allowed = problem.allowed
    before: tuple[Before, ...] = problem.before
    while True:
        tried = _squeezed(allowed, before)
        lost = np.flatnonzero(allowed.any(axis=1) & ~tried.any(axis=1))
        if not len(lost):
            return tried
        allowed = allowed.copy()
        allowed[lost] = False
        before = tuple(row for row in before if row.first not in lost and row.then not in lost)


def _squeezed(allowed: Flags, before: tuple[Before, ...]) -> Flags:
    """Until nothing changes, or somebody keeps no slot."""
    allowed, changed = allowed.copy(), True
    slots = allowed.shape[1]
    rows = [row for row in before if allowed[row.first].any() and allowed[row.then].any()]
    while changed:
        changed = False
        for first, then, gap in rows:
            soonest = int(np.argmax(allowed[first])) + gap
            latest = slots - 1 - int(np.argmax(allowed[then, ::-1])) - gap
            for group, cut in ((then, slice(0, soonest)), (first, slice(max(0, latest + 1), slots))):
                if allowed[group, cut].any():
                    allowed[group, cut] = False
                    changed = True
                if not allowed[group].any():
                    return allowed
    return allowed
