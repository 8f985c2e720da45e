"""Whether a wave can be approved: each line of its checklist judged from evidence that was seen, and nothing else.

`role.json` is what the identity that drives needs, in the form Azure takes custom roles in: exactly that, by a test.
"""

from azlift.readiness.judging import (
    Judged,
    judge_history,
    judge_locks,
    judge_names,
    judge_providers,
    judge_quotas,
    judge_sign_in,
    judge_sizes,
)
from azlift.readiness.lines import TITLES, item_of, waived
from azlift.readiness.role import judge_rights, needed_actions, role_definition

__all__ = [
    "TITLES",
    "Judged",
    "item_of",
    "judge_history",
    "judge_locks",
    "judge_names",
    "judge_providers",
    "judge_quotas",
    "judge_rights",
    "judge_sign_in",
    "judge_sizes",
    "needed_actions",
    "role_definition",
    "waived",
]
