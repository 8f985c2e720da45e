"""The verbs, in order: the path of one workload. Read this file first.

    survey → place → plan → render → preview → land → verify          and, until a person accepts, roll_back

Each verb reads the last fact from the ledger, makes the next one, and writes it down. The subject of the first three
is the estate; of the others a move group, or the landing zone of a wave, which is laid before its groups.
"""

from azlift.journey.approvable import gate_digest
from azlift.journey.estate import money, outdated_steps, place, plan, survey
from azlift.journey.gates import approve, begin_executing, gate_standing, gates_open, identify, reach, require
from azlift.journey.groups import land, prepare, preview, render, verify
from azlift.journey.reading import (
    failures_of,
    removals_of,
    subjects_of,
    wave_called,
    wave_of_group,
    wave_of_subject,
    wave_of_zone,
)
from azlift.journey.rolling_back import roll_back
from azlift.journey.testing import clean_test, test, test_leftovers
from azlift.journey.waves import abandon, check_not_held, is_held, pause, resume, wave_standing, wave_standings, why

__all__ = [
    "abandon",
    "approve",
    "begin_executing",
    "check_not_held",
    "clean_test",
    "failures_of",
    "gate_digest",
    "gate_standing",
    "gates_open",
    "identify",
    "is_held",
    "land",
    "money",
    "outdated_steps",
    "pause",
    "place",
    "plan",
    "prepare",
    "preview",
    "reach",
    "removals_of",
    "render",
    "require",
    "resume",
    "roll_back",
    "subjects_of",
    "survey",
    "test",
    "test_leftovers",
    "verify",
    "wave_called",
    "wave_of_group",
    "wave_of_subject",
    "wave_of_zone",
    "wave_standing",
    "wave_standings",
    "why",
]
