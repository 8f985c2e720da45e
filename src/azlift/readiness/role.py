"""The rights that driving a wave needs, as a custom role, and whether an identity has them."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from azlift.model import Granted
from azlift.readiness.judging import Judged

ROLE_FILE = Path(__file__).parent / "role.json"


@cache
def role_definition() -> dict[str, Any]:
    """The role as `az role definition create --role-definition` takes it, without a scope."""
    definition: dict[str, Any] = json.loads(ROLE_FILE.read_text(encoding="utf-8"))
    return definition


def needed_actions() -> tuple[str, ...]:
    return tuple(role_definition()["Actions"])


def judge_rights(needed: Iterable[str], granted: Sequence[Granted]) -> Judged:
    """Each needed action that no role of the identity grants: role by role, `actions` less its own `notActions`."""
    actions = tuple(needed)
    missing = tuple(action for action in actions if not any(_grants(one, action) for one in granted))
    return Judged(tuple(f"it lacks {action}" for action in missing), f"{len(actions)} actions, all of them granted")


def _grants(granted: Granted, action: str) -> bool:
    return _names(granted.actions, action) and not _names(granted.not_actions, action)


def _names(patterns: Iterable[str], action: str) -> bool:
    """`*` stands for any text, slashes included; case counts nothing. Source: Azure role definitions."""
    return any(_pattern(pattern.lower()).fullmatch(action.lower()) for pattern in patterns)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)
