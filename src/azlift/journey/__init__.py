"""The verbs, in order: the path of one workload. Read this file first.

    survey → place → plan → render → preview → land → verify → cut_over → validate → announce

and, until a person accepts, undo_cutover and roll_back.

Each verb reads the last fact from the ledger, makes the next one, and writes it down. The subject of the first three
is the estate; of the others a move group, or the landing zone of a wave, which is laid before its groups.
"""

from azlift.journey.answering import answer, waiting_steps
from azlift.journey.approvable import gate_digest
from azlift.journey.checking import check_group
from azlift.journey.closing import accept, close, hand_over, retire
from azlift.journey.comparing import compare_forecast
from azlift.journey.cutting_over import announce, begin_night, cut_over, go_on, undo_cutover, validate
from azlift.journey.deciding import decide
from azlift.journey.estate import money, outdated_steps, place, plan, survey
from azlift.journey.gates import approve, begin_executing, gate_standing, gates_open, identify, reach, require, sign_in
from azlift.journey.groups import land, prepare, preview, render, verify
from azlift.journey.marking import mark
from azlift.journey.night_plan import next_of_night, night_of_wave, runbook_of
from azlift.journey.reading import (
    failures_of,
    removals_of,
    subjects_of,
    wave_called,
    wave_of_group,
    wave_of_subject,
    wave_of_zone,
    waves_with_something,
)
from azlift.journey.readying import not_ready, ready
from azlift.journey.realising import realised
from azlift.journey.rebuilding import LOST, find_remains, rebuild, succeed
from azlift.journey.rehearsed import rehearsed_rollback
from azlift.journey.rolling_back import check_can_be_taken_back, roll_back
from azlift.journey.testing import answer_test, clean_test, test
from azlift.journey.tests_on_record import test_leftovers, verdict_of
from azlift.journey.waiving import waive, waivers_of
from azlift.journey.watching import watch
from azlift.journey.waves import abandon, check_not_held, is_held, pause, resume, wave_standing, wave_standings, why
from azlift.journey.windows import open_window, settle_window

__all__ = [
    "LOST",
    "abandon",
    "accept",
    "announce",
    "answer",
    "answer_test",
    "approve",
    "begin_executing",
    "begin_night",
    "check_can_be_taken_back",
    "check_group",
    "check_not_held",
    "clean_test",
    "close",
    "compare_forecast",
    "cut_over",
    "decide",
    "failures_of",
    "find_remains",
    "gate_digest",
    "gate_standing",
    "gates_open",
    "go_on",
    "hand_over",
    "identify",
    "is_held",
    "land",
    "mark",
    "money",
    "next_of_night",
    "night_of_wave",
    "not_ready",
    "open_window",
    "outdated_steps",
    "pause",
    "place",
    "plan",
    "prepare",
    "preview",
    "reach",
    "ready",
    "realised",
    "rebuild",
    "rehearsed_rollback",
    "removals_of",
    "render",
    "require",
    "resume",
    "retire",
    "roll_back",
    "runbook_of",
    "settle_window",
    "sign_in",
    "subjects_of",
    "succeed",
    "survey",
    "test",
    "test_leftovers",
    "undo_cutover",
    "validate",
    "verdict_of",
    "verify",
    "waiting_steps",
    "waive",
    "waivers_of",
    "watch",
    "wave_called",
    "wave_of_group",
    "wave_of_subject",
    "wave_of_zone",
    "wave_standing",
    "wave_standings",
    "waves_with_something",
    "why",
]
