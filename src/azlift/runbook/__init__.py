"""The runbook of a group's night: read, put in order with its inverses, and carried out by the team's own hands."""

from azlift.runbook.compiling import minutes_of, point_of_no_return, steps_of, undo_minutes_of
from azlift.runbook.overview import no_return_text, overview, points_of_no_return
from azlift.runbook.reading import RUNBOOK_FILE, read_runbook, runbook_schema
from azlift.runbook.standard import ACCEPT, BASELINE, DECIDE, DOWN_FROM, POINT_OF_NO_RETURN, UP_AT

__all__ = [
    "ACCEPT",
    "BASELINE",
    "DECIDE",
    "DOWN_FROM",
    "POINT_OF_NO_RETURN",
    "RUNBOOK_FILE",
    "UP_AT",
    "minutes_of",
    "no_return_text",
    "overview",
    "point_of_no_return",
    "points_of_no_return",
    "read_runbook",
    "runbook_schema",
    "steps_of",
    "undo_minutes_of",
]
