"""Forecast: how long copies, cutovers and rollbacks take, as ranges, and when each wave's copy must start. Pure.

Hours count from the day of planning, as `Slot.week` does; GiB are 2**30 bytes.
"""

from azlift.forecast.durations import Cutover, changes_by_line, cutover
from azlift.forecast.loads import Load, lines_of, load_of, used_gib
from azlift.forecast.nights import NightRow, chosen, hours_alone, last_deltas, night_hours, night_rows
from azlift.forecast.reading import ReadingRow, reading_rows
from azlift.forecast.recalibration import Recorded, Transferred, recalibrated, recalibrated_line
from azlift.forecast.replicating import Stay, at_most, most_at_once, replicating_rows
from azlift.forecast.replication import final_delta_gib, next_delta_hours, seeding_hours
from azlift.forecast.seeding_calendar import Convoy, LineRow, Seeding, delta_share, hours_of, line_rows, seeding
from azlift.forecast.simulation import Played, simulate

__all__ = [
    "Convoy",
    "Cutover",
    "LineRow",
    "Load",
    "NightRow",
    "Played",
    "ReadingRow",
    "Recorded",
    "Seeding",
    "Stay",
    "Transferred",
    "at_most",
    "changes_by_line",
    "chosen",
    "cutover",
    "delta_share",
    "final_delta_gib",
    "hours_alone",
    "hours_of",
    "last_deltas",
    "line_rows",
    "lines_of",
    "load_of",
    "most_at_once",
    "next_delta_hours",
    "night_hours",
    "night_rows",
    "reading_rows",
    "recalibrated",
    "recalibrated_line",
    "replicating_rows",
    "seeding",
    "seeding_hours",
    "simulate",
    "used_gib",
]
