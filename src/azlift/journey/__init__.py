"""The verbs, in order: the path of one workload. Read this file first.

    survey → place → plan → render → preview → land → verify          and, until a person accepts, roll_back

Each verb reads the last fact from the ledger, makes the next one, and writes it down. The subject of the first three
is the estate; of the others a move group, or the landing zone of a wave, which is laid before its groups.
"""

from azlift.journey.estate import money, outdated_steps, place, plan, survey
from azlift.journey.groups import land, prepare, preview, render, roll_back, verify
from azlift.journey.reading import failures_of, removals_of, subjects_of, wave_called, wave_of_group, wave_of_zone
from azlift.journey.waves import abandon, check_not_held, is_held, pause, resume, wave_standing, wave_standings, why

__all__ = [
    "abandon",
    "check_not_held",
    "failures_of",
    "is_held",
    "land",
    "money",
    "outdated_steps",
    "pause",
    "place",
    "plan",
    "prepare",
    "preview",
    "removals_of",
    "render",
    "resume",
    "roll_back",
    "subjects_of",
    "survey",
    "verify",
    "wave_called",
    "wave_of_group",
    "wave_of_zone",
    "wave_standing",
    "wave_standings",
    "why",
]
