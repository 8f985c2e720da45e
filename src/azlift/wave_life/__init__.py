"""Where a wave and its groups stand: stage, run, health and conditions, a pure fold of what the ledger and plan say."""

from azlift.wave_life.following_on import FEASIBLE, next_of_group, next_of_wave
from azlift.wave_life.groups import group_standing
from azlift.wave_life.reasons import reasons_for
from azlift.wave_life.records import GroupRecord, WaveRecord
from azlift.wave_life.waves import UNDER_GO, stage_of, wave_standing

__all__ = [
    "FEASIBLE",
    "UNDER_GO",
    "GroupRecord",
    "WaveRecord",
    "group_standing",
    "next_of_group",
    "next_of_wave",
    "reasons_for",
    "stage_of",
    "wave_standing",
]
