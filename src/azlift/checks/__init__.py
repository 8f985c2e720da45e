"""Checks of what works in Azure: read from `checks.yaml`, looked at, judged. What needs Azure is `azlift.cloud`'s."""

from azlift.checks.judging import expected_of, judge_check, judge_machine
from azlift.checks.looking import Eyes, look_until_passed
from azlift.checks.reading import CHECKS_FILE, checks_schema, read_checks

__all__ = [
    "CHECKS_FILE",
    "Eyes",
    "checks_schema",
    "expected_of",
    "judge_check",
    "judge_machine",
    "look_until_passed",
    "read_checks",
]
