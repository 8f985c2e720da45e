"""Forecast: how long copies, cutovers and rollbacks take, as ranges, and when each wave's copy must start. Pure.

Hours count from the day of planning, as `Slot.week` does; GiB are 2**30 bytes.
"""

from azlift.forecast.durations import Cutover, changes_by_line, cutover
from azlift.forecast.loads import Load, lines_of, load_of, used_gib
from azlift.forecast.recalibration import Recorded, Transferred, recalibrated, recalibrated_line
from azlift.forecast.replication import final_delta_gib, next_delta_hours, seeding_hours
from azlift.forecast.seeding_calendar import Convoy, LineRow, Seeding, delta_share, hours_of, line_rows, seeding
from azlift.forecast.simulation import Played, simulate

__all__ = [
    "Convoy",
    "Cutover",
    "LineRow",
    "Load",
    "Played",
    "Recorded",
    "Seeding",
    "Transferred",
    "changes_by_line",
    "cutover",
    "delta_share",
    "final_delta_gib",
    "hours_of",
    "line_rows",
    "lines_of",
    "load_of",
    "next_delta_hours",
    "recalibrated",
    "recalibrated_line",
    "seeding",
    "seeding_hours",
    "simulate",
    "used_gib",
]
